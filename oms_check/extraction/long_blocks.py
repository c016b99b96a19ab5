"""A block of any length → blocks no longer than any real paragraph, cut where sentences end.

Every passage found is reported with the text of its block, so the work and the reports grow with the square
of a block's length: 250 kB of text without a single break would make a report of 2 GB.
"""

import re

from oms_check.model.document import Pieces

LONGEST = 8_000
"""Characters. The longest paragraph met in Swedish plans has 4,000."""

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\s")


def cuts_of(text: str) -> list[int]:
    """Offsets at which the parts after the first begin; each part is at most `LONGEST` characters."""
    cuts = []
    start = 0
    while len(text) - start > LONGEST:
        window = text[start : start + LONGEST]
        ends = [found.end() for found in _SENTENCE_END.finditer(window, LONGEST // 2)]
        start += ends[-1] if ends else window.rfind(" ", LONGEST // 2) + 1 or LONGEST
        cuts.append(start)
    return cuts


def cut_block(text: str, pieces: Pieces, owned: tuple[int, int]) -> list[tuple[str, tuple[int, int]]]:
    """Text and pieces of each part; the offsets of the pieces are changed to count in their part."""
    cuts = cuts_of(text)
    if not cuts:
        return [(text, owned)]
    parts = []
    first, last = owned
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        through = first
        while through < last and pieces.starts[through] < end:
            pieces.starts[through] = max(0, pieces.starts[through] - start)
            pieces.ends[through] = min(pieces.ends[through], end) - start
            through += 1
        part = text[start:end]
        parts.append((part.rstrip(), (first, through)))
        first = through
    return parts
