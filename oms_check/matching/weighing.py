"""Passages with the signals that hold in them in, what stands after their other words were weighed out.

Two things follow from a passage's score: below `reject` a signal that holds becomes a near miss (its words stand
there, but everything around them speaks of something else); from `accept` up a passage without a signal is
evidence, if at least one concept of the focus area is met.
"""

import math

from oms_check.matching.classifier import Scales
from oms_check.matching.reading import Posting
from oms_check.matching.shown import Passage
from oms_check.matching.signals import CompiledSignal, Found, Lacking, SignalIndex
from oms_check.model.document import BlockKind
from oms_check.model.evidence import MatchKind
from oms_check.model.rules import RuleSet, Signal

CLASSIFIER = "classifier"
"""The signal that evidence by weight alone names, and the concept that a rejected signal lacks."""

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
        self._areas = [(number, ids.index(name), name) for number, name in enumerate(known)]
        """Of each focus area the classifier knows: its column, its position in the rules, its id."""

    def sift(self, passage: Passage, found: list[Found]) -> tuple[list[Found], list[Lacking]]:
        """What stands of `found`, with what is evidence by weight alone; and what was rejected, as near misses."""
        scales = self._scales
        if scales is None:
            return found, []
        sentences = _sentences(passage)
        kept: list[Found] = []
        rejected: list[Lacking] = []
        reject = scales.classifier.reject
        columns = {position: column for column, position, _ in self._areas}
        for one in found:
            column = columns.get(one.compiled.area)
            words = _around(passage, sentences, one.first, one.last)
            if column is None or scales.counted(words) < _FEWEST or scales.weigh(words)[column] >= reject:
                kept.append(one)
            else:
                rejected.append(Lacking(one.compiled, one.own, self._concept, one.first))
        held = {one.compiled.area for one in found}
        kept += self._accepted(passage, sentences, held)
        return kept, rejected

    def _accepted(self, passage: Passage, sentences: list[list[str]], held: set[int]) -> list[Found]:
        scales = self._scales
        assert scales is not None
        best: dict[int, tuple[float, int]] = {}
        long = len(passage.reading.words) > _LONG
        for number in range(len(sentences)) if long else (0,):
            words = _around(passage, sentences, number, number)
            if scales.counted(words) < _FEWEST:
                continue
            scores = scales.weigh(words)
            for column, position, _ in self._areas:
                if position not in held and scores[column] >= scales.classifier.accept:
                    if position not in best or scores[column] > best[position][0]:
                        best[position] = scores[column], number
        accepted = []
        for column, position, name in self._areas:
            if position in best:
                nearest = self._index.nearest(passage.reading, position)
                if nearest is not None:
                    score, number = best[position]
                    near = range(max(0, number - 1), min(len(sentences), number + 2)) if long else range(len(sentences))
                    sentence = max(near, key=lambda n: scales.weight(sentences[n], column))
                    accepted.append(self._found(passage, sentence, column, position, name, nearest, score))
        return [one for one in accepted if one is not None]

    def _found(
        self,
        passage: Passage,
        sentence: int,
        column: int,
        position: int,
        name: str,
        nearest: CompiledSignal,
        score: float,
    ) -> Found | None:
        """Evidence by weight: its words are those of one sentence that weigh most."""
        assert self._scales is not None
        reading = passage.reading
        first = reading.firsts[sentence]
        last = reading.firsts[sentence + 1] if sentence + 1 < len(reading.firsts) else len(reading.words)
        likely = round(100 / (1 + math.exp(-2 * score)), 1)
        heavy = self._scales.heaviest(reading.words[first:last], column, _SHOWN)
        if not heavy:
            return None
        postings = tuple(
            Posting(self._concept, (first + n,), sentence, "", MatchKind.WEIGHED, likely, reading.words[first + n])
            for n in heavy
        )
        signal = Signal(CLASSIFIER, name, nearest.signal.facet, ())
        compiled = CompiledSignal(signal, position, nearest.number, (), 0, (), self._concept, 0.0)
        return Found(compiled, postings, sentence, sentence)


def _is_listed(passage: Passage) -> bool:
    return passage.block.kind in _LISTED


def _sentences(passage: Passage) -> list[list[str]]:
    """The words of each sentence."""
    reading = passage.reading
    ends = [*reading.firsts[1:], len(reading.words)]
    return [reading.words[first:end] for first, end in zip(reading.firsts, ends, strict=True)]


def _around(passage: Passage, sentences: list[list[str]], first: int, last: int) -> list[str]:
    """What is weighed for some sentences: the block, of a long one their neighbours; with what leads a list in."""
    reading = passage.reading
    words = reading.words
    if len(words) > _LONG:
        words = [word for sentence in sentences[max(0, first - 1) : last + 2] for word in sentence]
    if _is_listed(passage):
        words = [word for above in passage.nearest for word in above.words] + words
    return words
