"""A strategy judged by an earlier direction → the side it gives in the focus areas of the newer one.

What the earlier direction found is carried to the focus areas that took its own over (`became`), so that
comparing with the same strategy judged by the newer direction tells what still counts, what no longer does,
and what counts only now. Facets are not carried: each direction has its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from oms_check.comparison.sides import CellLevel, Passage, Side, Treatment
from oms_check.model.coverage import Level

Became = Mapping[str, Sequence[str]]
"""Focus area of the earlier direction → focus areas of the newer one."""


def carry_over(side: Side, became: Became) -> Side:
    """The earlier side in the newer focus areas; a level is the best of the focus areas it was made of.

    A focus area that became none keeps its level under its own name, so that the comparison tells that it is gone.
    """
    levels: dict[str, Level] = {}
    for level in side.levels:
        if level.facet or level.focus_area not in became:
            continue
        for successor in became[level.focus_area] or (level.focus_area,):
            known = levels.get(successor)
            if known is None or level.level.rank > known.rank:
                levels[successor] = level.level
    passages = (_carried(passage, became) for passage in side.passages)
    return replace(
        side,
        levels=tuple(CellLevel(area, "", level) for area, level in levels.items()),
        passages=tuple(passage for passage in passages if passage.treatments),
    )


def _carried(passage: Passage, became: Became) -> Passage:
    treatments: dict[str, Treatment] = {}
    for treatment in passage.treatments:
        for successor in became.get(treatment.focus_area, ()):
            known = treatments.get(successor)
            if known is None or treatment.firmness > known.firmness:
                treatments[successor] = replace(treatment, focus_area=successor, facets=())
    return replace(passage, treatments=tuple(treatments.values()))


def without_facets(side: Side) -> Side:
    """The side by focus areas alone, to be compared with one that was carried over."""
    passages = (
        replace(passage, treatments=tuple(replace(t, facets=()) for t in passage.treatments))
        for passage in side.passages
    )
    levels = tuple(level for level in side.levels if not level.facet)
    return replace(side, levels=levels, passages=tuple(passages))
