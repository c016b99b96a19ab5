"""Passages with the signals that hold in them in, what stands after their other words were weighed out.

Two things follow from a passage's score: below `reject` a signal that holds becomes a near miss (its words stand
there, but everything around them speaks of something else); from `accept` up a passage without a signal is
evidence, if at least one concept of the focus area is met.
"""

import math
from functools import cached_property
from typing import NamedTuple

from oms_check.matching.classifier import Scales, Weighed
from oms_check.matching.reading import Posting
from oms_check.matching.shown import Passage
from oms_check.matching.signals import CompiledSignal, Found, Lacking, SignalIndex
from oms_check.model.evidence import CLASSIFIER, MatchKind
from oms_check.model.rules import RuleSet, Signal

SURE = 85.0
"""Likelihood, in percent, from which a commitment told by words alone may be concrete; other hits are above it."""
_LONG = 90
"""Words above which a block is weighed by the sentences at hand and their neighbours: it may turn to other things."""
_FEWEST = 8
"""Distinct words below which a passage says too little to be weighed ('Två ledningar 53 125 kr')."""
_SURROUNDED = 14
"""Distinct words from which what stands around a signal can speak against it: below, a general sentence on the
subject itself ('Regionen ska verka för godsstråk i hela länet') would be rejected for its general words. Of 293
sentences with one term of the vocabulary each, 82 were from 8 words on, one from 14 on."""
_NEAR = -0.3
"""Score from which a passage that no signal holds in may be a near miss: what lies below is about other things."""
_SHOWN = 4
"""Weighed words marked in a quote."""


class Weighing:
    """The classifier of a rule set at work; without one it lets everything through."""

    def __init__(self, ruleset: RuleSet, index: SignalIndex, concept: int) -> None:
        self.scales = Scales(ruleset.classifier) if ruleset.classifier else None
        self.index = index
        self.concept = concept
        known = ruleset.classifier.focus_areas if ruleset.classifier else ()
        ids = [area.id for area in ruleset.focus_areas]
        self.columns = {ids.index(name): column for column, name in enumerate(known)}
        """Of each focus area the classifier knows, by its position in the rules: its column."""

    def weigh(self, passage: Passage) -> "WeighedPassage":
        """A passage on the scales."""
        return WeighedPassage(self, passage)


class _Likeliest(NamedTuple):
    """Where a passage weighs most towards a focus area."""

    words: int
    score: float
    sentences: range


class WeighedPassage:
    """One passage on the scales; what was weighed once is not weighed again.

    A block is weighed as a whole, a long one by the sentences at hand and their neighbours, an item of a list
    with what leads the list in.
    """

    def __init__(self, weighing: Weighing, passage: Passage) -> None:
        self._weighing = weighing
        self._passage = passage
        self._long = len(passage.reading.words) > _LONG
        leads = passage.nearest if passage.block.kind.listed else ()
        self._lead = [word for above in leads for word in above.words]
        self._weighed: dict[tuple[int, int], Weighed] = {}

    @cached_property
    def near(self) -> list[int]:
        """The focus areas, by position, that the passage's words at least come near.

        Without a classifier all whose words it has.
        """
        known = sorted(self._touched)
        if self._weighing.scales is None:
            return known
        return [area for area in known if area in self._weighing.columns and self.score(area) >= _NEAR]

    @cached_property
    def _touched(self) -> frozenset[int]:
        return self._weighing.index.touched(self._passage.reading)

    def score(self, area: int) -> float:
        """How the passage weighs towards a focus area, by its position; 0 where the classifier does not know it."""
        column = self._weighing.columns.get(area)
        return 0.0 if column is None else self._likeliest[column].score

    def speaks_at(self, area: int, sentence: int) -> bool:
        """Whether a sentence belongs to the stretch that weighs most towards a focus area."""
        column = self._weighing.columns.get(area)
        return column is None or sentence in self._likeliest[column].sentences

    def sift(self, found: list[Found]) -> tuple[list[Found], list[Lacking]]:
        """What stands of `found`, with what is evidence by weight alone; and what was rejected, as near misses."""
        weighing = self._weighing
        if weighing.scales is None:
            return found, []
        kept: list[Found] = []
        rejected: list[Lacking] = []
        for one in found:
            column = weighing.columns.get(one.compiled.area)
            weighed = self._around(one.first, one.last)
            least = weighing.scales.classifier.reject if weighed.words >= _SURROUNDED else -math.inf
            if column is None or weighed.scores[column] >= least:
                kept.append(one)
            else:
                rejected.append(Lacking(one.compiled, one.own, weighing.concept, one.first))
        held = {one.compiled.area for one in found}
        for area, column in weighing.columns.items():
            if area in self._touched and area not in held:
                accepted = self._accepted(area, column, weighing.scales)
                if accepted is not None:
                    kept.append(accepted)
        return kept, rejected

    def _accepted(self, area: int, column: int, scales: Scales) -> Found | None:
        """Evidence by weight: its words are those of one sentence that weigh most."""
        likeliest, reading = self._likeliest[column], self._passage.reading
        if likeliest.words < _FEWEST or likeliest.score < scales.classifier.accept:
            return None
        sentence = max(likeliest.sentences, key=lambda n: scales.weight(reading.words_of(n, n + 1), column))
        nearest = self._weighing.index.nearest(reading, area, sentence)
        if nearest is None:
            return None
        first, words = reading.firsts[sentence], reading.words_of(sentence, sentence + 1)
        heavy = scales.heaviest(words, column, _SHOWN)
        if not heavy:
            return None
        likely = round(100 / (1 + math.exp(-2 * likeliest.score)), 1)
        concept = self._weighing.concept
        postings = tuple(
            Posting((first + n,), sentence, concept, "", MatchKind.WEIGHED, likely, words[n]) for n in heavy
        )
        signal = Signal(CLASSIFIER, nearest.signal.focus_area, nearest.signal.facet, ())
        compiled = CompiledSignal(signal, area, nearest.number, (), 0, (), concept, 0.0)
        return Found(compiled, postings, sentence, sentence)

    def _around(self, first: int, last: int) -> Weighed:
        """What the sentences from `first` to `last` weigh with their surroundings."""
        reading = self._passage.reading
        count = len(reading.sentences)
        key = (max(0, first - 1), min(count, last + 2)) if self._long else (0, count)
        found = self._weighed.get(key)
        if found is None:
            assert self._weighing.scales is not None
            found = self._weighed[key] = self._weighing.scales.weigh(self._lead + reading.words_of(*key))
        return found

    @cached_property
    def _likeliest(self) -> list[_Likeliest]:
        """For each column, the stretch of the passage that weighs most towards its focus area."""
        count = len(self._passage.reading.sentences)
        if not self._long:
            weighed = self._around(0, count - 1)
            return [_Likeliest(weighed.words, score, range(count)) for score in weighed.scores]
        stretches = [self._around(n, n) for n in range(count)]
        found = []
        for column in self._weighing.columns.values():
            best = max(range(count), key=lambda n: stretches[n].scores[column])
            near = range(max(0, best - 1), min(count, best + 2))
            found.append(_Likeliest(stretches[best].words, stretches[best].scores[column], near))
        return found
