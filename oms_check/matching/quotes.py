"""The direction's own wording and a sentence in, whether the sentence only quotes it out.

A strategy that repeats the joint direction has said nothing of its own. A quotation is recognised by its
sequence of words (rapidfuzz's longest common subsequence of whole words), never by shared words alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from oms_check.matching.reading import Posting, Reading
from oms_check.model.rules import RuleSet
from oms_check.text.normal import fold, plain, skeleton
from oms_check.text.words import words_of

_NEARLY_ALL = 0.85
_MOSTLY = 0.5
"""Enough where the passage is introduced as the direction's."""
_ADDED = 6
"""Words a bare quotation may have besides: 'Fokusområde 5:', 'Inriktningen säger att'."""
_SHORTEST_KEY = 5
_INTRODUCTION = re.compile(
    r"\b(?:gemensam\w*|storregional\w*)\s(?:\w+\s)?inriktning\w*|\binriktningen\b|\bfokusområde\w*|"
    r"\b(?:lyder|citeras?|anger att|säger)\b|\binriktningens\s(?:\w+\s)?punkter\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"(?:i )?(?:den|de) (?:äldre|tidigare|förra|gemensamma|storregionala|nationella|nya)?\s?(?:storregionala )?"
    r"(?:strategiska )?inriktningen\b[^.]{0,30}?\b(?:talade|talar|säger|sade|anger|angav|lyder|löd|heter|hette|"
    r"pekar|pekade|nämner|nämnde|handlar|handlade|innehåller|består)\b|inriktningens\s(?:\w+\s)?punkter\b",
    re.IGNORECASE,
)
_FEWEST_KEYS = 3
_MARKS = re.compile('[\u201d\u201c\u201e\u00bb\u00ab"]')
_FEWEST_QUOTED = 6
"""Words in quotation marks below which they are a name or a term ('smart specialisering')."""


@dataclass(frozen=True, slots=True)
class _Wording:
    area: int
    words: tuple[str, ...]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence that holds a focus area's official wording (by the area's position; -1 is the goal's).

    bare: little else stands in the sentence; near: nearly every word of the wording is there
    words: the wording's words, spelt as skeletons
    """

    area: int
    sentence: int
    bare: bool
    near: bool
    words: frozenset[str]

    def has(self, reading: Reading, posting: Posting) -> bool:
        """Whether all words of the posting are the wording's own."""
        return all(skeleton(fold(reading.words[number])) in self.words for number in posting.words)


def is_introduction(text: str) -> bool:
    """Whether a line or sentence announces somebody's words: the joint direction says, the focus areas are."""
    return _INTRODUCTION.search(text) is not None


def reports_direction(reading: Reading, sentence: int) -> bool:
    """Whether the sentence tells what a direction says ('Den äldre inriktningen talade om …'): background."""
    start, end = reading.sentences[sentence]
    return _REPORTED.match(reading.text[start:end]) is not None


def quoted_stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of what stands in quotation marks, where it is longer than a name or a term.

    A quotation that does not end in the block goes to its end. Swedish opens and closes with the same mark.
    """
    found = []
    opened: int | None = None
    for mark in _MARKS.finditer(text):
        if opened is None:
            opened = mark.end()
        else:
            if len(text[opened : mark.start()].split()) >= _FEWEST_QUOTED:
                found.append((opened, mark.start()))
            opened = None
    if opened is not None and len(text[opened:].split()) >= _FEWEST_QUOTED:
        found.append((opened, len(text)))
    return tuple(found)


class Wordings:
    """The official sentences of a rule set, ready to be looked for."""

    def __init__(self, ruleset: RuleSet) -> None:
        official = [(-1, ruleset.goal)] if ruleset.goal else []
        official += [(n, text) for n, area in enumerate(ruleset.focus_areas) for text in area.wording]
        self._wordings = [_Wording(n, words, _keys(words)) for n, words in ((n, _words(t)) for n, t in official)]
        self._signs = frozenset(
            form
            for _, text in official
            for word in words_of(text)
            if len(word) >= _SHORTEST_KEY
            for form in (word, word.lower(), word.capitalize(), plain(word.lower()))
        )

    def find(self, reading: Reading) -> Iterator[Quotation]:
        """The quotations in a block, sentence by sentence."""
        if not self._wordings or len(self._signs.intersection(reading.words)) < _FEWEST_KEYS:
            return
        for number, (start, end) in enumerate(reading.sentences):
            words = _words(reading.text[start:end])
            seen: set[int] = set()
            for wording in self._wordings:
                enough = len(wording.keys.intersection(words)) >= max(_FEWEST_KEYS, _MOSTLY * len(wording.keys))
                if enough and wording.area not in seen:
                    share = _share(words, wording.words)
                    if share >= _MOSTLY:
                        seen.add(wording.area)
                        bare = len(words) <= len(wording.words) + _ADDED
                        near = share >= _NEARLY_ALL
                        yield Quotation(wording.area, number, bare, near, frozenset(wording.words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(skeleton(fold(word)) for word in words_of(text))


def _keys(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= _SHORTEST_KEY)


def _share(words: Sequence[str], wording: Sequence[str]) -> float:
    """Share of the wording that stands in order in the best stretch of the sentence of about its length."""
    size = len(wording) + 3
    best = 0
    for start in range(max(1, len(words) - size + 1)):
        best = max(best, LCSseq.similarity(words[start : start + size], wording))
    return best / len(wording)
