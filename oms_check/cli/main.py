"""The program's outer shell: runs the command line and turns whatever ends it into an exit code.

Typer would end an uncaught exception with code 1, which promises 'a gate failed'; so everything is caught here.
"""

import os
import sys
import traceback
from typing import NoReturn

from oms_check.cli.exits import ExitCode
from oms_check.cli.messages import say, say_error
from oms_check.errors import OmsCheckError

ISSUES_ADVICE = "please report it with the command you ran; --debug shows the traceback"


def main() -> NoReturn:
    """Run `oms-check` on `sys.argv` and exit with an `ExitCode`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that is not valid in the terminal's encoding must not end the run.
            stream.reconfigure(errors="backslashreplace")
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    try:
        sys.exit(_run())
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough: end quietly, and keep Python's own flush quiet too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(ExitCode.INTERRUPTED)
    except OmsCheckError as error:
        if debug:
            traceback.print_exc()
        say_error(error)
        sys.exit(ExitCode.COULD_NOT_CHECK)
    except Exception as error:  # the process boundary: anything uncaught is a bug and must say so
        if debug:
            traceback.print_exc()
        say(f"internal error: {type(error).__name__}: {error} ({ISSUES_ADVICE})")
        sys.exit(ExitCode.BUG)


def _run() -> int:
    from oms_check.cli.app import app

    try:
        app(prog_name="oms-check")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else ExitCode.COULD_NOT_CHECK
        if code == ExitCode.INTERRUPTED:
            say("interrupted")
        sys.stdout.flush()
        return code
    return ExitCode.OK
