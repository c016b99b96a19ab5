"""Skeletons of misread words in, the term words they are a letter or two away from out.

A word within k edits of a term word holds one of the term word's k+1 parts unchanged: the parts are looked
up by hash and only the few term words found so are compared, so that ten times the rules do not cost
ten times the time. Edits are rapidfuzz's optimal string alignment distance.
"""

from collections import defaultdict
from collections.abc import Iterator

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


class FuzzyIndex:
    """Parts of the stems of all term words long enough to be recognised with an error in them."""

    def __init__(self, needles: list[Needle]) -> None:
        self._parts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._lengths: set[int] = set()
        self._stems: list[tuple[int, str, WordForm]] = []
        for number, needle in enumerate(needles):
            if needle.form is WordForm.EXACT:
                continue
            inflects = needle.form in (WordForm.WORD, WordForm.SUFFIX)
            stems = {skeleton(s) for s, _ in stems_of(needle.folded)} if inflects else {skeleton(needle.folded)}
            for stem in sorted(stems):
                if len(stem) >= SHORTEST:
                    self._add(number, stem, needle.form)

    def _add(self, number: int, stem: str, form: WordForm) -> None:
        self._stems.append((number, stem, form))
        pieces = edits_allowed(stem) + 1
        bounds = [len(stem) * i // pieces for i in range(pieces + 1)]
        for first, last in zip(bounds, bounds[1:], strict=False):
            self._parts[stem[first:last]].append((len(self._stems) - 1, first))
            self._lengths.add(last - first)

    def near(self, word: str) -> Iterator[tuple[int, float]]:
        """(needle, similarity 0–100) of the term words near a skeleton; a needle may come more than once."""
        if len(word) < SHORTEST - 1:
            return
        tried: set[tuple[int, int]] = set()
        for length in self._lengths:
            for at in range(len(word) - length + 1):
                for entry, offset in self._parts.get(word[at : at + length], ()):
                    start = at - offset
                    if (entry, start) not in tried:
                        tried.add((entry, start))
                        number, stem, form = self._stems[entry]
                        similarity = _compare(word, stem, form, start)
                        if similarity:
                            yield number, similarity


def edits_allowed(stem: str) -> int:
    """One wrong letter below ten, else two."""
    return 1 if len(stem) < _TWO_EDITS_FROM else 2


def _compare(word: str, stem: str, form: WordForm, near: int) -> float:
    edits = edits_allowed(stem)
    starts = range(max(0, near - edits), near + edits + 1) if form in _FREE else (0,) if near <= edits else ()
    best = edits + 1
    for start in starts:
        if word[start : start + 1] != stem[:1]:
            continue
        for length in range(len(stem) - edits, len(stem) + edits + 1):
            if start + length > len(word):
                break
            if form in (WordForm.WORD, WordForm.SUFFIX) and word[start + length :] not in _ENDINGS:
                continue
            best = min(best, OSA.distance(word[start : start + length], stem, score_cutoff=edits))
    return 0.0 if best > edits else 100.0 * (1 - best / len(stem))
