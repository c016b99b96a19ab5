"""Signals that all but hold in, the few nearest misses of each facet out.

Only what tells an author something is kept: the passages whose words come nearest to the focus area and that met
most and rarest concepts, not each sentence that names one.
"""

from collections import defaultdict

from oms_check.matching.signals import CompiledSignal
from oms_check.matching.weighing import WeighedPassage
from oms_check.model.evidence import NearMiss

KEPT = 3
"""Near misses kept for each facet."""


def rank_of(compiled: CompiledSignal, score: float, order: int) -> tuple[float, ...]:
    """How near a miss of one concept is, lower is nearer.

    By the classifier's score of the passage (0 where there is no classifier), then by the share of the concepts
    met, then by how rare they are.
    """
    size = len(compiled.concepts)
    return (-score, -(size - 1) / size, compiled.rarity, float(order))


class NearMisses:
    """Collects the best candidates of each facet; ties go to the one that stands first."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[tuple[tuple[float, ...], NearMiss]]] = defaultdict(list)

    def wants(self, compiled: CompiledSignal, weighed: WeighedPassage, order: int) -> bool:
        """Whether a miss of this signal would be kept in a passage."""
        kept = self._kept[compiled.signal.focus_area, compiled.signal.facet]
        return len(kept) < KEPT or rank_of(compiled, weighed.score(compiled.area), order) < kept[-1][0]

    def add(self, rank: tuple[float, ...], miss: NearMiss) -> None:
        """Keep a near miss; one a sentence, the nearest."""
        kept = self._kept[miss.focus_area, miss.facet]
        same = [n for n, (_, other) in enumerate(kept) if other.quote == miss.quote]
        if same and kept[same[0]][0] <= rank:
            return
        for number in same:
            del kept[number]
        kept.append((rank, miss))
        kept.sort(key=lambda pair: pair[0])
        del kept[KEPT:]

    def all(self) -> tuple[NearMiss, ...]:
        """Everything kept, in document order."""
        found = [pair for kept in self._kept.values() for pair in kept]
        return tuple(miss for _, miss in sorted(found, key=lambda pair: (pair[0][-1], pair[1].facet)))
