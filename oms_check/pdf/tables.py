"""Ruled tables of a page → the boxes of their cells, row by row, found by pdfplumber.

pdfplumber is imported only when a page has rules to make a table of: it costs twenty times a plain page.
"""

import ctypes
import io
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_MOST_OBJECTS = 5_000
_MOST_RULES = 3_000
"""Beyond this the page is a drawing or a map."""
_THIN = 3.0
_LEAST_WIDTH, _LEAST_HEIGHT = 20.0, 6.0

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin top left of the page as shown."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells of each row, left to right."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]


class TableFinder:
    """Finds the ruled tables of a document's pages; opens it with pdfplumber at the first page that has rules."""

    def __init__(self, content: bytes, password: str | None) -> None:
        self._content = content
        self._password = password
        self._document: Any = None

    def tables(self, page: Any, index: int, width: float, height: float) -> list[RuledTable]:
        """Tables of the page (pdfium's handle) at `index`, with at least two rows and two columns."""
        if not _has_grid(page):
            return []
        return self._found(index, width, height)

    def close(self) -> None:
        """Let go of pdfplumber's copy of the document."""
        if self._document is not None:
            self._document.close()
            self._document = None

    def _found(self, index: int, width: float, height: float) -> list[RuledTable]:
        import pdfplumber
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            if self._document is None:
                self._document = pdfplumber.open(io.BytesIO(self._content), password=self._password or "")
            page = self._document.pages[index]
            found = page.find_tables()
            left, top, right, bottom = page.bbox
            page.close()
        except (
            PdfminerException,
            IndexError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            RecursionError,
        ):
            # pdfminer is stricter than pdfium and stumbles over files pdfium reads; the words are there anyway
            return []
        if abs(right - left - width) > 1 or abs(bottom - top - height) > 1:
            return []
        tables = []
        for table in found:
            rows = tuple(tuple(_moved(cell, left, top) for cell in row.cells if cell is not None) for row in table.rows)
            if len(rows) > 1 and max(map(len, rows)) > 1:
                tables.append(RuledTable(_moved(table.bbox, left, top), rows))
        return tables


def _moved(box: Box, left: float, top: float) -> Box:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _has_grid(page: Any) -> bool:
    """Whether the page is ruled both ways, or has several frames: then it may hold a table."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    across = upright = frames = 0
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return False
    get, kind_of, bounds = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
    for i in range(count):
        element = get(page, i)
        if kind_of(element) != pdfium.FPDF_PAGEOBJ_PATH or not bounds(element, left, bottom, right, top):
            continue
        width, height = right.value - left.value, top.value - bottom.value
        if height < _THIN and width > _LEAST_WIDTH:
            across += 1
        elif width < _THIN and height > _LEAST_HEIGHT:
            upright += 1
        elif width > _LEAST_WIDTH and height > _LEAST_HEIGHT:
            frames += 1
    if across + upright + frames > _MOST_RULES:
        return False
    return (across > 1 and upright > 1) or frames > 3
