"""A report → one tab-separated line a strategy for `grep`, `cut` and `awk`: never wrapped or cut."""

from oms_check.model.coverage import Judged, Report
from oms_check.reporters.escape import one_line
from oms_check.reporters.style import PLAIN, Style


def render(report: Report, style: Style = PLAIN) -> str:
    """path, region, kind, year, status, then `focus_area=level` each; empty where a fact is unknown."""
    return "".join(f"{_line(judged)}\n" for judged in report.matrix.strategies)


def _line(judged: Judged) -> str:
    strategy = judged.strategy
    fields = [
        strategy.path,
        strategy.region or "",
        strategy.kind or "",
        str(strategy.year or ""),
        judged.status.value,
    ]
    fields += [f"{coverage.focus_area}={coverage.level.value}" for coverage in judged.coverage]
    return "\t".join(one_line(field) for field in fields)
