"""Sheets of cells → the bytes of a workbook: frozen headings, filters, colours for levels, heights for the text.

Text is written as text (never as formula or link), numbers as numbers, and the level's word stands in the
cell beside its colour. The same sheets give the same bytes: the workbook carries no time of its own.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from oms_check.model.coverage import Level
from oms_check.reporters.escape import sheet_text

_FILLS = {
    Level.MISSING: "#F4C7C3",
    Level.MENTIONED: "#FCE8B2",
    Level.PARTIAL: "#CFE2F3",
    Level.STRONG: "#B7E1CD",
    Level.UNKNOWN: "#D9D2E9",
}
_NO_TIME = datetime(2025, 1, 1)
"""The creation date that XlsxWriter would else take from the clock."""

_PARTS = re.compile(r"[^\s/-]+[\s/-]*|[\s/-]+")

LINE_HEIGHT = 15
"""Points, for the default font of 11 points."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and, for a level, the level whose colour it gets."""

    value: Value
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`widths` in characters, one a column; `frozen` is the number of columns that stay when scrolling."""

    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[Cell]]
    frozen: int = 1


@dataclass(frozen=True, slots=True)
class _Formats:
    """`heads` by how the column under a heading is aligned."""

    heads: dict[str, Format]
    text: Format
    score: Format
    levels: dict[Level, Format]


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": sheet_text(title), "created": _NO_TIME})
    formats = _formats(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return buffer.getvalue()


def _formats(workbook: Workbook) -> _Formats:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    level = {"valign": "top", "align": "center", "border": 1, "border_color": "#FFFFFF"}
    # Indented, so that text beside a coloured cell does not touch the colour.
    text = {"align": "left", "indent": 1}
    return _Formats(
        heads={
            "text": workbook.add_format({**head, **text}),
            "score": workbook.add_format({**head, "align": "right"}),
            "level": workbook.add_format({**head, "align": "center"}),
        },
        text=workbook.add_format({"text_wrap": True, "valign": "top", **text}),
        score=workbook.add_format({"valign": "top", "num_format": "0.0"}),
        levels={key: workbook.add_format({**level, "bg_color": fill}) for key, fill in _FILLS.items()},
    )


def _write(sheet: Worksheet, content: Sheet, formats: _Formats) -> None:
    for column, (title, width) in enumerate(zip(content.head, content.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, sheet_text(title), formats.heads[_alignment(content.rows, column)])
    for row, values in enumerate(content.rows, 1):
        for column, cell in enumerate(values):
            form = _format(cell, formats)
            if isinstance(cell.value, str):
                sheet.write_string(row, column, sheet_text(cell.value), form)
            elif cell.value is None:
                sheet.write_blank(row, column, None, form)
            else:
                sheet.write_number(row, column, cell.value, form)
        sheet.set_row(row, LINE_HEIGHT * _lines(values, content.widths))
    sheet.set_row(0, LINE_HEIGHT * 2)  # 'Bebyggelse, poäng'
    sheet.freeze_panes(1, content.frozen)
    if content.rows:
        sheet.autofilter(0, 0, len(content.rows), len(content.head) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _alignment(rows: Sequence[Sequence[Cell]], column: int) -> str:
    """What stands in a column, and so how its heading is aligned: 'level', 'score' or 'text'."""
    cells = [row[column] for row in rows]
    if any(cell.level for cell in cells):
        return "level"
    return "score" if any(isinstance(cell.value, float) for cell in cells) else "text"


def _format(cell: Cell, formats: _Formats) -> Format:
    if cell.level:
        return formats.levels[cell.level]
    return formats.score if isinstance(cell.value, float) else formats.text


def _lines(values: Sequence[Cell], widths: Sequence[int]) -> int:
    """Printed lines of a row: Excel would see to that itself, LibreOffice keeps the height it is given."""
    texts = [(str(cell.value), width) for cell, width in zip(values, widths, strict=True) if cell.value]
    return max((sum(_wrapped(line, width - 1) for line in text.split("\n")) for text, width in texts), default=1)


def _wrapped(line: str, width: int) -> int:
    """Lines that a text takes which may break after blanks, hyphens and slashes (a path has no blanks)."""
    count, used = 1, 0
    for part in _PARTS.findall(line):
        if used + len(part.rstrip()) > width and used:
            count, used = count + 1, 0
        count += (len(part) - 1) // width
        used += len(part) % width if len(part) > width else len(part)
    return count


def values(*plain: Value) -> list[Cell]:
    """Cells without a level."""
    return [Cell(value) for value in plain]
