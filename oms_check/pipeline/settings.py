"""What a run needs to know, resolved from options, environment and configuration file."""

from dataclasses import dataclass, field
from pathlib import Path

from oms_check.extraction.options import ReadOptions
from oms_check.model.limits import Limits
from oms_check.model.policy import Policy


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
