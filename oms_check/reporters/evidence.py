"""A judged strategy → the passages behind its cells, by focus area and facet, for `oms-check evidence PATH`.

Each focus area closes with what came near and why it did not count, and with how other strategies put what
this one lacks: the two questions a planner has before a level they did not expect.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from oms_check.model.coverage import Coverage, FocusAreaInfo, Judged
from oms_check.model.evidence import CLASSIFIER, Evidence, NearMiss, Stance
from oms_check.reporters.decisions import decision_text
from oms_check.reporters.escape import json_text, one_line
from oms_check.reporters.explain import explain, place
from oms_check.reporters.json_report import Json, block, passage, summary
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.table import level_text, terminal
from oms_check.reporters.wording import Words
from oms_check.reporters.words import kind_word, words

MOST_OTHERS = 2
"""Passages of other strategies a facet: models, not a survey."""

_MODELS = {Stance.COMMITMENT: 2, Stance.NEED: 1}


@dataclass(frozen=True, slots=True)
class Found:
    """A passage shown once, however many signals found it; `spans` are where its hits stand in the quote."""

    evidence: Evidence
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """How another strategy puts a facet that this one does not treat."""

    path: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class View:
    """What is to be shown: the strategy, the focus areas in order, and the strategies to learn from."""

    judged: Judged
    areas: tuple[FocusAreaInfo, ...]
    others: tuple[Judged, ...] = ()
    lang: str = "sv"

    def cells(self) -> Iterator[tuple[FocusAreaInfo, Coverage]]:
        """The chosen focus areas, each with the strategy's coverage of it."""
        by_id = {coverage.focus_area: coverage for coverage in self.judged.coverage}
        for area in self.areas:
            yield area, by_id[area.id]


def render(view: View, style: Style = PLAIN) -> str:
    """The view for a terminal; hits stand between asterisks, or bold where there is colour."""
    console, text_of = terminal(style)
    strategy = view.judged.strategy
    facts = [kind_word(strategy.kind, view.lang), str(strategy.year or "")]
    known = " ".join(one_line(fact) for fact in facts if fact)
    console.print(Text.assemble((one_line(strategy.path), "bold"), f"  {known}"))
    if not view.judged.status.read:
        console.print(Text(one_line(f"{view.judged.message} – {view.judged.advice}".rstrip(" –"))))
        return text_of()
    for area, coverage in view.cells():
        console.print()
        _area(console, view, area, coverage, style)
    return text_of()


def _area(console: Console, view: View, area: FocusAreaInfo, coverage: Coverage, style: Style) -> None:
    w = words(view.lang)
    head = Text.assemble((f"{area.number} {one_line(area.column(view.lang))}  ", "bold"))
    head.append_text(level_text(coverage, view.lang, style))
    head.append(f"  {explain(coverage, area, view.lang)}")
    console.print(head)
    for entry in coverage.decisions:
        _line(console, decision_text(entry, view.lang), 2)
    bare = []
    for facet, title in area.facet_titles(view.lang).items():
        own = found(coverage, facet)
        if own:
            console.print(Padding(Text(one_line(title), style="underline"), (0, 0, 0, 2)))
            for one in own:
                _passage(console, one, view.lang, style)
        else:
            bare.append(title)
    if bare:
        _line(console, f"{w.uncovered_facets}: {one_line(', '.join(bare))}", 2)
    for miss in coverage.near_misses:
        _near_miss(console, miss, w, view.lang)
    models = tuple(how_others_put_it(view, area, coverage))
    if models:
        _line(console, f"{w.others}:", 2)
        for model in models:
            where = f"{one_line(model.path)}, {place(model.evidence, view.lang)}"
            _line(console, f"{where}: {one_line(model.evidence.quote)}", 4)


def _passage(console: Console, one: Found, lang: str, style: Style) -> None:
    w = words(lang)
    evidence = one.evidence
    facts = [place(evidence, lang), w.stances[evidence.stance]]
    facts += [w.concrete_mark] if evidence.concrete else []
    facts += [w.matches[evidence.match]]
    facts += [decision_text(evidence.decision, lang)] if evidence.decision else []
    _line(console, one_line(", ".join(facts)), 4)
    console.print(Padding(marked(one, style), (0, 0, 0, 6)))


def _near_miss(console: Console, miss: NearMiss, w: Words, lang: str) -> None:
    _line(console, one_line(f"{w.near_misses}, {place(miss, lang)}, {lacking_of(miss, w)}:"), 2)
    _line(console, one_line(miss.quote), 4)


def lacking_of(miss: NearMiss, w: Words) -> str:
    """What a near miss lacked: a concept, with words it could have said it in, or other words around it."""
    if not miss.wanted and miss.lacking == (CLASSIFIER,):
        return w.near_outweighed
    concepts = ", ".join(name.replace("_", " ") for name in miss.lacking)
    samples = w.near_words.format(words=", ".join(miss.wanted)) if miss.wanted else ""
    return w.near_lacks.format(concepts=concepts) + samples


def _line(console: Console, text: str, indent: int) -> None:
    console.print(Padding(Text(text), (0, 0, 0, indent)))


def found(coverage: Coverage, facet: str) -> tuple[Found, ...]:
    """The passages of a facet in document order, each quote of a place once with all its hits."""
    groups: dict[tuple[int, int, int, int], list[Evidence]] = {}
    for one in coverage.evidence:
        if one.facet == facet:
            groups.setdefault((one.block.page, one.block.index, one.start, one.end), []).append(one)
    return tuple(Found(group[0], spans_of(group)) for group in groups.values())


def spans_of(group: Sequence[Evidence]) -> tuple[tuple[int, int], ...]:
    """Hits inside the quote, counted from its beginning, overlapping ones joined."""
    quote = group[0]
    inside = sorted(
        (max(hit.start, quote.start) - quote.start, min(hit.end, quote.end) - quote.start)
        for one in group
        for hit in one.hits
        if hit.start < quote.end and hit.end > quote.start
    )
    joined: list[tuple[int, int]] = []
    for start, end in inside:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def marked(one: Found, style: Style) -> Text:
    """The quote with its hits bold, or between asterisks where nothing can be bold."""
    text = Text()
    at = 0
    quote = one.evidence.quote
    for start, end in one.spans:
        text.append(one_line_inside(quote[at:start]))
        word = one_line_inside(quote[start:end])
        text.append(word if style.color else f"*{word}*", style="bold")
        at = end
    text.append(one_line_inside(quote[at:]))
    return text


def one_line_inside(part: str) -> str:
    """`one_line` for a part of a line: the blanks at its ends belong to the line."""
    lead = " " if part[:1].isspace() else ""
    trail = " " if part[-1:].isspace() and part.strip() else ""
    return lead + one_line(part) + trail


def how_others_put_it(view: View, area: FocusAreaInfo, coverage: Coverage) -> Iterator[Model]:
    """For each facet without evidence the firmest passages of other strategies, in path order."""
    bare = [facet for facet, _ in area.facets if not any(e.facet == facet for e in coverage.standing)]
    for facet in bare:
        models = [
            Model(other.strategy.path, evidence)
            for other in view.others
            for cell in other.coverage
            if cell.focus_area == area.id
            for evidence in cell.standing
            if evidence.facet == facet and evidence.stance in _MODELS
        ]
        models.sort(key=lambda model: (-model.evidence.concrete, -_MODELS[model.evidence.stance], model.path))
        yield from models[:MOST_OTHERS]


def render_json(view: View) -> str:
    """The view as JSON: the cells of `check` with near misses and the other strategies' passages."""
    strategy = view.judged.strategy
    return json_text(
        {
            "schema_version": 1,
            "path": strategy.path,
            "status": view.judged.status.value,
            "message": view.judged.message,
            "advice": view.judged.advice,
            "coverage": {area.id: _cell(view, area, coverage) for area, coverage in view.cells()},
        }
    )


def _cell(view: View, area: FocusAreaInfo, coverage: Coverage) -> Json:
    return summary(coverage, area, view.lang) | {
        "evidence": [passage(evidence) for evidence in coverage.evidence],
        "near_misses": [
            {
                "signal": miss.signal,
                "facet": miss.facet,
                "page": miss.page,
                "quote": miss.quote,
                "met": list(miss.met),
                "lacking": list(miss.lacking),
                "wanted": list(miss.wanted),
                "block": block(miss.block),
            }
            for miss in coverage.near_misses
        ],
        "others": [
            {"path": model.path, **passage(model.evidence)} for model in how_others_put_it(view, area, coverage)
        ],
    }
