"""Words as pdfium splits them → words as a reader sees them: note signs off, words that were cut put together.

Looks only at the words that one of these can befall: those with a digit at an end, lone hyphens, and those that
stand closer to the word before them than a space is wide.
"""

import re
from dataclasses import dataclass
from itertools import compress, count, islice
from operator import not_
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.pdf.calls import address_of, text_object_at
from oms_check.pdf.places import Places
from oms_check.pdf.text_layer import Words

_NARROW_SPACE = 0.22
"""In em."""
_TOUCHING = 0.12
"""In em: how far apart, or into each other, the parts of a word may stand."""
_LETTERS_APART = 0.05
"""In em: letters that stand farther apart are set so; how much farther than that a space is at least."""
_WIDTH_OF_LETTERS_APART = 0.6
"""In em: capitals take 0.7 each and small letters 0.5, set apart by 0.1 or more."""
_SPACES_SAMPLED = 60
_NOTE_SIGN = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\")])\d{1,3}$|^\d{1,3}[^\W\d_]")
_PAIR = re.compile(r"[^\W_]{2}")
_DIGITS = frozenset("0123456789")
_LONE_HYPHENS = frozenset("-\u2010\u2011")


@dataclass(slots=True)
class Spans:
    """Where the words are in pdfium's text: word `i` is `text[starts[i]:ends[i]]`, with `gaps[i]` before it."""

    gaps: list[str]
    starts: list[int]
    ends: list[int]


class Spaces:
    """Tells spaces that pdfium adds in letterspaced words from those of the text.

    Where a page paints its spaces, an added one as narrow as this stands inside a word ("prim ärvård", after
    letters that are set apart).
    """

    def __init__(self, text_page: Any, text: str) -> None:
        self._text_page = text_page
        self._text = text
        self._painted: bool | None = None

    def is_false(self, index: int) -> bool:
        """Whether the narrow space at `index` was added inside a word."""
        if self._painted is None:
            spaces = re.finditer(" ", self._text)
            sample = [match.start() for match in islice(spaces, _SPACES_SAMPLED)]
            added = sum(1 for i in sample if self._is_added(i))
            self._painted = 4 * added < len(sample)
        return self._painted and self._is_added(index) and self._is_inside(index)

    def first_pair(self, start: int, end: int) -> int | None:
        """The first letter of a word that another follows; parts of a word may have been put together."""
        pair = _PAIR.search(self._text, start, end)
        return None if pair is None else pair.start()

    def _is_added(self, index: int) -> bool:
        return bool(pdfium.FPDFText_IsGenerated(self._text_page, index))

    def _is_inside(self, index: int) -> bool:
        """Whether the letters on both sides are painted by one text object."""
        page = address_of(self._text_page)
        return bool(text_object_at(page, index - 1) == text_object_at(page, index + 1))


def mend(words: Words, spans: Spans, places: Places, spaces: Spaces, gone: set[int]) -> None:
    """Mend the words in place; those that end up in another word, or in none, are added to `gone`."""
    texts, x0, x1, size = words.texts, words.x0, words.x1, words.size
    doubtful = _doubtful(words, spans, gone)
    i = -1
    while (i := doubtful.find(1, i + 1, len(texts))) >= 0:
        if i in gone:
            doubtful[i + 1] = 1
            continue
        word = texts[i]
        before = i - 1
        while before in gone:
            before -= 1
        if before >= 0:
            if word.isdigit() and _is_note_sign(words, before, i):
                if places.raised(spans.ends[before] - 1, spans.starts[i]):
                    gone.add(i)
                    doubtful[i + 1] = 1
                    continue
            gap = spans.gaps[i]
            joined = (word in _LONE_HYPHENS or gap == "\r\n") and _touches(words, before, i)
            narrow = gap == " " and 0 < x0[i] - x1[before] < _NARROW_SPACE * size[before]
            if joined or (
                narrow and (spaces.is_false(spans.starts[i] - 1) or _is_spaced(words, spans, places, spaces, before, i))
            ):
                texts[before] += word
                x1[before] = x1[i]
                spans.ends[before] = spans.ends[i]
                gone.add(i)
                doubtful[i + 1] = 1
                continue
        if (word[-1] in _DIGITS or word[0] in _DIGITS) and _NOTE_SIGN.search(word):
            bare = _without_note_sign(word, places, spans.starts[i], spans.ends[i])
            if len(bare) < len(word):
                start = spans.starts[i]
                x0[i], words.top[i], x1[i], words.bottom[i] = places.box(start, start + len(bare) - 1)
                doubtful[i + 1] = 1
            texts[i] = bare


def _doubtful(words: Words, spans: Spans, gone: set[int]) -> bytearray:
    """1 for every word that may have to be mended; one more at the end."""
    texts, gaps = words.texts, spans.gaps
    doubtful = bytearray(len(texts) + 1)
    for i in compress(range(len(texts)), map(not_, map(str.isalpha, texts))):
        word = texts[i]
        if word and (word[-1] in _DIGITS or word[0] in _DIGITS or word in _LONE_HYPHENS or word.isdigit()):
            doubtful[i] = 1
    neighbours = zip(count(1), islice(words.x0, 1, None), words.x1, words.size)
    for i in [
        i
        for i, left, right, em in neighbours
        if left - right < _NARROW_SPACE * em and left - right > -_TOUCHING * em and gaps[i] in _SHORT_GAPS
    ]:
        doubtful[i] = 1
    for i in gone:
        doubtful[i] = 1
    return doubtful


_SHORT_GAPS = frozenset((" ", "\r\n"))


def _is_note_sign(words: Words, before: int, i: int) -> bool:
    """Whether a number set apart may be a note's sign at the word before it."""
    if len(words.texts[i]) > 3 or words.texts[before][-1].isdigit():
        return False
    return -0.2 * words.size[before] < words.x0[i] - words.x1[before] < 0.35 * words.size[before]


def _is_spaced(words: Words, spans: Spans, places: Places, spaces: Spaces, before: int, i: int) -> bool:
    """Whether the letters near by on the line stand apart, and the word no farther from the one before it than they.

    Where a program paints letter by letter, and no spaces, pdfium adds some inside words ("L ÄRANDE").
    """
    em = words.size[before]
    for near in (i, before, before - 1, i + 1, before - 2, i + 2):
        if not 0 <= near < len(spans.starts):
            continue
        if abs(words.bottom[near] - words.bottom[i]) > 0.3 * em or abs(words.size[near] - em) > 0.05 * em:
            continue
        letters = len(words.texts[near])
        if letters > 1 and words.x1[near] - words.x0[near] < _WIDTH_OF_LETTERS_APART * letters * em:
            return False  # as nearly everywhere: asking where its letters stand costs a hundred times as much
        pair = spaces.first_pair(spans.starts[near], spans.ends[near])
        if pair is None:
            continue
        apart = places.gap(pair)
        return _LETTERS_APART * em < apart and words.x0[i] - words.x1[before] < apart + _LETTERS_APART * em
    return False


def _touches(words: Words, before: int, i: int) -> bool:
    """Whether a word follows the one before it without a space."""
    if words.texts[before][-1] in "-–":
        return False
    on_line = min(words.bottom[i], words.bottom[before]) - max(words.top[i], words.top[before]) > 0
    return on_line and abs(words.x0[i] - words.x1[before]) < _TOUCHING * words.size[before]


def _without_note_sign(word: str, places: Places, start: int, end: int) -> str:
    """A word without the raised number of a note ("vattentäkt.²"): no part of the sentence, no figure.

    Squares and cubes (km²) stay: they follow short units.
    """
    if end - start != len(word):
        return word
    digits = len(word) - len(word.rstrip("0123456789"))
    if digits:
        if places.raised(end - digits - 1, end - 1):
            return word[: len(word) - digits]
    else:
        digits = len(word) - len(word.lstrip("0123456789"))
        if places.raised(start + digits, start):
            return f"{word[:digits]} {word[digits:]}"
    return word
