"""Readers' decisions in every format: the rejected passage, the justified gap, the stale entry."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from build import AREAS, coverage, evidence, judged, matrix

from oms_check.gate import Policy, Requirement, decide
from oms_check.model.coverage import Counts, Level, Report
from oms_check.model.review import ReviewEntry, ReviewUse, Ruling, StaleEntry, Staleness
from oms_check.reporters.evidence import View
from oms_check.reporters.evidence import render as render_evidence
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import PLAIN

DAY = date(2026, 11, 24)
REASON = "tas i energiprogrammet"
JUSTIFIED = ReviewEntry(
    "oms-2025", "energi", Ruling.JUSTIFY, DAY, level=Level.MISSING, reason=REASON, role="planerare", line=4
)
FALSE_HIT = evidence("Kraften i samverkan ska öka.", facet="nat", page=7)
REJECTED = ReviewEntry(
    "oms-2025",
    "energi",
    Ruling.REJECT,
    DAY,
    FALSE_HIT.fingerprint,
    FALSE_HIT.quote,
    reason="ett talesätt",
    role="planerare",
    line=12,
)
GONE = replace(REJECTED, passage="f" * 16, quote="Det som stod här förut.", line=20)


def a_report(lang: str = "sv", *, by: str = "region", entries: Sequence[ReviewEntry] = ()) -> Report:
    justified, rejection, gone = entries or (JUSTIFIED, REJECTED, GONE)
    cells = [coverage(area.id, Level.STRONG) for area in AREAS[:-1]]
    rejected = replace(FALSE_HIT, decision=rejection)
    gap = replace(
        coverage("energi", Level.MISSING),
        evidence=(rejected,),
        counts=Counts(rejected=1),
        decisions=(justified,),
    )
    drawn = matrix([judged("a.pdf", [*cells, gap])], by=by)
    stale = StaleEntry(gone, "review.yaml", "a.pdf", Staleness.PASSAGE, similar=FALSE_HIT.quote)
    drawn = replace(drawn, review=ReviewUse(("review.yaml",), 2, (stale,)))
    return Report("0.1.0", drawn, decide(drawn, Policy((Requirement(Level.PARTIAL),)), today=DAY), lang)


def text(name: str, report: Report | None = None) -> str:
    out = FORMATS[name](report or a_report(), PLAIN)
    assert isinstance(out, str)
    return out


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_reports_for_people_tell_cell_passage_and_stale_entry(name: str) -> None:
    flat = " ".join(text(name).replace("\\", "").split())
    assert "a.pdf, Energi: saknas – motiverad: tas i energiprogrammet (planerare 2026-11-24)" in flat
    assert "Kraften i samverkan ska öka. – underkänd: ett talesätt (planerare 2026-11-24)" in flat
    assert "Energi (motiverat) saknas" in flat
    assert "inaktuellt beslut (underkänd): finns inte i a.pdf för Energi: ”Det som stod här förut.”" in flat
    assert "liknar: ”Kraften i samverkan ska öka.”" in flat
    assert "= bristen är motiverad" in flat


def test_the_table_has_the_sign_behind_the_level_and_the_english_the_english_words() -> None:
    assert "– saknas =" in text("table")
    english = " ".join(text("table", a_report("en")).split())
    assert "Energi: missing – justified: tas i energiprogrammet (planerare 2026-11-24)" in english
    assert "stale decision (reject): not found in a.pdf for energi" in english


def test_the_terminal_counts_decisions_beyond_the_first_and_markdown_tells_all() -> None:
    report = a_report()
    (judged_one,) = report.matrix.strategies
    found = tuple(
        replace(evidence(f"Kraften i samverkan {n}.", page=n), decision=replace(REJECTED, passage=f"{n:016x}"))
        for n in range(1, 31)
    )
    cells = (*judged_one.coverage[:-1], replace(judged_one.coverage[-1], evidence=found))
    drawn = replace(report.matrix, strategies=(replace(judged_one, coverage=cells),), regions=())
    many = replace(report, matrix=drawn)
    assert "och 11 till" in text("table", many)
    assert text("markdown", many).count("– underkänd") >= 30


def test_plain_lines_say_justified() -> None:
    assert text("plain").rstrip("\n").endswith("\tenergi=missing,justified")


def test_json_has_the_decisions_and_what_is_stale() -> None:
    report = json.loads(text("json"))
    (strategy,) = report["strategies"]
    cell = strategy["coverage"]["energi"]
    decision = {"decision": "justify", "reason": REASON, "role": "planerare", "date": "2026-11-24"}
    assert (cell["justified"], cell["decisions"], cell["rejected"]) == (True, [decision], 1)
    assert cell["evidence"][0]["decision"]["decision"] == "reject"
    assert report["regions"][0]["coverage"]["energi"]["justified"] is True
    assert (report["review"]["files"], report["review"]["applied"]) == (["review.yaml"], 2)
    (stale,) = report["review"]["stale"]
    assert (stale["why"], stale["line"], stale["subject"]) == ("passage", 20, "a.pdf")
    assert [one["code"] for one in report["gate"]["accepted"]] == ["justified"]
    assert [one["code"] for one in report["gate"]["notices"]] == ["stale-decision"]
    assert (
        json.loads(text("json", replace(a_report(), matrix=replace(a_report().matrix, review=None))))["review"] is None
    )


def test_csv_has_them_in_columns_of_their_own() -> None:
    (wide,) = csv.DictReader(io.StringIO(text("csv")))
    assert (wide["energi_level"], wide["energi_decision"], wide["digital_decision"]) == ("missing", "justify", "")
    *_, long = csv.DictReader(io.StringIO(text("csv-long")))
    assert (long["rejected"], long["decision"], long["decision_reason"]) == ("1", "justify", REASON)
    (row,) = csv.DictReader(io.StringIO(text("csv-evidence")))
    assert (row["decision"], row["decision_role"], row["decision_date"]) == ("reject", "planerare", "2026-11-24")


def test_the_workbook_has_them_in_its_sheets() -> None:
    content = FORMATS["xlsx"](a_report(), PLAIN)
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    matrix_cells = {cell.value for cell in book["Matris"][2]}
    assert "– saknas =" in matrix_cells
    assert [cell.value for cell in book["Evidens"][2]][-4:] == ["underkänd", "ett talesätt", "planerare", "2026-11-24"]
    assert [cell.value for cell in book["Saknas"][2]][-4:-2] == ["motiverad", REASON]
    about = {row[0].value: row[1].value for row in book["Om"].iter_rows(min_row=2)}
    assert about["Beslut ur"] == "review.yaml"


HOSTILE = "=cmd()|<script>alert(1)</script>\n::error::x ]]> | [a](javascript:b)"


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"xlsx"}))
def test_what_a_review_says_is_only_ever_text(name: str) -> None:
    entries = [replace(one, reason=HOSTILE, role=HOSTILE, quote=HOSTILE) for one in (JUSTIFIED, REJECTED, GONE)]
    report = a_report(entries=entries)
    out = text(name, report)
    if name in ("html", "markdown", "junit"):
        assert "<script>alert" not in out
    if name != "html":
        assert not any(line.startswith("::error") for line in out.splitlines())
    if name == "csv-evidence":
        (row,) = csv.DictReader(io.StringIO(out))
        assert row["decision_reason"].startswith("'=cmd()|")
    if name == "html":
        assert out.count("<script") == 3


def test_a_stale_decision_keeps_its_fingerprint_when_another_goes() -> None:
    def marks(stale: tuple[StaleEntry, ...]) -> set[str]:
        drawn = a_report().matrix
        drawn = replace(drawn, review=ReviewUse(("review.yaml",), 0, stale))
        found = json.loads(text("gitlab", Report("0.1.0", drawn, decide(drawn, Policy()))))
        return {one["fingerprint"] for one in found}

    first, second = (
        StaleEntry(replace(GONE, passage=letter * 16), "review.yaml", "a.pdf", Staleness.PASSAGE) for letter in "ab"
    )
    assert marks((second,)) < marks((first, second))


def test_systems_see_a_gap_that_is_accepted_and_why() -> None:
    said = "justified by planerare on 2026-11-24 (tas i energiprogrammet)"
    root = ET.fromstring(text("junit"))
    (skipped,) = root.findall(".//skipped")
    assert root.get("failures") == "0"
    assert said in skipped.get("message", "")
    (run,) = json.loads(text("sarif"))["runs"]
    (suppressed,) = [one for one in run["results"] if one["ruleId"].startswith("justified/")]
    assert said in suppressed["suppressions"][0]["justification"]
    assert [one["level"] for one in run["results"] if one["ruleId"].startswith("stale-decision")] == ["note"]
    findings = {one["check_name"]: one for one in json.loads(text("gitlab"))}
    assert findings["oms-check/justified"]["severity"] == "minor"
    assert findings["oms-check/stale-decision"]["severity"] == "info"
    github = text("github")
    assert "::error" not in github
    assert said in github
    assert "stale decision (reject)" in github


def test_the_passages_of_a_strategy_say_what_was_decided() -> None:
    report = a_report()
    out = " ".join(render_evidence(View(report.matrix.strategies[0], AREAS)).split())
    assert "motiverad: tas i energiprogrammet" in out
    assert "underkänd: ett talesätt" in out
    assert "Utan passager" in out or "1 passage underkänd" in out
