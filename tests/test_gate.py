"""The gate: what fails, what is accepted, what could not be checked, and the sentence for each."""

from dataclasses import replace
from datetime import date

import pytest
from build import AREAS, coverage, evidence, judged, matrix, near_miss

from oms_check.errors import UsageError
from oms_check.gate import Override, Policy, Requirement, check_policy, decide, parse_requirement
from oms_check.model.baseline import Baseline, BaselineEntry
from oms_check.model.coverage import Coverage, Decision, Judged, Level
from oms_check.model.document import PageHealth, Status
from oms_check.model.evidence import Stance
from oms_check.reporters.reasons import sentence

PARTIAL = Policy((Requirement(Level.PARTIAL),))
PATH = "strategies/uppsala/rus.pdf"
TODAY = date(2026, 11, 24)


def all_at(level: Level, *cells: Coverage) -> list[Coverage]:
    given = {cell.focus_area for cell in cells}
    return [*cells, *(coverage(area.id, level) for area in AREAS if area.id not in given)]


def strong_but(*cells: Coverage, path: str = PATH, **facts: object) -> Judged:
    return judged(path, all_at(Level.STRONG, *cells), **facts)


def decided(policy: Policy, *strategies: Judged, baseline: Baseline | None = None) -> Decision:
    return decide(matrix(strategies), policy, baseline, today=TODAY)


def entry(level: Level, focus_area: str = "energi", row: str = PATH, **more: object) -> BaselineEntry:
    return BaselineEntry("oms-2025", row, focus_area, level, **more)  # type: ignore[arg-type]


def baseline(*entries: BaselineEntry, by: str = "strategy") -> Baseline:
    return Baseline("oms-baseline.toml", by, entries)


def test_a_requirement_is_a_level_or_a_level_of_a_focus_area() -> None:
    assert parse_requirement("partial") == Requirement(Level.PARTIAL)
    assert parse_requirement("strong:energi") == Requirement(Level.STRONG, "energi")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("partal", "did you mean 'partial'?"),
        ("missing", "mentioned, partial, strong"),
        ("unknown", "mentioned, partial, strong"),
        ("strong:", "LEVEL:FOCUS"),
        ("", "mentioned, partial, strong"),
    ],
)
def test_a_requirement_that_is_none_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_requirement(text)
    assert advice in caught.value.advice


def test_a_focus_area_that_does_not_exist_is_refused_with_what_was_meant() -> None:
    policy = Policy((Requirement(Level.PARTIAL, "enrgi"),))
    with pytest.raises(UsageError) as caught:
        check_policy(policy, [area.id for area in AREAS])
    assert caught.value.advice == "did you mean 'energi'?"


def test_what_meets_the_requirement_passes_without_reasons() -> None:
    assert decided(PARTIAL, strong_but()) == Decision(passed=True)


def test_a_reason_names_document_area_level_requirement_and_the_nearest_evidence() -> None:
    mentioned = coverage("energi", Level.MENTIONED, [evidence(stance=Stance.MENTION, page=9)])
    (reason,) = decided(PARTIAL, strong_but(mentioned)).reasons
    assert sentence(reason) == (
        f"{PATH}: energi is mentioned, partial is required; nearest evidence: mention on page 9 of {PATH}"
    )
    assert (reason.level, reason.required, reason.page) == ("mentioned", "partial", 9)


def test_without_evidence_the_near_miss_is_named_with_what_it_lacks() -> None:
    missing = coverage("energi", Level.MISSING, near=[near_miss(page=14, lacking=("kapacitet",))])
    (reason,) = decided(PARTIAL, strong_but(missing)).reasons
    assert "page 14" in sentence(reason)
    assert "lacks kapacitet" in sentence(reason)


def test_a_requirement_of_a_focus_area_stands_before_the_general_one() -> None:
    policy = Policy((Requirement(Level.STRONG), Requirement(Level.MENTIONED, "digital")))
    found = decided(policy, judged(PATH, all_at(Level.MENTIONED)))
    assert "digital" not in {reason.focus_area for reason in found.reasons}
    assert len(found.reasons) == 4


def test_a_score_is_compared_unrounded_and_told_with_enough_digits() -> None:
    cells = [coverage(area.id, Level.PARTIAL, score=59.96) for area in AREAS]
    (reason,) = decided(Policy(fail_under=60), judged(PATH, cells)).reasons
    assert "59.96" in sentence(reason)
    assert decided(Policy(fail_under=59.96), judged(PATH, cells)).passed


def test_a_mean_that_is_exactly_what_is_required_is_met() -> None:
    """Added one after the other these come to 59.999999999999986."""
    scores = (85.6, 99.1, 67.1, 16.3, 31.9)
    assert sum(scores) / 5 < 60
    cells = [coverage(area.id, Level.PARTIAL, score=score) for area, score in zip(AREAS, scores, strict=True)]
    assert decided(Policy(fail_under=60), judged(PATH, cells)).passed


def test_a_score_alone_is_a_requirement_that_something_must_be_judged_by() -> None:
    everything = Override(exempt=tuple(area.id for area in AREAS))
    found = decided(Policy(fail_under=60, overrides=(everything,)), strong_but())
    assert found.could_not_check
    assert [reason.code for reason in found.reasons] == ["nothing"]
    assert decided(Policy(fail_under=60), strong_but()).passed


@pytest.mark.parametrize("score", [-0.5, 100.5])
def test_a_score_that_cannot_be_reached_or_missed_is_refused(score: float) -> None:
    for policy in (Policy(fail_under=score), Policy(overrides=(Override(fail_under=score),))):
        with pytest.raises(UsageError, match="0 to 100"):
            decide(matrix([strong_but()]), policy)
    assert decided(Policy(fail_under=0), strong_but()).passed
    assert decided(Policy(fail_under=100), judged(PATH, [coverage(a.id, score=100.0) for a in AREAS])).passed


def test_the_highest_of_several_levels_required_of_one_focus_area_holds() -> None:
    levels = (Requirement(Level.MENTIONED, "energi"), Requirement(Level.STRONG, "energi"))
    for require in (levels, levels[::-1]):
        (reason,) = decided(Policy(require), judged(PATH, all_at(Level.PARTIAL))).reasons
        assert reason.required == "strong"


def test_the_firmest_and_most_concrete_evidence_is_the_nearest() -> None:
    found = [
        evidence(stance=Stance.AGAINST, page=1),
        evidence(stance=Stance.MENTION, page=2),
        evidence(stance=Stance.NEED, page=3),
        evidence(stance=Stance.COMMITMENT, page=4),
        evidence(stance=Stance.COMMITMENT, page=5, concrete=True),
        evidence(stance=Stance.QUOTE, page=6),
    ]
    for count, page in ((1, 1), (2, 2), (3, 3), (4, 4), (6, 5)):
        cell = coverage("energi", Level.MENTIONED, found[:count])
        (reason,) = decided(PARTIAL, strong_but(cell)).reasons
        assert reason.page == page


def test_of_near_misses_the_one_that_lacks_least_is_the_nearest() -> None:
    misses = [near_miss(page=1, lacking=("a", "b")), near_miss(page=2, lacking=("a",))]
    (reason,) = decided(PARTIAL, strong_but(coverage("energi", Level.MISSING, near=misses))).reasons
    assert reason.page == 2


def test_a_kind_can_be_exempt_from_a_focus_area() -> None:
    policy = Policy(PARTIAL.require, overrides=(Override(kinds=("bredband",), exempt=("energi",)),))
    gap = coverage("energi", Level.MISSING)
    assert decided(policy, strong_but(gap, kind="bredband")).passed
    assert not decided(policy, strong_but(gap, kind="rus")).passed


def test_exemptions_of_several_overrides_add_up_and_leave_the_score_alone() -> None:
    overrides = (Override(kinds=("bredband",), exempt=("energi",)), Override(("uppsala",), exempt=("omvarld",)))
    gaps = [coverage(area, Level.MISSING, score=0.0) for area in ("energi", "omvarld")]
    one = strong_but(*gaps, kind="bredband")
    assert decided(Policy(PARTIAL.require, overrides=overrides), one).passed
    assert decided(Policy(fail_under=90, overrides=overrides), one).passed
    assert not decided(Policy(fail_under=90), one).passed
    assert not decided(Policy(PARTIAL.require, overrides=overrides[:1]), one).passed


def test_an_exempt_focus_area_is_not_held_against_the_baseline_either() -> None:
    policy = Policy(overrides=(Override(kinds=("bredband",), exempt=("energi",)),))
    known = baseline(entry(Level.STRONG), entry(Level.STRONG, "digital"))
    assert decided(policy, strong_but(coverage("energi", Level.MISSING), kind="bredband"), baseline=known).passed


def test_a_region_can_have_a_score_of_its_own_without_a_general_one() -> None:
    policy = Policy(overrides=(Override(("uppsala",), fail_under=95),))
    assert [reason.code for reason in decided(policy, strong_but()).reasons] == ["score"]
    assert decided(policy, strong_but(), strong_but(path="b.pdf", region="orebro")).reasons[0].required == "95"
    lower = Policy(fail_under=95, overrides=(Override(("uppsala",), fail_under=10),))
    assert decided(lower, strong_but()).passed
    assert not decided(lower, strong_but(region="orebro")).passed


def test_a_region_can_have_requirements_where_nothing_is_required_in_general() -> None:
    policy = Policy(overrides=(Override(("uppsala",), require=PARTIAL.require),))
    unread = judged(PATH, status=Status.DAMAGED, message="damaged")
    found = decide(matrix([unread]), replace(policy, allow_unreadable=True), today=TODAY)
    assert [reason.code for reason in found.reasons] == ["nothing"]
    assert not decided(policy, strong_but(coverage("energi", Level.MISSING))).passed


def test_a_region_can_have_requirements_of_its_own() -> None:
    policy = Policy(PARTIAL.require, overrides=(Override(("uppsala",), require=(Requirement(Level.MENTIONED),)),))
    gap = coverage("energi", Level.MENTIONED)
    assert decided(policy, strong_but(gap)).passed
    assert not decided(policy, strong_but(gap, region="orebro")).passed


def test_a_document_that_cannot_be_read_could_not_be_checked_even_without_requirements() -> None:
    lost = judged("a.pdf", status=Status.ENCRYPTED, message="it needs a password")
    found = decided(Policy(), lost, strong_but())
    assert found.could_not_check
    assert not found.passed
    assert [reason.code for reason in found.reasons] == ["unreadable"]
    assert "a.pdf could not be read: it needs a password" in sentence(found.reasons[0])


def test_allowing_unreadable_documents_makes_notices_of_them() -> None:
    lost = judged("a.pdf", status=Status.DAMAGED, message="it is damaged")
    found = decided(Policy(PARTIAL.require, allow_unreadable=True), lost, strong_but())
    assert found.passed
    assert not found.could_not_check
    assert [notice.code for notice in found.notices] == ["unreadable"]


def test_an_unknown_level_never_meets_and_never_misses_a_requirement() -> None:
    scanned = judged(PATH, all_at(Level.UNKNOWN), faulty=dict.fromkeys(range(1, 11), PageHealth.NO_TEXT))
    found = decided(PARTIAL, scanned, strong_but(path="b.pdf"))
    assert found.could_not_check
    assert [reason.code for reason in found.reasons] == ["unknown"]
    assert "10 of 20 pages" in sentence(found.reasons[0])


def test_a_gate_that_judged_nothing_is_no_success() -> None:
    everything = tuple(area.id for area in AREAS)
    policy = Policy(PARTIAL.require, overrides=(Override(exempt=everything),))
    found = decided(policy, strong_but())
    assert found.could_not_check
    assert found.reasons[0].code == "nothing"


def test_cells_that_nothing_is_required_of_are_not_judged() -> None:
    """The one focus area that something is required of cannot be told: the other four are no evidence of success."""
    cells = [coverage("energi", Level.UNKNOWN), *(coverage(a.id, Level.STRONG) for a in AREAS if a.id != "energi")]
    policy = Policy((Requirement(Level.PARTIAL, "energi"),), allow_unreadable=True)
    found = decided(policy, judged(PATH, cells))
    assert [reason.code for reason in found.reasons] == ["nothing"]
    assert found.could_not_check


def test_a_baseline_whose_entries_are_all_about_something_gone_judges_nothing() -> None:
    found = decided(Policy(), strong_but(), baseline=baseline(entry(Level.STRONG, row="borta.pdf")))
    assert [reason.code for reason in found.reasons] == ["stale", "nothing"]
    assert found.could_not_check


def test_entries_of_another_direction_are_no_concern_of_this_one() -> None:
    other = BaselineEntry("oms-2018", "borta.pdf", "gods", Level.STRONG)
    assert decided(Policy(), strong_but(), baseline=baseline(entry(Level.STRONG), other)).passed


def test_a_baseline_accepts_a_gap_it_knows() -> None:
    gap = coverage("energi", Level.MENTIONED)
    known = entry(Level.MENTIONED, reason="tas upp 2027", until=date(2027, 1, 1))
    found = decided(PARTIAL, strong_but(gap), baseline=baseline(known))
    assert found.passed
    (accepted,) = found.accepted
    assert "accepted by the baseline until 2027-01-01 (tas upp 2027)" in sentence(accepted)


def test_a_fall_below_the_baseline_fails_even_where_nothing_is_required() -> None:
    found = decided(Policy(), strong_but(coverage("energi", Level.PARTIAL)), baseline=baseline(entry(Level.STRONG)))
    assert [reason.code for reason in found.reasons] == ["regression"]
    assert "fell from strong to partial" in sentence(found.reasons[0])


def test_a_rise_above_the_baseline_is_a_notice_with_the_command() -> None:
    found = decided(Policy(), strong_but(), baseline=baseline(entry(Level.PARTIAL)))
    assert found.passed
    assert "oms-check baseline write" in sentence(found.notices[0])


def test_an_entry_about_a_focus_area_that_is_no_more_fails() -> None:
    known = entry(Level.STRONG), entry(Level.STRONG, "gods", line=9)
    (reason,) = decided(Policy(), strong_but(), baseline=baseline(*known)).reasons
    assert reason.code == "stale"
    assert sentence(reason).startswith("oms-baseline.toml:9: gods")


def test_an_entry_about_something_gone_fails() -> None:
    known = entry(Level.STRONG), entry(Level.STRONG, row="strategies/uppsala/borta.pdf", line=7)
    (reason,) = decided(Policy(), strong_but(), baseline=baseline(*known)).reasons
    assert reason.code == "stale"
    assert sentence(reason).startswith("oms-baseline.toml:7: strategies/uppsala/borta.pdf")


@pytest.mark.parametrize(("until", "passes"), [(TODAY, True), (date(2026, 11, 23), False)])
def test_an_acceptance_ends_after_its_last_day(until: date, passes: bool) -> None:
    known = entry(Level.MENTIONED, until=until)
    found = decided(PARTIAL, strong_but(coverage("energi", Level.MENTIONED)), baseline=baseline(known))
    assert found.passed is passes
    if not passes:
        assert [reason.code for reason in found.reasons] == ["expired"]
        assert found.accepted == ()


@pytest.mark.parametrize(
    "wrong",
    [baseline(entry(Level.STRONG), by="region"), Baseline("b.toml", "strategy", ())],
)
def test_a_baseline_of_other_rows_or_another_direction_could_not_be_used(wrong: Baseline) -> None:
    found = decided(Policy(), strong_but(), baseline=wrong)
    assert found.could_not_check
    assert "baseline" in {reason.code for reason in found.reasons}
