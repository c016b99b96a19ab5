"""Evidence of one focus area in, its coverage out: counts, the level they give, and a score from the same counts.

The level comes from the rule file's decision list and nothing else, so that a planner can follow it with a
pencil. Nothing here looks at how long the strategy is.
"""

from collections.abc import Iterable, Sequence

from oms_check.model.coverage import Counts, Coverage, FacetCoverage, Level
from oms_check.model.evidence import Evidence, NearMiss, Stance
from oms_check.model.rules import FocusArea, RuleSet

COUNTERS = ("evidence", "mentions", "needs", "commitments", "concrete", "facets", "pages")
"""Names a decision list may use."""

_BANDS = {Level.MISSING: (0.0, 0.0), Level.MENTIONED: (10.0, 40.0), Level.PARTIAL: (40.0, 70.0)}
_STRONG_BAND = (70.0, 100.0)
_ENOUGH_COMMITMENTS = 6
_ENOUGH_CONCRETE = 4
_FIRMEST = (Stance.COMMITMENT, Stance.NEED, Stance.MENTION, Stance.AGAINST, Stance.QUOTE)


def cover(
    ruleset: RuleSet, focus_area_id: str, evidence: Sequence[Evidence], near_misses: Sequence[NearMiss]
) -> Coverage:
    """Judge a focus area on its evidence; KeyError where the rule set has no such focus area.

    Sentences repeated word for word count once. A focus area that is only rejected is `mentioned`: it is
    not overlooked, and the refusal is shown beside the level. What a reader rejected is kept and not counted.
    """
    area = ruleset.focus_area(focus_area_id)
    counts = count(evidence)
    level = _level(ruleset, counts)
    if level is Level.MISSING and counts.against:
        level = Level.MENTIONED
    return Coverage(
        focus_area=area.id,
        level=level,
        score=_score(level, counts, len(area.facets)),
        counts=counts,
        facets=tuple(_facet(ruleset, area, facet.id, evidence) for facet in area.facets),
        pages=tuple(sorted({one.page for one in evidence if one.stance.covers and not one.rejected})),
        evidence=tuple(evidence),
        near_misses=tuple(near_misses),
    )


def unknown(ruleset: RuleSet) -> tuple[Coverage, ...]:
    """Coverage of a strategy too little of which could be read."""
    return tuple(
        Coverage(
            focus_area=area.id,
            level=Level.UNKNOWN,
            score=0.0,
            counts=Counts(),
            facets=tuple(FacetCoverage(facet.id, Level.UNKNOWN, 0) for facet in area.facets),
            pages=(),
            evidence=(),
        )
        for area in ruleset.focus_areas
    )


def count(evidence: Iterable[Evidence]) -> Counts:
    """Count each sentence once, by the firmest stance found in it, however many facets it covers."""
    sentences: dict[str, Evidence] = {}
    facets, pages, rejected = set(), set(), set()
    for one in evidence:
        if one.rejected:
            rejected.add(one.fingerprint)
            continue
        before = sentences.get(one.fingerprint)
        if before is None or _firmness(one) < _firmness(before):
            sentences[one.fingerprint] = one
        if one.stance.covers:
            facets.add(one.facet)
            pages.add(one.page)
    stances = [one.stance for one in sentences.values()]
    return Counts(
        evidence=sum(stance.covers for stance in stances),
        mentions=stances.count(Stance.MENTION),
        needs=stances.count(Stance.NEED),
        commitments=stances.count(Stance.COMMITMENT),
        concrete=sum(one.concrete and one.stance is Stance.COMMITMENT for one in sentences.values()),
        facets=len(facets),
        pages=len(pages),
        against=stances.count(Stance.AGAINST),
        quotes=stances.count(Stance.QUOTE),
        rejected=len(rejected),
    )


def _firmness(one: Evidence) -> tuple[int, bool]:
    return _FIRMEST.index(one.stance), not one.concrete


def _level(ruleset: RuleSet, counts: Counts) -> Level:
    """The level of the first rule all of whose counters are reached; `missing` where none holds."""
    for rule in ruleset.levels:
        if all(getattr(counts, counter) >= least for counter, least in rule.when):
            return Level(rule.level)
    return Level.MISSING


def _facet(ruleset: RuleSet, area: FocusArea, facet: str, evidence: Sequence[Evidence]) -> FacetCoverage:
    """A facet's own level: conditions on the number of facets are taken as met, it is only one."""
    own = [one for one in evidence if one.facet == facet]
    counts = count(own)
    if not counts.evidence:
        return FacetCoverage(facet, Level.MISSING, 0)
    alone = Counts(
        evidence=counts.evidence,
        mentions=counts.mentions,
        needs=counts.needs,
        commitments=counts.commitments,
        concrete=counts.concrete,
        facets=len(area.facets),
        pages=counts.pages,
    )
    return FacetCoverage(facet, _level(ruleset, alone), counts.evidence)


def _score(level: Level, counts: Counts, facets: int) -> float:
    """Where in its level's band (10–40, 40–70, 70–100) the coverage stands: half by facets, half by firmness."""
    low, high = _BANDS.get(level, _STRONG_BAND)
    breadth = counts.facets / facets if facets else 0.0
    firmness = min(1.0, counts.commitments / _ENOUGH_COMMITMENTS)
    concrete = min(1.0, counts.concrete / _ENOUGH_CONCRETE)
    share = 0.5 * breadth + 0.25 * firmness + 0.25 * concrete
    return round(low + (high - low) * share, 1)
