"""A report → three CSV tables: wide (a row of the matrix), long (a strategy × focus area), evidence.

The default dialect is what pandas, R and csvkit read without options: comma, decimal point, UTF-8, LF.
'excel-sv' is what Excel with Swedish settings opens right on a double click: BOM, semicolon, decimal comma.
Ids, levels and column names are English in every language.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from oms_check.model.coverage import Coverage, Judged, Matrix, Report, Row
from oms_check.model.review import ReviewEntry
from oms_check.reporters.escape import csv_cell
from oms_check.reporters.rows import cells, judged_of, passages, status_of
from oms_check.reporters.style import PLAIN, Style

DIALECTS = ("default", "excel-sv")

Cell = str | int | float | bool | None

_DECISION = ("decision", "decision_reason", "decision_role", "decision_date")
"""Columns of a reader's decision, empty where there is none."""


def render_wide(report: Report, style: Style = PLAIN) -> str:
    """A row a row of the matrix; for a region its strategies are joined by '; ' and their pages added."""
    areas = report.matrix.rules.focus_areas
    head = ["region", "strategy", "kind", "year", "pages", "status"]
    head += [f"{area.id}_{column}" for area in areas for column in ("level", "score")]
    head += [f"{area.id}_decision" for area in areas]
    return _table(head, (_wide(report.matrix, row) for row in report.matrix.rows), style)


def _wide(matrix: Matrix, row: Row) -> list[Cell]:
    pages = sum(len(judged.pages) for judged in judged_of(matrix, row))
    values: list[Cell] = [row.region, "; ".join(row.paths), row.kind, row.year, pages, status_of(matrix, row)]
    for coverage in row.coverage:
        values += [coverage.level.value, score(coverage)]
    return values + [_decision(_first(coverage))[0] for coverage in row.coverage]


def render_long(report: Report, style: Style = PLAIN) -> str:
    """A row a strategy and focus area, with the counts behind the level."""
    head = [
        *("region", "strategy", "kind", "year", "status", "focus_area", "level", "score"),
        *("facets", "facets_of", "evidence", "commitments", "concrete", "needs", "mentions"),
        *("against", "quotes", "near_misses", "pages", "rejected"),
        *_DECISION,
    ]
    return _table(head, _long(report.matrix), style)


def _long(matrix: Matrix) -> Iterator[list[Cell]]:
    for judged in matrix.strategies:
        for cell in cells(matrix, judged.coverage):
            counts = cell.coverage.counts
            yield [
                *_identity(judged),
                judged.status.value,
                *(cell.area.id, cell.coverage.level.value, score(cell.coverage)),
                *(counts.facets, len(cell.area.facets), counts.evidence, counts.commitments, counts.concrete),
                *(counts.needs, counts.mentions, counts.against, counts.quotes),
                len(cell.coverage.near_misses),
                " ".join(map(str, cell.coverage.pages)),
                counts.rejected,
                *_decision(_first(cell.coverage)),
            ]


def render_evidence(report: Report, style: Style = PLAIN) -> str:
    """A row a piece of evidence, in document order."""
    head = [
        *("region", "strategy", "kind", "year", "focus_area", "facet", "signal", "stance", "concrete"),
        *("match", "similarity", "page", "place", "heading", "block_kind", "quote", "fingerprint"),
        *_DECISION,
    ]
    return _table(head, _evidence(report.matrix), style)


def _evidence(matrix: Matrix) -> Iterator[list[Cell]]:
    for passage in passages(matrix):
        evidence = passage.evidence
        yield [
            *_identity(passage.judged),
            *(evidence.focus_area, evidence.facet, evidence.signal, evidence.stance.value, evidence.concrete),
            *(evidence.match.value, round(evidence.similarity, 1), evidence.page),
            *(evidence.block.place, evidence.block.heading, evidence.block.kind.value),
            *(evidence.quote, evidence.fingerprint),
            *_decision(evidence.decision),
        ]


def _first(coverage: Coverage) -> ReviewEntry | None:
    return next(iter(coverage.decisions), None)


def _decision(entry: ReviewEntry | None) -> tuple[Cell, ...]:
    if entry is None:
        return (None, None, None, None)
    return (entry.decision.value, entry.reason or None, entry.role or None, entry.date.isoformat())


def score(coverage: Coverage) -> float | None:
    """The score with one decimal; none for an unknown level, whose 0 would drag means down."""
    return None if coverage.level.rank < 0 else round(coverage.score, 1)


def _identity(judged: Judged) -> tuple[Cell, ...]:
    strategy = judged.strategy
    return (strategy.region, strategy.path, strategy.kind, strategy.year)


def _table(head: list[str], rows: Iterable[list[Cell]], style: Style) -> str:
    return write_table(head, rows, style.csv_dialect)


def write_table(head: list[str], rows: Iterable[list[Cell]], dialect: str) -> str:
    """CSV text of a table; every text cell is made safe for spreadsheets."""
    swedish = dialect == "excel-sv"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if swedish else ",", lineterminator="\r\n" if swedish else "\n")
    writer.writerow(head)
    writer.writerows([_cell(value, swedish) for value in row] for row in rows)
    return ("\ufeff" if swedish else "") + buffer.getvalue()


def _cell(value: Cell, swedish: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value).replace(".", ",") if swedish else str(value)
    return csv_cell(value) if isinstance(value, str) else str(value)
