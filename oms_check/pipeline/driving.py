"""Drives the workers over jobs that read: shares out long documents, keeps what a stopped one had read.

What comes back is put by path: in which order, and from how many processes, shows nowhere.
"""

import pickle
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from oms_check.extraction.options import Share
from oms_check.model.document import Unreadable
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit, ReadJob, read_share
from oms_check.pipeline.watch import Watch
from oms_check.workers import Done, Stopped, Workers

WORTH_SHARING = 300_000
"""Bytes. Two processes pay from about 30 pages, and a page of running text is some 10 kB of PDF."""

MANY = 50
"""Documents above which finished ones are folded away, so that the memory of a run stays flat until its end."""

SECOND_CHANCE_SECONDS = 6.0
"""Putting together what a stopped job had read; 1,000 pages take 3 s."""

Argument = TypeVar("Argument")
Value = TypeVar("Value")


class Run(Generic[Argument, Value]):
    """One pass of jobs through the workers; a job's key is its strategy's path, then its stage after a NUL."""

    def __init__(
        self,
        jobs: Mapping[str, ReadJob],
        wrap: Callable[[ReadJob], Argument],
        call: Callable[[Argument, Emit], Value],
        settings: ReadSettings,
        watch: Watch,
    ) -> None:
        self._jobs = jobs
        self._wrap = wrap
        self._call = call
        self._settings = settings
        self._watch = watch
        self._found: dict[str, Value | Unreadable | _Folded] = {}
        self._shares: dict[str, dict[int, Done[Value | Unreadable | None] | Stopped]] = {}
        self._per_job = 1
        """Shares of a long document."""

    def finish(self) -> dict[str, Value | Unreadable]:
        """Run every job to its end."""
        processes = self._settings.limits.processes(self._settings.processes)
        per_job = self._per_job = max(1, processes // max(1, len(self._jobs)))
        with Workers[Value | Unreadable | None](
            processes if per_job > 1 else min(processes, len(self._jobs)),
            self._settings.limits,
            on_part=self._on_part,
        ) as workers:
            for path, job in self._jobs.items():
                shares = per_job if _is_long(job) else 1
                if shares == 1:
                    workers.submit(f"{path}\0whole", self._call, self._wrap(job))
                else:
                    self._shares[path] = {}
                    for i in range(shares):
                        workers.submit(f"{path}\0{i}", read_share, replace(job, share=Share(i, shares)))
            for key, outcome in workers.results():
                path, _, stage = key.partition("\0")
                if stage.isdigit():
                    self._took_share(workers, path, int(stage), outcome)
                else:
                    self._took_whole(workers, path, stage, outcome)
        found: dict[str, Value | Unreadable] = {}
        for path, value in self._found.items():
            found[path] = _unfolded(value) if isinstance(value, _Folded) else value
        return found

    def _on_part(self, key: str, pages: int) -> None:
        self._watch.on_pages(key.partition("\0")[0], pages)

    def _took_share(
        self,
        workers: Workers[Value | Unreadable | None],
        path: str,
        share: int,
        outcome: Done[Value | Unreadable | None] | Stopped,
    ) -> None:
        shares = self._shares[path]
        shares[share] = outcome
        job = self._jobs[path]
        if len(shares) < self._per_job:
            return
        ordered = [shares[i] for i in sorted(shares)]
        for one in ordered:
            if isinstance(one, Done) and one.value is not None:
                self._end(path, one.value)
                return
        parts = tuple(part for one in ordered for part in one.parts if part)
        stopped = [one for one in ordered if isinstance(one, Stopped)]
        if stopped and not parts:
            self._give_up(path, stopped[0])
            return
        if stopped:
            self._tell(path, stopped[0])
        whole = replace(job, parts=parts, complete=not stopped)
        self._join(workers, path, whole)

    def _join(self, workers: Workers[Value | Unreadable | None], path: str, job: ReadJob) -> None:
        """Put the parts together. Of a document that was stopped once already, not for long again."""
        seconds = self._settings.limits.page_seconds
        seconds = seconds if job.complete else min(seconds, SECOND_CHANCE_SECONDS)
        workers.submit(f"{path}\0joined", self._call, self._wrap(job), page_seconds=seconds)

    def _took_whole(
        self,
        workers: Workers[Value | Unreadable | None],
        path: str,
        stage: str,
        outcome: Done[Value | Unreadable | None] | Stopped,
    ) -> None:
        if isinstance(outcome, Done):
            assert outcome.value is not None, "only a share returns nothing"
            self._end(path, outcome.value)
            return
        parts = tuple(part for part in outcome.parts if part)
        if stage == "whole" and parts:
            self._tell(path, outcome)
            rest = replace(self._jobs[path], parts=parts, complete=False)
            self._join(workers, path, rest)
            return
        self._give_up(path, outcome)

    def _tell(self, path: str, stopped: Stopped) -> None:
        """Say that a document was stopped and what was read of it is kept."""
        self._watch.warn(f"{path}: {stopped.message}; {KEPT}")
        if stopped.detail:
            self._watch.on_fault(stopped.detail)

    def _give_up(self, path: str, stopped: Stopped) -> None:
        if stopped.detail:
            self._watch.on_fault(stopped.detail)
        self._end(path, Unreadable(stopped.status, stopped.message, stopped.advice))

    def _end(self, path: str, value: Value | Unreadable) -> None:
        self._found[path] = _folded(value) if len(self._jobs) > MANY else value
        self._watch.on_finished(path)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A value as compressed pickle: a twelfth of its size in memory, for 0.5 ms."""

    data: bytes


def _folded(value: object) -> _Folded:
    return _Folded(zlib.compress(pickle.dumps(value, protocol=5), 1))


def _unfolded(value: _Folded) -> Any:
    return pickle.loads(zlib.decompress(value.data))


KEPT = "the pages read until then are kept"


def _is_long(job: ReadJob) -> bool:
    file = job.strategy.file
    if file is None or file.suffix.lower() != ".pdf":
        return False
    try:
        return file.stat().st_size >= WORTH_SHARING
    except OSError:
        return False
