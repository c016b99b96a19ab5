"""The words of a passage in, how far they weigh towards each focus area out: a linear classifier as data.

Signals are exact about what they know and blind to what nobody wrote down. The classifier fills that gap: its
weights are learned from labelled passages, over the letter sequences (n-grams) of words, so that compounds
and inflections nobody listed still weigh. It adds up nothing but words, hence every verdict can be told by them.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import repeat
from struct import Struct
from typing import NamedTuple

from oms_check.model.rules import Classifier
from oms_check.text.normal import fold

_SHORTEST, _LONGEST = 2, 60
"""Letters of a word that weighs; longer ones are no words, and a document could be made of one."""
_HALF = 1 << 63
"""What a column of 64 bits starts from, so that it may sink below nought."""


def n_grams(word: str, shortest: int, longest: int) -> set[str]:
    """The distinct letter sequences of a folded word, its beginning and end marked by `<` and `>`."""
    marked = f"<{word}>"
    return set(map(marked.__getitem__, _stretches(len(marked), shortest, longest)))


@cache
def _stretches(size: int, shortest: int, longest: int) -> tuple[slice, ...]:
    """Where the n-grams of a word of so many letters stand."""
    return tuple(slice(i, i + n) for n in range(shortest, longest + 1) for i in range(size - n + 1))


def weighty(word: str, names: frozenset[str]) -> str:
    """The folded word if it weighs: letters only, two to sixty of them, and no name of a place; else ''."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return ""
    folded = fold(word)
    return "" if folded in names else folded


class Weighed(NamedTuple):
    """A passage on the scales: how many different words weigh, and the score for each focus area.

    A score of 0 is even odds, higher is likelier.
    """

    words: int
    scores: tuple[float, ...]


class Scales:
    """Weighs passages; remembers the words it has seen, as written."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier
        self._rows = _Rows(len(classifier.bias) + 2)
        self._words = _Words(classifier, self._rows)

    def weigh(self, words: Iterable[str]) -> Weighed:
        """The score of a passage for each focus area of the classifier.

        A linear score over the passage's different words, divided by the length of its vector so that long
        passages weigh no more than short ones.
        """
        *sums, square, count = self._rows.apart(sum(map(self._words.__getitem__, set(words))))
        scale = math.sqrt(self.classifier.unit / square) if square else 0.0
        return Weighed(
            count, tuple(bias + value * scale for bias, value in zip(self.classifier.bias, sums, strict=True))
        )

    def alone(self, words: Iterable[str]) -> tuple[float, ...]:
        """How far some words by themselves speak for (above 0) or against each focus area, without its bias."""
        return tuple(score - bias for score, bias in zip(self.weigh(words).scores, self.classifier.bias, strict=True))

    def weight(self, words: Iterable[str], area: int) -> int:
        """How much some words add towards a focus area, in the classifier's units."""
        return self._rows.apart(sum(map(self._words.__getitem__, set(words))))[area]

    def heaviest(self, words: Sequence[str], area: int, most: int) -> list[int]:
        """Positions of the words that weigh most towards a focus area, in the order of the text."""
        weights: dict[str, tuple[int, int]] = {}
        for number, word in enumerate(words):
            weight = self._rows.apart(self._words[word])[area]
            if weight > 0 and word not in weights:
                weights[word] = (weight, number)
        return sorted(number for _, number in sorted(weights.values(), reverse=True)[:most])


class _Rows:
    """Rows of whole numbers, each row one integer: adding these adds up every column at once.

    A passage of fifty words has a thousand n-grams; their sums column by column were a fourth of matching.
    """

    def __init__(self, width: int) -> None:
        self._fields = Struct(f"<{width}Q")
        self._zero = int.from_bytes(self._fields.pack(*[_HALF] * width), "little")
        self.one = 1 << (64 * (width - 1))
        """A row of noughts with a 1 in its last column."""

    @staticmethod
    def together(row: Sequence[int]) -> int:
        """The row, without its last column, as one integer."""
        value = 0
        for column in reversed(row):
            value = (value << 64) + column
        return value

    def apart(self, value: int) -> list[int]:
        """The columns of a row or of a sum of rows."""
        return [
            field - _HALF for field in self._fields.unpack((value + self._zero).to_bytes(self._fields.size, "little"))
        ]


class _Words(dict[str, int]):
    """Word as written → the sum of its n-grams' rows with 1 in the last column; nought for what does not weigh."""

    def __init__(self, classifier: Classifier, rows: _Rows) -> None:
        super().__init__()
        self._names, self._lengths, self._one = classifier.names, classifier.lengths, rows.one
        self._row = {gram: rows.together(row) for gram, row in classifier.weights.items()}.get

    def __missing__(self, word: str) -> int:
        folded = weighty(word, self._names)
        grams = n_grams(folded, *self._lengths) if folded else ()
        found = self[word] = sum(map(self._row, grams, repeat(0)), self._one if folded else 0)
        return found
