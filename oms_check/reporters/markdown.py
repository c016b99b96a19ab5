"""A report → Markdown for a job summary or a page: matrix, gaps, gate, documents and, folded, the passages.

A job summary over 1 MiB is refused as a whole, so passages are left out (and counted) above 900 kB.
"""

from collections.abc import Iterable, Iterator

from oms_check.model.coverage import Coverage, Level, Report
from oms_check.reporters.decisions import decision_lines, decision_text
from oms_check.reporters.escape import html, markdown, one_line
from oms_check.reporters.explain import explain, place
from oms_check.reporters.lines import against_lines, document_lines, footnotes, gap_line, verdict
from oms_check.reporters.reasons import sentence
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import Passage, cells, passages, region_is_guess, years_of
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.words import GUESS_SIGN, SIGNS, marks, words

MOST_BYTES = 900_000


def render(report: Report, style: Style = PLAIN) -> str:
    """Markdown of at most `MOST_BYTES` bytes unless the matrix alone is larger."""
    w = words(report.lang)
    rules = report.matrix.rules
    parts = [f"# {markdown(w.title.format(title=rules.title))}\n", _matrix(report), _legend(report), _gate(report)]
    parts.append(
        _section(
            w.gaps,
            (
                f"**{markdown(row.name)}**: {markdown(gap_line(report.matrix, row, report.lang))}"
                for row in report.matrix.rows
            ),
        )
    )
    parts.append(_section(w.against, (markdown(line) for line in against_lines(report))))
    review = review_words(report.lang).review
    parts.append(_section(review, (markdown(line) for line in decision_lines(report))))
    parts.append(_documents(report))
    parts.append(_passages(report, MOST_BYTES - sum(len(part.encode()) for part in parts)))
    return "\n".join(part for part in parts if part)


def _matrix(report: Report) -> str:
    w = words(report.lang)
    first = w.region if report.matrix.by == "region" else w.strategy
    matrix = report.matrix
    heads = [first, w.year, *(area.column(report.lang) for area in matrix.rules.focus_areas)]
    lines = [_table_row(markdown(head) for head in heads), _table_row("---" for _ in heads)]
    for row in matrix.rows:
        name = markdown(row.name) + (f" \\{GUESS_SIGN}" if region_is_guess(matrix, row) else "")
        years = ", ".join(map(str, years_of(matrix, row)))
        levels = [_level(cell, report.lang) for cell in row.coverage]
        lines.append(_table_row([name, years, *levels]))
    return "\n".join(lines) + "\n"


def _table_row(values: Iterable[str]) -> str:
    return f"| {' | '.join(values)} |"


def _level(coverage: Coverage, lang: str) -> str:
    text = f"{SIGNS[coverage.level]} {words(lang).levels[coverage.level]}"
    return f"{text} {marks(coverage)}".rstrip()


def _legend(report: Report) -> str:
    w = words(report.lang)
    meanings = [f"{SIGNS[level]} {w.levels[level]}: {w.level_meanings[level]}" for level in Level]
    meanings += [f"\\{sign} {meaning}" if sign else meaning for sign, meaning in footnotes(report)]
    return f"{' · '.join(meanings)}\n"


def _section(heading: str, lines: Iterable[str]) -> str:
    shown = [f"- {line}" for line in lines]
    return "\n".join([f"## {heading}\n", *shown, ""]) if shown else ""


def _gate(report: Report) -> str:
    w = words(report.lang)
    decision = report.decision
    if not (decision.reasons or decision.notices or decision.accepted):
        return ""
    sections = [f"## {w.gate}: {verdict(report)}\n"]
    for heading, reasons in (
        ("", decision.reasons),
        (w.accepted, decision.accepted),
        (w.notices, decision.notices),
    ):
        if reasons:
            sections += [f"{heading.capitalize()}:\n"] if heading else []
            sections += [
                f"- {markdown(sentence(reason, report.lang, report.matrix.rules.focus_areas))}" for reason in reasons
            ]
            sections.append("")
    return "\n".join(sections)


def _documents(report: Report) -> str:
    w = words(report.lang)
    lines: dict[bool, list[str]] = {True: [], False: []}
    for document in document_lines(report):
        warnings = "".join(f"  \n  ! {markdown(warning)}" for warning in document.warnings)
        lines[document.read].append(f"**{markdown(document.path)}** {markdown(document.facts)}{warnings}")
    return "\n".join(part for part in (_section(w.documents, lines[True]), _section(w.not_read, lines[False])) if part)


def _passages(report: Report, room: int) -> str:
    """Folded lists, one a strategy and focus area, as long as `room` bytes last; then how many are left."""
    w = words(report.lang)
    parts = [f"## {w.passages[1].capitalize()}\n"] if any(passages(report.matrix)) else []
    left = 0
    for heading, lines in _groups(report):
        text = f"<details><summary>{heading}</summary>\n\n{lines}\n</details>\n"
        size = len(text.encode()) + 1
        if left or size > room - 200:
            left += lines.count("\n")
        else:
            room -= size
            parts.append(text)
    if left:
        parts.append(f"{w.more.format(count=left)}\n")
    return "\n".join(parts)


def _groups(report: Report) -> Iterator[tuple[str, str]]:
    grouped: dict[tuple[str, str], list[Passage]] = {}
    for passage in passages(report.matrix):
        grouped.setdefault((passage.judged.strategy.path, passage.area.id), []).append(passage)
    for judged in report.matrix.strategies:
        for cell in cells(report.matrix, judged.coverage):
            found = grouped.get((judged.strategy.path, cell.area.id))
            if found:
                level = words(report.lang).levels[cell.coverage.level]
                explanation = explain(cell.coverage, cell.area, report.lang)
                heading = f"{one_line(judged.strategy.path)}, {cell.area.column(report.lang)}: {level}, {explanation}"
                yield html(heading), "".join(_passage(one, report.lang) for one in found)


def _passage(passage: Passage, lang: str) -> str:
    evidence = passage.evidence
    stance = words(lang).stances[evidence.stance]
    facet = passage.area.facet_titles(lang).get(evidence.facet, evidence.facet)
    where = markdown(place(evidence, lang))
    decided = f" – {markdown(decision_text(evidence.decision, lang))}" if evidence.decision else ""
    return f"- {where}, {markdown(stance)}, {markdown(facet)}: {markdown(evidence.quote)}{decided}\n"
