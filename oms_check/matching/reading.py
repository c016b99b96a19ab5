"""The text of a block in, its words with the concepts they meet out, sentence by sentence.

Here the words are put right that a page broke or left out: stray spaces and hyphens inside a word, and the
first parts of 'väg- och järnvägsförbindelser'.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, compress, count, islice, repeat
from operator import attrgetter, sub
from typing import NamedTuple

from oms_check.matching.tables import Meeting
from oms_check.matching.vocabulary import (
    CUE_PARTS,
    CUES,
    FUNCTION_WORDS,
    KIND_ORDER,
    MAY_SPLIT,
    PARTS,
    SENSES,
    STRANGE,
    Phrase,
    Sense,
    Vocabulary,
    WordClass,
)
from oms_check.model.evidence import MatchKind
from oms_check.text.normal import fold
from oms_check.text.sentences import sentences_of
from oms_check.text.words import spans_of, words_after, words_of

_CONJUNCTIONS = frozenset(["och", "eller", "samt", "respektive", "liksom", "både", "såväl", "som"])
_AS_WRITTEN = (MatchKind.EXACT, MatchKind.INFLECTED)
_SHORTEST_JOINED = 8
_FARTHEST_SECOND = 6
"""Words after a suspended first part among which the whole one must stand."""
_NOISY_WORDS = 2
_NOISY_SHARE = 0.12


class Posting(NamedTuple):
    """Words of a block (by number) that meet a concept; after their place come the fields of the `Sense`."""

    words: tuple[int, ...]
    sentence: int
    concept: int
    term: str
    kind: MatchKind
    similarity: float
    word: str


_place_of = attrgetter("words")
_posting: Callable[[tuple[object, ...]], Posting] = partial(tuple.__new__, Posting)
"""A posting of its fields: naming each of them in a call takes three times as long."""


@dataclass
class Reading:
    """A block as the rules see it: where words and sentences stand, and what they meet.

    sentences: character ranges; firsts: first word of each sentence
    by_concept: the postings of each concept that is met, but for those of the cues
    """

    text: str
    words: list[str] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    by_concept: dict[int, list[Posting]] = field(default_factory=dict)
    find_cues: "Callable[[], dict[int, list[Posting]]]" = field(default=dict, repr=False)

    @property
    def postings(self) -> list[Posting]:
        """What the words meet, in the order of the text."""
        return sorted(chain(*self.by_concept.values(), *self.cues.values()), key=_place_of)

    @cached_property
    def cues(self) -> dict[int, list[Posting]]:
        """The postings of each cue that is met, looked for when first asked for."""
        return self.find_cues()

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The character range of each word."""
        return spans_of(self.text)

    @cached_property
    def by_sentence(self) -> dict[int, dict[int, list[Posting]]]:
        """The postings by sentence, then by concept."""
        if len(self.sentences) < 2:
            return {0: self.by_concept} if self.by_concept else {}
        found: defaultdict[int, dict[int, list[Posting]]] = defaultdict(dict)
        for concept, postings in self.by_concept.items():
            if len(postings) == 1:  # as most are
                found[postings[0].sentence][concept] = postings
                continue
            for posting in postings:
                own = found[posting.sentence]
                if concept in own:
                    own[concept].append(posting)
                else:
                    own[concept] = [posting]
        return dict(found)

    def words_of(self, first: int, stop: int) -> list[str]:
        """The words of the sentences from `first` up to, not including, `stop`."""
        end = self.firsts[stop] if stop < len(self.firsts) else len(self.words)
        return self.words[self.firsts[first] : end]


def read(text: str, vocabulary: Vocabulary, *, lost: bool = False) -> Reading:
    """Read a block's text; `lost`: the page has lost its diacritics, so real words may be misread ones."""
    sentences = sentences_of(text)
    words: list[str] = []
    firsts: list[int] = []
    for start, end in sentences:
        firsts.append(len(words))
        words += words_of(text[start:end])
    classes = vocabulary.classify_all(words)
    traits = bytes(map(_traits_of, classes))
    if lost or _is_noisy(words, traits):
        classes = [vocabulary.loosely(found) for found in classes]
        traits = bytes(map(_traits_of, classes))
    if not any(traits):
        return Reading(text, words)
    reading = Reading(text, words, sentences, firsts)
    builder = _Builder(reading, classes, traits, vocabulary)
    builder.single_words()
    builder.phrases()
    builder.broken_words()
    builder.suspended_words()
    reading.by_concept = builder.met()
    reading.find_cues = builder.cues
    return reading


_traits_of = attrgetter("traits")
_ASKED_FOR = (SENSES, PARTS, CUES, CUE_PARTS, STRANGE, STRANGE | MAY_SPLIT)
_BIT = {bit: bytes(byte & bit for byte in range(256)) for bit in _ASKED_FOR}


def _having(traits: bytes, bits: int) -> Iterator[int]:
    """The numbers of the words that have one of the traits `bits`."""
    return compress(count(), traits.translate(_BIT[bits]))


def _is_noisy(words: list[str], traits: bytes) -> bool:
    strange = list(_having(traits, STRANGE))
    if len(strange) < _NOISY_WORDS:
        return False
    noisy = sum(not words[number][:1].isupper() for number in strange)
    return noisy >= _NOISY_WORDS and noisy >= _NOISY_SHARE * len(words)


def _sense_of(phrase: Phrase, meetings: list[Meeting]) -> Sense:
    """What the words of a phrase mean together: no surer than the least sure of them."""
    worst = max(meetings, key=lambda meeting: KIND_ORDER[meeting.kind])
    least = min(meeting.similarity for meeting in meetings)
    return Sense(phrase.concept, phrase.term, worst.kind, least, phrase.term)


class _Builder:
    """Collects the postings of one block.

    It does not hold the reading, which holds it: a cycle for each block costs more than finding the cues later saves.
    """

    def __init__(self, reading: Reading, classes: list[WordClass], traits: bytes, vocabulary: Vocabulary) -> None:
        self.text, self.words = reading.text, reading.words
        self.classes = classes
        self.traits = traits
        self.vocabulary = vocabulary
        ends = [*reading.firsts[1:], len(classes)]
        self._met: defaultdict[int, list[Posting]] = defaultdict(list)
        self._cued: defaultdict[int, list[Posting]] = defaultdict(list)
        self.sentence_of = list(chain.from_iterable(map(repeat, count(), map(sub, ends, reading.firsts))))

    def met(self) -> dict[int, list[Posting]]:
        """The postings so far by concept, but for those of the cues."""
        return dict(self._met)

    def cues(self) -> dict[int, list[Posting]]:
        """The postings of the cues."""
        put_right, self._cued = self._cued, defaultdict(list)
        self.single_words(cues=True)
        self.phrases(cues=True)
        for concept, postings in put_right.items():
            self._cued[concept] += postings
        return dict(self._cued)

    def single_words(self, *, cues: bool = False) -> None:
        met, sentence_of, classes = self._cued if cues else self._met, self.sentence_of, self.classes
        for number in _having(self.traits, CUES if cues else SENSES):
            place = ((number,), sentence_of[number])
            for sense in classes[number].cues if cues else classes[number].senses:
                met[sense[0]].append(_posting(place + sense))

    def phrases(self, *, cues: bool = False) -> None:
        classes = self.classes
        at = list(_having(self.traits, CUE_PARTS if cues else PARTS))
        present = frozenset[int]().union(*[classes[number].parts for number in at])
        likely = self.vocabulary.phrases_of(present, cues=cues)
        if not likely:
            return
        openings: dict[int, list[Phrase]] = {}
        for phrase in likely:
            openings.setdefault(phrase.needles[0], []).append(phrase)
        opening = openings.keys()
        for number in [number for number in at if not opening.isdisjoint(classes[number].parts)]:
            for needle in classes[number].parts:
                for phrase in openings.get(needle, ()):
                    walked = self._walk(phrase, number)
                    if walked is not None:
                        self._post(_sense_of(phrase, [meeting for _, meeting in walked]), tuple(n for n, _ in walked))

    def _walk(self, phrase: Phrase, first: int) -> list[tuple[int, Meeting]] | None:
        classes, sentence_of = self.classes, self.sentence_of
        walked = [(first, classes[first].parts[phrase.needles[0]])]
        at, last = first, len(classes) - 1
        for needle, gap in phrase.steps:
            end = at + gap + 1
            while True:
                at += 1
                if at > end or at > last:
                    return None
                met = classes[at].parts.get(needle)
                if met is not None and sentence_of[at] == sentence_of[first]:
                    walked.append((at, met))
                    break
        return walked

    def broken_words(self) -> None:
        """'sta tionsnära', 'kollektiv trafik', 'el-nät': neighbours that are one word of a term together."""
        classes, words, text = self.classes, self.words, self.text
        hyphens = self._before_hyphens if "-" in text else {}
        for i in self._doubtful(hyphens, len(classes) - 1):
            one, two = classes[i], classes[i + 1]
            joined = self.vocabulary.classify_joined(words[i] + words[i + 1])
            if not joined.traits & (SENSES | CUES):
                continue
            sure = i in hyphens or not one.real or not two.real
            whole = len(words[i]) + len(words[i + 1]) >= _SHORTEST_JOINED
            met = {s.concept for s in chain(one.senses, one.cues, two.senses, two.cues)}
            senses = chain(joined.senses, joined.cues)
            new = [s for s in senses if s.concept not in met and (sure or (whole and s.kind in _AS_WRITTEN))]
            if not new:
                continue
            between = text[self._spans[i][1] : self._spans[i + 1][0]]
            stuck = between == "-" or (words[i] not in FUNCTION_WORDS and words[i + 1] not in FUNCTION_WORDS)
            if between in (" ", "-", "- ") and stuck:
                for sense in new:
                    self._post(sense, (i, i + 1))

    def _doubtful(self, hyphens: Collection[int], last: int) -> list[int]:
        """Words but the last that may belong together with the next: one is strange, or a hyphen is between."""
        most = max(self.traits)
        doubtful = set(_having(self.traits, STRANGE | MAY_SPLIT)) if most >= MAY_SPLIT else set()
        if most >= STRANGE:
            doubtful.update(number - 1 for number in _having(self.traits, STRANGE) if number)
        doubtful.update(hyphens)
        doubtful.discard(last)
        return sorted(doubtful)

    def suspended_words(self) -> None:
        """'bostads-, utbildnings- och arbetsmarknad': each first part gets the last word's second."""
        text, words = self.text, self.words
        if "- " not in text and "-," not in text:
            return
        for i, hyphen in self._before_hyphens.items():
            if text[hyphen + 1 : hyphen + 2] not in (" ", ","):
                continue
            found = self.classes[i]
            met = {s.concept for s in chain(found.senses, found.cues)}
            for tail in self._second_parts(hyphen):
                whole = self.vocabulary.classify(words[i] + tail)
                for sense in chain(whole.senses, whole.cues):
                    if sense.concept not in met:
                        met.add(sense.concept)
                        self._post(sense, (i,))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return spans_of(self.text)

    @cached_property
    def _before_hyphens(self) -> dict[int, int]:
        """Number of each word that a hyphen stands right after → where that hyphen is in the text."""
        hyphens, before, end = {}, 0, -1
        for piece in self.text.split("-")[:-1]:
            before += len(words_of(piece))
            end += len(piece) + 1
            if piece[-1:].isalnum():
                hyphens[before - 1] = end
        return hyphens

    def _second_parts(self, hyphen: int) -> tuple[str, ...]:
        joined = False
        for word, end in islice(words_after(self.text, hyphen), _FARTHEST_SECOND):
            if fold(word) in _CONJUNCTIONS:
                joined = True
            elif joined and self.text[end : end + 1] != "-":
                return self.vocabulary.second_parts(word)
        return ()

    def _post(self, sense: Sense, numbers: tuple[int, ...]) -> None:
        sentence = self.sentence_of[numbers[0]]
        met = self._cued if sense.concept in self.vocabulary.cues else self._met
        met[sense.concept].append(Posting(numbers, sentence, *sense))
