"""A report → JUnit XML: a suite a row, a case a focus area, so that CI shows the matrix as tests.

Below what is required → failure; accepted by a baseline → skipped; could not be read → error. What is about
no cell (a document, a stale baseline entry) is a case of its own in its row's suite, or in a suite 'gate'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from oms_check.model.coverage import Coverage, FocusAreaInfo, Level, Reason, Report, Row
from oms_check.reporters.escape import xml_text
from oms_check.reporters.explain import explain
from oms_check.reporters.reasons import sentence
from oms_check.reporters.rows import ERRORS, cells
from oms_check.reporters.style import PLAIN, Style


@dataclass(frozen=True, slots=True)
class Case:
    """A test of a suite. `outcome` is '', 'failure', 'error' or 'skipped'."""

    name: str
    outcome: str = ""
    code: str = ""
    message: str = ""
    text: str = ""


def render(report: Report, style: Style = PLAIN) -> str:
    """The whole report."""
    suites = [(_name(row), _row_cases(report, row)) for row in report.matrix.rows]
    keys = {row.key for row in report.matrix.rows}
    outside = [reason for reason in report.decision.reasons if reason.row not in keys]
    if outside:
        suites.append(("gate", [_reason_case(reason) for reason in outside]))
    return render_suites(suites)


def render_suites(suites: Sequence[tuple[str, Sequence[Case]]]) -> str:
    """Suites by name; their counts add up to those of the root.

    Every element and attribute is one that Jenkins's schema of JUnit files (junit-10.xsd) knows; the root has
    no `skipped` there.
    """
    root = ET.Element("testsuites", _counts("oms-check", [c for _, own in suites for c in own]))
    del root.attrib["skipped"]
    for name, cases in suites:
        suite = ET.SubElement(root, "testsuite", _counts(name, cases))
        for case in cases:
            _append(suite, name, case)
    ET.indent(root)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{ET.tostring(root, encoding='unicode')}\n"


def _name(row: Row) -> str:
    return row.key if row.key in row.paths else row.name


def _row_cases(report: Report, row: Row) -> list[Case]:
    decision = report.decision
    reasons = [reason for reason in decision.reasons if reason.row == row.key]
    accepted = {r.focus_area: r for r in decision.accepted if r.row == row.key}
    unread = any(reason.code in ERRORS for reason in reasons)
    cases = []
    for cell in cells(report.matrix, row.coverage):
        failed = [reason for reason in reasons if reason.focus_area == cell.area.id]
        cases.append(_cell_case(cell.area, cell.coverage, failed, accepted.get(cell.area.id), unread))
    areas = {area.id for area in report.matrix.rules.focus_areas}
    return cases + [_reason_case(reason) for reason in reasons if reason.focus_area not in areas]


def _cell_case(
    area: FocusAreaInfo, coverage: Coverage, failed: Sequence[Reason], accepted: Reason | None, unread: bool
) -> Case:
    text = f"{coverage.level}: {explain(coverage, area, 'en')}"
    if failed:
        # A level can have fallen and its acceptance be over: one case, both sentences.
        messages = "; ".join(sentence(reason) for reason in failed)
        return Case(area.id, "failure", failed[0].code, messages, text)
    if coverage.level is Level.UNKNOWN:
        # `--allow-unreadable` makes a notice of the document's reason; then the cell is only not judged.
        outcome = "error" if unread else "skipped"
        return Case(area.id, outcome, "unknown", "not judged: too much could not be read")
    if accepted:
        return Case(area.id, "skipped", accepted.code, sentence(accepted))
    return Case(area.id, text=text)


def _reason_case(reason: Reason) -> Case:
    outcome = "error" if reason.code in ERRORS else "failure"
    name = reason.path or "/".join(part for part in (reason.row, reason.focus_area) if part) or reason.code
    return Case(f"{reason.code} {name}", outcome, reason.code, sentence(reason))


def _counts(name: str, cases: Sequence[Case]) -> dict[str, str]:
    numbers = {"tests": len(cases)}
    for attribute, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        numbers[attribute] = sum(case.outcome == outcome for case in cases)
    return {"name": xml_text(name)} | {key: str(number) for key, number in numbers.items()}


def _append(suite: ET.Element, suite_name: str, case: Case) -> None:
    element = ET.SubElement(suite, "testcase", name=xml_text(case.name), classname=f"oms-check.{xml_text(suite_name)}")
    if case.outcome:
        outcome = ET.SubElement(element, case.outcome, message=xml_text(case.message))
        if case.outcome != "skipped":
            outcome.set("type", case.code)
            outcome.text = xml_text(case.text or case.message)
    elif case.text:
        ET.SubElement(element, "system-out").text = xml_text(case.text)
