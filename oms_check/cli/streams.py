"""Standard output for reports: bytes as they are, and a quiet end when the reader has left."""

import os
import sys

import typer

from oms_check.cli.exits import ExitCode


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
