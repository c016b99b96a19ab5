"""A matrix → the passages behind a cell as the page shows them, each once, and which of them show best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oms_check.model.coverage import FocusAreaInfo, Judged, Matrix, Row
from oms_check.model.crop import CropKey, crop_key
from oms_check.model.evidence import Evidence, Hit, MatchKind, Stance
from oms_check.reporters.rows import judged_of

MOST_PICTURED = 3
"""Passages of a cell that are shown on their page."""

_FIRMNESS = {
    Stance.COMMITMENT: 4,
    Stance.NEED: 3,
    Stance.AGAINST: 2,
    Stance.MENTION: 1,
    Stance.QUOTE: 0,
}
_KINDS = tuple(MatchKind)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and everything found in it for one focus area: one evidence a signal, the first counts."""

    judged: Judged
    found: tuple[Evidence, ...]

    @property
    def evidence(self) -> Evidence:
        """What the passage says of itself: quote, place, stance."""
        return self.found[0]

    @property
    def key(self) -> CropKey:
        """Names the passage's picture."""
        return crop_key(self.judged.strategy.path, self.evidence)

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets it treats, each once."""
        return tuple(dict.fromkeys(one.facet for one in self.found))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a quote; `match` is None between the words that matched."""

    text: str
    match: MatchKind | None = None
    term: str = ""


def passages_of(matrix: Matrix, row: Row, area: FocusAreaInfo) -> list[Found]:
    """The passages of a cell, by strategy and then in document order."""
    return [
        found
        for judged in judged_of(matrix, row)
        for coverage in judged.coverage
        if coverage.focus_area == area.id
        for found in _merged(judged, coverage.evidence)
    ]


def _merged(judged: Judged, evidence: Sequence[Evidence]) -> Iterator[Found]:
    groups: dict[CropKey, list[Evidence]] = {}
    for one in evidence:
        groups.setdefault(crop_key(judged.strategy.path, one), []).append(one)
    for group in groups.values():
        yield Found(judged, tuple(group))


def listed(passages: Sequence[Found], most: int) -> list[Found]:
    """The `most` passages that say most, in their order."""
    if len(passages) <= most:
        return list(passages)
    by_merit = sorted(range(len(passages)), key=lambda i: _merit(passages[i], set()), reverse=True)
    return [passages[i] for i in sorted(by_merit[:most])]


def best(passages: Sequence[Found]) -> list[Found]:
    """The `MOST_PICTURED` passages that say most: concrete first, then firm, then of a facet not yet shown."""
    left = list(passages)
    chosen: list[Found] = []
    while left and len(chosen) < MOST_PICTURED:
        shown = {facet for one in chosen for facet in one.facets}
        top = max(left, key=lambda one: _merit(one, shown))
        left.remove(top)
        chosen.append(top)
    return chosen


def _merit(one: Found, shown: set[str]) -> tuple[bool, bool, int, bool, int]:
    """What a reader rejected comes last, whatever it says."""
    evidence = one.evidence
    new_facet = not shown.issuperset(one.facets)
    return (
        not evidence.rejected,
        evidence.concrete,
        _FIRMNESS[evidence.stance],
        new_facet,
        -_KINDS.index(evidence.match),
    )


def pictured(matrix: Matrix) -> Iterator[tuple[int, CropKey, Evidence]]:
    """(rank in its cell from 0, key, evidence) of the passages to be shown on their page, each key once."""
    ranks: dict[CropKey, tuple[int, Evidence]] = {}
    for row in matrix.rows:
        for area in matrix.rules.focus_areas:
            for rank, found in enumerate(best(passages_of(matrix, row, area))):
                if found.key not in ranks or rank < ranks[found.key][0]:
                    ranks[found.key] = (rank, found.evidence)
    for key, (rank, evidence) in ranks.items():
        yield rank, key, evidence


def pieces(found: Found) -> tuple[Piece, ...]:
    """The quote cut into marked and unmarked runs; where hits overlap the longer and better one is marked."""
    quote, start = found.evidence.quote, found.evidence.start
    hits = sorted(
        {(hit.start, hit.end): hit for one in found.found for hit in _best_last(one.hits)}.values(),
        key=lambda hit: (hit.start, -hit.end),
    )
    cut: list[Piece] = []
    done = 0
    for hit in hits:
        first, last = max(hit.start - start, done), min(hit.end - start, len(quote))
        if first >= last:
            continue
        if first > done:
            cut.append(Piece(quote[done:first]))
        cut.append(Piece(quote[first:last], hit.match, hit.term))
        done = last
    if done < len(quote):
        cut.append(Piece(quote[done:]))
    return tuple(cut)


def _best_last(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -_KINDS.index(hit.match))
