"""Reports in the hands of others: Jenkins's rules for JUnit, GitLab's fields, pandas, csvkit and openpyxl."""

import io
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas
import pytest
from build import coverage, evidence, judged, report, sample_report

from oms_check.gate import Policy, Requirement, decide
from oms_check.model.baseline import Baseline, BaselineEntry
from oms_check.model.coverage import Decision, Level, Report
from oms_check.model.evidence import Stance
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import PLAIN

TODAY = date(2026, 11, 24)
PARTIAL = Policy((Requirement(Level.PARTIAL),), fail_under=60)


def decided(policy: Policy, baseline: Baseline | None = None, *, by: str = "region") -> Report:
    one = sample_report(by=by)
    return replace(one, decision=decide(one.matrix, policy, baseline, today=TODAY))


def with_baseline() -> Report:
    """A fall that is also over its date, an accepted gap, a rise, and an entry about nothing."""
    entries = (
        BaselineEntry("oms-2025", "uppsala", "digital", Level.STRONG, "", date(2026, 1, 1), 4),
        BaselineEntry("oms-2025", "uppsala", "omvarld", Level.MISSING, "tas upp 2027"),
        BaselineEntry("oms-2025", "uppsala", "nodstader", Level.PARTIAL),
        BaselineEntry("oms-2025", "gotland", "energi", Level.STRONG, line=7),
    )
    return decided(PARTIAL, Baseline("oms-baseline.toml", "region", entries))


def awkward() -> Report:
    """Quotes that a reader of tables has to get right: separators, quotation marks, other scripts, long runs."""
    quotes = [
        "Elnätet; det ska byggas, sa man, ”snart”.",
        "Citat \"i\" citat, och 'enkla'; och tab\there.",
        "Radbrytning\nmitt i, och en till\r\nhär.",
        "=1+1 ser ut som en formel men är text",
        "-5 grader ska mötas med fjärrvärme",
        "Ōsaka – Ørsted – Łódź – 東京",
        "0123456789 " * 40,
    ]
    cells = [coverage("energi", Level.STRONG, [evidence(quote, page=n + 1) for n, quote in enumerate(quotes)])]
    rejected = [evidence("Regionen avstår.", stance=Stance.AGAINST, focus_area="digital", facet="fast")]
    return report(
        [
            judged("strategies/uppsala/a;b, 'c' \"d\".pdf", [*cells, coverage("digital", Level.MENTIONED, rejected)]),
            judged("strategies/orebro/enkel.pdf", region=None, kind=None, year=None),
        ]
    )


OUTCOMES = {
    "passed": lambda: report([judged()], decision=Decision(passed=True)),
    "failed": lambda: decided(PARTIAL),
    "by strategy": lambda: decided(PARTIAL, by="strategy"),
    "unreadable": lambda: decided(Policy()),
    "allowed": lambda: decided(replace(PARTIAL, allow_unreadable=True)),
    "baseline": with_baseline,
    "nothing": lambda: report(
        [], decision=decide(report([]).matrix, Policy((Requirement(Level.PARTIAL),)), today=TODAY)
    ),
    "awkward": awkward,
}


def text(name: str, one: Report) -> str:
    out = FORMATS[name](one, PLAIN)
    assert isinstance(out, str)
    return out


JUNIT_ATTRIBUTES = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"time"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped"},
        {"time", "timestamp", "hostname", "id", "package", "file", "log", "url", "group"},
    ),
    "testcase": ({"name", "classname"}, {"time", "group"}),
    "failure": ({"message", "type"}, set[str]()),
    "error": ({"message", "type"}, set[str]()),
    "skipped": ({"message"}, {"type"}),
    "system-out": (set[str](), set[str]()),
}
"""Element of Jenkins's junit-10.xsd → attributes that are needed (by it or by its readers), and others it knows."""

JUNIT_CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}
JUNIT_OUTCOMES = (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))


def junit_faults(root: ET.Element) -> Iterator[str]:
    """What is wrong with a JUnit document; nothing where it keeps to the rules."""
    if root.tag != "testsuites":
        yield f"the root is {root.tag}"
    for element in root.iter():
        needed, allowed = JUNIT_ATTRIBUTES.get(element.tag, (set[str](), set[str]()))
        if element.tag not in JUNIT_ATTRIBUTES:
            yield f"no element is called {element.tag}"
        if missing := needed - set(element.attrib):
            yield f"{element.tag} lacks {missing}"
        if extra := set(element.attrib) - needed - allowed:
            yield f"{element.tag} has {extra}"
        if wrong := {child.tag for child in element} - JUNIT_CHILDREN.get(element.tag, set()):
            yield f"{element.tag} holds {wrong}"
        if element.tag in JUNIT_CHILDREN and (element.text or "").strip():
            yield f"{element.tag} has text beside its children"
    for suite in root:
        yield from wrong_counts(suite, suite.findall("testcase"))
        names = [(case.get("classname"), case.get("name")) for case in suite]
        if len(set(names)) < len(names):
            yield f"two cases of {suite.get('name')} are named alike, so that one hides the other"
        if any(len(case) > 1 for case in suite):
            yield "a case has two outcomes"
    yield from wrong_counts(root, root.findall("testsuite/testcase"))
    if len({suite.get("name") for suite in root}) < len(root):
        yield "two suites are named alike"


def wrong_counts(element: ET.Element, cases: list[ET.Element]) -> Iterator[str]:
    if element.get("tests") != str(len(cases)):
        yield f"{element.tag} says {element.get('tests')} tests, has {len(cases)}"
    for attribute, outcome in JUNIT_OUTCOMES:
        count = sum(case.find(outcome) is not None for case in cases)
        if attribute in element.attrib and element.get(attribute) != str(count):
            yield f"{element.tag} says {element.get(attribute)} {attribute}, has {count}"


class TestJUnit:
    """The rules of Jenkins's junit-10.xsd, and those its readers take for granted without its saying so."""

    @pytest.mark.parametrize("name", OUTCOMES)
    def test_keeps_to_the_rules_in_every_outcome(self, name: str) -> None:
        out = text("junit", OUTCOMES[name]())
        assert out.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<testsuites ")
        assert list(junit_faults(ET.fromstring(out))) == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('tests="16"', 'tests="15"'),
            ('failures="7"', 'failures="x"'),
            ('errors="6">', 'errors="6" skipped="0">'),
            ("<failure ", "<failed "),
            (' name="nodstader"', ""),
            (' classname="oms-check.Region Uppsala">', ' classname="oms-check.Region Uppsala">x'),
            (
                'name="digital" classname="oms-check.Region Uppsala"',
                'name="energi" classname="oms-check.Region Uppsala"',
            ),
        ],
    )
    def test_the_rules_catch_what_breaks_them(self, before: str, after: str) -> None:
        out = text("junit", decided(Policy((Requirement(Level.PARTIAL),))))
        assert before in out
        closed = out.replace(before, after, 1)
        if "failed" in after:
            closed = closed.replace("</failure>", "</failed>", 1)
        assert list(junit_faults(ET.fromstring(closed)))

    def test_what_could_not_be_checked_is_an_error_and_no_failure(self) -> None:
        root = ET.fromstring(text("junit", OUTCOMES["unreadable"]()))
        assert root.findall(".//failure") == []
        (suite,) = [suite for suite in root if suite.get("name") == "Region Gavleborg"]
        assert [case[0].tag for case in suite] == ["error"] * 6

    def test_a_cell_that_fails_twice_is_one_case_with_both_sentences(self) -> None:
        root = ET.fromstring(text("junit", with_baseline()))
        (suite,) = [suite for suite in root if suite.get("name") == "Region Uppsala"]
        (case,) = [case for case in suite if case.get("name") == "digital"]
        (failure,) = case
        assert failure.get("type") == "regression"
        assert "fell from strong to mentioned" in failure.get("message", "")
        assert "was accepted until 2026-01-01" in failure.get("message", "")


class TestGitLab:
    SEVERITIES = ("info", "minor", "major", "critical", "blocker")

    @pytest.mark.parametrize("name", OUTCOMES)
    def test_every_finding_has_the_fields_gitlab_documents(self, name: str) -> None:
        found = json.loads(text("gitlab", OUTCOMES[name]()))
        assert isinstance(found, list)
        for one in found:
            assert {key: type(value) for key, value in one.items()} == {
                "description": str,
                "check_name": str,
                "fingerprint": str,
                "severity": str,
                "location": dict,
            }
            assert one["severity"] in self.SEVERITIES
            assert one["description"]
            path = one["location"]["path"]
            assert path
            assert not path.startswith(("/", "./", "../"))
            assert type(one["location"]["lines"]["begin"]) is int
        marks = [one["fingerprint"] for one in found]
        assert len(set(marks)) == len(marks), "GitLab shows one of those that share a fingerprint"

    def test_a_file_with_a_byte_order_mark_is_refused_there(self) -> None:
        assert text("gitlab", decided(PARTIAL)).startswith("[")


class TestTables:
    @pytest.mark.parametrize("name", ["csv", "csv-long", "csv-evidence"])
    def test_pandas_reads_csv_without_options(self, name: str) -> None:
        for one in (sample_report(), awkward()):
            frame = pandas.read_csv(io.StringIO(text(name, one)))
            assert not frame.columns.str.contains("Unnamed").any()
            assert len(frame) == {"csv": len(one.matrix.rows), "csv-long": 5 * len(one.matrix.strategies)}.get(
                name, sum(len(cell.evidence) for judged in one.matrix.strategies for cell in judged.coverage)
            )

    def test_pandas_sees_numbers_as_numbers_and_nothing_for_unknown(self) -> None:
        frame = pandas.read_csv(io.StringIO(text("csv", sample_report())))
        assert frame["energi_score"].dtype == "float64"
        assert frame["energi_score"].isna().sum() == 1
        assert frame["pages"].dtype == "int64"
        long = pandas.read_csv(io.StringIO(text("csv-long", sample_report())))
        assert long.groupby("focus_area")["commitments"].sum()["nodstader"] == 2
        evidence = pandas.read_csv(io.StringIO(text("csv-evidence", sample_report())))
        assert evidence["page"].dtype == "int64"
        assert evidence["concrete"].dtype == "bool"

    @pytest.mark.parametrize("name", ["csv", "csv-long", "csv-evidence"])
    def test_csvkit_reads_csv_without_options(self, name: str, tmp_path: Path) -> None:
        """csvkit guesses the dialect from the text, so that quotes full of semicolons could lead it astray."""
        for number, one in enumerate((sample_report(), awkward())):
            file = tmp_path / f"{number}.csv"
            file.write_bytes(text(name, one).encode("utf-8"))
            rows = json.loads(self.csvkit("csvjson", file))
            frame = pandas.read_csv(file)
            assert list(rows[0]) == list(frame.columns)
            assert len(rows) == len(frame)
            if name == "csv-evidence":
                quotes = [str(row["quote"]) for row in rows]
                assert quotes == [str(quote) for quote in pandas.read_csv(file, keep_default_na=False)["quote"]]
            assert self.csvkit("csvclean", "--length-mismatch", file).count("\n") == len(rows) + 1

    def csvkit(self, program: str, *arguments: str | Path) -> str:
        command = shutil.which(program, path=Path(sys.executable).parent) or program
        done = subprocess.run([command, *arguments], capture_output=True, encoding="utf-8", timeout=60, check=True)
        return done.stdout

    def test_pandas_and_openpyxl_read_the_same_workbook(self) -> None:
        out = FORMATS["xlsx"](awkward(), PLAIN)
        assert isinstance(out, bytes)
        book = openpyxl.load_workbook(io.BytesIO(out))
        frames = pandas.read_excel(io.BytesIO(out), sheet_name=None, keep_default_na=False)
        assert list(frames) == book.sheetnames == ["Matris", "Evidens", "Saknas", "Om"]
        for name, frame in frames.items():
            assert len(frame) == book[name].max_row - 1
        passages = frames["Evidens"]
        told = [e for one in awkward().matrix.strategies for cell in one.coverage for e in cell.evidence]
        assert list(passages["Sida"]) == [e.page for e in told]
        assert list(passages["Passage"]) == [e.quote.replace("\r\n", "\n") for e in told]
