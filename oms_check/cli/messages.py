"""One line on stderr for the person or the log that reads it."""

import sys
from contextvars import ContextVar

from oms_check.errors import OmsCheckError, RuleError
from oms_check.text.sanitise import visible

DEBUG = ContextVar("debug", default=False)
"""Whether `--debug` was given: an internal fault is told with its traceback."""


def say(message: str) -> None:
    """Print one line for the user on stderr, control characters made visible."""
    print(f"oms-check: {visible(message)}", file=sys.stderr)


def say_error(error: OmsCheckError) -> None:
    """Print an error: every problem of a rule file at its place, else message and advice on one line."""
    if isinstance(error, RuleError):
        for problem in error.problems:
            print(visible(f"{problem.place}: {problem.message}"), file=sys.stderr)
            for line in problem.excerpt.splitlines():
                print(f"    {visible(line)}", file=sys.stderr)
            if problem.advice:
                print(f"    {visible(problem.advice)}", file=sys.stderr)
        count = len(error.problems)
        say(f"{count} mistake{'s' if count > 1 else ''} in {error.problems[0].file}; nothing was checked")
        return
    say(f"error: {error.message}" + (f"; {error.advice}" if error.advice else ""))


def say_fault(account: str) -> None:
    """Print the account of a fault, a traceback of several lines, control characters made visible."""
    for line in account.splitlines():
        print(visible(line), file=sys.stderr)
