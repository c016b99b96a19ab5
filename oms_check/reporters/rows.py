"""A matrix → the rows that tables, spreadsheets and markup share, made once so that they cannot disagree."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from oms_check.gate import nearest_passage
from oms_check.model.coverage import Coverage, FocusAreaInfo, Judged, Level, Matrix, Reason, Row
from oms_check.model.document import PageHealth
from oms_check.model.evidence import Evidence, NearMiss
from oms_check.model.review import StaleEntry

ERRORS = frozenset({"unreadable", "unknown", "nothing", "baseline"})
"""Codes of reasons that mean 'could not check', not 'checked and found wanting'."""

_URGENCY = dict.fromkeys(ERRORS, 0) | {"gone": 1, "regression": 1, "level": 2, "score": 3}
_LEVELS = frozenset(level.value for level in Level)


@dataclass(frozen=True, slots=True)
class CellRow:
    """One focus area of one strategy, or of a row as shown."""

    area: FocusAreaInfo
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence and the strategy it stands in."""

    judged: Judged
    area: FocusAreaInfo
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell below partial, with the passage that comes nearest and where that stands."""

    row: Row
    area: FocusAreaInfo
    coverage: Coverage
    path: str = ""
    nearest: Evidence | NearMiss | None = None


@dataclass(frozen=True, slots=True)
class HealthGroup:
    """Pages (sorted) that share a fault."""

    health: PageHealth
    pages: tuple[int, ...]


def cells(matrix: Matrix, coverage: tuple[Coverage, ...]) -> Iterator[CellRow]:
    """The coverage of a row or a strategy beside what is known of each focus area."""
    for area, cell in zip(matrix.rules.focus_areas, coverage, strict=True):
        yield CellRow(area, cell)


def judged_of(matrix: Matrix, row: Row) -> tuple[Judged, ...]:
    """The strategies behind a row, in the row's order."""
    by_path = {judged.strategy.path: judged for judged in matrix.strategies}
    return tuple(by_path[path] for path in row.paths if path in by_path)


def status_of(matrix: Matrix, row: Row) -> str:
    """'ok' when all strategies behind a row were read whole, else the first other status; '' for none."""
    statuses = [judged.status.value for judged in judged_of(matrix, row)]
    return next((status for status in statuses if status != "ok"), "ok") if statuses else ""


def passages(matrix: Matrix) -> Iterator[Passage]:
    """All evidence, by strategy, focus area and then document order."""
    for judged in matrix.strategies:
        for cell in cells(matrix, judged.coverage):
            for evidence in cell.coverage.evidence:
                yield Passage(judged, cell.area, evidence)


def gaps(matrix: Matrix) -> Iterator[Gap]:
    """The cells of the rows shown that are missing, only mentioned or unknown."""
    for row in matrix.rows:
        for cell in cells(matrix, row.coverage):
            if cell.coverage.level in (Level.MISSING, Level.MENTIONED, Level.UNKNOWN):
                path, nearest = nearest_passage(judged_of(matrix, row), cell.area.id)
                yield Gap(row, cell.area, cell.coverage, path, nearest)


def worst_first(reasons: Sequence[Reason]) -> list[Reason]:
    """What could not be checked, then regressions, then the widest gaps; the given order among equals."""
    return sorted(reasons, key=lambda reason: (_URGENCY.get(reason.code, 9), _shortfall(reason)))


def _shortfall(reason: Reason) -> int:
    """Minus the number of levels that lack, so that the widest gap sorts first."""
    if reason.level in _LEVELS and reason.required in _LEVELS:
        return Level(reason.level).rank - Level(reason.required).rank
    return 0


def file_of(matrix: Matrix, reason: Reason) -> str:
    """The file a reason is shown at: its own, else the first of its row, else the first of all, else '.'.

    A reason about a row's score or about nothing at all has no file of its own; yet code scanning refuses a whole
    report for one finding without a place, and merge requests show findings by file.
    """
    of_row = (path for row in matrix.rows if row.key == reason.row for path in row.paths)
    of_all = (judged.strategy.path for judged in matrix.strategies)
    return reason.path or next(of_row, "") or next(of_all, "") or "."


def fingerprints(direction: str, reasons: Sequence[Reason]) -> list[str]:
    """32 hex digits a reason, of direction, code, row, focus area and document; distinct in one report."""
    seen: Counter[str] = Counter()
    marks = []
    for reason in reasons:
        document = reason.path if not reason.focus_area else ""
        identity = "\0".join((direction, reason.code, reason.row, reason.focus_area, document))
        if isinstance(reason.fact, StaleEntry):
            identity += f"\0{reason.fact.subject}\0{reason.fact.entry.passage}"
        seen[identity] += 1
        again = f"\0{seen[identity]}" if seen[identity] > 1 else ""
        digest = sha256(f"{identity}{again}".encode("utf-8", "backslashreplace")).hexdigest()
        marks.append(digest[:32])
    return marks


def faulty_pages(judged: Judged) -> tuple[HealthGroup, ...]:
    """Pages that are not plainly readable, grouped by what is wrong, in `PageHealth` order."""
    groups = []
    for health in PageHealth:
        numbers = tuple(page.number for page in judged.pages if page.health is health)
        if numbers and health is not PageHealth.OK:
            groups.append(HealthGroup(health, numbers))
    return tuple(groups)


def years_of(matrix: Matrix, row: Row) -> tuple[int, ...]:
    """The distinct years of the strategies behind a row, oldest first."""
    years = {judged.strategy.year for judged in judged_of(matrix, row)}
    return tuple(sorted(year for year in years if year is not None))


def region_is_guess(matrix: Matrix, row: Row) -> bool:
    """Whether a strategy stands in this row because its region was guessed."""
    return any(
        judged.strategy.region_guessed and judged.strategy.region is not None for judged in judged_of(matrix, row)
    )


def is_older(judged: Judged, matrix: Matrix) -> bool:
    """Whether the strategy was adopted before the direction was published."""
    year = judged.strategy.year
    return year is not None and year < matrix.rules.published
