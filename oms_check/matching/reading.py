"""The text of a block in, its words with the concepts they meet out, sentence by sentence.

Here the words are put right that a page broke or left out: stray spaces and hyphens inside a word, and the
first parts of 'väg- och järnvägsförbindelser'.
"""

from dataclasses import dataclass, field
from functools import cached_property
from operator import sub
from typing import NamedTuple

from oms_check.matching.vocabulary import FUNCTION_WORDS, KIND_ORDER, Phrase, Sense, Vocabulary, WordClass
from oms_check.model.evidence import MatchKind
from oms_check.text.normal import fold
from oms_check.text.sentences import sentences_of
from oms_check.text.words import spans_of, words_of

_CONJUNCTIONS = frozenset(["och", "eller", "samt", "respektive", "liksom", "både", "såväl", "som"])
_AS_WRITTEN = (MatchKind.EXACT, MatchKind.INFLECTED)
_SHORTEST_JOINED = 8
_NOISY_WORDS = 2
_NOISY_SHARE = 0.12


class Posting(NamedTuple):
    """Words of a block (by number) that meet a concept; `word` tells two different words apart."""

    concept: int
    words: tuple[int, ...]
    sentence: int
    term: str
    kind: MatchKind
    similarity: float
    word: str


@dataclass
class Reading:
    """A block as the rules see it: where words and sentences stand, and what they meet.

    sentences: character ranges; firsts: first word of each sentence
    whole: the postings by concept; by_sentence: by sentence, then by concept
    """

    text: str
    words: list[str] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    whole: dict[int, list[Posting]] = field(default_factory=dict)
    by_sentence: dict[int, dict[int, list[Posting]]] = field(default_factory=dict)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The character range of each word."""
        return spans_of(self.text)

    def words_of(self, first: int, stop: int) -> list[str]:
        """The words of the sentences from `first` up to, not including, `stop`."""
        end = self.firsts[stop] if stop < len(self.firsts) else len(self.words)
        return self.words[self.firsts[first] : end]


def read(text: str, vocabulary: Vocabulary, *, lost: bool = False) -> Reading:
    """Read a block's text; `lost`: the page has lost its diacritics, so real words may be misread ones."""
    words = words_of(text)
    classes = vocabulary.classify_all(words)
    if lost or _is_noisy(words, classes):
        classes = [vocabulary.loosely(found) for found in classes]
    reading = Reading(text, words)
    if not any(c.senses or c.parts or not c.real or c.may_split for c in classes):
        return reading
    reading.sentences = sentences_of(text)
    reading.firsts = [0]
    for start, end in reading.sentences[:-1]:
        reading.firsts.append(reading.firsts[-1] + len(words_of(text[start:end])))
    builder = _Builder(reading, classes, vocabulary)
    builder.single_words()
    builder.phrases()
    builder.broken_words()
    builder.suspended_words()
    builder.sort()
    return reading


def _is_noisy(words: list[str], classes: list[WordClass]) -> bool:
    strange = sum(1 for w, c in zip(words, classes, strict=True) if not c.real and not w[:1].isupper())
    return strange >= _NOISY_WORDS and strange >= _NOISY_SHARE * len(words)


class _Builder:
    """Collects the postings of one block."""

    def __init__(self, reading: Reading, classes: list[WordClass], vocabulary: Vocabulary) -> None:
        self.reading = reading
        self.classes = classes
        self.vocabulary = vocabulary
        ends = [*reading.firsts[1:], len(classes)]
        self.sentence_of = [n for n, size in enumerate(map(sub, ends, reading.firsts)) for _ in range(size)]

    def single_words(self) -> None:
        postings, sentence_of = self.reading.postings, self.sentence_of
        for number, found in enumerate(self.classes):
            if found.senses:
                sentence, words = sentence_of[number], (number,)
                for concept, term, kind, similarity, word in found.senses:
                    postings.append(Posting(concept, words, sentence, term, kind, similarity, word))

    def phrases(self) -> None:
        openers = [(number, found.opens) for number, found in enumerate(self.classes) if found.opens]
        if not openers:
            return
        present = frozenset[int]().union(*[found.parts for found in self.classes if found.parts])
        for number, opens in openers:
            for phrase in opens:
                walked = self._walk(phrase, number) if phrase.rest <= present else None
                if walked is not None:
                    worst = max(walked, key=lambda pair: KIND_ORDER[pair[1][0]])
                    sense = Sense(phrase.concept, phrase.term, worst[1][0], min(s for _, (_, s) in walked), phrase.term)
                    self._post(sense, tuple(n for n, _ in walked))

    def sort(self) -> None:
        """Put the postings in order by concept and sentence, when all are there."""
        reading = self.reading
        for posting in reading.postings:
            reading.whole.setdefault(posting.concept, []).append(posting)
        if len(reading.sentences) == 1:
            reading.by_sentence = {0: reading.whole} if reading.postings else {}
            return
        for posting in reading.postings:
            reading.by_sentence.setdefault(posting.sentence, {}).setdefault(posting.concept, []).append(posting)

    def _walk(self, phrase: Phrase, first: int) -> list[tuple[int, tuple[MatchKind, float]]] | None:
        meeting = self.classes[first].parts[phrase.needles[0]]
        walked = [(first, (meeting.kind, meeting.similarity))]
        at = first
        for needle, gap in zip(phrase.needles[1:], phrase.gaps, strict=True):
            for number in range(at + 1, min(at + gap + 2, len(self.classes))):
                met = self.classes[number].parts.get(needle)
                if met is not None and self.sentence_of[number] == self.sentence_of[first]:
                    walked.append((number, (met.kind, met.similarity)))
                    at = number
                    break
            else:
                return None
        return walked

    def broken_words(self) -> None:
        """'sta tionsnära', 'kollektiv trafik', 'el-nät': neighbours that are one word of a term together."""
        classes, text = self.classes, self.reading.text
        for i in self._doubtful():
            one, two, spans = classes[i], classes[i + 1], self.reading.spans
            strange = not one.real or not two.real
            between = text[spans[i][1] : spans[i + 1][0]]
            if not (strange or one.may_split or between == "-") or between not in (" ", "-", "- "):
                continue
            words = self.reading.words
            if between == " " and (words[i] in FUNCTION_WORDS or words[i + 1] in FUNCTION_WORDS):
                continue
            joined = self.vocabulary.classify_joined(words[i] + words[i + 1])
            met = {s.concept for s in one.senses} | {s.concept for s in two.senses}
            for sense in joined.senses:
                whole = sense.kind in _AS_WRITTEN and spans[i + 1][1] - spans[i][0] > _SHORTEST_JOINED
                if sense.concept not in met and (strange or whole or between != " "):
                    self._post(sense, (i, i + 1))

    def _doubtful(self) -> list[int]:
        """Words that may belong together with the next one: one of the two is strange, or a hyphen is between."""
        last = len(self.classes) - 1
        doubtful = {number for number, found in enumerate(self.classes) if not found.real or found.may_split}
        doubtful |= {number - 1 for number in doubtful if number and not self.classes[number].real}
        text = self.reading.text
        if "-" in text:
            doubtful.update(number for number, (_, end) in enumerate(self.reading.spans) if text[end : end + 1] == "-")
        return sorted(number for number in doubtful if number < last)

    def suspended_words(self) -> None:
        """'bostads-, utbildnings- och arbetsmarknad': each first part gets the last word's second."""
        text, words = self.reading.text, self.reading.words
        if "- " not in text and "-," not in text:
            return
        spans = self.reading.spans
        for i in range(len(words) - 1):
            end = spans[i][1]
            if text[end : end + 1] != "-" or text[end + 1 : end + 2] not in (" ", ","):
                continue
            met = {s.concept for s in self.classes[i].senses}
            for tail in self._second_parts(i):
                for sense in self.vocabulary.classify(words[i] + tail).senses:
                    if sense.concept not in met:
                        met.add(sense.concept)
                        self._post(sense, (i,))

    def _second_parts(self, first: int) -> tuple[str, ...]:
        text, spans, words = self.reading.text, self.reading.spans, self.reading.words
        joined = False
        for j in range(first + 1, min(first + 7, len(words))):
            if fold(words[j]) in _CONJUNCTIONS:
                joined = True
            elif text[spans[j][1] : spans[j][1] + 1] != "-" and joined:
                return self.vocabulary.second_parts(words[j])
        return ()

    def _post(self, sense: Sense, numbers: tuple[int, ...]) -> None:
        sentence = self.sentence_of[numbers[0]]
        posting = Posting(sense.concept, numbers, sentence, sense.term, sense.kind, sense.similarity, sense.word)
        self.reading.postings.append(posting)
