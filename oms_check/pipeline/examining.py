"""Strategies → what the rules find in each: read in workers, matched there, put in the order they were given.

A matched 200-page strategy is some hundred kilobytes of evidence; its words do not leave the worker.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from oms_check.catalog import identify
from oms_check.matching.matcher import Matcher, compile_matcher
from oms_check.model.document import Document, Page, Status, Unreadable
from oms_check.model.evidence import Matches
from oms_check.model.strategy import Region, Strategy
from oms_check.pdf.engines import load_engines
from oms_check.pipeline.driving import MANY, Run
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit, ReadJob, obtain, read_job, stored
from oms_check.pipeline.watch import Watch
from oms_check.ruleset.load import load_ruleset

MOST_PASSAGES = 2_000
"""Of one document on one focus area. A 200-page strategy has 300; a page of repeated words would fill gigabytes."""


@dataclass(frozen=True, slots=True)
class ExamineJob:
    """Read a strategy, tell its region and match it against the rules of `rules_file`."""

    read: ReadJob
    rules_file: Path
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a document once it is matched."""

    sha256: str
    status: Status
    pages: tuple[Page, ...]
    language: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """A strategy after reading and matching."""

    strategy: Strategy
    outcome: Facts | Unreadable
    matches: Matches = field(default_factory=Matches)
    warnings: tuple[str, ...] = ()
    """What the cache had to say."""


def examine_all(
    strategies: Sequence[Strategy],
    rules_file: Path,
    regions: tuple[Region, ...],
    settings: ReadSettings,
    watch: Watch,
) -> list[Examined]:
    """Read and match every strategy; one `Examined` each, in the order given."""
    matcher_of(rules_file)  # before the workers fork, so that they share the compiled rules
    jobs = {one.path: read_job(one, settings) for one in strategies}

    def wrap(job: ReadJob) -> ExamineJob:
        return ExamineJob(job, rules_file, regions)

    if len(jobs) == 1:
        job = next(iter(jobs.values()))
        if stored(job, watch.warn) is not None:
            # Nothing is parsed, so nothing needs a process of its own; starting one costs more than the rest.
            return [examine(wrap(job), _silent)]
    if len(jobs) > MANY:
        load_engines()
    found = Run(jobs, wrap, examine, settings, watch).finish()
    examined = [
        Examined(one, outcome) if isinstance(outcome := found[one.path], Unreadable) else outcome for one in strategies
    ]
    for warning in dict.fromkeys(warning for one in examined for warning in one.warnings):
        watch.warn(warning)
    return examined


def _silent(_: bytes) -> None:
    return None


@lru_cache(maxsize=2)
def matcher_of(rules_file: Path) -> Matcher:
    """The compiled rules; compiled once before workers fork, so that they share it."""
    return compile_matcher(load_ruleset(rules_file))


def examine(job: ExamineJob, emit: Emit) -> Examined:
    """Read, identify and match one strategy."""
    warnings: list[str] = []
    document = obtain(job.read, emit, warnings.append)
    if isinstance(document, Unreadable):
        return Examined(job.read.strategy, document, warnings=tuple(warnings))
    emit(b"")  # a sign of life: reading is done, matching begins
    strategy = identify(job.read.strategy, document, job.regions)
    matches, notes = _bounded(matcher_of(job.rules_file).match(document))
    facts = facts_of(document)
    return Examined(strategy, replace(facts, notes=facts.notes + notes), matches, tuple(warnings))


def _bounded(matches: Matches) -> tuple[Matches, tuple[str, ...]]:
    """The first passages of each focus area and a note on areas that have more."""
    kept = []
    counts: Counter[str] = Counter()
    for one in matches.evidence:
        counts[one.focus_area] += 1
        if counts[one.focus_area] <= MOST_PASSAGES:
            kept.append(one)
    if len(kept) == len(matches.evidence):
        return matches, ()
    notes = tuple(
        f"only the first {MOST_PASSAGES} of {count} passages on {area} are shown and counted"
        for area, count in sorted(counts.items())
        if count > MOST_PASSAGES
    )
    return replace(matches, evidence=tuple(kept)), notes


def facts_of(document: Document) -> Facts:
    """What reports need of a document besides its matches."""
    return Facts(document.sha256, document.status, document.pages, document.language, document.notes)
