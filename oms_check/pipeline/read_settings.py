"""How documents are to be read; apart from what `check` needs, as a cached read should import nothing of that."""

from dataclasses import dataclass, field
from pathlib import Path

from oms_check.extraction.options import ReadOptions
from oms_check.model.limits import Limits


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How documents are read. `cache_folder` None reads everything anew and stores nothing."""

    processes: int = 1
    cache_folder: Path | None = None
    limits: Limits = field(default_factory=Limits)
    options: ReadOptions = field(default_factory=ReadOptions)
    ocr: bool = False
