"""Progress on a terminal's stderr while documents are read.

Refreshed by hand: rich's own refresh is a thread, and a worker that must be replaced is forked from this process.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from oms_check.cli.messages import DEBUG, say, say_fault
from oms_check.pipeline.watch import Watch

REFRESH_SECONDS = 0.1


@contextmanager
def watching(*, show: bool, quiet: bool = False) -> Iterator[Watch]:
    """A `Watch` that draws one line, gone when the run ends; warnings are always printed unless `quiet`."""
    on_fault = say_fault if DEBUG.get() else _ignore
    if not (show and sys.stderr.isatty()):
        yield Watch(warn=_ignore if quiet else say, on_fault=on_fault)
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True)
    pages = finished = 0
    drawn = 0.0
    with Live(console=console, auto_refresh=False, transient=True) as live:

        def draw(path: str) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn >= REFRESH_SECONDS:
                drawn = now
                line = Text(f"{finished} documents, {pages} pages read · {path}", no_wrap=True, overflow="ellipsis")
                live.update(line, refresh=True)

        def on_pages(path: str, count: int) -> None:
            nonlocal pages
            pages += count
            draw(path)

        def on_finished(path: str) -> None:
            nonlocal finished
            finished += 1
            draw(path)

        def warn(message: str) -> None:
            if not quiet:
                live.update(Text(""), refresh=True)
                say(message)

        yield Watch(on_pages, on_finished, warn, on_fault)


def _ignore(_: str) -> None:
    return None
