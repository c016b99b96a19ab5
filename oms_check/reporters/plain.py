"""A report → one tab-separated line a strategy for `grep`, `cut` and `awk`: never wrapped or cut."""

from oms_check.model.baseline import Baseline
from oms_check.model.coverage import Judged, Report
from oms_check.reporters.escape import one_line
from oms_check.reporters.style import PLAIN, Style


def render(report: Report, style: Style = PLAIN) -> str:
    """path, region, kind, year, status, then `focus_area=level` each; empty where a fact is unknown.

    A gap that a reader justified is `focus_area=level,justified`.
    """
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
    fields += [
        f"{coverage.focus_area}={coverage.level.value}{',justified' if coverage.justified else ''}"
        for coverage in judged.coverage
    ]
    return "\t".join(one_line(field) for field in fields)


def baseline_lines(baseline: Baseline) -> str:
    """A baseline as one tab-separated line an entry: direction, row, focus area, level, until, reason."""
    lines = []
    for entry in baseline.entries:
        until = entry.until.isoformat() if entry.until else ""
        fields = (entry.direction, entry.row, entry.focus_area, entry.level.value, until, entry.reason)
        lines.append("\t".join(one_line(field) for field in fields))
    return "".join(f"{line}\n" for line in lines)
