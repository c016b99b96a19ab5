"""Reports of comparisons: every format tells the same changes, with both quotes, and stays harmless."""

import csv
import io
import json
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from build import AREAS, coverage, evidence, judged

from oms_check.comparison.sides import side_of
from oms_check.comparison.strategies import compare_strategies
from oms_check.model.coverage import Level
from oms_check.model.evidence import Stance
from oms_check.reporters.change_formats import FORMATS
from oms_check.reporters.changes import ChangeReport
from oms_check.reporters.style import PLAIN, Style

SARIF = json.loads((Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
HOSTILE = '=HYPERLINK("http://x") [/bold] <script> ::error:: | \x1b[31m \u202e'


def a_report(new_quote: str = "Regionen bör bygga ut elnätet till 2030.", lang: str = "sv") -> ChangeReport:
    old = judged(cells=[coverage("energi", Level.PARTIAL, [evidence(page=3)])])
    weaker = evidence(new_quote, page=3, stance=Stance.NEED)
    new = judged(cells=[coverage("energi", Level.MENTIONED, [weaker])])
    return ChangeReport(compare_strategies([side_of(old)], [side_of(new)]), AREAS, lang)


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_a_weakened_commitment_is_told_in_words_with_both_quotes_and_pages(name: str) -> None:
    out = FORMATS[name](a_report(), Style(width=120))
    assert "försvagat: åtagande → behov (Elnät och kapacitet)" in out
    assert "s. 3: Regionen ska bygga ut elnätet till 2030." in out
    assert "s. 3: Regionen bör bygga ut elnätet till 2030." in out
    assert "Energi: ◐ delvis → ○ nämns" in out


def test_words_are_english_where_asked_and_signs_ascii_where_needed() -> None:
    out = FORMATS["table"](a_report(lang="en"), Style(width=120, ascii_only=True))
    assert "weaker: commitment → need" in out
    assert "Energi: + partial → . mentioned" in out


def test_csv_and_json_hold_the_same_change() -> None:
    (row,) = csv.DictReader(io.StringIO(text("csv", a_report())))
    shown = json.loads(text("json", a_report()))
    (change,) = shown["comparisons"][0]["changes"]
    assert shown["regression"] is True
    assert row["change"] == change["change"] == "weaker"
    assert row["new_quote"] == change["new"]["quote"]
    assert (row["old_stance"], row["new_stance"]) == (change["old"]["stance"], change["new"]["stance"])
    levels = {(one["focus_area"], one["facet"]): (one["old"], one["new"]) for one in shown["comparisons"][0]["levels"]}
    assert levels["energi", ""] == ("partial", "mentioned")


def levels(old: Level, new: Level) -> ChangeReport:
    sides = [side_of(judged(cells=[coverage("energi", level, [evidence()])])) for level in (old, new)]
    return ChangeReport(compare_strategies(sides[:1], sides[1:]), AREAS, direction="oms-2025")


OUTCOMES = {
    "better": (levels(Level.PARTIAL, Level.STRONG), True, False),
    "same": (levels(Level.STRONG, Level.STRONG), True, False),
    "fell": (levels(Level.STRONG, Level.PARTIAL), False, False),
    "unknown": (levels(Level.STRONG, Level.UNKNOWN), False, True),
    "gone": (
        ChangeReport(
            compare_strategies([side_of(judged("a.pdf")), side_of(judged("b.pdf"))], [side_of(judged("a.pdf"))]), AREAS
        ),
        False,
        False,
    ),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_format_of_ci_tells_the_verdict_of_the_comparison(name: str) -> None:
    one, passed, could_not_check = OUTCOMES[name]
    assert json.loads(text("json", one))["regression"] is not (passed or could_not_check)
    (run,) = json.loads(text("sarif", one))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is not could_not_check
    assert all(found["level"] != "error" for found in run["results"]) is passed
    jsonschema.Draft4Validator(SARIF).validate(json.loads(text("sarif", one)))
    root = ET.fromstring(text("junit", one))
    assert (root.get("failures") == root.get("errors") == "0") is passed
    assert (root.get("errors") != "0") is could_not_check
    severities = {found["severity"] for found in json.loads(text("gitlab", one))}
    assert (severities <= {"info"}) is passed
    assert ("blocker" in severities) is could_not_check
    assert ("::error" not in text("github", one)) is passed


def test_a_fall_is_told_with_the_passage_behind_it() -> None:
    (line, *_) = text("github", a_report()).splitlines()
    path = "strategies/uppsala/rus.pdf"
    assert line == (
        f"::error file={path},line=1,title=oms-check::{path}: energi fell from partial to mentioned; "
        f"weaker on page 3 of {path}: Regionen ska bygga ut elnätet till 2030."
    )


def test_the_workbook_holds_changes_with_both_passages_and_levels() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](a_report(), PLAIN)))  # type: ignore[arg-type]
    assert book.sheetnames == ["Ändringar", "Nivåer"]
    (row,) = book["Ändringar"].iter_rows(min_row=2, values_only=True)
    assert row[2:7] == ("försvagat", "Energi", "Elnät och kapacitet", "åtagande", "behov")
    assert row[7:9] == (3, 3)
    assert row[9:] == ("Regionen ska bygga ut elnätet till 2030.", "Regionen bör bygga ut elnätet till 2030.")
    levels = {row[1:3]: row[3:] for row in book["Nivåer"].iter_rows(min_row=2, values_only=True)}
    assert levels["Energi", None] == ("◐ delvis", "○ nämns")


def text(name: str, one: ChangeReport) -> str:
    out = FORMATS[name](one, PLAIN)
    assert isinstance(out, str)
    return out


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"xlsx"}))
def test_hostile_text_comes_out_harmless(name: str) -> None:
    out = text(name, a_report(HOSTILE))
    assert not {c for c in out if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t"}
    if name == "csv":
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert not any(cell.startswith("=") for cell in cells)
    if name == "markdown":
        assert "<script>" not in out
