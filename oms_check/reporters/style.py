"""How a report is to look, as far as that is not in the report itself: one value for every format."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from oms_check.model.coverage import Report


@dataclass(frozen=True, slots=True)
class Style:
    """`width` (columns), `color` and `ascii_only` are for the terminal, `csv_dialect` for CSV."""

    width: int = 80
    color: bool = False
    ascii_only: bool = False
    csv_dialect: str = "default"


PLAIN: Final = Style()

Renderer = Callable[[Report, Style], str | bytes]
"""A format: text is written as UTF-8, bytes as they are."""
