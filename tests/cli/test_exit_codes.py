"""Every exit code, provoked in a process of its own for every format; and one verdict, whoever reads which report."""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from build import SMALL_RULES
from conftest import Run
from made_pdfs import typeset
from markdown_it import MarkdownIt
from started import BROKEN, Started

from oms_check.reporters.formats import FORMATS, SUFFIXES

PAGE = """\
= Energi
Elnätets kapacitet ska byggas ut före 2030. Biogas ska produceras för 20 miljoner kronor.
= Digitalt
Bredband finns i länet.
"""
OPTIONS = ("--rules", "small.yaml", "--by", "strategy", "--require", "strong:energi")
SCENARIOS = {
    "met": (("plan.pdf", *OPTIONS, "--require", "mentioned:digital"), 0),
    "failed": (("plan.pdf", *OPTIONS, "--require", "partial:digital"), 1),
    "unreadable": (("plan.pdf", "broken.pdf", *OPTIONS, "--require", "mentioned:digital"), 2),
    "failed and unreadable": (("plan.pdf", "broken.pdf", *OPTIONS, "--require", "partial:digital"), 2),
}
MET, FAILED, NOT_CHECKED = "met", "failed", "not checked"
VERDICTS = {"met": MET, "failed": FAILED, "unreadable": NOT_CHECKED}
REQUIRED = {"met": "mentioned", "failed": "partial", "unreadable": "mentioned"}
"""Of the focus area `digital`."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strategies")
    (folder / "plan.pdf").write_bytes(typeset(PAGE))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (folder / "small.yaml").write_text(SMALL_RULES, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", sorted(FORMATS))
class TestEveryFormat:
    @pytest.mark.parametrize("scenario", ["met", "failed", "unreadable"])
    def test_ends_with_the_code_of_its_verdict(self, started: Started, folder: Path, name: str, scenario: str) -> None:
        arguments, code = SCENARIOS[scenario]
        ran = started.run("check", *arguments, "-f", name, cwd=folder)
        assert ran.code == code, ran.stderr
        told = READERS[name](ran.stdout, REQUIRED[scenario])
        if name == "csv-evidence" and VERDICTS[scenario] == NOT_CHECKED:
            return  # a list of passages cannot tell a document without any from one that was not read
        assert told == VERDICTS[scenario], ran.stdout.decode("utf-8", "replace")
        assert (f"exit {code}:" in ran.stderr.splitlines()[-1]) if code else ran.stderr == ""

    def test_exits_2_without_a_report_where_nothing_can_be_asked(
        self, started: Started, folder: Path, name: str
    ) -> None:
        ran = started.run("check", "plan.pdf", "--require", "partal", "-f", name, cwd=folder)
        assert (ran.code, ran.stdout) == (2, b"")
        assert "did you mean 'partial'" in ran.stderr

    def test_exits_3_with_one_line_for_a_bug(self, started: Started, folder: Path, name: str) -> None:
        arguments, _ = SCENARIOS["failed"]
        ran = started.run("check", *arguments, "-f", name, "--exit-zero", cwd=folder, broken=True)
        assert (ran.code, ran.stdout) == (3, b"")
        assert re.fullmatch(r"oms-check: internal error: ModuleNotFoundError: .*--debug.*\n", ran.stderr)

    def test_exits_130_without_a_report_when_interrupted(
        self, started: Started, folder: Path, tmp_path: Path, name: str
    ) -> None:
        suffix = next((suffix for suffix, written in SUFFIXES.items() if written == name), ".json")
        output = tmp_path / f"report{suffix}"
        ran = started.run("check", "-", "-f", name, "-o", output, cwd=folder, interrupted=True)
        assert (ran.code, ran.stdout, ran.stderr) == (130, b"", "oms-check: interrupted\n")
        assert list(tmp_path.iterdir()) == []


def test_exit_zero_turns_1_into_0_and_nothing_else(started: Started, folder: Path) -> None:
    for scenario, (arguments, code) in SCENARIOS.items():
        ran = started.run("check", *arguments, "--exit-zero", "-f", "plain", cwd=folder)
        assert ran.code == (0 if code == 1 else code), scenario
    assert started.run("check", "none.pdf", "--exit-zero", cwd=folder).code == 2


def test_allowed_unreadable_documents_leave_the_verdict_to_the_others(started: Started, folder: Path) -> None:
    for scenario, code in (("unreadable", 0), ("failed and unreadable", 1)):
        arguments, _ = SCENARIOS[scenario]
        ran = started.run("check", *arguments, "--allow-unreadable", "-f", "junit", cwd=folder)
        assert ran.code == code, ran.stderr


def test_a_program_started_anew_ends_with_3_as_well(folder: Path, tmp_path: Path, oms_check: Run) -> None:
    """What the loaded process shares between runs is no part of it; 0, 1, 2 and 130 are so tested elsewhere."""
    (tmp_path / f"{BROKEN}.py").write_text("raise RuntimeError('a broken installation')", encoding="utf-8")
    search = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    done = oms_check("check", *SCENARIOS["met"][0], "-f", "plain", cwd=folder, env={"PYTHONPATH": search})
    assert (done.returncode, done.stdout) == (3, "")
    assert "internal error: RuntimeError: a broken installation" in done.stderr
    assert "Traceback" not in done.stderr


def from_words(text: str) -> str:
    """The verdict of a report for people: its heading of requirements, which is left out where all is met."""
    found = re.search(r"Krav: ([^<\n]+)", text)
    if found is None:
        return MET
    return {"uppfyllda": MET, "uppfylls inte": FAILED, "kunde inte prövas": NOT_CHECKED}[found[1].strip()]


def from_levels(documents: list[tuple[str, str, str]], required: str) -> str:
    """What levels come to: (status, level of energi, level of digital) a document, held against the requirements."""
    ranks = ("missing", "mentioned", "partial", "strong")
    if any(status != "ok" or "unknown" in levels for status, *levels in documents):
        return NOT_CHECKED
    met = all(energi == "strong" and ranks.index(digital) >= ranks.index(required) for _, energi, digital in documents)
    return MET if met else FAILED


def of(could_not_check: bool, passed: bool) -> str:
    return NOT_CHECKED if could_not_check else MET if passed else FAILED


def rows_of(report: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report.decode("utf-8"), newline="")))


def read_table(report: bytes, required: str) -> str:
    return from_words(report.decode("utf-8"))


def read_plain(report: bytes, required: str) -> str:
    lines = [line.split("\t") for line in report.decode("utf-8").splitlines()]
    documents = []
    for fields in lines:
        levels = dict(field.split("=") for field in fields[5:])
        documents.append((fields[4], levels["energi"], levels["digital"]))
    return from_levels(documents, required)


def read_csv(report: bytes, required: str) -> str:
    documents = [(row["status"], row["energi_level"], row["digital_level"]) for row in rows_of(report)]
    return from_levels(documents, required)


def read_csv_long(report: bytes, required: str) -> str:
    levels: dict[str, dict[str, str]] = {}
    for row in rows_of(report):
        levels.setdefault(row["strategy"], {"status": row["status"]})[row["focus_area"]] = row["level"]
    return from_levels([(one["status"], one["energi"], one["digital"]) for one in levels.values()], required)


def read_csv_evidence(report: bytes, required: str) -> str:
    """Strong is two concrete commitments, partial one commitment, mentioned any passage."""
    rows = rows_of(report)
    concrete = [row for row in rows if row["focus_area"] == "energi" and row["concrete"] == "true"]
    firm = {"mentioned": ("mention", "need", "commitment"), "partial": ("commitment",)}[required]
    digital = [row for row in rows if row["focus_area"] == "digital" and row["stance"] in firm]
    return of(False, len(concrete) >= 2 and len(digital) >= 1)


def read_json(report: bytes, required: str) -> str:
    gate = json.loads(report)["gate"]
    return of(gate["could_not_check"], gate["passed"])


def read_markdown(report: bytes, required: str) -> str:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(report.decode("utf-8"))
    headings = [after.content for before, after in zip(tokens, tokens[1:], strict=False) if before.tag == "h2"]
    return from_words("\n".join(headings))


def read_github(report: bytes, required: str) -> str:
    lines = report.decode("utf-8").splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert bool(errors) != any("gate passed" in line for line in lines)
    return of(any("could not be read" in line for line in errors), not errors)


def read_gitlab(report: bytes, required: str) -> str:
    severities = {found["severity"] for found in json.loads(report)}
    return of("blocker" in severities, not severities & {"major", "critical", "blocker"})


def read_junit(report: bytes, required: str) -> str:
    root = ET.fromstring(report)
    return of(root.get("errors") != "0", root.get("failures") == root.get("errors") == "0")


def read_sarif(report: bytes, required: str) -> str:
    (run,) = json.loads(report)["runs"]
    (invocation,) = run["invocations"]
    return of(not invocation["executionSuccessful"], all(found["level"] != "error" for found in run["results"]))


def read_xlsx(report: bytes, required: str) -> str:
    about = openpyxl.load_workbook(io.BytesIO(report))["Om"]
    (verdict,) = [value for name, value in about.iter_rows(values_only=True) if name == "Krav"]
    return from_words(f"Krav: {verdict}")


def read_html(report: bytes, required: str) -> str:
    return from_words(re.sub(r"<[^>]+>", "", report.decode("utf-8")))


READERS: dict[str, Callable[[bytes, str], str]] = {
    "table": read_table,
    "plain": read_plain,
    "csv": read_csv,
    "csv-long": read_csv_long,
    "csv-evidence": read_csv_evidence,
    "json": read_json,
    "markdown": read_markdown,
    "github": read_github,
    "gitlab": read_gitlab,
    "junit": read_junit,
    "sarif": read_sarif,
    "xlsx": read_xlsx,
    "html": read_html,
}
"""Format → how its reader tells the verdict, with nothing of ours but the words and columns it documents."""


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(FORMATS)


def test_the_levels_of_documents_are_held_against_what_is_required() -> None:
    assert from_levels([("ok", "strong", "mentioned")], "partial") == FAILED
    assert from_levels([("ok", "strong", "mentioned"), ("damaged", "unknown", "unknown")], "mentioned") == NOT_CHECKED
