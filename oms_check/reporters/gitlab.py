"""A decision → a GitLab Code Quality report, the subset of Code Climate's JSON that merge requests show.

GitLab tells new findings from old by `fingerprint`, so that one is made of the cell alone, not of places.
"""

from oms_check.model.coverage import Reason, Report
from oms_check.reporters.escape import json_text, one_line
from oms_check.reporters.reasons import sentence
from oms_check.reporters.rows import file_of, fingerprints, worst_first
from oms_check.reporters.style import PLAIN, Style

_SEVERITIES = {
    "unreadable": "blocker",
    "unknown": "blocker",
    "nothing": "blocker",
    "baseline": "blocker",
    "regression": "critical",
}


def render(report: Report, style: Style = PLAIN) -> str:
    """Failures by severity, accepted gaps as minor, notices as info."""
    decision = report.decision
    severities = {reason: _SEVERITIES.get(reason.code, "major") for reason in decision.reasons}
    reasons = (*worst_first(decision.reasons), *decision.accepted, *decision.notices)
    severities |= dict.fromkeys(decision.accepted, "minor") | dict.fromkeys(decision.notices, "info")
    marks = fingerprints(report.matrix.rules.id, reasons)
    return json_text(
        [
            _finding(reason, severities[reason], mark, file_of(report.matrix, reason))
            for reason, mark in zip(reasons, marks, strict=True)
        ]
    )


def _finding(reason: Reason, severity: str, mark: str, file: str) -> dict[str, object]:
    return {
        "description": one_line(sentence(reason)),
        "check_name": f"oms-check/{reason.code}",
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": file, "lines": {"begin": 1}},
    }
