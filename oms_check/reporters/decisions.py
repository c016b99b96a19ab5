"""A matrix → the readers' decisions that hold, each once, and the lines that tell them under a matrix."""

from collections.abc import Iterator
from dataclasses import dataclass

from oms_check.model.coverage import FocusAreaInfo, Level, Matrix, Report
from oms_check.model.evidence import Evidence
from oms_check.model.review import ReviewEntry, Ruling
from oms_check.reporters.escape import one_line
from oms_check.reporters.explain import place
from oms_check.reporters.reasons import shortened
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import cells
from oms_check.reporters.words import counted, words


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the cell (with its level) or the passage it is about. `subject` is a path or a region's name."""

    subject: str
    area: FocusAreaInfo
    entry: ReviewEntry
    level: Level
    evidence: Evidence | None = None


def decided(matrix: Matrix) -> Iterator[Decided]:
    """Every decision that holds: those of regions, then of each document its cells and its passages."""
    of_documents = {entry for one in matrix.strategies for coverage in one.coverage for entry in coverage.decisions}
    for row in matrix.regions:
        for cell in cells(matrix, row.coverage):
            for entry in cell.coverage.decisions:
                if entry not in of_documents:  # else the region only has what its documents have
                    yield Decided(row.name, cell.area, entry, cell.coverage.level)
    for judged in matrix.strategies:
        path = judged.strategy.path
        for cell in cells(matrix, judged.coverage):
            for entry in cell.coverage.decisions:
                yield Decided(path, cell.area, entry, cell.coverage.level)
            for evidence in {one.fingerprint: one for one in cell.coverage.evidence}.values():
                # What a rejected cell takes with it is told with the cell.
                if evidence.decision is not None and evidence.decision.passage:
                    yield Decided(path, cell.area, evidence.decision, cell.coverage.level, evidence)


def decision_text(entry: ReviewEntry, lang: str) -> str:
    """'motiverad: tas i energiprogrammet (regionplanerare 2026-11-24)'."""
    reason = f": {one_line(entry.reason)}" if entry.reason else ""
    who = f"{one_line(entry.role)} {entry.date.isoformat()}".strip()
    return f"{review_words(lang).decisions[entry.decision]}{reason} ({who})"


def decision_lines(report: Report) -> list[str]:
    """A line a decision; what was accepted is only counted, for nothing changes by it."""
    lang = report.lang
    lines = []
    accepted = 0
    for one in decided(report.matrix):
        if one.entry.decision is Ruling.ACCEPT:
            accepted += 1
            continue
        area = one.area.column(lang)
        if one.evidence is None:
            what = f"{one_line(one.subject)}, {area}: {words(lang).levels[one.level]}"
        else:
            quote = shortened(one_line(one.evidence.quote))
            what = f"{one_line(one.subject)}, {area} ({place(one.evidence, lang)}): {quote}"
        lines.append(f"{what} – {decision_text(one.entry, lang)}")
    return lines + ([counted(accepted, review_words(lang).seen)] if accepted else [])
