"""The program's outer shell: runs the command line and turns whatever ends it into an exit code.

Typer would end an uncaught exception with code 1, which promises 'a gate failed'; so everything is caught here.
This module imports nothing that Python has not loaded before it: Ctrl-C is only in our hands from `main` on.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # as type checkers read it; `typing` itself takes 3 ms
    from typing import NoReturn

ISSUES_ADVICE = "please report it with the command you ran; --debug shows the traceback"


def main() -> "NoReturn":
    """Run `oms-check` on `sys.argv` and exit with an `ExitCode`."""
    try:
        code = _guarded()
        _be_deaf()
    except KeyboardInterrupt:
        _be_deaf()
        code = _interrupted()
    sys.exit(code)


def _guarded() -> int:
    """The exit code of the command line; only KeyboardInterrupt leaves it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that is not valid in the terminal's encoding must not end the run.
            stream.reconfigure(errors="backslashreplace")
    from oms_check.cli.exits import ExitCode
    from oms_check.cli.messages import DEBUG, say, say_error
    from oms_check.errors import OmsCheckError

    if "--debug" in sys.argv:
        sys.argv.remove("--debug")
        DEBUG.set(True)
    try:
        return _run()
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough: end quietly, and keep Python's own flush quiet too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OmsCheckError as error:
        _trace()
        say_error(error)
        return ExitCode.COULD_NOT_CHECK
    except Exception as error:  # the process boundary: anything uncaught is a bug and must say so
        _trace()
        say(f"internal error: {type(error).__name__}: {error}; {ISSUES_ADVICE}")
        return ExitCode.BUG


def _run() -> int:
    from oms_check.cli.app import app
    from oms_check.cli.exits import ExitCode

    try:
        app(prog_name="oms-check")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else ExitCode.COULD_NOT_CHECK
        if code == ExitCode.INTERRUPTED:
            raise KeyboardInterrupt from None  # typer has caught it
        sys.stdout.flush()
        return code
    return ExitCode.OK


def _trace() -> None:
    from oms_check.cli.messages import DEBUG

    if DEBUG.get():
        import traceback

        traceback.print_exc()


def _interrupted() -> int:
    from oms_check.cli.exits import ExitCode
    from oms_check.cli.messages import say

    say("interrupted")
    return ExitCode.INTERRUPTED


def _be_deaf() -> None:
    """No more Ctrl-C: what remains takes a moment, and a second one would print a traceback."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
