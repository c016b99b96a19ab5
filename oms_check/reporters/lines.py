"""What stands under the matrix, as plain sentences: gaps, rejections, the documents read and their warnings.

The terminal, Markdown and HTML say the same; only how a line is set differs.
"""

import shlex
from dataclasses import dataclass

from oms_check.gate import nearest_passage
from oms_check.model.coverage import Coverage, Judged, Level, Matrix, Report, Row
from oms_check.model.document import Status
from oms_check.model.evidence import Evidence, Stance
from oms_check.reporters.escape import one_line
from oms_check.reporters.explain import place
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import (
    CellRow,
    cells,
    faulty_pages,
    is_older,
    judged_of,
    region_is_guess,
)
from oms_check.reporters.words import (
    AGAINST_SIGN,
    GUESS_SIGN,
    JUSTIFIED_SIGN,
    counted,
    kind_word,
    listed,
    number_ranges,
    page_list,
    words,
)


@dataclass(frozen=True, slots=True)
class DocumentLines:
    """A document's line and the warnings under it."""

    path: str
    facts: str
    warnings: tuple[str, ...]
    read: bool


def gap_line(matrix: Matrix, row: Row, lang: str) -> str:
    """'Omvärld saknas (närmast s. 14); Energi bara nämns', or that nothing is missing."""
    w = words(lang)
    clauses = []
    for level, text in (
        (Level.MISSING, w.gap_missing),
        (Level.MENTIONED, w.gap_mentioned),
        (Level.UNKNOWN, w.gap_unknown),
    ):
        areas = [cell for cell in cells(matrix, row.coverage) if cell.coverage.level is level]
        names = [cell.area.column(lang) + _near(matrix, row, cell, lang) for cell in areas]
        if areas and len(areas) == len(row.coverage) and not any("(" in name for name in names):
            clauses.append(text.format(areas=w.everything))
        elif areas:
            clauses.append(text.format(areas=listed(names, lang)))
    return "; ".join(clauses) if clauses else w.no_gaps


def _near(matrix: Matrix, row: Row, cell: CellRow, lang: str) -> str:
    if cell.coverage.level is Level.UNKNOWN:
        return ""
    if cell.coverage.justified:
        return f" ({review_words(lang).gap_justified})"
    _, nearest = nearest_passage(judged_of(matrix, row), cell.area.id)
    return f" ({words(lang).nearest.format(place=place(nearest, lang))})" if nearest else ""


def footnotes(report: Report) -> list[tuple[str, str]]:
    """(sign, meaning) of the marks that this report has; sign '' for a remark without one."""
    w = words(report.lang)
    matrix = report.matrix
    notes = []
    if any(cell.counts.against for row in matrix.rows for cell in row.coverage):
        notes.append((AGAINST_SIGN, w.against_legend))
    if any(cell.justified for row in matrix.rows for cell in row.coverage):
        notes.append((JUSTIFIED_SIGN, review_words(report.lang).justified_legend))
    if any(region_is_guess(matrix, row) for row in matrix.rows):
        notes.append((GUESS_SIGN, w.guess_legend))
    if any(is_older(judged, matrix) for judged in matrix.strategies):
        notes.append(("", w.older_legend.format(published=matrix.rules.published)))
    return notes


def against_lines(report: Report) -> list[str]:
    """One line a passage in which something is rejected or postponed: 'rus.pdf, Energi (s. 12): …'."""
    lines = []
    for judged in report.matrix.strategies:
        for cell in cells(report.matrix, judged.coverage):
            for evidence in rejections(cell.coverage):
                where = f"{cell.area.column(report.lang)} ({place(evidence, report.lang)})"
                lines.append(f"{one_line(judged.strategy.path)}, {where}: {one_line(evidence.quote)}")
    return lines


def rejections(coverage: Coverage) -> tuple[Evidence, ...]:
    """The passages that reject, each quote once: several signals may have found the same sentence."""
    distinct = {e.quote: e for e in coverage.standing if e.stance is Stance.AGAINST}
    return tuple(distinct.values())


def document_lines(report: Report) -> list[DocumentLines]:
    """The documents in path order, the unreadable among them."""
    return [_document(judged, report) for judged in report.matrix.strategies]


def _document(judged: Judged, report: Report) -> DocumentLines:
    w = words(report.lang)
    strategy = judged.strategy
    facts = [kind_word(strategy.kind, report.lang), str(strategy.year or "")]
    if not judged.status.read:
        reason = one_line(" – ".join(part for part in (judged.message, judged.advice) if part))
        return DocumentLines(
            path=one_line(strategy.path),
            facts=": ".join(part for part in (w.statuses[judged.status], reason) if part),
            warnings=(),
            read=False,
        )
    facts.append(counted(len(judged.pages), w.pages))
    facts += [
        w.cites.format(work=_work_name(cited.work), pages=page_list(cited.pages, report.lang))
        for cited in judged.citations
    ]
    return DocumentLines(
        path=one_line(strategy.path),
        facts=", ".join(one_line(fact) for fact in facts if fact),
        warnings=tuple(_warnings(judged, report)),
        read=True,
    )


def _work_name(work: str) -> str:
    """References are named by id; the short ones are abbreviations in Swedish too (ÖMS, EBS)."""
    return {"oms": "ÖMS", "ebs": "EBS"}.get(work, work)


def _warnings(judged: Judged, report: Report) -> list[str]:
    w = words(report.lang)
    strategy = judged.strategy
    lines = []
    if judged.status is Status.PARTIAL:
        lines.append(w.partly_read)
    if judged.status is Status.NOT_SWEDISH:
        lines.append(w.not_swedish.format(language=one_line(judged.language) or "?"))
    lines += [
        w.pages_with.format(
            pages=counted(len(group.pages), w.pages),
            health=w.health[group.health],
            numbers=number_ranges(group.pages),
        )
        for group in faulty_pages(judged)
    ]
    if is_older(judged, report.matrix) and len(report.matrix.strategies) == 1:
        # Of several documents the note under the matrix tells it once; most strategies are older than 2025.
        lines.append(w.older.format(year=strategy.year, published=report.matrix.rules.published))
    guesses = (
        (strategy.region_guessed and strategy.region is not None, w.guessed_region),
        (strategy.kind_guessed and strategy.kind is not None, w.guessed_kind),
        (strategy.year_guessed and strategy.year is not None, w.guessed_year),
    )
    guessed = [text for is_guess, text in guesses if is_guess]
    if guessed:
        lines.append(", ".join(guessed))
    lines += [one_line(note) for note in judged.notes]
    if judged.message:
        lines.append(one_line(judged.message))
    return lines


def passages_command(report: Report) -> str:
    """The command that shows the passages behind a row: of the first document that has any."""
    read = [judged for judged in report.matrix.strategies if judged.status.read]
    with_evidence = [judged for judged in read if any(cell.evidence for cell in judged.coverage)]
    best = (with_evidence or read)[:1]
    return f"oms-check evidence {shlex.quote(one_line(best[0].strategy.path))}" if best else ""


def verdict(report: Report) -> str:
    """'uppfyllda', 'uppfylls inte' or 'kunde inte prövas'."""
    w = words(report.lang)
    if report.decision.could_not_check:
        return w.gate_not_checked
    return w.gate_passed if report.decision.passed else w.gate_failed
