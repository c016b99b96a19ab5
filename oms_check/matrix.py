"""Coverages in, matrix out: strategies are grouped into regions, and the rows that are shown are chosen.

A region is judged on the evidence of all its strategies together, by the same arithmetic as one strategy;
`pool` is that arithmetic, so that a cell and a total are the same kind of number.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from oms_check.model.coverage import Coverage, Judged, Level, Matrix, RegionRow, Row, RulesInfo
from oms_check.model.strategy import Region

Pool = Callable[[str, Sequence[Coverage]], Coverage]
"""(focus area id, coverages of that area) → their evidence judged together."""


def build_matrix(rules: RulesInfo, judged: Sequence[Judged], regions: Sequence[Region], by: str, pool: Pool) -> Matrix:
    """Group strategies by region, in the order of `regions`; strategies without one come last.

    `by` is 'region' or 'strategy'. Regions without a strategy among `judged` get no row: nothing was checked.
    """
    strategies = tuple(sorted(judged, key=lambda one: one.strategy.path))
    region_rows = tuple(_region_rows(rules, strategies, regions, pool))
    order = {region.id: place for place, region in enumerate(regions)}
    if by == "strategy":
        shown = sorted(strategies, key=lambda one: (_place(one.strategy.region, order), one.strategy.path))
        rows = tuple(_strategy_row(one, one.strategy.title or _name(one)) for one in shown)
    else:
        alone = [one for one in strategies if one.strategy.region is None]
        rows = (
            *(_region_as_row(row, strategies) for row in region_rows),
            *(_strategy_row(one, _name(one)) for one in alone),
        )
    return Matrix(rules=rules, regions=region_rows, strategies=strategies, rows=rows, by=by)


def _place(region: str | None, order: dict[str, int]) -> int:
    return len(order) if region is None else order.get(region, len(order))


def _name(one: Judged) -> str:
    return PurePosixPath(one.strategy.path).name


def _strategy_row(one: Judged, name: str) -> Row:
    return Row(
        key=one.strategy.path,
        name=name,
        paths=(one.strategy.path,),
        coverage=one.coverage,
        region=one.strategy.region,
        kind=one.strategy.kind,
        year=one.strategy.year,
    )


def _region_as_row(row: RegionRow, strategies: Sequence[Judged]) -> Row:
    own = [one for one in strategies if one.strategy.region == row.id]
    kinds = {one.strategy.kind for one in own}
    years = {one.strategy.year for one in own}
    return Row(
        key=row.id or "",
        name=row.name,
        paths=row.strategies,
        coverage=row.coverage,
        region=row.id,
        kind=kinds.pop() if len(kinds) == 1 else None,
        year=years.pop() if len(years) == 1 else None,
    )


def _region_rows(
    rules: RulesInfo, strategies: Sequence[Judged], regions: Sequence[Region], pool: Pool
) -> list[RegionRow]:
    rows = []
    for region in regions:
        own = [one for one in strategies if one.strategy.region == region.id]
        if not own:
            continue
        coverage = tuple(
            _pooled(area.id, [one.coverage[i] for one in own], pool) for i, area in enumerate(rules.focus_areas)
        )
        paths = tuple(one.strategy.path for one in own)
        rows.append(RegionRow(id=region.id, name=region.name, strategies=paths, coverage=coverage))
    return rows


def _pooled(focus_area: str, coverages: Sequence[Coverage], pool: Pool) -> Coverage:
    """Judge together what could be read; what could not can only add, so `missing` is then not known."""
    read = [one for one in coverages if one.level is not Level.UNKNOWN]
    unread = [one for one in coverages if one.level is Level.UNKNOWN]
    if not read:
        return unread[0]
    together = pool(focus_area, read)
    return unread[0] if unread and together.level is Level.MISSING else together
