"""The program's outer shell: runs the command line and turns whatever ends it into an exit code.

Typer would end an uncaught exception with code 1, which promises 'a gate failed'; so everything is caught here.
This module imports nothing that Python has not loaded before it: Ctrl-C is only in our hands from `main` on.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # as type checkers read it; `typing` itself takes 3 ms
    from typing import NoReturn

_SOON = 0.01
"""Seconds."""

ISSUES_ADVICE = "please report it with the command you ran; --debug shows the traceback"


def main() -> "NoReturn":
    """Run `oms-check` on `sys.argv` and exit with an `ExitCode`."""
    try:
        _lose_no_ctrl_c()
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
    from oms_check.cli.app import command_tree
    from oms_check.cli.exits import ExitCode

    try:
        command_tree(sys.argv[1:])(prog_name="oms-check")
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
    # Where the interrupt passed through an `exec` of text (dataclasses make their methods so), Python would end
    # by the signal, not with the code, unless another `exec` came after it (run_eval_code_obj in pythonrun.c).
    exec("")
    return ExitCode.INTERRUPTED


def _lose_no_ctrl_c() -> None:
    """Ctrl-C in a callback, as imports run them, is printed and forgotten by Python: let it come again."""
    import signal

    if not hasattr(signal, "setitimer"):
        return

    def once_more(unraisable: "sys.UnraisableHookArgs") -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            sys.__unraisablehook__(unraisable)

    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.unraisablehook = once_more


def _be_deaf() -> None:
    """No more Ctrl-C: what remains takes a moment, and a second one would print a traceback."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
