"""A thing to decide on → how a terminal shows it: quote with its hits, where it stands, what it counts as."""

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from oms_check.model.coverage import Coverage, FocusAreaInfo, Judged
from oms_check.model.evidence import Evidence
from oms_check.model.review import ReviewEntry, Ruling
from oms_check.reporters.decisions import decision_text
from oms_check.reporters.escape import one_line
from oms_check.reporters.evidence import Found, marked, spans_of
from oms_check.reporters.explain import explain, place
from oms_check.reporters.review_words import review_words
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.table import level_text, terminal
from oms_check.reporters.words import words


def render_passage(
    judged: Judged,
    area: FocusAreaInfo,
    found: tuple[Evidence, ...],
    lang: str,
    style: Style = PLAIN,
) -> str:
    """Document and focus area; page, stance, facets and heading; the quote with its hits marked."""
    w = words(lang)
    console, text_of = terminal(style)
    first = found[0]
    titles = area.facet_titles(lang)
    facets = ", ".join(dict.fromkeys(titles.get(one.facet, one.facet) for one in found))
    console.print(_head(judged, area, lang))
    facts = [place(first, lang), w.stances[first.stance]]
    facts += [w.concrete_mark] if any(one.concrete for one in found) else []
    facts += [w.matches[first.match], facets]
    facts += [f"”{first.block.heading}”"] if first.block.heading else []
    console.print(Text(one_line(" · ".join(facts))))
    console.print()
    # The same sentence may stand elsewhere too; the marks are those of the first place.
    here = [one for one in found if one.block == first.block and one.start == first.start]
    console.print(Padding(marked(Found(first, spans_of(here)), style), (0, 0, 0, 4)))
    return text_of()


def render_cell(judged: Judged, area: FocusAreaInfo, coverage: Coverage, lang: str, style: Style = PLAIN) -> str:
    """The level of a whole cell and why, with what comes near."""
    console, text_of = terminal(style)
    console.print(_head(judged, area, lang))
    line = Text.assemble(f"{review_words(lang).cell}: ")
    line.append_text(level_text(coverage, lang, style))
    line.append(f" · {explain(coverage, area, lang)}")
    console.print(line)
    return text_of()


def _head(judged: Judged, area: FocusAreaInfo, lang: str) -> Text:
    what = f"{one_line(judged.strategy.path)} · {area.number} {one_line(area.column(lang))}"
    return Text(what, style="bold")


def render_choice(
    count: str,
    keys: Sequence[str],
    before: ReviewEntry | None,
    earlier: ReviewEntry | None,
    lang: str,
    style: Style = PLAIN,
) -> str:
    """What was decided before, or `earlier` on a passage much like it, and the keys there are."""
    r = review_words(lang)
    console, text_of = terminal(style)
    console.print()
    if before is not None:
        console.print(Text(f"{r.before}: {decision_text(before, lang)}"))
    elif earlier is not None:
        console.print(Text(f"{r.earlier} {decision_text(earlier, lang)}"))
        console.print(Padding(Text(one_line(earlier.quote)), (0, 0, 0, 4)))
    verbs = {"a": r.verbs[Ruling.ACCEPT], "r": r.verbs[Ruling.REJECT], "j": r.verbs[Ruling.JUSTIFY]}
    verbs |= {"s": r.skip, "b": r.back, "q": r.quit}
    line = Text(f"{count}  ", style="dim")
    for key in keys:
        line.append(f"[{key}]", style="bold")
        line.append(f" {verbs[key]}  ")
    console.print(line)
    return text_of()
