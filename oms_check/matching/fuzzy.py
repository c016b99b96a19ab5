"""Skeletons of misread words in, the term words they are a letter or two away from out.

A word within k edits of a term word holds one of the term word's k+1 parts unchanged: the parts are looked
up by hash and only the few term words found so are compared, so that ten times the rules do not cost
ten times the time. Edits are rapidfuzz's optimal string alignment distance.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from oms_check.matching.tables import Needle
from oms_check.model.rules import WordForm
from oms_check.text.inflection import ENDINGS, stems_of
from oms_check.text.normal import skeleton

SHORTEST = 7
"""Shorter words have too many real neighbours (bostäder, nodstäder is already two edits of eight)."""
_TWO_EDITS_FROM = 10

_ENDINGS = frozenset(skeleton(ending) for endings in ENDINGS.values() for ending in endings)
_FREE = (WordForm.SUFFIX, WordForm.INFIX)
_INFLECTED = (WordForm.WORD, WordForm.SUFFIX)


@dataclass(frozen=True, slots=True)
class _Stem:
    number: int
    needle: int
    text: str
    inflects: bool
    edits: int


_Parts = dict[str, list[tuple[_Stem, int]]]


class FuzzyIndex:
    """Parts of the stems of all term words long enough to be recognised with an error in them.

    The first letter must be right, so parts of words that stand first are kept with that letter.
    """

    def __init__(self, needles: list[Needle]) -> None:
        self._first: _Parts = defaultdict(list)
        self._free: _Parts = defaultdict(list)
        self._first_lengths: set[int] = set()
        self._free_lengths: set[int] = set()
        number = 0
        for needle_number, needle in enumerate(needles):
            if needle.form is WordForm.EXACT:
                continue
            inflects = needle.form in _INFLECTED
            stems = {skeleton(s) for s, _ in stems_of(needle.folded)} if inflects else {skeleton(needle.folded)}
            for text in sorted(stems):
                if len(text) >= SHORTEST:
                    stem = _Stem(number, needle_number, text, inflects, edits_allowed(text))
                    self._add(stem, free=needle.form in _FREE)
                    number += 1

    def _add(self, stem: _Stem, *, free: bool) -> None:
        pieces = stem.edits + 1
        bounds = [len(stem.text) * i // pieces for i in range(pieces + 1)]
        for first, last in zip(bounds, bounds[1:], strict=False):
            part = stem.text[first:last]
            if free:
                self._free[part].append((stem, first))
                self._free_lengths.add(len(part))
            else:
                self._first[stem.text[0] + part].append((stem, first))
                self._first_lengths.add(len(part))

    def near(self, word: str) -> Iterator[tuple[int, float]]:
        """(needle, similarity 0–100) of the term words near a skeleton; a needle may come more than once."""
        if len(word) < SHORTEST - 1:
            return
        for stem in self._from_start(word):
            similarity = _compare(word, stem, 0)
            if similarity:
                yield stem.needle, similarity
        for stem, start in self._from_anywhere(word):
            similarity = _compare(word, stem, start)
            if similarity:
                yield stem.needle, similarity

    def _from_start(self, word: str) -> Iterator[_Stem]:
        seen: set[int] = set()
        for length in self._first_lengths:
            for at in range(len(word) - length + 1):
                for stem, offset in self._first.get(word[0] + word[at : at + length], ()):
                    if abs(at - offset) <= stem.edits and stem.number not in seen:
                        seen.add(stem.number)
                        yield stem

    def _from_anywhere(self, word: str) -> Iterator[tuple[_Stem, int]]:
        seen: set[tuple[int, int]] = set()
        for length in self._free_lengths:
            for at in range(len(word) - length + 1):
                for stem, offset in self._free.get(word[at : at + length], ()):
                    for start in range(max(0, at - offset - stem.edits), at - offset + stem.edits + 1):
                        if word[start : start + 1] == stem.text[0] and (stem.number, start) not in seen:
                            seen.add((stem.number, start))
                            yield stem, start


def edits_allowed(stem: str) -> int:
    """One wrong letter below ten, else two."""
    return 1 if len(stem) < _TWO_EDITS_FROM else 2


def _compare(word: str, stem: _Stem, start: int) -> float:
    """Similarity of the stem to the best stretch of the word from `start`; 0 where it is too far."""
    text, edits = stem.text, stem.edits
    best = edits + 1
    for length in range(len(text) - edits, len(text) + edits + 1):
        if start + length > len(word):
            break
        if not stem.inflects or word[start + length :] in _ENDINGS:
            best = min(best, OSA.distance(word[start : start + length], text, score_cutoff=edits))
    return 0.0 if best > edits else 100.0 * (1 - best / len(text))
