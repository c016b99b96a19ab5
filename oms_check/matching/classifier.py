"""The words of a passage in, how far they weigh towards each focus area out: a linear classifier as data.

Signals are exact about what they know and blind to what nobody wrote down. The classifier fills that gap: its
weights are learned from labelled passages, over the letter sequences (n-grams) of words, so that compounds
and inflections nobody listed still weigh. It adds up nothing but words, hence every verdict can be told by them.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from oms_check.model.rules import Classifier
from oms_check.text.normal import fold


def n_grams(word: str, shortest: int, longest: int) -> list[str]:
    """The distinct letter sequences of a folded word, its beginning and end marked by `<` and `>`."""
    marked = f"<{word}>"
    size = len(marked)
    return list({marked[i : i + n] for n in range(shortest, longest + 1) for i in range(size - n + 1)})


def weighty(word: str, names: frozenset[str]) -> str:
    """The folded word if it weighs: two letters or more, letters only, and no name of a place; else ''."""
    if len(word) < 2 or not word.isalpha():
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
        self._seen: dict[str, tuple[int, ...]] = {}

    def weigh(self, words: Iterable[str]) -> Weighed:
        """The score of a passage for each focus area of the classifier.

        A linear score over the passage's different words, divided by the length of its vector so that long
        passages weigh no more than short ones.
        """
        seen, look_up = self._seen, self._look_up
        rows = [row for word in set(words) if (row := seen[word] if word in seen else look_up(word))]
        if not rows:
            return Weighed(0, self.classifier.bias)
        *sums, square = map(sum, zip(*rows, strict=True))
        scale = math.sqrt(self.classifier.unit / square) if square else 0.0
        scores = [bias + value * scale for bias, value in zip(self.classifier.bias, sums, strict=True)]
        return Weighed(len(rows), tuple(scores))

    def alone(self, words: Iterable[str]) -> tuple[float, ...]:
        """How far some words by themselves speak for (above 0) or against each focus area, without its bias."""
        return tuple(score - bias for score, bias in zip(self.weigh(words).scores, self.classifier.bias, strict=True))

    def weight(self, words: Iterable[str], area: int) -> int:
        """How much some words add towards a focus area, in the classifier's units."""
        return sum(row[area] for word in set(words) if (row := self._look_up(word)))

    def heaviest(self, words: Sequence[str], area: int, most: int) -> list[int]:
        """Positions of the words that weigh most towards a focus area, in the order of the text."""
        weights: dict[str, tuple[int, int]] = {}
        for number, word in enumerate(words):
            row = self._look_up(word)
            if row and row[area] > 0 and word not in weights:
                weights[word] = (row[area], number)
        return sorted(number for _, number in sorted(weights.values(), reverse=True)[:most])

    def _look_up(self, word: str) -> tuple[int, ...]:
        """The sums over the word's n-grams; () for a word that does not weigh."""
        row = self._seen.get(word)
        if row is None:
            row = self._seen[word] = self._added(weighty(word, self.classifier.names))
        return row

    def _added(self, folded: str) -> tuple[int, ...]:
        if not folded:
            return ()
        weights = self.classifier.weights
        rows = [row for gram in n_grams(folded, *self.classifier.lengths) if (row := weights.get(gram))]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * (len(self.classifier.bias) + 1)
