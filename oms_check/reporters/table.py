"""A report → the terminal table: the matrix, what is missing under it, the documents and their warnings.

Word and sign carry the level, colour repeats it, so that it reads on paper, in a log and without colour.
"""

import io
import re
from collections.abc import Callable, Iterable

from rich.box import ASCII, SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oms_check.model.coverage import Coverage, Level, Reason, Report
from oms_check.reporters.decisions import decision_lines
from oms_check.reporters.escape import one_line
from oms_check.reporters.lines import (
    DocumentLines,
    against_lines,
    document_lines,
    footnotes,
    gap_line,
    passages_command,
    verdict,
)
from oms_check.reporters.reasons import sentence
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import region_is_guess, years_of
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.wording import Words
from oms_check.reporters.words import ASCII_SIGNS, GUESS_SIGN, SIGNS, marks, words

LEVEL_STYLES = {
    Level.MISSING: "red",
    Level.MENTIONED: "yellow",
    Level.PARTIAL: "cyan",
    Level.STRONG: "bold green",
    Level.UNKNOWN: "magenta",
}
MOST_DECISIONS = 20
"""Readers' decisions told in a terminal; Markdown and the page tell all."""

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def render(report: Report, style: Style = PLAIN) -> str:
    """The whole report for a terminal of `style.width` columns."""
    w = words(report.lang)
    console, text_of = terminal(style)
    rules = report.matrix.rules
    title = f"{w.title.format(title=one_line(rules.title))} ({rules.id} {one_line(rules.version)})"
    console.print(Text(title, style="bold"))
    console.print(_matrix(report, style))
    console.print(_legend(report, style))
    _section(console, w.gaps, _gap_lines(report))
    _section(console, w.against, [Text(line) for line in against_lines(report)])
    review = review_words(report.lang).review
    _section(console, review, _decision_texts(report))
    documents = document_lines(report)
    _section(console, w.documents, _document_texts(one for one in documents if one.read))
    _section(console, w.not_read, _document_texts(one for one in documents if not one.read))
    _gate(console, report, w)
    command = passages_command(report)
    if command:
        console.print()
        console.print(Text.assemble((f"{w.see_passages}: ", "bold"), command), soft_wrap=True)
    return text_of()


def terminal(style: Style) -> tuple[Console, Callable[[], str]]:
    """A console that writes into a string, and what gives that string without trailing blanks."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=max(style.width, 40),
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        no_color=not style.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    return console, lambda: _TRAILING.sub("", buffer.getvalue())


def level_text(coverage: Coverage, lang: str, style: Style) -> Text:
    """Sign and word of a level; behind them `!` where something is rejected, `=` where the gap is justified."""
    signs = ASCII_SIGNS if style.ascii_only else SIGNS
    level = coverage.level
    text = Text(f"{signs[level]} {words(lang).levels[level]}", style=LEVEL_STYLES[level])
    if marks(coverage):
        text.append(f" {marks(coverage)}", style="bold red" if coverage.counts.against else "bold")
    return text


def _matrix(report: Report, style: Style) -> Table:
    w = words(report.lang)
    table = Table(
        box=ASCII if style.ascii_only else SIMPLE_HEAD,
        padding=0,
        header_style="bold",
        show_edge=False,
    )
    matrix = report.matrix
    years = {row.key: years_of(matrix, row) for row in matrix.rows}
    table.add_column(w.region if matrix.by == "region" else w.strategy, overflow="fold", min_width=14)
    if any(years.values()):
        table.add_column(w.year, no_wrap=True)
    for area in matrix.rules.focus_areas:
        table.add_column(one_line(area.column(report.lang)), no_wrap=True)
    for row in matrix.rows:
        name = Text(one_line(row.name) or w.no_region)
        if region_is_guess(matrix, row):
            name.append(f" {GUESS_SIGN}")
        year = [Text("\n".join(map(str, years[row.key])))] if any(years.values()) else []
        table.add_row(name, *year, *(level_text(cell, report.lang, style) for cell in row.coverage))
    return table


def _legend(report: Report, style: Style) -> Text:
    w = words(report.lang)
    signs = ASCII_SIGNS if style.ascii_only else SIGNS
    lines = [
        Text.assemble((f"{signs[level]} {w.levels[level]}", LEVEL_STYLES[level]), f": {w.level_meanings[level]}")
        for level in Level
    ]
    lines += [Text(f"{sign} {meaning}".lstrip()) for sign, meaning in footnotes(report)]
    return Text("\n").join(lines)


def _gap_lines(report: Report) -> list[Text]:
    return [
        Text.assemble(
            (f"{one_line(row.name)}: ", "bold"),
            gap_line(report.matrix, row, report.lang),
        )
        for row in report.matrix.rows
    ]


def _document_texts(documents: Iterable[DocumentLines]) -> list[Text]:
    lines = []
    for document in documents:
        lines.append(Text.assemble((document.path, "bold"), f"  {document.facts}"))
        lines += [Text(f"  ! {warning}", style="yellow") for warning in document.warnings]
    return lines


def _decision_texts(report: Report) -> list[Text]:
    lines = decision_lines(report)
    left = len(lines) - MOST_DECISIONS
    shown = lines[:MOST_DECISIONS] + ([words(report.lang).more.format(count=left)] if left > 0 else [])
    return [Text(line) for line in shown]


def _gate(console: Console, report: Report, w: Words) -> None:
    decision = report.decision
    if not (decision.reasons or decision.notices or decision.accepted):
        return
    reasons = _reason_texts(decision.reasons, report)
    _section(console, f"{w.gate}: {verdict(report)}", reasons, always=True)
    _section(console, w.accepted.capitalize(), _reason_texts(decision.accepted, report))
    _section(console, w.notices.capitalize(), _reason_texts(decision.notices, report))


def _reason_texts(reasons: tuple[Reason, ...], report: Report) -> list[Text]:
    areas = report.matrix.rules.focus_areas
    return [Text(one_line(sentence(reason, report.lang, areas))) for reason in reasons]


def _section(console: Console, heading: str, lines: list[Text], *, always: bool = False) -> None:
    """A heading and its lines, wrapped with a hanging indent; nothing at all where there are none."""
    if not lines and not always:
        return
    console.print()
    console.print(Text(heading, style="bold"))
    for line in lines:
        lead = len(line.plain) - len(line.plain.lstrip())
        hanging(console, line[lead:], lead + 2)


def hanging(console: Console, line: Text, indent: int) -> None:
    """Print a line that, where it has to be wrapped, goes on two columns further in: entries stay apart."""
    for number, part in enumerate(line.wrap(console, max(console.width - indent - 2, 20))):
        console.print(Padding(part, (0, 0, 0, indent + (2 if number else 0))))
