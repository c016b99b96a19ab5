"""A decision → SARIF 2.1.0 (OASIS standard with errata 01) for code scanning.

Fingerprints are of the cell, never of a page or an offset: a finding stays the same while the text moves.
"""

from oms_check.model.coverage import Reason, Report
from oms_check.reporters.escape import json_text, one_line, uri
from oms_check.reporters.json_report import Json
from oms_check.reporters.reasons import sentence
from oms_check.reporters.rows import ERRORS, file_of, fingerprints, worst_first
from oms_check.reporters.style import PLAIN, Style

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_RULES = {
    "level": "A focus area is below the required level",
    "score": "The mean score of a row is below the required score",
    "regression": "A focus area or facet is below the level it had",
    "stale": "A baseline entry is about something that is no longer checked",
    "expired": "The time for which a gap was accepted is over",
    "unreadable": "A document could not be read",
    "unknown": "Too much of a document could not be read to tell a level",
    "nothing": "No cell could be judged",
    "baseline": "The baseline does not fit the run",
    "accepted": "A gap the baseline accepts",
    "justified": "A gap that a reader justified",
    "stale-decision": "A reader's decision that no longer says anything",
    "improvement": "A focus area or facet is above the level it had",
    "gone": "A strategy has no newer version",
    "new": "A strategy has no older version",
}


def render(report: Report, style: Style = PLAIN) -> str:
    """One run. Failures are errors, notices notes, accepted gaps are there with a suppression."""
    decision = report.decision
    reasons = [(reason, "error") for reason in worst_first(decision.reasons)]
    reasons += [(reason, "warning") for reason in decision.accepted]
    reasons += [(reason, "note") for reason in decision.notices]
    marks = fingerprints(report.matrix.rules.id, [reason for reason, _ in reasons])
    rules = sorted({(reason.code, reason.focus_area) for reason, _ in reasons})
    run: Json = {
        "tool": {
            "driver": {
                "name": "oms-check",
                "version": report.tool_version,
                "rules": [_rule(code, focus_area) for code, focus_area in rules],
            }
        },
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [
            _finding(reason, level, rules.index((reason.code, reason.focus_area)), mark, file_of(report.matrix, reason))
            for (reason, level), mark in zip(reasons, marks, strict=True)
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, focus_area: str) -> Json:
    text = _RULES.get(code, code)
    return {
        "id": _rule_id(code, focus_area),
        "shortDescription": {"text": f"{text}: {focus_area}" if focus_area else text},
    }


def _rule_id(code: str, focus_area: str) -> str:
    """'level/energi': code scanning takes findings of one rule in one line for one, and a document has but one line."""
    return f"{code}/{focus_area}" if focus_area else code


def _invocation(report: Report) -> Json:
    """`executionSuccessful` says whether everything could be checked, not whether the gate was met."""
    failures = [reason for reason in report.decision.reasons if reason.code in ERRORS]
    return {
        "executionSuccessful": not report.decision.could_not_check,
        "toolExecutionNotifications": [_notification(one, file_of(report.matrix, one)) for one in failures],
    }


def _notification(reason: Reason, file: str) -> Json:
    return {
        "level": "error",
        "message": {"text": one_line(sentence(reason))},
        "descriptor": {"id": reason.code},
        "locations": [_location(reason, file)],
    }


def _finding(reason: Reason, level: str, rule: int, mark: str, file: str) -> Json:
    finding: Json = {
        "ruleId": _rule_id(reason.code, reason.focus_area),
        "ruleIndex": rule,
        "level": level,
        "message": {"text": one_line(sentence(reason))},
        "locations": [_location(reason, file)],
        "partialFingerprints": {"omsCheckCell/v1": mark},
        "properties": {
            "row": reason.row,
            "focusArea": reason.focus_area,
            "coverage": reason.level,
            "required": reason.required,
            "page": reason.page,
        },
    }
    if reason.code in ("accepted", "justified"):
        finding["suppressions"] = [{"kind": "external", "justification": one_line(sentence(reason))}]
    return finding


def _location(reason: Reason, file: str) -> Json:
    place: Json = {"artifactLocation": {"uri": uri(file)}, "region": {"startLine": 1}}
    location: Json = {"physicalLocation": place}
    if reason.focus_area:
        location["logicalLocations"] = [{"name": reason.focus_area, "fullyQualifiedName": _cell_name(reason)}]
    return location


def _cell_name(reason: Reason) -> str:
    return one_line(f"{reason.row}/{reason.focus_area}")
