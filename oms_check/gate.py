"""A matrix, a policy and perhaps a baseline → the decision, with a fact for everything that failed.

Pure: the command line maps the decision to an exit code, reporters put it into words, and neither decides anything.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import fsum

from oms_check.errors import UsageError, did_you_mean
from oms_check.model.baseline import Baseline, BaselineEntry
from oms_check.model.coverage import Coverage, Decision, FocusAreaInfo, Judged, Level, Matrix, Reason, Row
from oms_check.model.evidence import Evidence, NearMiss, Stance
from oms_check.model.policy import Override, Policy, Requirement
from oms_check.model.reasons import (
    BaselineMisfit,
    EntryExpired,
    EntryGone,
    Fact,
    LevelFact,
    Nearest,
    NothingJudged,
    ReadingFact,
    ScoreFact,
)
from oms_check.model.review import Ruling, StaleEntry, Staleness

__all__ = [
    "Override",
    "Policy",
    "Requirement",
    "check_policy",
    "decide",
    "nearest_passage",
    "parse_requirement",
]

REQUIRABLE = (Level.MENTIONED, Level.PARTIAL, Level.STRONG)


@dataclass(frozen=True, slots=True)
class _RowPolicy:
    """What the policy comes to for one row."""

    levels: dict[str, Level]
    fail_under: float | None
    exempt: frozenset[str]


@dataclass(slots=True)
class _Findings:
    reasons: list[Reason] = field(default_factory=list)
    notices: list[Reason] = field(default_factory=list)
    accepted: list[Reason] = field(default_factory=list)
    could_not_check: bool = False
    judged_cells: int = 0


def parse_requirement(text: str) -> Requirement:
    """`partial` or `strong:energi` → Requirement. UsageError for a level that cannot be required."""
    name, _, focus_area = text.partition(":")
    names = [level.value for level in REQUIRABLE]
    if name.strip() not in names:
        advice = did_you_mean(name.strip(), names)
        raise UsageError(f"no level {name.strip()!r} can be required", advice=advice)
    if ":" in text and not focus_area.strip():
        raise UsageError(f"requirement {text!r} names no focus area after ':'", advice="LEVEL or LEVEL:FOCUS")
    return Requirement(Level(name.strip()), focus_area.strip() or None)


def check_policy(policy: Policy, focus_areas: Sequence[str], regions: Sequence[str] = ()) -> None:
    """UsageError where the policy names a focus area or region that does not exist, or an impossible score.

    Called before anything is read, so that a typing error does not cost a run. No `regions`: not looked at.
    """
    named = [r.focus_area for part in policy.parts for r in part.require if r.focus_area]
    named += [focus_area for override in policy.overrides for focus_area in override.exempt]
    for focus_area in named:
        if focus_area not in focus_areas:
            advice = did_you_mean(focus_area, focus_areas)
            raise UsageError(f"no focus area {focus_area!r} in these rules", advice=advice)
    for region in (region for override in policy.overrides for region in override.regions):
        if regions and region not in regions:
            advice = did_you_mean(region, regions)
            raise UsageError(f"no region {region!r}", advice=advice)
    for part in policy.parts:
        if part.fail_under is not None and not 0 <= part.fail_under <= 100:
            raise UsageError(f"a score is 0 to 100, not {part.fail_under:g}", advice="see --fail-under")


def decide(matrix: Matrix, policy: Policy, baseline: Baseline | None = None, *, today: date | None = None) -> Decision:
    """Judge the rows shown. Raises UsageError as `check_policy` does.

    `today` (default: the date of the run) ends the acceptance of baseline entries.
    """
    check_policy(policy, [area.id for area in matrix.rules.focus_areas])
    findings = _Findings()
    _judge_reading(matrix, policy, findings)
    entries = _entries(matrix, baseline, findings)
    for row in matrix.rows:
        _judge_row(matrix, row, _for_row(policy, matrix, row), entries, findings)
    if baseline is not None:
        _judge_entries(matrix, entries, findings, baseline, today or date.today())
    if (policy.requires or baseline is not None) and not findings.judged_cells:
        findings.reasons.append(Reason("nothing", fact=NothingJudged()))
        findings.could_not_check = True
    if matrix.review is not None:
        findings.notices += [
            Reason("stale-decision", focus_area=one.entry.focus_area, path=one.file, fact=one)
            for one in _joined(matrix.review.stale)
        ]
    return Decision(
        passed=not findings.reasons,
        reasons=tuple(findings.reasons),
        notices=tuple(findings.notices),
        accepted=tuple(findings.accepted),
        could_not_check=findings.could_not_check,
    )


def _joined(stale: Sequence[StaleEntry]) -> list[StaleEntry]:
    """Decisions on a document that is gone are told at once: there may be hundreds."""
    gone = Counter((one.file, one.subject) for one in stale if one.why is Staleness.DOCUMENT)
    told = []
    for one in stale:
        count = 1 if one.why is not Staleness.DOCUMENT else gone.pop((one.file, one.subject), 0)
        if count:
            told.append(replace(one, count=count))
    return told


def _judge_reading(matrix: Matrix, policy: Policy, findings: _Findings) -> None:
    """A document of which no page could be read, or too few to tell a level."""
    for judged in matrix.strategies:
        reason = _reading_reason(matrix, judged)
        if reason is None:
            continue
        if policy.allow_unreadable:
            findings.notices.append(reason)
        else:
            findings.reasons.append(reason)
            findings.could_not_check = True


def _reading_reason(matrix: Matrix, judged: Judged) -> Reason | None:
    path = judged.strategy.path
    row = next((row.key for row in matrix.rows if path in row.paths), "")
    if not judged.status.read:
        unread = ReadingFact(path, judged.status, judged.message or judged.status.value, judged.advice)
        return Reason("unreadable", row=row, path=path, fact=unread)
    if any(coverage.level is Level.UNKNOWN for coverage in judged.coverage):
        lost = sum(not page.health.readable for page in judged.pages)
        fact = ReadingFact(path, judged.status, lost=lost, pages=len(judged.pages))
        return Reason("unknown", row=row, level=Level.UNKNOWN.value, path=path, fact=fact)
    return None


def _for_row(policy: Policy, matrix: Matrix, row: Row) -> _RowPolicy:
    require, fail_under, exempt = policy.require, policy.fail_under, set[str]()
    for override in policy.overrides:
        if override.selects(row):
            require = override.require or require
            fail_under = fail_under if override.fail_under is None else override.fail_under
            exempt |= set(override.exempt)
    levels = {}
    for area in matrix.rules.focus_areas:
        own = [r.level for r in require if r.focus_area == area.id]
        own = own or [r.level for r in require if r.focus_area is None]
        if own and area.id not in exempt:
            levels[area.id] = max(own, key=lambda level: level.rank)
    return _RowPolicy(levels, fail_under, frozenset(exempt))


def _judge_row(
    matrix: Matrix,
    row: Row,
    policy: _RowPolicy,
    entries: dict[tuple[str, str], BaselineEntry],
    findings: _Findings,
) -> None:
    judged = [
        (area, cell)
        for area, cell in zip(matrix.rules.focus_areas, row.coverage, strict=True)
        if area.id not in policy.exempt and cell.level is not Level.UNKNOWN
    ]
    for area, cell in judged:
        required = policy.levels.get(area.id)
        entry = entries.get((row.key, area.id))
        findings.judged_cells += required is not None or entry is not None
        _judge_cell(_Cell(matrix, row, area, cell), required, entry, findings)
    # A gap that a reader justified would drag the mean down for what need not be there.
    counted = [cell for _, cell in judged if not cell.justified]
    if policy.fail_under is not None and judged:
        findings.judged_cells += len(judged)
        score = fsum(cell.score for cell in counted) / len(counted) if counted else policy.fail_under
        if score < policy.fail_under:
            fact = ScoreFact(_subject(row), _below(score, policy.fail_under), f"{policy.fail_under:g}")
            findings.reasons.append(
                Reason("score", row=row.key, level=fact.score, required=fact.required, fact=fact),
            )


@dataclass(frozen=True, slots=True)
class _Cell:
    matrix: Matrix
    row: Row
    area: FocusAreaInfo
    coverage: Coverage


def _judge_cell(cell: _Cell, required: Level | None, entry: BaselineEntry | None, findings: _Findings) -> None:
    level = cell.coverage.level
    fell = entry is not None and level.rank < entry.level.rank
    short = required is not None and level.rank < required.rank
    if entry is not None and fell:
        fact = _fact(cell, before=entry.level)
        if cell.coverage.justified:
            findings.accepted.append(_reason("justified", cell, fact, entry.level))
        else:
            findings.reasons.append(_reason("regression", cell, fact, entry.level))
        return
    if entry is not None and level.rank > entry.level.rank:
        findings.notices.append(_reason("improvement", cell, _fact(cell, before=entry.level), entry.level))
    if required is None or not short:
        return
    fact = _fact(cell, required=required)
    if cell.coverage.justified:
        findings.accepted.append(_reason("justified", cell, fact, required))
    elif entry is not None:
        fact = replace(fact, accepted=True, until=entry.until, note=entry.reason)
        findings.accepted.append(_reason("accepted", cell, fact, required))
    else:
        findings.reasons.append(_reason("level", cell, fact, required))


def _fact(cell: _Cell, *, required: Level | None = None, before: Level | None = None) -> LevelFact:
    path, nearest = nearest_passage(_strategies(cell), cell.area.id)
    return LevelFact(
        subject=_subject(cell.row),
        focus_area=cell.area.id,
        level=cell.coverage.level,
        required=required,
        before=before,
        nearest=_nearest(path, nearest),
        justified=tuple(one for one in cell.coverage.decisions if one.decision is Ruling.JUSTIFY),
    )


def _reason(code: str, cell: _Cell, fact: LevelFact, required: Level) -> Reason:
    nearest = fact.nearest
    return Reason(
        code=code,
        row=cell.row.key,
        focus_area=cell.area.id,
        level=cell.coverage.level.value,
        required=required.value,
        path=nearest.path if nearest else next(iter(cell.row.paths), ""),
        page=nearest.page if nearest else 0,
        fact=fact,
    )


def _strategies(cell: _Cell) -> tuple[Judged, ...]:
    return tuple(one for one in cell.matrix.strategies if one.strategy.path in cell.row.paths)


def _subject(row: Row) -> str:
    """A strategy is named by its path, a region by its name."""
    return row.key if row.key in row.paths else row.name


def _nearest(path: str, nearest: Evidence | NearMiss | None) -> Nearest | None:
    match nearest:
        case None:
            return None
        case Evidence():
            return Nearest(path, nearest.page, nearest.block.place, stance=nearest.stance)
        case NearMiss():
            return Nearest(path, nearest.page, nearest.block.place, lacking=nearest.lacking)


_FIRMNESS = {
    Stance.COMMITMENT: 4,
    Stance.NEED: 3,
    Stance.MENTION: 2,
    Stance.AGAINST: 1,
    Stance.QUOTE: 0,
}


def nearest_passage(strategies: Sequence[Judged], focus_area: str) -> tuple[str, Evidence | NearMiss | None]:
    """The path and the firmest evidence of a focus area, else the near miss that lacks least.

    ('', None) where there is neither. What a reader rejected comes near to nothing.
    """
    of_area = [
        (judged.strategy.path, coverage)
        for judged in strategies
        for coverage in judged.coverage
        if coverage.focus_area == focus_area
    ]
    found = [(path, evidence) for path, coverage in of_area for evidence in coverage.standing]
    if found:
        return max(found, key=lambda one: (_FIRMNESS[one[1].stance], one[1].concrete))
    near = [(path, miss) for path, coverage in of_area for miss in coverage.near_misses]
    return min(near, key=lambda one: (-one[1].score, len(one[1].lacking))) if near else ("", None)


def _below(score: float, threshold: float) -> str:
    """The score with as many digits as it takes to see that it is below: 59.96, not 60."""
    texts = (f"{score:.{digits}f}" for digits in range(1, 16))
    return next((text for text in texts if float(text) < threshold), repr(score))


def _entries(matrix: Matrix, baseline: Baseline | None, findings: _Findings) -> dict[tuple[str, str], BaselineEntry]:
    if baseline is None:
        return {}
    entries = {(e.row, e.focus_area): e for e in baseline.entries if e.direction == matrix.rules.id}
    if entries and baseline.by == matrix.by:
        return entries
    by = baseline.by if entries else ""
    misfit = BaselineMisfit(baseline.file, matrix.rules.id, by, matrix.by)
    findings.reasons.append(Reason("baseline", fact=misfit))
    findings.could_not_check = True
    return {}


def _judge_entries(
    matrix: Matrix,
    entries: dict[tuple[str, str], BaselineEntry],
    findings: _Findings,
    baseline: Baseline,
    today: date,
) -> None:
    """Entries that no longer say anything true: their row or focus area is gone, or their time is over."""
    rows = {row.key: row for row in matrix.rows}
    areas = {area.id for area in matrix.rules.focus_areas}
    for entry in entries.values():
        place = f"{baseline.file}:{entry.line}" if entry.line else baseline.file
        reason = None
        if entry.row not in rows or entry.focus_area not in areas:
            gone = entry.row if entry.row not in rows else entry.focus_area
            reason = _about(entry, "stale", EntryGone(place, gone), baseline)
        elif entry.until is not None and entry.until < today:
            over = EntryExpired(place, entry.level, entry.focus_area, _subject(rows[entry.row]), entry.until)
            reason = _about(entry, "expired", over, baseline)
        if reason:
            findings.reasons.append(reason)
            findings.accepted[:] = [
                one for one in findings.accepted if one.code != "accepted" or not _same_cell(one, reason)
            ]


def _about(entry: BaselineEntry, code: str, fact: Fact, baseline: Baseline) -> Reason:
    row, area = entry.row, entry.focus_area
    return Reason(code, row=row, focus_area=area, required=entry.level.value, path=baseline.file, fact=fact)


def _same_cell(one: Reason, other: Reason) -> bool:
    return (one.row, one.focus_area) == (other.row, other.focus_area)
