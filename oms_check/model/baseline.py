"""A baseline: levels recorded once, so that only what got worse fails, and gaps accepted with a reason."""

from dataclasses import dataclass
from datetime import date

from oms_check.model.coverage import Level


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """The level of one cell when it was recorded; `row` is the key of a row of the matrix.

    `until` is the last day on which the level is accepted. `line` is where the entry stands, 0 if not read.
    """

    direction: str
    row: str
    focus_area: str
    level: Level
    reason: str = ""
    until: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Baseline:
    """All entries of a baseline file; `by` says which rows it was written for ('region' or 'strategy')."""

    file: str
    by: str
    entries: tuple[BaselineEntry, ...] = ()
