"""Strategies → what the rules find in each: read in workers, matched there, put in the order they were given.

A matched 200-page strategy is some hundred kilobytes of evidence; its words do not leave the worker. Where all
was found before, nothing is compiled and no worker started: what they need is imported where they are used.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from oms_check.cache import Cache
from oms_check.catalog import identify
from oms_check.model.document import Unreadable
from oms_check.model.evidence import Matches
from oms_check.model.rules import RuleSet
from oms_check.model.strategy import Region, Strategy
from oms_check.pipeline.keeping import Facts, Found, found_key, keep, kept
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit, ReadJob, cache_key, key_of, obtain, read_job, worth_keeping
from oms_check.pipeline.watch import Watch
from oms_check.ruleset.load import load_ruleset

if TYPE_CHECKING:
    from oms_check.matching.matcher import Matcher

MOST_PASSAGES = 2_000
"""Of one document on one focus area. A 200-page strategy has 300; a page of repeated words would fill gigabytes."""


@dataclass(frozen=True, slots=True)
class ExamineJob:
    """Read a strategy, tell its region and match it against the rules of `rules_file`."""

    read: ReadJob
    rules_file: Path
    rules_sha256: str
    regions: tuple[Region, ...]


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
    rules: RuleSet,
    regions: tuple[Region, ...],
    settings: ReadSettings,
    watch: Watch,
) -> list[Examined]:
    """Read and match every strategy; one `Examined` each, in the order given. `rules` are those of `rules_file`."""
    said: list[str] = []
    cache = Cache(settings.cache_folder, said.append)
    examined: dict[str, Examined] = {}
    jobs: dict[str, ExamineJob] = {}
    for one in strategies:
        read = read_job(one, settings)
        key = key_of(read)
        found = kept(cache, found_key(key, one, rules.sha256, regions), one) if key else None
        if found is not None:
            examined[one.path] = Examined(found.strategy, found.facts, found.matches)
        else:
            jobs[one.path] = ExamineJob(read, rules_file, rules.sha256, regions)
    if jobs:
        examined |= _examine(jobs, rules, settings, watch)
    said += (warning for one in examined.values() for warning in one.warnings)
    for warning in dict.fromkeys(said):
        watch.warn(warning)
    return [examined[one.path] for one in strategies]


def _examine(
    jobs: Mapping[str, ExamineJob], rules: RuleSet, settings: ReadSettings, watch: Watch
) -> dict[str, Examined]:
    """Examine what is not known yet."""
    from oms_check.matching.matcher import compile_matcher
    from oms_check.pdf.engines import load_engines
    from oms_check.pipeline.driving import MANY, Run

    first = next(iter(jobs.values()))
    _compiled[first.rules_file] = compile_matcher(rules)  # before the workers fork, so that they share it
    if len(jobs) > MANY:
        load_engines()

    def wrap(read: ReadJob) -> ExamineJob:
        return replace(jobs[read.strategy.path], read=read)

    found = Run({path: job.read for path, job in jobs.items()}, wrap, examine, settings, watch).finish()
    return {
        path: Examined(jobs[path].read.strategy, outcome) if isinstance(outcome, Unreadable) else outcome
        for path, outcome in found.items()
    }


_compiled: "dict[Path, Matcher]" = {}


def _matcher_of(rules_file: Path) -> "Matcher":
    """The compiled rules; where processes do not fork, each worker compiles its own."""
    from oms_check.matching.matcher import compile_matcher

    if rules_file not in _compiled:
        _compiled[rules_file] = compile_matcher(load_ruleset(rules_file))
    return _compiled[rules_file]


def examine(job: ExamineJob, emit: Emit) -> Examined:
    """Run in a worker: read, identify and match one strategy, and keep what was found."""
    warnings: list[str] = []
    document = obtain(job.read, emit, warnings.append)
    if isinstance(document, Unreadable):
        return Examined(job.read.strategy, document, warnings=tuple(warnings))
    emit(b"")  # a sign of life: reading is done, matching begins
    strategy = identify(job.read.strategy, document, job.regions)
    matches, notes = _bounded(_matcher_of(job.rules_file).match(document))
    facts = Facts(document.sha256, document.status, document.pages, document.language, document.notes + notes)
    if job.read.cache_folder is not None and worth_keeping(document):
        document_key = cache_key(document.sha256, job.read)
        key = found_key(document_key, job.read.strategy, job.rules_sha256, job.regions)
        keep(Cache(job.read.cache_folder, warnings.append), key, Found(strategy, facts, matches))
    return Examined(strategy, facts, matches, tuple(warnings))


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
