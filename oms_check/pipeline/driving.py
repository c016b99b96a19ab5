"""Drives the workers over jobs that read: shares out long documents, keeps what a stopped one had read.

What comes back is put by path: in which order, and from how many processes, shows nowhere.
"""

import pickle
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from oms_check.cache import Cache
from oms_check.extraction.options import Share
from oms_check.model.document import Unreadable
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit, ReadJob, key_of, read_share
from oms_check.pipeline.watch import Watch
from oms_check.workers import Done, Stopped, Workers

WORTH_SHARING = 300_000
"""Bytes. Two processes pay from about 30 pages, and a page of running text is some 10 kB of PDF."""

MANY = 50
"""Documents above which finished ones are folded away, so that the memory of a run stays flat until its end."""

SECOND_CHANCE_SECONDS = 1.5
SECOND_CHANCE_SECONDS_A_PAGE = 0.01
MOST_SECOND_CHANCE_SECONDS = 6.0
"""For putting together what a stopped job had read, and for matching it; 1,000 pages take 3 s."""

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
        self._shares: dict[str, list[Done[Value | Unreadable | None] | Stopped | None]] = {}

    def finish(self) -> dict[str, Value | Unreadable]:
        """Run every job to its end."""
        processes = self._settings.limits.processes(self._settings.processes)
        plan = self._plan(processes)
        with Workers[Value | Unreadable | None](
            min(processes, sum(plan.values())), self._settings.limits, on_part=self._on_part
        ) as workers:
            for path, shares in plan.items():
                job = self._jobs[path]
                if shares == 1:
                    workers.submit(f"{path}\0whole", self._call, self._wrap(job))
                else:
                    self._shares[path] = [None] * shares
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

    def _plan(self, processes: int) -> dict[str, int]:
        """In which order to begin with the documents, and into how many shares to cut each.

        The longest come first, so that none of them is left for the end; those that do not come out even with
        the processes are last and shared among them.
        """
        paths = sorted(self._jobs, key=lambda path: _size(self._jobs[path]), reverse=True)
        uneven = len(paths) % processes
        first_shared = len(paths) - uneven
        return {
            path: processes // uneven if number >= first_shared and _is_worth_sharing(self._jobs[path]) else 1
            for number, path in enumerate(paths)
        }

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
        ordered = [one for one in shares if one is not None]
        if len(ordered) < len(shares):
            return
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
        if not job.complete:
            needed = SECOND_CHANCE_SECONDS + SECOND_CHANCE_SECONDS_A_PAGE * len(job.parts)
            seconds = min(seconds, needed, MOST_SECOND_CHANCE_SECONDS)
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


def _is_worth_sharing(job: ReadJob) -> bool:
    """Whether it is a long PDF that has to be read."""
    if job.strategy.file is None or job.strategy.file.suffix.lower() != ".pdf" or _size(job) < WORTH_SHARING:
        return False
    key = key_of(job)
    return key is None or not Cache(job.cache_folder).has(key)


def _size(job: ReadJob) -> int:
    """Bytes of its file; 0 where that cannot be told."""
    try:
        return job.strategy.file.stat().st_size if job.strategy.file else len(job.strategy.stdin or b"")
    except OSError:
        return 0
