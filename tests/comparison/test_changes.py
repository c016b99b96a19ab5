"""Comparing versions: exactly what was changed, however the text around it flows."""

from collections.abc import Sequence

import pytest
from build import coverage, evidence, judged, report

from oms_check.comparison.changes import Change, ChangeKind, Comparison, compare_sides
from oms_check.comparison.crosswalk import carry_over, without_facets
from oms_check.comparison.pairing import likeness
from oms_check.comparison.saved import read_saved
from oms_check.comparison.sides import Side, side_of
from oms_check.comparison.strategies import compare_strategies
from oms_check.errors import SourceError
from oms_check.model.coverage import Judged, Level
from oms_check.model.evidence import Evidence, Stance
from oms_check.reporters.json_report import render

SENTENCES = (
    "Elnätet i norra länet ska förstärkas före 2030.",
    "Regionen ska samverka om lagring av energi i industrin.",
    "Biogas ska tas till vara vid varje reningsverk.",
    "Vindkraft till havs ska planeras tillsammans med staten.",
    "Kraftvärmen ska drivas utan fossila bränslen.",
    "Effektbehovet ska redovisas i varje översiktsplan.",
    "Solceller ska sättas på alla sjukhus.",
    "Reservkraft ska finnas vid varje vattenverk.",
)


def judged_text(lines: Sequence[tuple[str, int]], stances: dict[str, Stance] | None = None) -> Judged:
    """A strategy whose evidence stands in these sentences, (text, page), in this order."""
    counts: dict[int, int] = {}
    found = []
    for text, page in lines:
        index = counts[page] = counts.get(page, -1) + 1
        stance = (stances or {}).get(text, Stance.COMMITMENT)
        found.append(evidence(text, page=page, index=index, stance=stance))
    return judged(cells=[coverage("energi", Level.PARTIAL, found)])


def compared(old: Judged, new: Judged) -> Comparison:
    return compare_sides(side_of(old), side_of(new))


def told(comparison: Comparison) -> set[tuple[str, str]]:
    return {(c.kind.value, _quote(c)) for c in comparison.changes}


def _quote(change: Change) -> str:
    passage = change.new or change.old
    assert passage is not None
    return passage.quote


def test_the_same_text_has_no_changes() -> None:
    lines = [(text, number // 3 + 1) for number, text in enumerate(SENTENCES)]
    comparison = compared(judged_text(lines), judged_text(lines))
    assert comparison.changes == ()
    assert comparison.same == len(SENTENCES)


def test_three_added_two_removed_one_moved_and_one_weakened_are_exactly_those() -> None:
    weakened = SENTENCES[3].replace("ska planeras", "bör planeras")
    added = (
        "En ny stamledning ska byggas mellan Gävle och Uppsala.",
        "Laddning för lastbilar ska ordnas längs E4.",
        "Kommunerna ska pröva ö-drift till 2029.",
    )
    old = [(text, number // 2 + 1) for number, text in enumerate(SENTENCES)]
    kept = [weakened if text == SENTENCES[3] else text for text in SENTENCES if text not in SENTENCES[1:3]]
    kept.remove(SENTENCES[0])
    new_texts = [added[0], *kept[:2], added[1], *kept[2:], SENTENCES[0], added[2]]
    new = [(text, number // 2 + 1) for number, text in enumerate(new_texts)]
    comparison = compared(judged_text(old), judged_text(new, {weakened: Stance.NEED}))
    assert told(comparison) == {
        *(("gained", text) for text in added),
        *(("lost", text) for text in SENTENCES[1:3]),
        ("moved", SENTENCES[0]),
        ("weaker", weakened),
    }
    assert len(comparison.changes) == 7


def test_a_change_has_both_quotes_and_pages() -> None:
    weaker = SENTENCES[0].replace("ska", "bör")
    (change,) = compared(judged_text([(SENTENCES[0], 3)]), judged_text([(weaker, 3)], {weaker: Stance.NEED})).changes
    assert change.old is not None
    assert change.new is not None
    assert (change.old.quote, change.old.page) == (SENTENCES[0], 3)
    assert (change.new.quote, change.new.page) == (weaker, 3)


@pytest.mark.parametrize("shift", [1, 4])
def test_pages_put_in_before_the_text_move_nothing(shift: int) -> None:
    old = [(text, number + 1) for number, text in enumerate(SENTENCES)]
    assert compared(judged_text(old), judged_text([(text, page + shift) for text, page in old])).changes == ()


def test_flowing_over_a_page_end_is_no_move() -> None:
    """The last sentence of page 1 gets pushed to the top of page 2: its page differs, its place hardly."""
    first = [evidence(text, index=index) for index, text in enumerate(SENTENCES[:4])]
    last = evidence(SENTENCES[4], page=1, index=34)  # 780 points down
    pushed = evidence(SENTENCES[4], page=2, index=0)
    old, new = (judged(cells=[coverage("energi", Level.PARTIAL, [*first, one])]) for one in (last, pushed))
    assert compared(old, new).changes == ()


def test_a_sentence_said_in_other_words_is_reworded_and_template_sentences_are_not() -> None:
    old, new = SENTENCES[0], SENTENCES[0].replace("före 2030", "senast 2030")
    assert told(compared(judged_text([(old, 1)]), judged_text([(new, 1)]))) == {("reworded", new)}
    north, south = ("Regionen ska bygga ut elnätet i norr.", "Regionen ska bygga ut fibernätet i söder.")
    assert told(compared(judged_text([(north, 1)]), judged_text([(south, 1)]))) == {("lost", north), ("gained", south)}


def test_likeness_is_symmetric_and_one_for_the_same_words() -> None:
    a, b = ("regionen", "ska", "bygga", "nu"), ("regionen", "bör", "bygga", "nu")
    assert likeness(a, a) == 1.0
    assert likeness(a, b) == likeness(b, a) > 0
    assert likeness(a, ("något", "annat", "helt")) == 0


def test_a_repeated_sentence_that_goes_once_is_lost_once() -> None:
    text = SENTENCES[0]
    comparison = compared(judged_text([(text, 1), (text, 5)]), judged_text([(text, 1)]))
    assert [change.kind for change in comparison.changes] == [ChangeKind.LOST]


def test_a_sentence_for_two_focus_areas_is_told_for_each() -> None:
    text = "Elnät och fiber ska läggas i samma schakt."
    cells = [
        coverage("energi", Level.PARTIAL, [evidence(text)]),
        coverage("digital", Level.PARTIAL, [evidence(text, focus_area="digital", facet="fast")]),
    ]
    comparison = compared(judged(), judged(cells=cells))
    assert {change.focus_area for change in comparison.changes} == {"energi", "digital"}
    assert {change.kind for change in comparison.changes} == {ChangeKind.GAINED}


def test_a_facet_gained_in_the_same_sentence_is_a_gain() -> None:
    text = SENTENCES[0]
    both: list[Evidence] = [evidence(text), evidence(text, facet="produktion")]
    old = judged(cells=[coverage("energi", Level.PARTIAL, both[:1])])
    new = judged(cells=[coverage("energi", Level.PARTIAL, both)])
    (change,) = compared(old, new).changes
    assert (change.kind, change.facets) == (ChangeKind.GAINED, ("produktion",))


def test_a_fallen_level_is_a_regression_and_a_risen_one_is_not() -> None:
    partial = judged(cells=[coverage("energi", Level.PARTIAL, [evidence()])])
    assert compared(partial, judged()).is_regression
    assert not compared(judged(), partial).is_regression


def test_from_or_to_an_unknown_level_nothing_fell() -> None:
    strong, unknown = (judged(cells=[coverage("energi", level)]) for level in (Level.STRONG, Level.UNKNOWN))
    for old, new in ((strong, unknown), (unknown, strong)):
        comparison = compared(old, new)
        assert not comparison.is_regression
        assert comparison.unknown


def test_a_saved_report_compares_like_the_document_it_was_made_of() -> None:
    lines = [(text, number // 2 + 1) for number, text in enumerate(SENTENCES)]
    old, new = judged_text(lines), judged_text(lines[1:])
    saved = read_saved(render(report([old])), "old.json")
    assert saved.rules == ("oms-2025", "1.0.0")
    assert told(compare_sides(saved.sides[0], side_of(new))) == told(compared(old, new))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 2}', '{"schema_version": 1, "rules": 3}'])
def test_what_is_no_saved_report_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read_saved(text, "x.json")


def side(path: str, region: str | None = None, kind: str | None = None) -> Side:
    return Side(path, region, kind, (), ())


def test_strategies_are_paired_by_path_then_region_and_kind_then_region() -> None:
    old = [side("a.pdf", "uppsala", "rus"), side("b18.pdf", "orebro", "rus"), side("c.pdf", "gavleborg", "op")]
    new = [side("a.pdf", "uppsala", "rus"), side("b26.pdf", "orebro", "rus"), side("d.pdf", "gavleborg", "rus")]
    pairs = compare_strategies(old, [*new, side("e.pdf")])
    assert {(pair.old, pair.new) for pair in pairs.pairs} == {
        ("a.pdf", "a.pdf"),
        ("b18.pdf", "b26.pdf"),
        ("c.pdf", "d.pdf"),
    }
    assert pairs.only_new == ("e.pdf",)


def test_one_strategy_on_each_side_is_a_pair_and_a_missing_one_a_regression() -> None:
    assert compare_strategies([side("a.pdf")], [side("b.pdf")]).pairs[0].new == "b.pdf"
    assert compare_strategies([side("a.pdf"), side("b.pdf")], [side("a.pdf")]).is_regression


def test_the_crosswalk_carries_passages_and_the_best_level_to_the_successor() -> None:
    cells = [
        coverage("nodstader", Level.PARTIAL, [evidence(focus_area="nodstader", facet="tvar")]),
        coverage("bebyggelse", Level.STRONG, [evidence("Ny text ska byggas.", focus_area="bebyggelse", facet="lage")]),
        coverage("energi", Level.STRONG, [evidence("Utan efterföljare.")]),
    ]
    carried = carry_over(side_of(judged(cells=cells)), {"nodstader": ["omvarld"], "bebyggelse": ["omvarld"]})
    assert [(level.focus_area, level.level) for level in carried.levels] == [("omvarld", Level.STRONG)]
    assert len(carried.passages) == 2
    assert {t.focus_area for passage in carried.passages for t in passage.treatments} == {"omvarld"}
    new = without_facets(
        side_of(judged(cells=[coverage("omvarld", Level.PARTIAL, [evidence(focus_area="omvarld", facet="gods")])]))
    )
    comparison = compare_sides(carried, new)
    assert [(c.kind.value, _quote(c)) for c in comparison.changes] == [("lost", "Ny text ska byggas.")]
