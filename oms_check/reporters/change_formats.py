"""The formats of a comparison by name and by file suffix: those of `check` that can tell a change."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from oms_check.errors import UsageError
from oms_check.reporters import change_verdict, changes
from oms_check.reporters.changes import ChangeReport
from oms_check.reporters.formats import SUFFIXES, format_of
from oms_check.reporters.style import PLAIN, Style


def _xlsx(report: ChangeReport, style: Style = PLAIN) -> bytes:
    from oms_check.reporters import change_sheets  # XlsxWriter takes 60 ms to import

    return change_sheets.render(report, style)


FORMATS: MappingProxyType[str, Callable[[ChangeReport, Style], str | bytes]] = MappingProxyType(
    {
        "table": changes.render_table,
        "plain": changes.render_plain,
        "csv": changes.render_csv,
        "json": changes.render_json,
        "markdown": changes.render_markdown,
        "github": change_verdict.render_github,
        "gitlab": change_verdict.render_gitlab,
        "junit": change_verdict.render_junit,
        "sarif": change_verdict.render_sarif,
        "xlsx": _xlsx,
    }
)
"""Format name of `compare` → renderer."""


def change_format_of(path: Path) -> str:
    """The format a file name asks for; UsageError for one that no comparison has."""
    name = format_of(path)
    if name not in FORMATS:
        suffixes = " ".join(suffix for suffix, known in SUFFIXES.items() if known in FORMATS)
        raise UsageError(f"compare cannot write {path}", advice=f"end its name in one of {suffixes}")
    return name
