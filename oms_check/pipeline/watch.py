"""Who is told how a run goes: pages as they are read, documents as they are done, and warnings."""

from collections.abc import Callable
from dataclasses import dataclass

OnPages = Callable[[str, int], None]
"""(path of the strategy, number of its pages read since the last call)"""
OnFinished = Callable[[str], None]
"""(path of the strategy that is done)"""
Warn = Callable[[str], None]
"""A sentence for the user that is no part of the report."""
OnFault = Callable[[str], None]
"""The traceback of an exception that ended the reading of a document."""


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how the run goes; by default nobody."""

    on_pages: OnPages = _nothing
    on_finished: OnFinished = _nothing
    warn: Warn = _nothing
    on_fault: OnFault = _nothing
