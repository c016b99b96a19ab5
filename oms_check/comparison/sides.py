"""A judged strategy → one side of a comparison: its levels, and its passages in reading order.

A side is what a saved report holds too, so that a document and a report can be compared alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from oms_check.model.coverage import Judged, Level
from oms_check.model.evidence import Evidence, Stance

A4_HEIGHT = 842.0
"""Points; taken for the height of every page, so that a document and a saved report of it, which does not tell the
height, put a passage at the same depth."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a passage is for one focus area: the facets it treats (sorted), how firmly, how concretely."""

    focus_area: str
    facets: tuple[str, ...]
    stance: Stance
    concrete: bool

    @property
    def firmness(self) -> int:
        """Rejected < quoted < mention < need < commitment < concrete commitment."""
        return _FIRMNESS[self.stance] + (self.concrete and self.stance is Stance.COMMITMENT)


_FIRMNESS = {Stance.AGAINST: -1, Stance.QUOTE: 0, Stance.MENTION: 1, Stance.NEED: 2, Stance.COMMITMENT: 3}


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote and all it treats. `depth` is how far down the document it stands, in pages (2.5 = mid page 3).

    `block` (page, index, start, end) says where it was cut out, for finding quotes that contain each other.
    """

    quote: str
    page: int
    place: str
    depth: float
    block: tuple[int, int, int, int]
    treatments: tuple[Treatment, ...]

    def contains(self, other: "Passage") -> bool:
        """Whether the other quote is a part of this one in the same block, and not the same."""
        page, index, start, end = self.block
        inside = other.block[:2] == (page, index) and start <= other.block[2] and other.block[3] <= end
        return inside and self.block != other.block


@dataclass(frozen=True, slots=True)
class CellLevel:
    """The level of a focus area, or of one of its facets where `facet` is not ''."""

    focus_area: str
    facet: str
    level: Level


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a strategy. `path` names it, `region` and `kind` help to pair two reports."""

    path: str
    region: str | None
    kind: str | None
    levels: tuple[CellLevel, ...]
    passages: tuple[Passage, ...]


def side_of(judged: Judged) -> Side:
    """The side a freshly judged strategy gives."""
    levels = [
        level
        for coverage in judged.coverage
        for level in (
            CellLevel(coverage.focus_area, "", coverage.level),
            *(CellLevel(coverage.focus_area, facet.facet, facet.level) for facet in coverage.facets),
        )
    ]
    found = (passage_of(evidence) for coverage in judged.coverage for evidence in coverage.evidence)
    strategy = judged.strategy
    return Side(strategy.path, strategy.region, strategy.kind, tuple(levels), join_passages(found))


def passage_of(evidence: Evidence) -> Passage:
    """A passage of one piece of evidence."""
    treatment = Treatment(evidence.focus_area, (evidence.facet,), evidence.stance, evidence.concrete)
    return Passage(
        quote=evidence.quote,
        page=evidence.page,
        place=evidence.block.place,
        depth=depth_of(evidence.page, (box.top for box in evidence.boxes if box.page == evidence.page)),
        block=(evidence.block.page, evidence.block.index, evidence.start, evidence.end),
        treatments=(treatment,),
    )


def depth_of(page: int, tops: Iterable[float]) -> float:
    """How far down the document a passage stands, in pages, by the upper edges of its boxes on its first page.

    To a hundredth of a point, as a saved report has them: else two passages at one height would change places.
    """
    return page - 1 + min(round(min(tops, default=0.0), 2) / A4_HEIGHT, 0.999)


def join_passages(found: Iterable[Passage]) -> tuple[Passage, ...]:
    """The same quote found by several signals as one passage, in reading order."""
    joined: dict[tuple[int, int, int, int], Passage] = {}
    for passage in found:
        known = joined.get(passage.block)
        treatments = (*known.treatments, *passage.treatments) if known else passage.treatments
        joined[passage.block] = replace(passage, treatments=_merge(treatments))
    return tuple(joined[block] for block in sorted(joined))


def _merge(treatments: Iterable[Treatment]) -> tuple[Treatment, ...]:
    """One treatment a focus area: all facets, the firmest stance."""
    by_area: dict[str, list[Treatment]] = {}
    for treatment in treatments:
        by_area.setdefault(treatment.focus_area, []).append(treatment)
    merged = []
    for own in by_area.values():
        firmest = max(own, key=lambda treatment: treatment.firmness)
        facets = sorted({facet for treatment in own for facet in treatment.facets})
        merged.append(replace(firmest, facets=tuple(facets)))
    return tuple(merged)
