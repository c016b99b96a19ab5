"""A report's decision → exit code, and what is said of it on stderr."""

from oms_check.cli.exits import ExitCode
from oms_check.cli.messages import say
from oms_check.model.coverage import Report
from oms_check.reporters.reasons import sentence

MOST_REASONS = 20
"""Reasons told one by one on stderr; the report has them all."""


def exit_code(report: Report, *, exit_zero: bool = False) -> ExitCode:
    """2 where something could not be checked, else 1 where the gate failed (0 with `exit_zero`), else 0."""
    if report.decision.could_not_check:
        return ExitCode.COULD_NOT_CHECK
    if not report.decision.passed and not exit_zero:
        return ExitCode.GATE
    return ExitCode.OK


def tell(report: Report, code: ExitCode, *, quiet: bool = False, verbose: bool = False) -> None:
    """Reasons and notices, and as the last line why the code is not 0."""
    decision = report.decision
    if verbose:
        for one in report.matrix.strategies:
            pages = len(one.pages)
            notes = "; ".join((*one.notes, *(f"page {p.number}: {n}" for p in one.pages for n in p.notes)))
            say(f"{one.strategy.path}: {one.status.value}, {pages} pages" + (f"; {notes}" if notes else ""))
    if not quiet:
        for notice in decision.notices[:MOST_REASONS]:
            say(f"notice: {sentence(notice)}")
        if len(decision.notices) > MOST_REASONS:
            say(f"and {len(decision.notices) - MOST_REASONS} more notices; the report has them all")
    for reason in decision.reasons[:MOST_REASONS]:
        say(sentence(reason))
    if len(decision.reasons) > MOST_REASONS:
        say(f"and {len(decision.reasons) - MOST_REASONS} more; the report has them all")
    count = len(decision.reasons)
    plural = "s" if count != 1 else ""
    match code:
        case ExitCode.COULD_NOT_CHECK:
            say(f"exit 2: could not check everything ({count} reason{plural}); see above")
        case ExitCode.GATE:
            say(f"exit 1: the gate failed for {count} reason{plural}; see above")
        case _:
            if decision.reasons:
                say(f"exit 0: the gate failed for {count} reason{plural}, but --exit-zero was given")
