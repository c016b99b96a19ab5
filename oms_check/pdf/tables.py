"""Ruled tables of a page → the boxes of their cells, row by row: pdfium reads the rules, pdfplumber the tables.

pdfplumber gets the rules alone: having it read the page as well takes thirty times as long. It is imported
only at the first page that is ruled both ways.
"""

from dataclasses import dataclass
from typing import Any, cast

from oms_check.pdf.rules import Edge, Matrix, read_edges

_MOST_EDGES = 2_000
"""Beyond this the page is a drawing or a map."""
_FEWEST_EDGES = 3
"""A table of two rows and two columns has three rules each way."""
_SHORTEST = 5.0

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin top left of the page as shown."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells of each row, left to right."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class _RuledPage:
    """What pdfplumber's table finder asks of a page when it goes by rules."""

    edges: list[dict[str, object]]
    bbox: Box


def ruled_tables(page: Any, view: Matrix, width: float, height: float) -> list[RuledTable]:
    """Tables of the page (pdfium's handle) with at least two rows and two columns."""
    edges = [e for e in read_edges(page, view, _MOST_EDGES) if max(e.x1 - e.x0, e.bottom - e.top) > _SHORTEST]
    level = sum(1 for edge in edges if edge.level)
    if len(edges) > _MOST_EDGES or min(level, len(edges) - level) < _FEWEST_EDGES:
        return []
    from pdfplumber.table import TableFinder

    page_of_rules = cast("Any", _RuledPage([_as_pdfplumber(edge) for edge in edges], (0.0, 0.0, width, height)))
    finder = TableFinder(page_of_rules)
    tables = []
    for table in finder.tables:
        rows = tuple(tuple(cell for cell in row.cells if cell is not None) for row in table.rows)
        if len(rows) > 1 and max(map(len, rows)) > 1:
            tables.append(RuledTable(table.bbox, rows))
    return tables


def _as_pdfplumber(edge: Edge) -> dict[str, object]:
    middle_x, middle_y = (edge.x0 + edge.x1) / 2, (edge.top + edge.bottom) / 2
    level = edge.level
    return {
        "object_type": "line",
        "orientation": "h" if level else "v",
        "x0": edge.x0 if level else middle_x,
        "x1": edge.x1 if level else middle_x,
        "top": middle_y if level else edge.top,
        "bottom": middle_y if level else edge.bottom,
        "width": edge.x1 - edge.x0 if level else 0.0,
        "height": 0.0 if level else edge.bottom - edge.top,
    }
