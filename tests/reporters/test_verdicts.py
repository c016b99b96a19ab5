"""One decision, the same verdict in every format of machines; and tables that read back as the values they held."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date

import openpyxl
import pytest
from build import coverage, evidence, judged, matrix, report, sample_report

from oms_check.gate import Policy, Requirement, decide
from oms_check.model.coverage import Decision, Level, Reason, Report
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import PLAIN, Style

SAMPLE = sample_report().matrix
FINE = matrix([judged(cells=[coverage(a.id, Level.STRONG) for a in SAMPLE.rules.focus_areas])])
PARTIAL = (Requirement(Level.PARTIAL),)


def text(name: str, one: Report, style: Style = PLAIN) -> str:
    out = FORMATS[name](one, style)
    assert isinstance(out, str)
    return out


@pytest.mark.parametrize(
    ("drawn", "policy", "passed", "could_not_check"),
    [
        (FINE, Policy(PARTIAL), True, False),
        (SAMPLE, Policy(allow_unreadable=True), True, False),
        (SAMPLE, Policy(PARTIAL, allow_unreadable=True), False, False),
        (SAMPLE, Policy(), False, True),
        (SAMPLE, Policy(PARTIAL, fail_under=99), False, True),
    ],
    ids=["met", "allowed", "failed", "unreadable", "both"],
)
def test_every_format_tells_the_same_verdict(drawn, policy, passed, could_not_check) -> None:  # type: ignore[no-untyped-def]
    decision = decide(drawn, policy, today=date(2026, 11, 24))
    one = Report("0.1.0", drawn, decision)
    assert (decision.passed, decision.could_not_check) == (passed, could_not_check)
    gate = json.loads(text("json", one))["gate"]
    assert (gate["passed"], gate["could_not_check"]) == (passed, could_not_check)
    (run,) = json.loads(text("sarif", one))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is not could_not_check
    assert any(found["level"] == "error" for found in run["results"]) is not passed
    root = ET.fromstring(text("junit", one))
    assert (root.get("failures") == root.get("errors") == "0") is passed
    assert (root.get("errors") != "0") is could_not_check
    severities = {found["severity"] for found in json.loads(text("gitlab", one))}
    assert bool(severities & {"major", "critical", "blocker"}) is not passed
    assert ("blocker" in severities) is could_not_check
    assert ("::error" in text("github", one)) is not passed


def test_at_most_ten_annotations_the_worst_first() -> None:
    reasons = [Reason("level", f"r{n}", level="mentioned", required="partial") for n in range(20)]
    worst = Reason("level", "worst", level="missing", required="strong")
    decision = Decision(passed=False, reasons=(*reasons, worst))
    lines = text("github", report([judged()], decision=decision)).splitlines()
    assert len(lines) == 10
    assert lines[0].endswith("::worst")
    assert lines[-1].endswith("::and 12 more")


def test_a_job_summary_stays_under_900_kb_and_says_how_much_it_leaves_out() -> None:
    found = [evidence(f"Elnätet ska byggas ut, etapp {n}. " + "å" * 400, page=n % 50 + 1) for n in range(2000)]
    one = report([judged(f"{n}.pdf", [coverage("energi", Level.STRONG, found[n::4])]) for n in range(4)])
    out = text("markdown", one)
    assert len(out.encode()) < 900_000
    assert "till\n" in out.splitlines(keepends=True)[-1]


def test_csv_reads_back_as_the_values_of_the_report() -> None:
    rows = list(csv.DictReader(io.StringIO(text("csv-long", sample_report()))))
    assert len(rows) == 15
    for row in rows:
        (strategy,) = [one for one in SAMPLE.strategies if one.strategy.path == row["strategy"]]
        (cell,) = [one for one in strategy.coverage if one.focus_area == row["focus_area"]]
        assert row["level"] == cell.level
        assert int(row["commitments"]) == cell.counts.commitments
        assert row["score"] == ("" if cell.level is Level.UNKNOWN else str(round(cell.score, 1)))


def read_back(name: str, dialect: str) -> list[dict[str, str]]:
    """A table as its reader gets it, decimal commas as points again."""
    out = text(name, sample_report(), Style(csv_dialect=dialect))
    delimiter = ";" if dialect == "excel-sv" else ","
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""), delimiter=delimiter))
    numbers = ("score", "similarity")
    return [{k: v.replace(",", ".") if k.endswith(numbers) else v for k, v in row.items()} for row in rows]


@pytest.mark.parametrize("dialect", ["default", "excel-sv"])
def test_the_matrix_reads_back_cell_by_cell(dialect: str) -> None:
    rows = read_back("csv", dialect)
    assert [row["region"] for row in rows] == [row.region for row in SAMPLE.rows]
    for shown, row in zip(rows, SAMPLE.rows, strict=True):
        assert shown["strategy"].split("; ") == list(row.paths)
        for cell in row.coverage:
            assert shown[f"{cell.focus_area}_level"] == cell.level
            told = shown[f"{cell.focus_area}_score"]
            assert (told == "") if cell.level is Level.UNKNOWN else (float(told) == round(cell.score, 1))


@pytest.mark.parametrize("dialect", ["default", "excel-sv"])
def test_the_evidence_reads_back_passage_by_passage(dialect: str) -> None:
    found = [(one, e) for one in SAMPLE.strategies for cell in one.coverage for e in cell.evidence]
    rows = read_back("csv-evidence", dialect)
    assert len(rows) == len(found) > 5
    for row, (one, e) in zip(rows, found, strict=True):
        assert (row["strategy"], row["quote"], row["fingerprint"]) == (one.strategy.path, e.quote, e.fingerprint)
        assert (row["facet"], row["stance"], row["signal"]) == (e.facet, e.stance, e.signal)
        assert (int(row["page"]), float(row["similarity"])) == (e.page, e.similarity)
        assert (row["concrete"] == "true") is e.concrete


def test_excel_in_swedish_gets_decimal_commas() -> None:
    out = text("csv", sample_report(), Style(csv_dialect="excel-sv"))
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";"))
    assert {row["region"]: row["nodstader_score"] for row in rows}["uppsala"] == "91,2"


def test_the_workbook_holds_words_numbers_and_frozen_headings() -> None:
    out = FORMATS["xlsx"](sample_report(), PLAIN)
    assert isinstance(out, bytes)
    book = openpyxl.load_workbook(io.BytesIO(out))
    passages = list(book["Evidens"].iter_rows(min_row=2, values_only=True))
    expected = [e for one in SAMPLE.strategies for cell in one.coverage for e in cell.evidence]
    assert [(row[8], row[9]) for row in passages] == [(e.page, e.quote) for e in expected]
    assert book["Matris"].freeze_panes == "B2"
    assert book["Matris"].auto_filter.ref
    levels = [cell.value for cell in book["Matris"][4][4:9]]
    assert levels == ["● stark", "◐ delvis", "– saknas", "○ nämns", "◐ delvis !"]
    assert FORMATS["xlsx"](sample_report(), PLAIN) == out


def test_rows_of_the_workbook_are_as_high_as_their_text_needs() -> None:
    """LibreOffice keeps the height it is given, and would hide the end of a long path or passage."""
    long = "Regionen ska " + "bygga ut elnätet och samverka med grannlänen om det. " * 8
    path = "strategies/uppsala/en-utvecklingsstrategi-for-hela-lanet-och-for-en-lang-tid-framover-antagen-2021.pdf"
    out = FORMATS["xlsx"](report([judged(path, [coverage("energi", Level.STRONG, [evidence(long)])])]), PLAIN)
    assert isinstance(out, bytes)
    book = openpyxl.load_workbook(io.BytesIO(out))
    for sheet, column in (("Evidens", "J"), ("Matris", "B")):
        cell, width = book[sheet][f"{column}2"], book[sheet].column_dimensions[column].width
        assert book[sheet].row_dimensions[2].height >= 15 * len(str(cell.value)) / width
