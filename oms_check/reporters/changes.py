"""Comparisons → table, lines, Markdown, CSV or JSON: levels before and after, then every change with its quotes."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from rich.text import Text

from oms_check.comparison.changes import Change, ChangeKind, Comparison, LevelChange
from oms_check.comparison.sides import Passage, Treatment
from oms_check.comparison.strategies import Comparisons
from oms_check.model.coverage import FocusAreaInfo, Level
from oms_check.reporters.change_words import ChangeWords, change_words
from oms_check.reporters.csv_tables import Cell, write_table
from oms_check.reporters.escape import json_text, markdown, one_line
from oms_check.reporters.json_report import Json
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.table import hanging, terminal
from oms_check.reporters.wording import Words
from oms_check.reporters.words import ASCII_SIGNS, SIGNS, words

MARKS = MappingProxyType(
    {
        ChangeKind.GAINED: "+",
        ChangeKind.LOST: "-",
        ChangeKind.MOVED: ">",
        ChangeKind.FIRMER: "^",
        ChangeKind.WEAKER: "v",
        ChangeKind.REWORDED: "~",
    }
)


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What was compared, in the words of which focus areas; `title` tells a crosswalk from a comparison.

    `direction` is the id of the rules whose levels these are.
    """

    comparisons: Comparisons
    areas: tuple[FocusAreaInfo, ...]
    lang: str = "sv"
    title: str = ""
    direction: str = ""

    def area(self, focus_area: str) -> FocusAreaInfo:
        """What is known of a focus area; one of another direction is shown by its id."""
        known = (area for area in self.areas if area.id == focus_area)
        return next(known, FocusAreaInfo(focus_area, 0, focus_area, focus_area, focus_area, ()))

    def kind(self, kind: ChangeKind) -> str:
        """The word for a kind of change: of a text, or in a crosswalk of how the same text is judged."""
        c = change_words(self.lang)
        return c.judged.get(kind, c.kinds[kind]) if self.title else c.kinds[kind]

    def facets(self, change: Change) -> str:
        """The titles of a change's facets."""
        titles = self.area(change.focus_area).facet_titles(self.lang)
        return ", ".join(titles.get(facet, facet) for facet in change.facets)


def render_table(report: ChangeReport, style: Style = PLAIN) -> str:
    """For a terminal: a mark and a word for each change, both quotes where there are two."""
    console, text_of = terminal(style)
    c = change_words(report.lang)
    if report.title:
        console.print(Text(one_line(report.title), style="bold"))
    for pair in report.comparisons.pairs:
        console.print(Text(_documents(pair), style="bold"))
        for level in pair.levels:
            hanging(console, Text(_level_line(level, report, style)), 2)
        for area, changes in _by_area(pair, report):
            console.print()
            console.print(Text(area.column(report.lang), style="bold"))
            for change in changes:
                hanging(console, Text(_headline(change, report)), 2)
                for line in _quotes(change, report):
                    hanging(console, Text(line), 6)
        console.print()
        console.print(Text(_summary(pair, report)))
    for line in _unpaired(report, c):
        console.print(Text(line))
    return text_of()


def render_markdown(report: ChangeReport, style: Style = PLAIN) -> str:
    """The same as Markdown."""
    c = change_words(report.lang)
    lines = [f"# {markdown(report.title or c.title)}", ""]
    for pair in report.comparisons.pairs:
        lines += [f"## {markdown(_documents(pair))}", ""]
        lines += [f"- {markdown(_level_line(level, report, style))}" for level in pair.levels]
        for area, changes in _by_area(pair, report):
            lines += ["", f"### {markdown(area.column(report.lang))}", ""]
            for change in changes:
                lines.append(f"- {markdown(_headline(change, report))}")
                lines += [f"  - {markdown(line)}" for line in _quotes(change, report)]
        lines += ["", markdown(_summary(pair, report)), ""]
    lines += [f"- {markdown(line)}" for line in _unpaired(report, c)]
    return "\n".join(lines).rstrip("\n") + "\n"


def render_plain(report: ChangeReport, style: Style = PLAIN) -> str:
    """A tab-separated line a level that changed and a change, for `grep` and `cut`: never wrapped or cut.

    old, new, 'level' or the kind of change, focus area, facets, then before and after: levels, or stances, pages and
    quotes. A strategy without counterpart has a line 'gone' or 'new'.
    """
    rows: list[tuple[object, ...]] = []
    for pair in report.comparisons.pairs:
        rows += [
            (pair.old, pair.new, "level", level.focus_area, level.facet, level.old, level.new)
            for level in pair.levels
            if level.old is not level.new
        ]
        for change in pair.changes:
            old, new = change.stances()
            rows.append(
                (
                    *(pair.old, pair.new, change.kind.value, change.focus_area, " ".join(change.facets)),
                    *(old and old.stance, new and new.stance),
                    *(change.old and change.old.page, change.new and change.new.page),
                    *(change.old and change.old.quote, change.new and change.new.quote),
                )
            )
    rows += [(path, "", "gone") for path in report.comparisons.only_old]
    rows += [("", path, "new") for path in report.comparisons.only_new]
    lines = ("\t".join("" if value is None else one_line(str(value)) for value in row) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def render_csv(report: ChangeReport, style: Style = PLAIN) -> str:
    """A row a change; levels are in the other formats."""
    head = [
        *("old", "new", "change", "focus_area", "facets", "old_stance", "new_stance", "old_page", "new_page"),
        *("old_quote", "new_quote"),
    ]
    rows: list[list[Cell]] = []
    for pair in report.comparisons.pairs:
        for change in pair.changes:
            old, new = change.stances()
            rows.append(
                [
                    *(pair.old, pair.new, change.kind.value, change.focus_area, " ".join(change.facets)),
                    *(old.stance.value if old else None, new.stance.value if new else None),
                    *(change.old.page if change.old else None, change.new.page if change.new else None),
                    *(change.old.quote if change.old else None, change.new.quote if change.new else None),
                ]
            )
    return write_table(head, rows, style.csv_dialect)


def render_json(report: ChangeReport, style: Style = PLAIN) -> str:
    """Everything, ids in English."""
    comparisons = report.comparisons
    return json_text(
        {
            "schema_version": 1,
            "regression": comparisons.is_regression,
            "comparisons": [_pair_json(pair) for pair in comparisons.pairs],
            "only_old": list(comparisons.only_old),
            "only_new": list(comparisons.only_new),
        }
    )


def _documents(pair: Comparison) -> str:
    """'utkast-1.pdf → utkast-2.pdf', or the one document that was judged by two directions."""
    return one_line(pair.old if pair.old == pair.new else f"{pair.old} → {pair.new}")


def _by_area(pair: Comparison, report: ChangeReport) -> Iterator[tuple[FocusAreaInfo, list[Change]]]:
    order = [area.id for area in report.areas]
    order += sorted({change.focus_area for change in pair.changes} - set(order))
    for focus_area in order:
        own = [change for change in pair.changes if change.focus_area == focus_area]
        if own:
            yield report.area(focus_area), own


def _level_line(level: LevelChange, report: ChangeReport, style: Style) -> str:
    area = report.area(level.focus_area)
    name = area.column(report.lang)
    if level.facet:
        name += f", {area.facet_titles(report.lang).get(level.facet, level.facet)}"
    old, new = (_level(one, report.lang, style) for one in (level.old, level.new))
    return one_line(f"{name}: {old} → {new}" if level.old is not level.new else f"{name}: {new}")


def _level(level: Level | None, lang: str, style: Style) -> str:
    if level is None:
        return change_words(lang).no_cell
    signs = ASCII_SIGNS if style.ascii_only else SIGNS
    return f"{signs[level]} {words(lang).levels[level]}"


def _headline(change: Change, report: ChangeReport) -> str:
    """'v svagare: åtagande → behov (Elnät och kapacitet)'."""
    told = _stances(*change.stances(), words(report.lang))
    facets = report.facets(change)
    return one_line(f"{MARKS[change.kind]} {report.kind(change.kind)}: {told}" + (f" ({facets})" if facets else ""))


def _stances(old: Treatment | None, new: Treatment | None, w: Words) -> str:
    told = [_stance(treatment, w) for treatment in (old, new) if treatment]
    return " → ".join(dict.fromkeys(told))


def _stance(treatment: Treatment, w: Words) -> str:
    stance = w.stances[treatment.stance]
    return f"{stance}, {w.concrete_mark}" if treatment.concrete else stance


def _quotes(change: Change, report: ChangeReport) -> list[str]:
    old, new = change.old, change.new
    if old and new and old.quote == new.quote:
        return [f"{_place(old, report.lang)} → {_place(new, report.lang)}: {one_line(new.quote)}"]
    return [f"{_place(one, report.lang)}: {one_line(one.quote)}" for one in (old, new) if one]


def _place(passage: Passage, lang: str) -> str:
    return one_line(passage.place) or f"{words(lang).page_short} {passage.page}"


def _summary(pair: Comparison, report: ChangeReport) -> str:
    """Counts of sentences, not of focus areas: a sentence that treats two has changed once."""
    counts = []
    for kind in ChangeKind:
        own = {
            (change.old.block if change.old else None, change.new.block if change.new else None)
            for change in pair.changes
            if change.kind is kind
        }
        if own:
            counts.append(f"{report.kind(kind)}: {len(own)}")
    c = change_words(report.lang)
    counts.append(f"{c.same if report.title else c.unchanged}: {pair.same}")
    return ", ".join(counts)


def _unpaired(report: ChangeReport, c: ChangeWords) -> list[str]:
    lines = [f"{c.only_old}: {one_line(path)}" for path in report.comparisons.only_old]
    return lines + [f"{c.only_new}: {one_line(path)}" for path in report.comparisons.only_new]


def _pair_json(pair: Comparison) -> Json:
    return {
        "old": pair.old,
        "new": pair.new,
        "regression": pair.is_regression,
        "unchanged": pair.same,
        "levels": [
            {"focus_area": one.focus_area, "facet": one.facet, "old": one.old, "new": one.new} for one in pair.levels
        ],
        "changes": [_change_json(change) for change in pair.changes],
    }


def _change_json(change: Change) -> Json:
    old, new = change.stances()
    return {
        "change": change.kind.value,
        "focus_area": change.focus_area,
        "facets": list(change.facets),
        "old": _passage_json(change.old, old),
        "new": _passage_json(change.new, new),
    }


def _passage_json(passage: Passage | None, treatment: Treatment | None) -> Json | None:
    if passage is None:
        return None
    return {
        "page": passage.page,
        "place": passage.place,
        "quote": passage.quote,
        "stance": treatment.stance.value if treatment else None,
        "concrete": treatment.concrete if treatment else None,
    }
