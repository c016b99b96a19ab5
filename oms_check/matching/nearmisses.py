"""Signals that all but hold in, the few nearest misses of each facet out.

Only what tells an author something is kept: the sentences that met most and rarest concepts, not each
sentence that names one.
"""

from collections import defaultdict

from oms_check.matching.signals import Lacking
from oms_check.model.evidence import NearMiss

KEPT = 3
"""Near misses kept for each facet."""


class NearMisses:
    """Collects the best candidates of each facet; ties go to the one that stands first."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[tuple[tuple[float, ...], NearMiss]]] = defaultdict(list)

    def wants(self, lacking: Lacking, order: int) -> tuple[float, ...] | None:
        """The rank of a candidate (lower is nearer), None where better ones fill its facet."""
        signal = lacking.compiled.signal
        rank = (
            -len(lacking.met) / len(lacking.compiled.concepts),
            lacking.compiled.rarity,
            float(order),
        )
        kept = self._kept[signal.focus_area, signal.facet]
        if len(kept) >= KEPT and rank >= kept[-1][0]:
            return None
        return rank

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
