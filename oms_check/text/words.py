"""Text in, its words out: runs of letters and digits, with their places in the text.

Hyphens and full stops end a word, so that 'Uppsala-Stockholm' is two and '2.55' too; whoever needs the
joined form looks at what stands between.
"""

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text as written."""
    return _WORD.findall(text)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where the words of `words_of` stand: half-open character ranges of the text."""
    return [match.span() for match in _WORD.finditer(text)]


def words_after(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The words from the character `start` on, each with where it ends."""
    return ((match.group(), match.end()) for match in _WORD.finditer(text, start))
