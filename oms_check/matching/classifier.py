"""The words of a passage in, how far they weigh towards each focus area out: a linear classifier as data.

Signals are exact about what they know and blind to what nobody wrote down. The classifier fills that gap: its
weights are learned from labelled passages, over the letter sequences (n-grams) of words, so that compounds
and inflections nobody listed still weigh. It adds nothing up but words, hence every verdict can be told by them.
"""

import math
from collections.abc import Iterable, Sequence

from oms_check.model.rules import Classifier
from oms_check.text.normal import fold


def n_grams(word: str, shortest: int, longest: int) -> list[str]:
    """The distinct letter sequences of a folded word, its beginning and end marked by `<` and `>`."""
    marked = f"<{word}>"
    size = len(marked)
    return list({marked[i : i + n] for n in range(shortest, longest + 1) for i in range(size - n + 1)})


def counted_words(words: Iterable[str], names: frozenset[str] = frozenset()) -> set[str]:
    """The words that weigh: folded, each once, of two letters or more, of letters only, and no names of places."""
    return {fold(word) for word in words if len(word) > 1 and word.isalpha()} - names


class Scales:
    """Weighs passages; remembers the words it has seen."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier
        self._seen: dict[str, tuple[int, ...]] = {}

    def counted(self, words: Iterable[str]) -> int:
        """How many words of a passage weigh at all."""
        return len(counted_words(words, self.classifier.names))

    def weigh(self, words: Iterable[str]) -> tuple[float, ...]:
        """The score of a passage for each focus area of the classifier; 0 is even odds, higher is likelier.

        A linear score over the passage's words, divided by the length of its vector so that long passages
        weigh no more than short ones.
        """
        seen, weigh_word = self._seen, self._weigh_word
        rows = [seen.get(word) or weigh_word(word) for word in counted_words(words, self.classifier.names)]
        columns = [sum(column) for column in zip(*rows, strict=True)]
        if not columns or not columns[-1]:
            return self.classifier.bias
        scale = math.sqrt(self.classifier.unit / columns[-1])
        return tuple(bias + column * scale for bias, column in zip(self.classifier.bias, columns[:-1], strict=True))

    def weight(self, words: Iterable[str], area: int) -> int:
        """How much some words add towards a focus area, in the classifier's units."""
        return sum(
            (self._seen.get(word) or self._weigh_word(word))[area]
            for word in counted_words(words, self.classifier.names)
        )

    def heaviest(self, words: Sequence[str], area: int, most: int) -> list[int]:
        """Positions of the words that weigh most towards a focus area, in the order of the text."""
        weights = {}
        for number, word in enumerate(words):
            folded = fold(word)
            if len(word) > 1 and word.isalpha() and folded not in self.classifier.names:
                weight = (self._seen.get(folded) or self._weigh_word(folded))[area]
                if weight > 0 and folded not in weights:
                    weights[folded] = (weight, number)
        return sorted(number for _, number in sorted(weights.values(), reverse=True)[:most])

    def _weigh_word(self, folded: str) -> tuple[int, ...]:
        classifier = self.classifier
        weights = classifier.weights
        rows = [row for gram in n_grams(folded, *classifier.lengths) if (row := weights.get(gram))]
        added = tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * (len(classifier.bias) + 1)
        self._seen[folded] = added
        return added
