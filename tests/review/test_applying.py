"""Decisions on what was found: what they change, what they leave alone, and which are stale."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from build import RULES, coverage, evidence, judged, matrix

from oms_check.gate import Policy, Requirement, decide
from oms_check.matrix import build_matrix
from oms_check.model.coverage import Coverage, Judged, Level, Matrix
from oms_check.model.document import Status
from oms_check.model.evidence import Evidence
from oms_check.model.review import Review, Reviewed, ReviewEntry, Ruling, Staleness
from oms_check.model.strategy import Region
from oms_check.pipeline.judging import pool, rules_info
from oms_check.reporters.reasons import sentence
from oms_check.review.applying import Decisions, Subject
from oms_check.review.finding import ReviewFile, find_reviews, named_from, review_file_for
from oms_check.ruleset.load import load_ruleset
from oms_check.ruleset.locate import find_rules
from oms_check.scoring import cover

DAY = date(2026, 11, 24)
AREAS = [area.id for area in RULES.focus_areas]
FIRST = evidence("Regionen ska bygga ut elnätet till 2030.", page=3)
SECOND = evidence("Effektbristen ska mötas med lagring.", page=9)


def entry(decision: Ruling, one: Evidence | None = None, **more: object) -> ReviewEntry:
    facts = {"reason": "för att", "role": "planerare", "focus_area": "energi", "direction": "oms-2025"} | more
    if one is not None:
        facts |= {"passage": one.fingerprint, "quote": one.quote}
    return ReviewEntry(decision=decision, date=DAY, **facts)  # type: ignore[arg-type]


def strategy(folder: Path, *found: Evidence, level: Level = Level.PARTIAL, name: str = "a.pdf") -> Judged:
    file = folder / name
    file.touch()
    one = judged(name, [coverage("energi", level, found)])
    return replace(one, strategy=replace(one.strategy, file=file))


def decided(
    folder: Path, *entries: ReviewEntry, on: Sequence[Judged], name: str = "a.pdf", regions: Sequence[Reviewed] = ()
) -> Matrix:
    """The matrix after the decisions, with the levels it had: scoring has tests of its own."""
    review = Review("review.yaml", (Reviewed(name, entries, "b" * 64),) if entries else (), tuple(regions))
    subjects = [Subject(one.strategy, one.sha256) for one in on]
    decisions = Decisions(
        [ReviewFile(folder / "review.yaml", review, "review.yaml")], "oms-2025", AREAS, subjects, ["uppsala"]
    )

    def marked(cell: Coverage, path: str) -> Coverage:
        return replace(cell, evidence=decisions.mark(path, cell.evidence))

    strategies = [replace(one, coverage=tuple(marked(cell, one.strategy.path) for cell in one.coverage)) for one in on]
    return decisions.mark_matrix(matrix(strategies, by="region"))


def cell_of(drawn: Matrix, number: int = 0) -> Coverage:
    return drawn.strategies[number].coverage[-1]


def stale(drawn: Matrix) -> list[tuple[Staleness, str]]:
    assert drawn.review is not None
    return [(one.why, one.subject) for one in drawn.review.stale]


def test_a_decision_is_found_by_document_focus_area_and_text(tmp_path: Path) -> None:
    drawn = decided(tmp_path, entry(Ruling.REJECT, FIRST), on=[strategy(tmp_path, FIRST, SECOND)])
    first, second = cell_of(drawn).evidence
    assert first.rejected
    assert second.decision is None
    assert cell_of(drawn).standing == (second,)
    assert drawn.review is not None
    assert (drawn.review.applied, drawn.review.stale) == (1, ())


def test_a_page_and_a_position_are_no_part_of_it(tmp_path: Path) -> None:
    moved = evidence(FIRST.quote, page=44, index=7)
    drawn = decided(tmp_path, entry(Ruling.ACCEPT, FIRST), on=[strategy(tmp_path, moved)])
    assert cell_of(drawn).evidence[0].decision == entry(Ruling.ACCEPT, FIRST)
    assert stale(drawn) == []


def test_a_decision_of_another_direction_is_left_alone(tmp_path: Path) -> None:
    other = entry(Ruling.REJECT, FIRST, direction="oms-2018")
    drawn = decided(tmp_path, other, on=[strategy(tmp_path, SECOND)])
    assert stale(drawn) == []


def test_an_edited_passage_leaves_a_stale_decision_that_names_what_is_like_it(tmp_path: Path) -> None:
    edited = evidence("Regionen ska bygga ut elnätet till 2032.")
    drawn = decided(tmp_path, entry(Ruling.REJECT, FIRST), on=[strategy(tmp_path, edited, SECOND)])
    assert stale(drawn) == [(Staleness.PASSAGE, "a.pdf")]
    assert drawn.review is not None
    assert drawn.review.stale[0].similar == edited.quote
    assert not cell_of(drawn).evidence[0].rejected
    (notice,) = decide(drawn, Policy()).notices
    assert notice.code == "stale-decision"


def test_a_document_that_is_gone_is_stale_one_that_was_not_named_is_not(tmp_path: Path) -> None:
    (tmp_path / "other.pdf").touch()
    on = [strategy(tmp_path, FIRST)]
    there = decided(tmp_path, entry(Ruling.REJECT, SECOND), on=on, name="other.pdf")
    assert stale(there) == []
    on = [replace(on[0], sha256="c" * 64)]
    gone = decided(tmp_path, entry(Ruling.REJECT, SECOND), on=on, name="gone.pdf")
    assert stale(gone) == [(Staleness.DOCUMENT, "gone.pdf")]


def test_a_renamed_document_is_known_by_its_bytes(tmp_path: Path) -> None:
    drawn = decided(tmp_path, entry(Ruling.REJECT, FIRST), on=[strategy(tmp_path, FIRST)], name="old.pdf")
    assert cell_of(drawn).evidence[0].rejected
    assert stale(drawn) == []


def test_a_document_that_could_not_be_read_keeps_its_decisions(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    lost = judged("a.pdf", status=Status.DAMAGED, message="broken")
    lost = replace(lost, strategy=replace(lost.strategy, file=tmp_path / "a.pdf"))
    drawn = decided(tmp_path, entry(Ruling.REJECT, FIRST), entry(Ruling.JUSTIFY), on=[lost])
    assert stale(drawn) == []
    assert not cell_of(drawn).justified


def test_a_focus_area_or_region_that_does_not_exist_is_stale(tmp_path: Path) -> None:
    wrong = entry(Ruling.JUSTIFY, focus_area="vatten")
    nowhere = Reviewed("skane", (entry(Ruling.JUSTIFY),))
    drawn = decided(tmp_path, wrong, on=[strategy(tmp_path, FIRST)], regions=[nowhere])
    assert stale(drawn) == [(Staleness.FOCUS_AREA, "a.pdf"), (Staleness.REGION, "skane")]


@pytest.mark.parametrize(
    ("before", "level", "justified", "why"),
    [
        (None, Level.MISSING, True, None),
        (None, Level.PARTIAL, True, None),
        (None, Level.STRONG, False, Staleness.CLOSED),
        (Level.MISSING, Level.MISSING, True, None),
        (Level.MISSING, Level.MENTIONED, True, None),
        (Level.MISSING, Level.PARTIAL, False, Staleness.CLOSED),
        (Level.MENTIONED, Level.MISSING, False, Staleness.LEVEL),
        (Level.PARTIAL, Level.PARTIAL, True, None),
    ],
)
def test_a_justification_holds_as_long_as_the_gap_is_what_it_was(
    tmp_path: Path, before: Level | None, level: Level, justified: bool, why: Staleness | None
) -> None:
    drawn = decided(tmp_path, entry(Ruling.JUSTIFY, level=before), on=[strategy(tmp_path, level=level)])
    assert cell_of(drawn).justified is justified
    assert [one for one, _ in stale(drawn)] == ([why] if why else [])


def test_a_justified_gap_is_accepted_by_the_gate_and_counts_in_no_mean(tmp_path: Path) -> None:
    on = [strategy(tmp_path, level=Level.MISSING)]
    policy = Policy((Requirement(Level.PARTIAL, "energi"),))
    assert not decide(decided(tmp_path, on=on), policy).passed
    found = decide(decided(tmp_path, entry(Ruling.JUSTIFY), on=on), policy)
    assert found.passed
    assert [one.code for one in found.accepted] == ["justified"]
    strong = [coverage(area, Level.STRONG, score=80) for area in AREAS[:-1]]
    mixed = replace(on[0], coverage=(*strong, coverage("energi", Level.MISSING, score=0)))
    assert not decide(decided(tmp_path, on=[mixed]), Policy(fail_under=70)).passed
    assert decide(decided(tmp_path, entry(Ruling.JUSTIFY), on=[mixed]), Policy(fail_under=70)).passed


def test_a_rejected_cell_rejects_its_passages_but_not_the_accepted_ones(tmp_path: Path) -> None:
    entries = entry(Ruling.REJECT), entry(Ruling.ACCEPT, SECOND)
    drawn = decided(tmp_path, *entries, on=[strategy(tmp_path, FIRST, SECOND)])
    assert [one.rejected for one in cell_of(drawn).evidence] == [True, False]


def test_a_region_is_justified_by_its_own_decision_or_by_that_of_every_strategy(tmp_path: Path) -> None:
    on = [strategy(tmp_path, level=Level.MISSING), strategy(tmp_path, level=Level.MISSING, name="b.pdf")]
    one_of_two = decided(tmp_path, entry(Ruling.JUSTIFY), on=on)
    assert not one_of_two.rows[0].coverage[-1].justified
    alone = decided(tmp_path, entry(Ruling.JUSTIFY), on=on[:1])
    assert alone.rows[0].coverage[-1].justified
    own = decided(tmp_path, on=on, regions=[Reviewed("uppsala", (entry(Ruling.JUSTIFY),))])
    assert own.rows[0].coverage[-1].justified
    assert not cell_of(own).justified


def test_what_is_rejected_counts_for_nothing_and_is_counted_as_such() -> None:
    rules = load_ruleset(find_rules("oms-2025"))
    both = [replace(FIRST, facet="nat"), replace(SECOND, facet="nat")]
    before = cover(rules, "energi", both, [])
    rejected = replace(both[0], decision=entry(Ruling.REJECT, FIRST))
    after = cover(rules, "energi", [rejected, both[1]], [])
    assert (before.counts.commitments, after.counts.commitments, after.counts.rejected) == (2, 1, 1)
    assert (before.pages, after.pages) == ((3, 9), (9,))
    nothing = cover(rules, "energi", [rejected], [])
    assert nothing.level is Level.MISSING
    assert nothing.facets[0].evidence == 0
    assert nothing.evidence == (rejected,)


def test_a_region_counts_a_sentence_that_another_document_has_too(tmp_path: Path) -> None:
    rules = load_ruleset(find_rules("oms-2025"))
    info = rules_info(rules)
    rejected = replace(FIRST, decision=entry(Ruling.REJECT, FIRST))
    strategies = [
        judged(name, [cover(rules, area.id, found if area.id == "energi" else [], []) for area in rules.focus_areas])
        for name, found in (("a.pdf", [rejected]), ("b.pdf", [FIRST]))
    ]
    drawn = build_matrix(info, strategies, [Region("uppsala", "Region Uppsala")], "region", partial(pool, rules))
    assert drawn.rows[0].coverage[-1].counts.commitments == 1


class TestFinding:
    def test_reviews_are_found_beside_the_strategies_and_above_them(self, tmp_path: Path) -> None:
        folder = tmp_path / "strategies" / "uppsala"
        folder.mkdir(parents=True)
        one = strategy(folder).strategy
        for place in (folder, folder.parent):
            (place / "review.yaml").write_text("schema: oms-check/review@1\n", encoding="utf-8")
        found = find_reviews([one], [tmp_path / "strategies"])
        assert [review.path for review in found] == [folder.parent / "review.yaml", folder / "review.yaml"]
        assert review_file_for(one, [tmp_path / "strategies"]) == folder / "review.yaml"

    def test_a_new_review_is_written_into_the_folder_that_was_named(self, tmp_path: Path) -> None:
        folder = tmp_path / "strategies" / "uppsala"
        folder.mkdir(parents=True)
        one = strategy(folder).strategy
        assert review_file_for(one, [tmp_path / "strategies"]) == tmp_path / "strategies" / "review.yaml"
        assert review_file_for(one, [folder / "a.pdf"]) == folder / "review.yaml"
        assert review_file_for(one, [folder], tmp_path / "x.yaml") == tmp_path / "x.yaml"

    def test_documents_are_named_from_the_folder_of_the_review(self, tmp_path: Path) -> None:
        assert named_from(tmp_path / "review.yaml", tmp_path / "uppsala" / "rus.pdf") == "uppsala/rus.pdf"
        assert named_from(tmp_path / "kept" / "review.yaml", tmp_path / "rus.pdf") == "../rus.pdf"


def test_an_entry_that_another_overrules_is_told(tmp_path: Path) -> None:
    on = [strategy(tmp_path, FIRST)]
    subjects = [Subject(one.strategy, one.sha256) for one in on]
    far, near = (
        ReviewFile(tmp_path / name, Review(name, (Reviewed("a.pdf", (entry(ruling, FIRST),)),)), name)
        for name, ruling in (("far.yaml", Ruling.REJECT), ("near.yaml", Ruling.ACCEPT))
    )
    decisions = Decisions([far, near], "oms-2025", AREAS, subjects)
    (marked,) = decisions.mark("a.pdf", [FIRST])
    assert not marked.rejected
    drawn = decisions.mark_matrix(matrix(on))
    assert drawn.review is not None
    assert [(one.why, one.file) for one in drawn.review.stale] == [(Staleness.OVERRULED, "far.yaml")]


def test_decisions_on_a_lost_document_are_one_notice(tmp_path: Path) -> None:
    on = [replace(strategy(tmp_path), sha256="c" * 64)]
    drawn = decided(tmp_path, entry(Ruling.REJECT, FIRST), entry(Ruling.ACCEPT, SECOND), on=on, name="borta.pdf")
    assert len(stale(drawn)) == 2
    (notice,) = decide(drawn, Policy()).notices
    assert sentence(notice) == "review.yaml: stale decisions (2): borta.pdf is not there any more"
