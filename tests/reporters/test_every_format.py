"""Every format from the same report: independent readers open it, and hostile text comes out harmless."""

import csv
import io
import json
import unicodedata
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from build import coverage, evidence, judged, report, sample_report

from oms_check.model.coverage import Level, Report
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import PLAIN, Style

HOSTILE = '=HYPERLINK("http://x";"y") [/bold] <script>alert(1)</script> ::error::x | \x1b[31m \u202e %0A `a`'
AREAS = ("nodstader", "bebyggelse", "omvarld", "digital", "energi")


def hostile_report() -> Report:
    found = [evidence(HOSTILE)]
    cells = tuple(
        coverage(area, Level.PARTIAL if area == "energi" else Level.MISSING, found if area == "energi" else ())
        for area in AREAS
    )
    return report([judged("strategies/uppsala/=cmd|calc.pdf", cells)])


def rendered(name: str, one: Report, style: Style = PLAIN) -> str:
    out = FORMATS[name](one, style)
    return out if isinstance(out, str) else out.decode("utf-8", "replace")


TEXT_FORMATS = sorted(set(FORMATS) - {"xlsx", "html"})


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_no_control_character_gets_out(name: str) -> None:
    out = rendered(name, hostile_report())
    loose = {c for c in out if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\r\t\ufeff"}
    assert loose == set()


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert FORMATS[name](sample_report(), PLAIN) == FORMATS[name](sample_report(), PLAIN)


@pytest.mark.parametrize("name", ["csv", "csv-long", "csv-evidence"])
def test_csv_is_read_by_the_csv_module_and_starts_no_formula(name: str) -> None:
    rows = list(csv.reader(io.StringIO(rendered(name, hostile_report()))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) >= 2
    for row in rows[1:]:
        assert not any(cell.lstrip(" \t")[:1] in ("=", "+", "@") for cell in row)


def test_csv_for_a_swedish_excel_has_mark_semicolons_and_decimal_commas() -> None:
    out = FORMATS["csv"](sample_report(), Style(csv_dialect="excel-sv"))
    text = out if isinstance(out, str) else out.decode("utf-8")
    assert text.startswith("\ufeff")
    assert ";" in text.splitlines()[0]


def test_wide_csv_names_its_columns_by_focus_area() -> None:
    header = rendered("csv", sample_report()).splitlines()[0].split(",")
    assert header[:6] == ["region", "strategy", "kind", "year", "pages", "status"]
    assert [name for name in header if name.endswith("_level")] == [f"{area}_level" for area in AREAS]


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif"])
def test_json_formats_are_json(name: str) -> None:
    json.loads(rendered(name, hostile_report()))


def test_json_follows_its_schema() -> None:
    shown = json.loads(rendered("json", sample_report()))
    assert shown["schema_version"] == 1
    assert {"tool", "rules", "focus_areas", "regions", "strategies", "gate", "errors"} <= set(shown)
    cell = shown["strategies"][0]["coverage"]["energi"]
    assert {"level", "score", "facets", "commitments", "concrete", "needs", "mentions", "against"} <= set(cell)


def test_junit_is_xml_with_a_case_for_each_focus_area() -> None:
    root = ET.fromstring(rendered("junit", hostile_report()))
    suites = [root] if root.tag == "testsuite" else root.findall("testsuite")
    assert [len(suite.findall("testcase")) for suite in suites] == [5]


def test_sarif_has_what_the_standard_asks_for() -> None:
    log = json.loads(rendered("sarif", hostile_report()))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "oms-check"
    assert run["invocations"][0]["executionSuccessful"] in (True, False)
    rules = {rule["id"] for rule in run["tool"]["driver"].get("rules", [])}
    for found in run["results"]:
        assert found["ruleId"] in rules
        assert found["message"]["text"]
        assert "line" not in json.dumps(found.get("partialFingerprints", {}))


def test_github_annotations_cannot_be_forged() -> None:
    lines = rendered("github", hostile_report()).splitlines()
    assert all(line.startswith(("::error", "::warning", "::notice")) or "::" not in line[:2] for line in lines)
    assert not any("\n" in line or "::error::x" in line.split("::", 2)[-1][:9] for line in lines)


def test_xlsx_opens_and_holds_text_not_formulas() -> None:
    out = FORMATS["xlsx"](hostile_report(), PLAIN)
    assert isinstance(out, bytes)
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book.sheetnames == ["Matris", "Evidens", "Saknas", "Om"]
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    assert "f" not in kinds


@pytest.mark.parametrize("width", [80, 120])
def test_table_fits_its_terminal_and_says_levels_in_words(width: int) -> None:
    lines = rendered("table", sample_report(), Style(width=width)).splitlines()
    assert max(map(len, lines[:-1])) <= width
    text = "\n".join(lines)
    assert any(word in text for word in ("saknas", "nämns", "delvis", "stark"))


def test_markdown_cells_cannot_break_the_table() -> None:
    rows = [line for line in rendered("markdown", hostile_report()).splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in rows[:3]}) == 1
    assert "<script>" not in rendered("markdown", hostile_report())
