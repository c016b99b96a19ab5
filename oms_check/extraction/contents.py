"""The lines of a block → whether they are a list of contents: titles with the numbers of their pages set apart.

Contents set by hand are tagged as a paragraph and their leaders as decoration, so that only the place of the
numbers tells what they are.
"""

import re

from oms_check.extraction.blocks import Layout
from oms_check.pdf.words import Words

FEWEST_LINES = 3
_PAGES = re.compile(r"(\d{1,3})(?:[–-]\d{1,3})?")
_MOSTLY = 0.6
"""Share of the lines that must end in a page number; long titles take two."""
_APART = 1.5
"""In em: how far at least the number stands from the title."""


def lists_page_numbers(words: Words, layout: Layout) -> bool:
    """Whether most lines end in a number that stands apart, and the numbers do not fall."""
    numbers = [number for line in layout.lines if (number := _page_number(words, line[-1].words)) is not None]
    if len(numbers) < max(FEWEST_LINES, _MOSTLY * len(layout.lines)):
        return False
    return all(a <= b for a, b in zip(numbers, numbers[1:], strict=False))


def _page_number(words: Words, run: list[int]) -> int | None:
    """The page number a line ends in; `run` are the words of its last stretch without a gutter."""
    number = _PAGES.fullmatch(words.texts[run[-1]])
    if number is None:
        return None
    apart = len(run) == 1 or words.x0[run[-1]] - words.x1[run[-2]] > _APART * words.size[run[-1]]
    return int(number.group(1)) if apart else None
