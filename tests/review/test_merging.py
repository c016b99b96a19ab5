"""New decisions into a review: added, known already, or contradicting what stands there."""

from datetime import date

from oms_check.model.review import Review, Reviewed, ReviewEntry, Ruling
from oms_check.review.merging import merge, with_document, without

DAY = date(2026, 11, 24)


def entry(decision: Ruling, passage: str = "a" * 16, reason: str = "r", **more: object) -> ReviewEntry:
    return ReviewEntry(
        "oms-2025",
        "energi",
        decision,
        DAY,
        passage,
        reason=reason,
        role="p",
        **more,  # type: ignore[arg-type]
    )


def review(*entries: ReviewEntry) -> Review:
    return Review("review.yaml", (Reviewed("a.pdf", entries),) if entries else ())


def test_a_new_decision_comes_in_and_one_that_is_there_changes_nothing() -> None:
    standing = entry(Ruling.ACCEPT)
    new = entry(Ruling.REJECT, "b" * 16)
    merged = merge(review(standing), review(standing, new))
    assert (merged.added, merged.unchanged, merged.conflicts) == (1, 1, ())
    assert merged.review.entries == (standing, new)


def test_a_contradiction_is_named_and_not_taken() -> None:
    standing, other = entry(Ruling.ACCEPT), entry(Ruling.REJECT)
    merged = merge(review(standing), review(other))
    assert [(one.subject, one.new, one.standing) for one in merged.conflicts] == [("a.pdf", other, standing)]
    assert merged.review.entries == (standing,)
    assert merge(review(standing), review(other), overwrite=True).review.entries == (other,)


def test_a_change_made_in_sight_of_what_stands_there_is_taken() -> None:
    standing = entry(Ruling.ACCEPT, comments=("# varför",))
    changed = entry(Ruling.REJECT, replaces=Ruling.ACCEPT)
    merged = merge(review(standing), review(changed))
    assert merged.conflicts == ()
    assert merged.review.entries == (entry(Ruling.REJECT, comments=("# varför",)),)
    assert len(merge(review(entry(Ruling.JUSTIFY)), review(changed)).conflicts) == 1


def test_other_decisions_and_documents_stay() -> None:
    before = Review("review.yaml", (Reviewed("a.pdf", (entry(Ruling.ACCEPT),)), Reviewed("b.pdf", ())))
    after = with_document(before, Reviewed("a.pdf", (entry(Ruling.JUSTIFY, ""),), "c" * 64))
    (a,) = [one for one in after.documents if one.name == "a.pdf"]
    assert {one.decision for one in a.entries} == {Ruling.ACCEPT, Ruling.JUSTIFY}
    assert a.sha256 == "c" * 64


def test_stale_entries_can_be_taken_out() -> None:
    gone, kept = entry(Ruling.ACCEPT, line=4), entry(Ruling.REJECT, "b" * 16, line=9)
    assert without(review(gone, kept), [gone]).entries == (kept,)
    assert without(review(gone), [gone]).documents == ()
