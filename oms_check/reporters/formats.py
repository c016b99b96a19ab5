"""The formats by name and by file suffix: two plain tables, so that adding a format is adding a line."""

from pathlib import Path
from types import MappingProxyType

from oms_check.errors import UsageError
from oms_check.model.coverage import Report
from oms_check.reporters import (
    csv_tables,
    github,
    gitlab,
    json_report,
    junit,
    markdown,
    plain,
    sarif,
    table,
)
from oms_check.reporters.style import PLAIN, Renderer, Style


def _xlsx(report: Report, style: Style = PLAIN) -> bytes:
    # XlsxWriter takes 60 ms to import, which only a workbook should cost.
    from oms_check.reporters import xlsx

    return xlsx.render(report, style)


def _html(report: Report, style: Style = PLAIN) -> str:
    """Without pictures and with links as seen from the working folder; `-o` gives the page both."""
    from oms_check.reporters.html import page  # Jinja takes 50 ms to import

    return page.render(report, style)


FORMATS: MappingProxyType[str, Renderer] = MappingProxyType(
    {
        "table": table.render,
        "plain": plain.render,
        "csv": csv_tables.render_wide,
        "csv-long": csv_tables.render_long,
        "csv-evidence": csv_tables.render_evidence,
        "json": json_report.render,
        "markdown": markdown.render,
        "github": github.render,
        "gitlab": gitlab.render,
        "junit": junit.render,
        "sarif": sarif.render,
        "xlsx": _xlsx,
        "html": _html,
    }
)
"""Format name → renderer."""

SUFFIXES = MappingProxyType(
    {
        ".long.csv": "csv-long",
        ".evidence.csv": "csv-evidence",
        ".csv": "csv",
        ".gitlab.json": "gitlab",
        ".sarif": "sarif",
        ".xml": "junit",
        ".xlsx": "xlsx",
        ".json": "json",
        ".md": "markdown",
        ".html": "html",
        ".txt": "table",
    }
)
"""File suffix → format name, longer suffixes first."""


def format_of(path: Path) -> str:
    """The format a file name asks for; UsageError for a suffix that says nothing."""
    name = path.name.lower()
    for suffix, format_name in SUFFIXES.items():
        if name.endswith(suffix) and len(name) > len(suffix):
            return format_name
    raise UsageError(f"cannot tell the format of {path}", advice=f"end its name in one of {' '.join(SUFFIXES)}")
