"""Two sides of a comparison → what was gained, lost, moved, made firmer or weaker, or only reworded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from oms_check.comparison.pairing import moved_pairs, pair_passages
from oms_check.comparison.sides import Passage, Side, Treatment
from oms_check.model.coverage import Level


class ChangeKind(StrEnum):
    """What happened to a passage."""

    GAINED = "gained"
    LOST = "lost"
    MOVED = "moved"
    FIRMER = "firmer"
    WEAKER = "weaker"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """A passage's change for one focus area and the facets concerned; `old` is None where it is new."""

    kind: ChangeKind
    focus_area: str
    facets: tuple[str, ...]
    old: Passage | None
    new: Passage | None

    def stances(self) -> tuple[Treatment | None, Treatment | None]:
        """How each side treats the focus area."""
        return _treatment(self.old, self.focus_area), _treatment(self.new, self.focus_area)


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The level of a focus area, or of a facet where `facet` is not ''; None where one side has no such cell."""

    focus_area: str
    facet: str
    old: Level | None
    new: Level | None

    @property
    def is_regression(self) -> bool:
        """Whether the level fell. From or to unknown is no fall: nothing can be told."""
        if self.old in (None, Level.UNKNOWN) or self.new in (None, Level.UNKNOWN):
            return False
        return self.new.rank < self.old.rank


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from `old` to `new` (paths); `same` counts the passages that stayed as they were."""

    old: str
    new: str
    levels: tuple[LevelChange, ...]
    changes: tuple[Change, ...]
    same: int

    @property
    def is_regression(self) -> bool:
        """Whether the level of a focus area or of one of its facets fell."""
        return any(level.is_regression for level in self.levels)

    @property
    def unknown(self) -> bool:
        """Whether a level of either side is unknown, so that a fall could not be seen."""
        return any(Level.UNKNOWN in (level.old, level.new) for level in self.levels)


def compare_sides(old: Side, new: Side) -> Comparison:
    """Changes in the order of the new document, what was lost standing where it stood in the old one."""
    pairs = pair_passages(old.passages, new.passages)
    moved = moved_pairs(pairs, old.passages, new.passages)
    changes: list[Change] = []
    same = 0
    for pair in pairs:
        before, after = old.passages[pair.old], new.passages[pair.new]
        own = list(_of_pair(before, after, same_words=pair.same_words, moved=pair in moved))
        changes += own
        same += not own
    paired_old, paired_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    for i, before in enumerate(old.passages):
        if i not in paired_old:
            changes += _whole(ChangeKind.LOST, before, None)
    for i, after in enumerate(new.passages):
        if i not in paired_new:
            changes += _whole(ChangeKind.GAINED, None, after)
    ordered = sorted(_without_containing(changes), key=_depth)
    return Comparison(old.path, new.path, tuple(_levels(old, new)), tuple(ordered), same)


def _of_pair(before: Passage, after: Passage, *, same_words: bool, moved: bool) -> Iterator[Change]:
    old = {treatment.focus_area: treatment for treatment in before.treatments}
    new = {treatment.focus_area: treatment for treatment in after.treatments}
    for area in [*old, *(area for area in new if area not in old)]:
        if area not in new:
            yield Change(ChangeKind.LOST, area, old[area].facets, before, after)
        elif area not in old:
            yield Change(ChangeKind.GAINED, area, new[area].facets, before, after)
        else:
            yield from _of_area(old[area], new[area], before, after, same_words=same_words)
            if moved:
                yield Change(ChangeKind.MOVED, area, new[area].facets, before, after)


def _of_area(old: Treatment, new: Treatment, before: Passage, after: Passage, *, same_words: bool) -> Iterator[Change]:
    lost = tuple(facet for facet in old.facets if facet not in new.facets)
    gained = tuple(facet for facet in new.facets if facet not in old.facets)
    if lost:
        yield Change(ChangeKind.LOST, old.focus_area, lost, before, after)
    if gained:
        yield Change(ChangeKind.GAINED, old.focus_area, gained, before, after)
    if new.firmness != old.firmness:
        kind = ChangeKind.FIRMER if new.firmness > old.firmness else ChangeKind.WEAKER
        yield Change(kind, old.focus_area, new.facets, before, after)
    elif not (same_words or lost or gained):
        yield Change(ChangeKind.REWORDED, old.focus_area, new.facets, before, after)


def _whole(kind: ChangeKind, before: Passage | None, after: Passage | None) -> Iterator[Change]:
    passage = after or before
    for treatment in passage.treatments if passage else ():
        yield Change(kind, treatment.focus_area, treatment.facets, before, after)


def _without_containing(changes: Sequence[Change]) -> list[Change]:
    """Drop a change of a quote of several sentences that a change of one of its sentences already tells."""
    return [
        change
        for change in changes
        if not any(
            other.kind is change.kind
            and other.focus_area == change.focus_area
            and (_contains(change.old, other.old) or _contains(change.new, other.new))
            for other in changes
        )
    ]


def _contains(whole: Passage | None, part: Passage | None) -> bool:
    return whole is not None and part is not None and whole.contains(part)


def _depth(change: Change) -> tuple[float, str]:
    passage = change.new or change.old
    return (passage.depth if passage else 0.0, change.focus_area)


def _treatment(passage: Passage | None, focus_area: str) -> Treatment | None:
    found = (t for t in passage.treatments if t.focus_area == focus_area) if passage else iter(())
    return next(found, None)


def _levels(old: Side, new: Side) -> Iterator[LevelChange]:
    """The levels of all focus areas, and those of the facets that changed."""
    before = {(level.focus_area, level.facet): level.level for level in old.levels}
    after = {(level.focus_area, level.facet): level.level for level in new.levels}
    for key in [*after, *(key for key in before if key not in after)]:
        focus_area, facet = key
        if not facet or before.get(key) != after.get(key):
            yield LevelChange(focus_area, facet, before.get(key), after.get(key))
