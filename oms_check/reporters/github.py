"""A decision → GitHub workflow commands, which become annotations of a run.

GitHub shows ten annotations of a kind a step and drops the rest without a word, so at most nine are written
and the tenth says how many more there are. Each file's line is 1: a page is no line.
"""

from collections.abc import Sequence

from oms_check.model.coverage import Reason, Report
from oms_check.reporters.escape import annotation, annotation_property
from oms_check.reporters.reasons import sentence
from oms_check.reporters.rows import worst_first
from oms_check.reporters.style import PLAIN, Style

MOST = 9


def render(report: Report, style: Style = PLAIN) -> str:
    """Failures as errors, worst first; notices as notices; one notice where there is nothing to say."""
    decision = report.decision
    lines = _commands("error", worst_first(decision.reasons))
    justified = [reason for reason in decision.accepted if reason.code == "justified"]
    lines += _commands("notice", (*decision.notices, *justified))
    if decision.passed:
        count = len(report.matrix.rows)
        accepted = f", {len(decision.accepted)} accepted gaps" if decision.accepted else ""
        lines.append(_command("notice", f"gate passed: {count} rows checked{accepted}", ""))
    return "".join(f"{line}\n" for line in lines)


def _commands(kind: str, reasons: Sequence[Reason]) -> list[str]:
    shown = [_command(kind, sentence(reason), reason.path) for reason in reasons[:MOST]]
    if len(reasons) > MOST:
        shown.append(_command(kind, f"and {len(reasons) - MOST} more", ""))
    return shown


def _command(kind: str, message: str, path: str) -> str:
    place = f"file={annotation_property(path)},line=1," if path else ""
    return f"::{kind} {place}title=oms-check::{annotation(message)}"
