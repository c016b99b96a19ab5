"""The words of a page as values: what reading a PDF hands to whoever makes blocks of them, without pdfium."""

from collections.abc import Set
from dataclasses import dataclass, field, fields
from enum import IntEnum
from itertools import compress

BOLD, ITALIC, ARTIFACT = 1, 2, 4
FACE_SHIFT = 3
"""Bits of `Words.style`; above them stands the number of the font on its page."""


class Break(IntEnum):
    """What stood before a word in pdfium's text."""

    SPACE = 0
    LINE = 1
    HYPHEN = 2
    """The word before ended in a hyphen at a line end; the hyphen is not part of its text."""


@dataclass(slots=True)
class Words:
    """Words of one page in painting order; list `i` of each field belongs to word `i`.

    x0, top, x1, bottom: points, origin top left of the page as shown
    base: height of the line the letters stand on; `bottom` where it was not asked for
    size: font size in points as shown; style: BOLD | ITALIC | ARTIFACT and the font's number
    mcid: marked-content id, -1 = none; painted: number of the text object that paints the word
    """

    width: float
    height: float
    texts: list[str] = field(default_factory=list)
    x0: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    x1: list[float] = field(default_factory=list)
    bottom: list[float] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    size: list[float] = field(default_factory=list)
    style: list[int] = field(default_factory=list)
    mcid: list[int] = field(default_factory=list)
    painted: list[int] = field(default_factory=list)
    before: list[Break] = field(default_factory=list)
    recognised: bool = False
    """The text is painted invisibly over a picture: recognised letters, with rough sizes and places."""
    unmapped: int = 0
    """Characters without a Unicode value (pdfium gives none, or U+FFFD, or a private-use one)."""

    def __len__(self) -> int:
        return len(self.texts)

    def drop(self, gone: Set[int]) -> None:
        """Leave out the words of these numbers."""
        kept = [i not in gone for i in range(len(self))]
        for column in _COLUMNS:
            setattr(self, column, list(compress(getattr(self, column), kept)))


_COLUMNS = tuple(column.name for column in fields(Words) if column.default_factory is list)
