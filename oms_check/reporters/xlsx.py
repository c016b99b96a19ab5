"""A report → a workbook for people: Matris, Evidens, Saknas and Om, with filters and frozen headings.

Text is written as text (never as formula or link), numbers as numbers, and the level's word stands in the
cell beside its colour. The same report gives the same bytes: the workbook carries no time of its own.
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

from oms_check.model.coverage import Level, Report
from oms_check.model.review import ReviewEntry
from oms_check.reporters.csv_tables import score
from oms_check.reporters.escape import sheet_text
from oms_check.reporters.explain import explain, place
from oms_check.reporters.lines import document_lines, footnotes, verdict
from oms_check.reporters.reasons import sentence
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import gaps, judged_of, passages, region_is_guess, years_of
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.wording import Words
from oms_check.reporters.words import GUESS_SIGN, SIGNS, kind_word, marks, words

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
class _Cell:
    """A value and, for a level, the level whose colour it gets."""

    value: Value
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """`widths` in characters, one a column; `frozen` is the number of columns that stay when scrolling."""

    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[_Cell]]
    frozen: int = 1


@dataclass(frozen=True, slots=True)
class _Formats:
    """`heads` by how the column under a heading is aligned."""

    heads: dict[str, Format]
    text: Format
    score: Format
    levels: dict[Level, Format]


def render(report: Report, style: Style = PLAIN) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"title": sheet_text(report.matrix.rules.title), "created": _NO_TIME})
    formats = _formats(workbook)
    for sheet in (_matrix(report), _evidence(report), _gaps(report), _about(report)):
        _write(workbook.add_worksheet(sheet.name), sheet, formats)
    workbook.close()
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


def _write(sheet: Worksheet, content: _Sheet, formats: _Formats) -> None:
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


def _alignment(rows: Sequence[Sequence[_Cell]], column: int) -> str:
    """What stands in a column, and so how its heading is aligned: 'level', 'score' or 'text'."""
    cells = [row[column] for row in rows]
    if any(cell.level for cell in cells):
        return "level"
    return "score" if any(isinstance(cell.value, float) for cell in cells) else "text"


def _format(cell: _Cell, formats: _Formats) -> Format:
    if cell.level:
        return formats.levels[cell.level]
    return formats.score if isinstance(cell.value, float) else formats.text


def _lines(values: Sequence[_Cell], widths: Sequence[int]) -> int:
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


def _values(*values: Value) -> list[_Cell]:
    return [_Cell(value) for value in values]


def _matrix(report: Report) -> _Sheet:
    w = words(report.lang)
    matrix = report.matrix
    areas = matrix.rules.focus_areas
    rows = []
    for row in matrix.rows:
        mark = f" {GUESS_SIGN}" if region_is_guess(matrix, row) else ""
        years = years_of(matrix, row)
        year: Value = years[0] if len(years) == 1 else ", ".join(map(str, years)) or None
        pages = sum(len(judged.pages) for judged in judged_of(matrix, row))
        levels = [
            _Cell(
                f"{SIGNS[cell.level]} {w.levels[cell.level]} {marks(cell)}".rstrip(),
                cell.level,
            )
            for cell in row.coverage
        ]
        scores = [_Cell(score(cell)) for cell in row.coverage]
        rows.append([*_values(row.name + mark, "\n".join(row.paths), year, pages), *levels, *scores])
    first = w.region if matrix.by == "region" else w.strategy
    return _Sheet(
        name=w.sheet_matrix,
        head=(
            *(first, w.document, w.year, w.pages[1].capitalize()),
            *(area.column(report.lang) for area in areas),
            *(f"{area.column(report.lang)}, {w.score.lower()}" for area in areas),
        ),
        widths=(26, 44, 8, 8, *(14 for _ in areas), *(13 for _ in areas)),
        rows=rows,
    )


def _evidence(report: Report) -> _Sheet:
    w = words(report.lang)
    rows = []
    for passage in passages(report.matrix):
        evidence, strategy = passage.evidence, passage.judged.strategy
        facet = passage.area.facet_titles(report.lang).get(evidence.facet, evidence.facet)
        where: Value = evidence.block.place or evidence.page
        rows.append(
            _values(
                *(strategy.region, strategy.path, kind_word(strategy.kind, report.lang), strategy.year),
                *(passage.area.column(report.lang), facet, w.stances[evidence.stance]),
                w.concrete_mark if evidence.concrete else None,
                *(where, evidence.quote, evidence.block.heading),
                *(w.matches[evidence.match], evidence.signal),
                *_decision(evidence.decision, report.lang),
            )
        )
    return _Sheet(
        name=w.sheet_evidence,
        head=(
            *(w.region, w.document, w.kind, w.year, w.focus_area, w.facet, w.stance),
            w.concrete_mark.capitalize(),
            *(w.page, w.quote, w.heading, w.match, w.signal),
            *_decision_head(report.lang),
        ),
        widths=(14, 40, 20, 8, 18, 28, 14, 11, 12, 80, 30, 17, 22, 12, 40, 20, 12),
        rows=rows,
        frozen=0,
    )


def _gaps(report: Report) -> _Sheet:
    w = words(report.lang)
    rows = []
    for gap in gaps(report.matrix):
        nearest = gap.nearest
        rows.append(
            [
                *_values(gap.row.name, gap.area.column(report.lang)),
                _Cell(f"{SIGNS[gap.coverage.level]} {w.levels[gap.coverage.level]}", gap.coverage.level),
                *_values(
                    explain(gap.coverage, gap.area, report.lang),
                    gap.path or None,
                    place(nearest, report.lang) if nearest else None,
                    nearest.quote if nearest else None,
                    *_decision(next(iter(gap.coverage.decisions), None), report.lang),
                ),
            ]
        )
    return _Sheet(
        name=w.sheet_gaps,
        head=(
            w.row,
            w.focus_area,
            w.level,
            w.explanation,
            w.document,
            w.nearest_head,
            w.quote,
            *_decision_head(report.lang),
        ),
        widths=(26, 18, 14, 48, 40, 16, 80, 12, 40, 20, 12),
        rows=rows,
    )


def _decision_head(lang: str) -> tuple[str, ...]:
    r = review_words(lang)
    return (r.decision, r.reason, r.role, r.date)


def _decision(entry: ReviewEntry | None, lang: str) -> tuple[Value, ...]:
    if entry is None:
        return (None, None, None, None)
    decision = review_words(lang).decisions[entry.decision]
    return (decision, entry.reason or None, entry.role or None, entry.date.isoformat())


def _about(report: Report) -> _Sheet:
    w = words(report.lang)
    rules = report.matrix.rules
    facts: list[tuple[str, Value]] = [
        (w.direction, rules.title),
        (w.version, f"{rules.id} {rules.version}"),
        (w.rules_digest, rules.sha256),
        (w.tool, f"oms-check {report.tool_version}"),
        (w.gate, verdict(report)),
    ]
    facts += [("", sentence(reason, report.lang, rules.focus_areas)) for reason in report.decision.reasons]
    facts += [
        (w.accepted.capitalize(), sentence(reason, report.lang, rules.focus_areas))
        for reason in report.decision.accepted
    ]
    review = report.matrix.review
    facts += [(review_words(report.lang).file, file) for file in (review.files if review else ())]
    facts += [
        (w.notices.capitalize(), sentence(reason, report.lang, rules.focus_areas)) for reason in report.decision.notices
    ]
    facts += _legend(report, w)
    facts += [(document.path, "\n".join((document.facts, *document.warnings))) for document in document_lines(report)]
    return _Sheet(
        name=w.sheet_about,
        head=(w.sheet_about, ""),
        widths=(44, 100),
        rows=[_values(name, value) for name, value in facts],
    )


def _legend(report: Report, w: Words) -> list[tuple[str, Value]]:
    levels: list[tuple[str, Value]] = [
        (f"{SIGNS[level]} {w.levels[level]}", w.level_meanings[level]) for level in Level
    ]
    return levels + [(sign, meaning) for sign, meaning in footnotes(report)]
