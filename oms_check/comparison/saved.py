"""A report saved as JSON (schema version 1 of `check`) → the sides it holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from oms_check.comparison.sides import CellLevel, Passage, Side, Treatment, depth_of, join_passages
from oms_check.errors import SourceError
from oms_check.model.coverage import Level
from oms_check.model.evidence import Stance


@dataclass(frozen=True, slots=True)
class SavedReport:
    """The rule set it was made with (id, version) and its strategies."""

    rules: tuple[str, str]
    sides: tuple[Side, ...]


def read_saved(text: str, name: str) -> SavedReport:
    """Sides of a saved report; SourceError where it is none, or one of another schema version."""
    advice = "save one with `oms-check check -o report.json`"
    try:
        report = json.loads(text)
        if report["schema_version"] != 1:
            raise SourceError(f"{name} has schema version {report['schema_version']}, not 1", advice=advice)
        rules = (str(report["rules"]["id"]), str(report["rules"]["version"]))
        return SavedReport(rules, tuple(_side(strategy) for strategy in report["strategies"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"{name} is no saved report of `check`", advice=advice) from error


def _side(strategy: dict[str, object]) -> Side:
    coverage = _mapping(strategy["coverage"])
    cells = [(area, _mapping(cell)) for area, cell in coverage.items()]
    return Side(
        path=_text(strategy["path"]),
        region=_text_or_none(strategy["region"]),
        kind=_text_or_none(strategy["kind"]),
        levels=tuple(level for area, cell in cells for level in _levels(area, cell)),
        passages=join_passages(
            _passage(area, _mapping(evidence)) for area, cell in cells for evidence in _list(cell["evidence"])
        ),
    )


def _levels(area: str, cell: dict[str, object]) -> Iterator[CellLevel]:
    yield CellLevel(area, "", Level(_text(cell["level"])))
    for facet, value in _mapping(cell["facets"]).items():
        yield CellLevel(area, facet, Level(_text(_mapping(value)["level"])))


def _passage(area: str, evidence: dict[str, object]) -> Passage:
    block = _mapping(evidence["block"])
    page = _number(evidence["page"])
    boxes = [_mapping(box) for box in _list(evidence["boxes"])]
    tops = [_list(box["box"])[1] for box in boxes if box["page"] == page]
    return Passage(
        quote=_text(evidence["quote"]),
        page=page,
        place=_text(block.get("place", "")),
        depth=depth_of(page, (float(top) for top in tops if isinstance(top, int | float))),
        block=(_number(block["page"]), _number(block["index"]), _number(evidence["start"]), _number(evidence["end"])),
        treatments=(
            Treatment(
                focus_area=area,
                facets=(_text(evidence["facet"]),),
                stance=Stance(_text(evidence["stance"])),
                concrete=evidence.get("concrete") is True,
            ),
        ),
    )


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value
