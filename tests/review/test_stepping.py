"""Stepping through what is undecided: each decision saved before the next is shown, back, skip, cells at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from build import AREAS, coverage, evidence, judged, matrix

from oms_check.model.coverage import Coverage, Level, Matrix
from oms_check.model.evidence import Evidence
from oms_check.model.review import ReviewEntry, Ruling
from oms_check.review.stepping import Answer, CellStep, Position, Step, Stepping, steps_of

DAY = date(2026, 11, 24)
ENERGI = AREAS[-1:]
FIRST, SECOND = evidence("Första passagen."), evidence("Andra passagen.")


def drawn(*found: Evidence, level: Level = Level.PARTIAL) -> Matrix:
    return matrix([judged("a.pdf", [coverage("energi", level, found)])])


def cover(area: str, found: Sequence[Evidence], before: Coverage) -> Coverage:
    """A level that follows from the evidence that stands."""
    standing = [one for one in found if not one.rejected]
    return replace(before, level=Level.PARTIAL if standing else Level.MISSING, evidence=tuple(found))


@dataclass
class Script:
    """A reader whose answers are written down: keys, reasons and roles in the order they are asked for."""

    answers: list[Answer]
    reasons: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    shown: list[tuple[str, int, ReviewEntry | None]] = field(default_factory=list)
    saved: list[ReviewEntry] = field(default_factory=list)

    def show(self, step: Step, position: Position) -> None:
        what = f"cell {step.coverage.level}" if isinstance(step, CellStep) else step.found[0].quote
        self.shown.append((what, len(self.saved), position.before))

    def answer(self) -> Answer | None:
        return self.answers.pop(0) if self.answers else None

    def reason(self, ruling: Ruling) -> str | None:
        return self.reasons.pop(0) if self.reasons else None

    def role(self) -> str | None:
        return self.roles.pop(0) if self.roles else None

    def save(self, step: Step, entry: ReviewEntry) -> None:
        self.saved.append(entry)


def run(script: Script, drawn: Matrix, role: str = "planerare", *, everything: bool = False) -> int:
    steps = steps_of(drawn, ENERGI, everything=everything)
    return Stepping(steps, script, script.save, cover, "oms-2025").run(role, lambda: DAY)


def test_each_decision_is_saved_before_the_next_is_shown() -> None:
    script = Script([Answer.ACCEPT, Answer.REJECT, Answer.QUIT], ["falsk träff"])
    assert run(script, drawn(FIRST, SECOND)) == 2
    assert [(what, saved) for what, saved, _ in script.shown] == [("Första passagen.", 0), ("Andra passagen.", 1)]
    accepted, rejected = script.saved
    assert (accepted.decision, accepted.passage, accepted.role) == (Ruling.ACCEPT, FIRST.fingerprint, "planerare")
    assert (rejected.reason, rejected.quote, rejected.date) == ("falsk träff", SECOND.quote, DAY)


def test_what_was_decided_is_not_asked_again() -> None:
    known = replace(FIRST, decision=ReviewEntry("oms-2025", "energi", Ruling.ACCEPT, DAY, FIRST.fingerprint))
    script = Script([Answer.SKIP])
    run(script, drawn(known, SECOND))
    assert [what for what, _, _ in script.shown] == ["Andra passagen."]
    every = Script([Answer.SKIP, Answer.SKIP])
    run(every, drawn(known, SECOND), everything=True)
    assert [before for _, _, before in every.shown[:2]] == [known.decision, None]


def test_a_cell_is_asked_about_where_it_is_a_gap_and_after_the_decisions_that_made_it_one() -> None:
    script = Script([Answer.REJECT, Answer.JUSTIFY], ["fel", "hör inte hit"])
    run(script, drawn(FIRST))
    assert [what for what, _, _ in script.shown] == ["Första passagen.", "cell missing"]
    cell = script.saved[1]
    assert (cell.passage, cell.level, cell.decision) == ("", Level.MISSING, Ruling.JUSTIFY)
    kept = Script([Answer.ACCEPT])
    run(kept, drawn(FIRST))
    assert len(kept.shown) == 1, "a cell with a direction of its own is no gap"


def test_back_shows_the_decision_made_and_takes_another() -> None:
    script = Script([Answer.ACCEPT, Answer.BACK, Answer.BACK, Answer.REJECT, Answer.QUIT], ["ändå inte"])
    run(script, drawn(FIRST, SECOND))
    assert [what[:6] for what, _, _ in script.shown] == ["Första", "Andra ", "Första", "Första", "Andra "]
    assert script.shown[2][2] == script.saved[0]
    assert [one.decision for one in script.saved] == [Ruling.ACCEPT, Ruling.REJECT]


def test_a_rejection_without_a_reason_is_asked_again_and_the_role_only_once() -> None:
    script = Script([Answer.REJECT, Answer.REJECT, Answer.ACCEPT], ["", "fel"], ["strateg"])
    run(script, drawn(FIRST, SECOND), role="")
    assert [one.role for one in script.saved] == ["strateg", "strateg"]
    assert [what[:6] for what, _, _ in script.shown[:3]] == ["Första", "Första", "Andra "]


def test_the_end_of_input_ends_the_run_without_a_half_decision() -> None:
    script = Script([Answer.REJECT])
    assert run(script, drawn(FIRST)) == 0
    assert script.saved == []


def test_a_sentence_that_stands_twice_is_asked_about_once() -> None:
    again = evidence("Första passagen.", page=8, index=3)
    assert len([one for one in steps_of(drawn(FIRST, again), ENERGI) if one.passage]) == 1


def test_a_document_without_a_level_has_nothing_to_decide() -> None:
    assert steps_of(drawn(level=Level.UNKNOWN), ENERGI) == ()


def test_an_empty_cell_has_nothing_to_reject() -> None:
    script = Script([Answer.REJECT, Answer.JUSTIFY], ["hör inte hit"])
    run(script, drawn(level=Level.MISSING))
    assert [one.decision for one in script.saved] == [Ruling.JUSTIFY]
