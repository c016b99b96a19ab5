"""A matrix → what is still to be decided, one thing after the other, each decision saved before the next is shown.

Knows no terminal: what is shown, asked and saved comes in as functions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Protocol

from oms_check.model.coverage import Coverage, FocusAreaInfo, Judged, Level, Matrix
from oms_check.model.evidence import Evidence
from oms_check.model.review import Review, ReviewEntry, Ruling

GAPS = (Level.MISSING, Level.MENTIONED)
"""Levels of a cell that is asked about when its passages are done."""


@dataclass(frozen=True, slots=True)
class PassageStep:
    """A passage to decide on: everything found in it for one focus area."""

    judged: Judged
    area: FocusAreaInfo
    found: tuple[Evidence, ...]

    @property
    def passage(self) -> str:
        """The fingerprint."""
        return self.found[0].fingerprint


@dataclass(frozen=True, slots=True)
class CellStep:
    """A cell to decide on, with its coverage as the decisions of the moment make it."""

    judged: Judged
    area: FocusAreaInfo
    coverage: Coverage

    passage = ""


Step = PassageStep | CellStep


class Answer(Enum):
    """What a reader can answer; the values are the keys."""

    ACCEPT = "a"
    REJECT = "r"
    JUSTIFY = "j"
    SKIP = "s"
    BACK = "b"
    QUIT = "q"

    @property
    def ruling(self) -> Ruling | None:
        """The decision it stands for; None where it only moves on."""
        return _RULINGS.get(self)


_RULINGS = {Answer.ACCEPT: Ruling.ACCEPT, Answer.REJECT: Ruling.REJECT, Answer.JUSTIFY: Ruling.JUSTIFY}


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the run a step stands: `number` of `total`, and the decision made on it before, if any."""

    number: int
    total: int
    before: ReviewEntry | None = None
    rejectable: bool = True
    """Whether there is anything to reject: an empty cell has nothing."""


class Reader(Protocol):
    """Whoever decides. `None` of a question: there will be no more answers."""

    def show(self, step: Step, position: Position) -> None:
        """Show what is to be decided."""

    def answer(self) -> Answer | None:
        """The next key."""

    def reason(self, ruling: Ruling) -> str | None:
        """Why; '' goes back to the question."""

    def role(self) -> str | None:
        """Whose decision it is; asked once, then remembered."""


Save = Callable[[Step, ReviewEntry], None]
"""Writes a decision; returns when it is on disk."""
Cover = Callable[[str, Sequence[Evidence], Coverage], Coverage]
"""(focus area, its evidence with decisions, the coverage before) → the coverage now."""


def steps_of(matrix: Matrix, areas: Sequence[FocusAreaInfo], *, everything: bool = False) -> tuple[Step, ...]:
    """What is undecided, by document and focus area: passages in document order, then the cell.

    `everything` asks about what was decided too. Documents without a level have nothing to decide on.
    """
    return tuple(_steps(matrix, areas, everything))


def last_role(reviews: Iterable[Review]) -> str:
    """The role of the decision made last, '' where there is none."""
    entries = [entry for review in reviews for entry in review.entries]
    return max(entries, key=lambda entry: (entry.date, entry.line)).role if entries else ""


def _steps(matrix: Matrix, areas: Sequence[FocusAreaInfo], everything: bool) -> Iterator[Step]:
    for judged in matrix.strategies:
        by_area = {coverage.focus_area: coverage for coverage in judged.coverage}
        for area in areas:
            coverage = by_area[area.id]
            if coverage.level is Level.UNKNOWN:
                continue
            passages: dict[str, list[Evidence]] = {}
            for one in coverage.evidence:
                if everything or one.decision is None:
                    passages.setdefault(one.fingerprint, []).append(one)
            for found in passages.values():
                yield PassageStep(judged, area, tuple(found))
            if everything or not coverage.decisions:
                yield CellStep(judged, area, coverage)


class Stepping:
    """One run through the steps. `role` is remembered from the last decision."""

    def __init__(self, steps: Sequence[Step], reader: Reader, save: Save, cover: Cover, direction: str) -> None:
        self._steps = steps
        self._reader = reader
        self._save = save
        self._cover = cover
        self._direction = direction
        self._decided: dict[int, ReviewEntry] = {}

    def run(self, role: str, today: Callable[[], date] = date.today) -> int:
        """Ask until everything is decided or the reader has had enough; returns the number of decisions made."""
        at = 0
        forward = True
        while at < len(self._steps):
            step = self._now(self._steps[at])
            if step is None:
                at = max(at + (1 if forward else -1), 0)
                forward = forward or at == 0
                continue
            rejectable = isinstance(step, PassageStep) or bool(step.coverage.evidence)
            self._reader.show(step, Position(at + 1, len(self._steps), self._before(at, step), rejectable))
            answer = self._reader.answer()
            if answer is Answer.REJECT and not rejectable:
                continue
            if answer is None or answer is Answer.QUIT:
                break
            forward = answer is not Answer.BACK
            if answer is Answer.BACK:
                at = max(at - 1, 0)
                continue
            if answer.ruling is not None:
                entry = self._decision(step, answer.ruling, role, today)
                if entry is None:
                    break
                if not entry.role:
                    continue  # no reason or no role was given: ask again
                self._save(step, entry)
                self._decided[at] = entry
                role = entry.role
            at += 1
        return len(self._decided)

    @property
    def left(self) -> int:
        """How many things are undecided: passages, and cells that are gaps."""
        open_ = (step for number, step in enumerate(self._steps) if number not in self._decided)
        return sum(self._now(step) is not None for step in open_)

    def _decision(self, step: Step, ruling: Ruling, role: str, today: Callable[[], date]) -> ReviewEntry | None:
        """The decision in full; without a role where no reason was given, None where no answer comes any more."""
        reason: str | None = ""
        if ruling is not Ruling.ACCEPT:
            reason = self._reader.reason(ruling)
        if reason is None:
            return None
        entry = ReviewEntry(
            direction=self._direction,
            focus_area=step.area.id,
            decision=ruling,
            date=today(),
            passage=step.passage,
            quote=step.found[0].quote if isinstance(step, PassageStep) else "",
            level=step.coverage.level if isinstance(step, CellStep) else None,
            reason=reason,
        )
        if ruling is not Ruling.ACCEPT and not reason:
            return entry
        asked = role or self._reader.role()
        return None if asked is None else replace(entry, role=asked)

    def _before(self, at: int, step: Step) -> ReviewEntry | None:
        if at in self._decided:
            return self._decided[at]
        if isinstance(step, PassageStep):
            return step.found[0].decision
        return step.coverage.decisions[0] if step.coverage.decisions else None

    def _now(self, step: Step) -> Step | None:
        """The step as it is after what was decided in this run; None for a cell that is no gap."""
        if isinstance(step, PassageStep):
            return step
        made = {
            (other.judged.strategy.path, other.area.id, other.passage): entry
            for number, entry in self._decided.items()
            if (other := self._steps[number])
        }
        path, area = step.judged.strategy.path, step.area.id
        evidence = [
            replace(one, decision=made.get((path, area, one.fingerprint), one.decision))
            for one in step.coverage.evidence
        ]
        coverage = self._cover(area, evidence, step.coverage)
        return replace(step, coverage=coverage) if coverage.level in GAPS or step.coverage.decisions else None
