"""The text of a block in, its words with the concepts they meet out, sentence by sentence.

Here the words are put right that a page broke or left out: stray spaces and hyphens inside a word, and the
first parts of 'väg- och järnvägsförbindelser'.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Reading:
    """A block as the rules see it: where words and sentences stand, and what they meet.

    spans: character range of each word; sentences: character ranges; firsts: first word of each sentence
    whole: the postings by concept; by_sentence: by sentence, then by concept
    """

    text: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    whole: dict[int, list[Posting]] = field(default_factory=dict)
    by_sentence: dict[int, dict[int, list[Posting]]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

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
    if not any(c.senses or c.parts or not c.real or c.may_split for c in classes):
        return Reading(text, words=words)
    reading = Reading(text, spans_of(text), words=words)
    reading.sentences = sentences_of(text)
    starts = [first for first, _ in reading.spans]
    reading.firsts = [bisect_right(starts, first - 1) for first, _ in reading.sentences]
    builder = _Builder(reading, classes, vocabulary)
    builder.single_words()
    builder.phrases()
    builder.broken_words()
    builder.suspended_words()
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
        self.sentence_of = [bisect_right(reading.firsts, i) - 1 for i in range(len(classes))]

    def single_words(self) -> None:
        reading, sentence_of = self.reading, self.sentence_of
        postings, whole = reading.postings, reading.whole
        for number, found in enumerate(self.classes):
            if not found.senses:
                continue
            sentence, words = sentence_of[number], (number,)
            own = reading.by_sentence.setdefault(sentence, {})
            for concept, term, kind, similarity, word in found.senses:
                posting = Posting(concept, words, sentence, term, kind, similarity, word)
                postings.append(posting)
                if concept in whole:
                    whole[concept].append(posting)
                else:
                    whole[concept] = [posting]
                if concept in own:
                    own[concept].append(posting)
                else:
                    own[concept] = [posting]

    def phrases(self) -> None:
        present: set[int] = set()
        for found in self.classes:
            if found.parts:
                present.update(found.parts)
        for number, found in enumerate(self.classes):
            for phrase in found.opens:
                walked = self._walk(phrase, number) if phrase.rest <= present else None
                if walked is not None:
                    worst = max(walked, key=lambda pair: KIND_ORDER[pair[1][0]])
                    sense = Sense(phrase.concept, phrase.term, worst[1][0], min(s for _, (_, s) in walked), phrase.term)
                    self._post(sense, tuple(n for n, _ in walked))

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
        classes, text, spans = self.classes, self.reading.text, self.reading.spans
        for i in self._doubtful():
            one, two = classes[i], classes[i + 1]
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

    def _doubtful(self) -> Iterator[int]:
        """Words that may belong together with the next one: one of the two is strange, or a hyphen is between."""
        hyphens = "-" in self.reading.text
        before = False
        for number, found in enumerate(self.classes[1:]):
            strange = not found.real
            here = self.classes[number]
            if strange or before or hyphens or here.may_split or not here.real:
                yield number
            before = strange

    def suspended_words(self) -> None:
        """'bostads-, utbildnings- och arbetsmarknad': each first part gets the last word's second."""
        text, spans, words = self.reading.text, self.reading.spans, self.reading.words
        if "- " not in text and "-," not in text:
            return
        for i in range(len(words) - 1):
            end = spans[i][1]
            if text[end : end + 1] != "-" or text[end + 1 : end + 2] not in (" ", ","):
                continue
            for tail in self._second_parts(i):
                found = self.vocabulary.classify(words[i] + tail)
                met = {s.concept for s in self.classes[i].senses}
                for sense in found.senses:
                    if sense.concept not in met:
                        met.add(sense.concept)
                        self._post(sense, (i,))

    def _second_parts(self, first: int) -> Iterator[str]:
        text, spans, words = self.reading.text, self.reading.spans, self.reading.words
        joined = False
        for j in range(first + 1, min(first + 7, len(words))):
            if fold(words[j]) in _CONJUNCTIONS:
                joined = True
            elif text[spans[j][1] : spans[j][1] + 1] != "-" and joined:
                word, real = fold(words[j]), self.vocabulary.is_real
                for cut in range(3, len(word) - 2):
                    head = word[:cut]
                    if real(word[cut:]) and (real(head) or (head[-1] == "s" and real(head[:-1]))):
                        yield word[cut:]
                return

    def _post(self, sense: Sense, numbers: tuple[int, ...]) -> None:
        concept, sentence = sense.concept, self.sentence_of[numbers[0]]
        posting = Posting(concept, numbers, sentence, sense.term, sense.kind, sense.similarity, sense.word)
        reading = self.reading
        reading.postings.append(posting)
        reading.whole.setdefault(concept, []).append(posting)
        reading.by_sentence.setdefault(sentence, {}).setdefault(concept, []).append(posting)
