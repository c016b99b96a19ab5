"""What a run needs to know, resolved from options, environment and configuration file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from oms_check.extraction.reading import ReadOptions
from oms_check.gate import Policy
from oms_check.workers import Limits

LARGEST_FILE = 500_000_000
"""Bytes. The largest public plan seen is 180 MB of map pictures; beyond this a file is refused unread."""


OnPages = Callable[[str, int], None]
"""(path of the strategy, number of its pages read since the last call)"""
OnFinished = Callable[[str], None]
"""(path of the strategy that is done)"""
Warn = Callable[[str], None]
"""A sentence for the user that is no part of the report."""


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how the run goes; by default nobody."""

    on_pages: OnPages = _nothing
    on_finished: OnFinished = _nothing
    warn: Warn = _nothing


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How documents are read. `cache_folder` None reads everything anew and stores nothing."""

    processes: int = 1
    cache_folder: Path | None = None
    limits: Limits = field(default_factory=Limits)
    options: ReadOptions = field(default_factory=ReadOptions)
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Everything `check` was asked for, apart from where its reports go."""

    paths: tuple[Path, ...]
    rules: str = "oms-2025"
    region: str | None = None
    by: str = "region"
    lang: str = "sv"
    policy: Policy = field(default_factory=Policy)
    baseline: Path | None = None
    reading: ReadSettings = field(default_factory=ReadSettings)
    stdin: bytes | None = None
