"""Which passages a cell shows, in which order, and how a quote is cut at its matching words."""

from dataclasses import replace

import build
import pytest

from oms_check.model.coverage import Level
from oms_check.model.evidence import Evidence, Hit, MatchKind, Stance
from oms_check.reporters.html.passages import Found, best, passages_of, pictured, pieces


def with_hits(evidence: Evidence, *hits: tuple[str, MatchKind]) -> Evidence:
    """Hits on words of the quote."""
    text = evidence.block.text
    return replace(
        evidence,
        hits=tuple(
            Hit(text.index(word), text.index(word) + len(word), "begrepp", f"-{word}", match, 90.0)
            for word, match in hits
        ),
    )


def found(*evidence: Evidence) -> Found:
    return Found(build.judged(), evidence)


def test_a_quote_is_cut_at_its_hits_and_loses_nothing() -> None:
    one = with_hits(build.evidence(), ("elnätet", MatchKind.INFLECTED), ("Regionen", MatchKind.EXACT))
    cut = pieces(found(one))
    assert "".join(piece.text for piece in cut) == one.quote
    assert [(piece.text, piece.match) for piece in cut if piece.match] == [
        ("Regionen", MatchKind.EXACT),
        ("elnätet", MatchKind.INFLECTED),
    ]


def test_offsets_count_in_the_block_not_in_the_quote() -> None:
    text = "Inledning. Elnätet ska byggas ut."
    one = build.evidence("Elnätet ska byggas ut.")
    one = replace(one, block=replace(one.block, text=text), start=11, end=len(text))
    cut = pieces(found(with_hits(one, ("Elnätet", MatchKind.INFLECTED))))
    assert [piece.text for piece in cut] == ["Elnätet", " ska byggas ut."]


def test_of_overlapping_hits_the_longest_is_marked_once_and_of_equal_ones_the_better() -> None:
    one = with_hits(
        build.evidence(),
        ("bygga ut elnätet", MatchKind.COMPOUND),
        ("elnätet", MatchKind.EXACT),
        ("ut", MatchKind.FUZZY),
    )
    assert [piece.text for piece in pieces(found(one)) if piece.match] == ["bygga ut elnätet"]
    twice = found(
        with_hits(build.evidence(), ("elnätet", MatchKind.FUZZY)),
        with_hits(build.evidence(), ("elnätet", MatchKind.EXACT)),
    )
    assert [piece.match for piece in pieces(twice) if piece.match] == [MatchKind.EXACT]


@pytest.mark.parametrize("span", [(-5, 3), (30, 900), (50, 60)])
def test_hits_beyond_the_quote_do_no_harm(span: tuple[int, int]) -> None:
    one = build.evidence()
    one = replace(one, hits=(Hit(*span, "begrepp", "term", MatchKind.EXACT, 100.0),))
    assert "".join(piece.text for piece in pieces(found(one))) == one.quote


def test_a_passage_two_signals_found_is_one_passage_with_both_facets() -> None:
    nat, produktion = build.evidence(), build.evidence(facet="produktion")
    matrix = build.matrix([build.judged(cells=[build.coverage("energi", Level.PARTIAL, [nat, produktion])])])
    (one,) = passages_of(matrix, matrix.rows[0], build.area_of("energi"))
    assert one.facets == ("nat", "produktion")
    assert one.evidence == nat


def test_the_best_are_concrete_then_firm_then_of_another_facet() -> None:
    vague = found(build.evidence("Energi nämns här.", stance=Stance.MENTION, index=0))
    firm = found(build.evidence("Elnätet ska byggas ut.", index=1))
    again = found(build.evidence("Elnätet ska också förstärkas.", index=2))
    other = found(build.evidence("Vindkraften ska byggas ut.", facet="produktion", index=3))
    concrete = found(build.evidence("Elnätet ska byggas ut med 200 MW till 2030.", concrete=True, index=4))
    assert best([vague, firm, again, other, concrete]) == [concrete, other, firm]
    assert best([vague]) == [vague]
    assert best([]) == []


def test_a_passage_of_two_focus_areas_is_pictured_once_with_its_better_rank() -> None:
    shared = "Elnätet och bredbandet ska byggas ut."
    energi = [build.evidence(f"Elnätet ska byggas ut med {n} MW.", concrete=True, index=n) for n in (1, 2)]
    report = build.report(
        [
            build.judged(
                cells=[
                    build.coverage("energi", Level.STRONG, [*energi, build.evidence(shared, index=9)]),
                    build.coverage(
                        "digital", Level.PARTIAL, [build.evidence(shared, focus_area="digital", facet="fast", index=9)]
                    ),
                ]
            )
        ]
    )
    ranks = {key.index: rank for rank, key, _ in pictured(report.matrix)}
    assert ranks == {1: 0, 2: 1, 9: 0}
