"""A comparison → a workbook for people: every change with both passages, and the levels before and after."""

from oms_check.comparison.changes import LevelChange
from oms_check.comparison.sides import Passage
from oms_check.model.coverage import Level
from oms_check.reporters.change_words import change_words
from oms_check.reporters.changes import ChangeReport
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.words import SIGNS, words
from oms_check.reporters.workbook import Cell, Sheet, Value, values, workbook


def render(report: ChangeReport, style: Style = PLAIN) -> bytes:
    """The workbook's bytes."""
    return workbook(report.title or change_words(report.lang).title, (_changes(report), _levels(report)))


def _changes(report: ChangeReport) -> Sheet:
    w, c = words(report.lang), change_words(report.lang)
    rows = []
    for pair in report.comparisons.pairs:
        for change in pair.changes:
            old, new = change.stances()
            rows.append(
                values(
                    *(pair.old, pair.new, report.kind(change.kind)),
                    *(report.area(change.focus_area).column(report.lang), report.facets(change)),
                    *(w.stances[old.stance] if old else None, w.stances[new.stance] if new else None),
                    *(_place(change.old), _place(change.new)),
                    *(change.old.quote if change.old else None, change.new.quote if change.new else None),
                )
            )
    rows += [values(path, None, c.only_old) for path in report.comparisons.only_old]
    rows += [values(None, path, c.only_new) for path in report.comparisons.only_new]
    width = 11
    return Sheet(
        name=c.title,
        head=(
            *(c.older, c.newer, c.change, w.focus_area, w.facet),
            *(f"{w.stance}, {when}" for when in (c.before, c.now)),
            *(f"{w.page}, {when}" for when in (c.before, c.now)),
            *(f"{w.quote}, {when}" for when in (c.before, c.now)),
        ),
        widths=(30, 30, 20, 18, 28, 14, 14, 12, 12, 60, 60),
        rows=[[*row, *(Cell(None) for _ in range(width - len(row)))] for row in rows],
        frozen=0,
    )


def _place(passage: Passage | None) -> Value:
    return (passage.place or passage.page) if passage else None


def _levels(report: ChangeReport) -> Sheet:
    w, c = words(report.lang), change_words(report.lang)
    rows = [
        [
            *values(pair.new, report.area(level.focus_area).column(report.lang), _facet(report, level)),
            *(_level(one, report.lang) for one in (level.old, level.new)),
        ]
        for pair in report.comparisons.pairs
        for level in pair.levels
    ]
    return Sheet(
        name=c.levels,
        head=(w.document, w.focus_area, w.facet, *(f"{w.level}, {when}" for when in (c.before, c.now))),
        widths=(44, 20, 36, 16, 16),
        rows=rows,
    )


def _facet(report: ChangeReport, level: LevelChange) -> str | None:
    titles = report.area(level.focus_area).facet_titles(report.lang)
    return titles.get(level.facet, level.facet) if level.facet else None


def _level(level: Level | None, lang: str) -> Cell:
    if level is None:
        return Cell(change_words(lang).no_cell)
    return Cell(f"{SIGNS[level]} {words(lang).levels[level]}", level)
