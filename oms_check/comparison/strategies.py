"""Two sets of sides → which strategy of one is compared with which of the other, and the comparisons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oms_check.comparison.changes import Comparison, compare_sides
from oms_check.comparison.sides import Side


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Comparisons in the order of the new paths, and the paths without a counterpart."""

    pairs: tuple[Comparison, ...]
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()

    @property
    def is_regression(self) -> bool:
        """Whether a level fell or a strategy is gone."""
        return bool(self.only_old) or any(pair.is_regression for pair in self.pairs)

    @property
    def unknown(self) -> bool:
        """Whether a level could not be told on either side."""
        return any(pair.unknown for pair in self.pairs)


Key = Callable[[Side], object]

_KEYS: tuple[Key, ...] = (
    lambda side: side.path,
    lambda side: side.region and (side.region, side.kind),
    lambda side: side.region,
)
"""Same path, else the only one of its region and kind, else the only one of its region."""


def compare_strategies(old: Sequence[Side], new: Sequence[Side]) -> Comparisons:
    """Pair strategies and compare them; one strategy on each side is a pair whatever it is called."""
    left_old, left_new = list(old), list(new)
    pairs: list[tuple[Side, Side]] = []
    if len(left_old) == len(left_new) == 1:
        pairs = [(left_old.pop(), left_new.pop())]
    for key in _KEYS:
        for before in tuple(left_old):
            same_old = [side for side in left_old if key(side) and key(side) == key(before)]
            same_new = [side for side in left_new if key(side) and key(side) == key(before)]
            if len(same_old) == len(same_new) == 1:
                pairs.append((before, same_new[0]))
                left_old.remove(before)
                left_new.remove(same_new[0])
    pairs.sort(key=lambda pair: pair[1].path)
    return Comparisons(
        pairs=tuple(compare_sides(before, after) for before, after in pairs),
        only_old=tuple(side.path for side in left_old),
        only_new=tuple(side.path for side in left_new),
    )
