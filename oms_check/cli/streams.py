"""Standard output for reports, bytes as they are, with a quiet end when the reader has left; and input."""

import os
import sys

import typer

from oms_check.cli.exits import ExitCode
from oms_check.errors import SourceError


def read_stdin() -> bytes:
    """All of standard input, or just more than a document may have; SourceError where it is closed."""
    from oms_check.pipeline.content import LARGEST_FILE

    if sys.stdin is None:
        raise SourceError("standard input is closed", advice="name a file, or pipe a document into -")
    return sys.stdin.buffer.read(LARGEST_FILE + 1)


def write_report(report: str | bytes) -> None:
    """Write a whole report to stdout. Where the reader has gone (`| head`), end the program with code 0."""
    data = report.encode("utf-8", "backslashreplace") if isinstance(report, str) else report
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(ExitCode.OK) from None
