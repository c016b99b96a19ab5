"""Passages with the signals that hold in them in, what stands after their other words were weighed out.

Two things follow from a passage's score: below `reject` a signal that holds becomes a near miss (its words stand
there, but everything around them speaks of something else); from `accept` up a passage without a signal is
evidence, if at least one concept of the focus area is met.
"""

import math
from typing import NamedTuple

from oms_check.matching.classifier import Scales, Weighed
from oms_check.matching.reading import Posting
from oms_check.matching.shown import Passage
from oms_check.matching.signals import CompiledSignal, Found, Lacking, SignalIndex
from oms_check.model.document import BlockKind
from oms_check.model.evidence import MatchKind
from oms_check.model.rules import RuleSet, Signal

CLASSIFIER = "classifier"
"""The signal that evidence by weight alone names, and the concept that a rejected signal lacks."""

SURE = 70.0
"""Likelihood, in percent, from which a commitment told by words alone may be concrete; other hits are above it."""
_LONG = 90
"""Words above which a block is weighed by the sentences at hand and their neighbours: it may turn to other things."""
_FEWEST = 8
"""Distinct words below which a passage says too little to be weighed ('Två ledningar 53 125 kr')."""
_SHOWN = 4
"""Weighed words marked in a quote."""
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


class Weighing:
    """The classifier of a rule set at work; without one it lets everything through."""

    def __init__(self, ruleset: RuleSet, index: SignalIndex, concept: int) -> None:
        self._scales = Scales(ruleset.classifier) if ruleset.classifier else None
        self._index = index
        self._concept = concept
        known = ruleset.classifier.focus_areas if ruleset.classifier else ()
        ids = [area.id for area in ruleset.focus_areas]
        self._columns = {ids.index(name): column for column, name in enumerate(known)}
        """Of each focus area the classifier knows, by its position in the rules: its column."""

    def sift(self, passage: Passage, found: list[Found]) -> tuple[list[Found], list[Lacking]]:
        """What stands of `found`, with what is evidence by weight alone; and what was rejected, as near misses."""
        if self._scales is None:
            return found, []
        balance = _Balance(self._scales, passage)
        kept: list[Found] = []
        rejected: list[Lacking] = []
        for one in found:
            column = self._columns.get(one.compiled.area)
            weighed = balance.around(one.first, one.last)
            if column is None or weighed.words < _FEWEST or weighed.scores[column] >= self._scales.classifier.reject:
                kept.append(one)
            else:
                rejected.append(Lacking(one.compiled, one.own, self._concept, one.first))
        held = {one.compiled.area for one in found}
        for area, column in self._columns.items():
            if area not in held:
                accepted = self._accepted(passage, balance, area, column)
                if accepted is not None:
                    kept.append(accepted)
        return kept, rejected

    def _accepted(self, passage: Passage, balance: "_Balance", area: int, column: int) -> Found | None:
        """Evidence by weight: its words are those of one sentence that weigh most."""
        assert self._scales is not None
        likeliest = balance.likeliest(column)
        if likeliest.words < _FEWEST or likeliest.score < self._scales.classifier.accept:
            return None
        sentence = max(likeliest.sentences, key=lambda n: self._scales_weight(passage, n, column))
        nearest = self._index.nearest(passage.reading, area, sentence)
        if nearest is None:
            return None
        first, words = _sentence(passage, sentence)
        heavy = self._scales.heaviest(words, column, _SHOWN)
        if not heavy:
            return None
        likely = round(100 / (1 + math.exp(-2 * likeliest.score)), 1)
        postings = tuple(
            Posting(self._concept, (first + n,), sentence, "", MatchKind.WEIGHED, likely, words[n]) for n in heavy
        )
        signal = Signal(CLASSIFIER, nearest.signal.focus_area, nearest.signal.facet, ())
        compiled = CompiledSignal(signal, area, nearest.number, (), 0, (), self._concept, 0.0)
        return Found(compiled, postings, sentence, sentence)

    def _scales_weight(self, passage: Passage, sentence: int, column: int) -> int:
        assert self._scales is not None
        return self._scales.weight(_sentence(passage, sentence)[1], column)


class _Likeliest(NamedTuple):
    """Where a passage weighs most towards a focus area."""

    words: int
    score: float
    sentences: range


class _Balance:
    """One passage on the scales; what was weighed once is not weighed again.

    A block is weighed as a whole, a long one by the sentences at hand and their neighbours, an item of a list
    with what leads the list in.
    """

    def __init__(self, scales: Scales, passage: Passage) -> None:
        self._scales = scales
        self._passage = passage
        self._long = len(passage.reading.words) > _LONG
        listed = passage.block.kind in _LISTED
        self._lead = [word for above in passage.nearest for word in above.words] if listed else []
        self._weighed: dict[tuple[int, int], Weighed] = {}

    def around(self, first: int, last: int) -> Weighed:
        """What the sentences from `first` to `last` weigh with their surroundings."""
        count = len(self._passage.reading.sentences)
        key = (max(0, first - 1), min(count, last + 2)) if self._long else (0, count)
        found = self._weighed.get(key)
        if found is None:
            reading = self._passage.reading
            start = reading.firsts[key[0]]
            stop = reading.firsts[key[1]] if key[1] < len(reading.firsts) else len(reading.words)
            found = self._weighed[key] = self._scales.weigh(self._lead + reading.words[start:stop])
        return found

    def likeliest(self, column: int) -> _Likeliest:
        """The stretch of the passage that weighs most towards the focus area of a column."""
        count = len(self._passage.reading.sentences)
        if not self._long:
            weighed = self.around(0, count - 1)
            return _Likeliest(weighed.words, weighed.scores[column], range(count))
        best = max(range(count), key=lambda n: self.around(n, n).scores[column])
        weighed = self.around(best, best)
        return _Likeliest(weighed.words, weighed.scores[column], range(max(0, best - 1), min(count, best + 2)))


def _sentence(passage: Passage, number: int) -> tuple[int, list[str]]:
    """The number of a sentence's first word, and its words."""
    reading = passage.reading
    first = reading.firsts[number]
    last = reading.firsts[number + 1] if number + 1 < len(reading.firsts) else len(reading.words)
    return first, reading.words[first:last]
