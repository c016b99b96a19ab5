"""The terms of a rule set in, a class for every word of a text out: which concepts it meets, and how.

A word is classified once, however often it stands in however many documents, so the cost grows with the
vocabulary of the texts and not with rules × text.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from oms_check.matching.fuzzy import FuzzyIndex
from oms_check.matching.tables import Meeting, Needle, Tables
from oms_check.matching.wordlist import WordList
from oms_check.model.evidence import MatchKind
from oms_check.model.rules import Term, WordForm
from oms_check.text.inflection import looks_adjectival
from oms_check.text.normal import fold, plain, skeleton, skeletons
from oms_check.text.words import words_of

KIND_ORDER = {kind: number for number, kind in enumerate(MatchKind)}

_SHORTEST_SKELETON = 5
"""Shorter words lose too much with their marks: nät, mat, tåg, tag."""
_SHORTEST_LOOSE = 3
_SHORTEST_SPLIT = 8
FUNCTION_WORDS = frozenset(
    [
        "och",
        "att",
        "för",
        "med",
        "till",
        "som",
        "av",
        "på",
        "ska",
        "skall",
        "den",
        "det",
        "en",
        "ett",
        "är",
        "om",
        "kan",
        "har",
        "inte",
        "i",
        "från",
        "vid",
        "längs",
        "mellan",
        "än",
        "eller",
        "samt",
        "de",
        "även",
        "genom",
        "under",
        "inom",
    ]
)


SENSES, PARTS, CUES, CUE_PARTS, MAY_SPLIT, STRANGE = 1, 2, 4, 8, 16, 32
"""What a word may have to do with the rules: bits of `WordClass.traits`, the doubtful ones above the others."""


class Sense(NamedTuple):
    """A concept (by number) that a single word meets; `word` tells two different words apart."""

    concept: int
    term: str
    kind: MatchKind
    similarity: float
    word: str


_sense: Callable[[tuple[object, ...]], Sense] = partial(tuple.__new__, Sense)
"""A sense of its fields: naming each of them in a call takes three times as long."""
_COMPOUND = MatchKind.COMPOUND


class Phrase(NamedTuple):
    """A term of several words: needles by number; steps from the first on, with how many words may stand between.

    `number` puts the phrases in the order of the rules.
    """

    number: int
    concept: int
    term: str
    needles: tuple[int, ...]
    steps: tuple[tuple[int, int], ...]


class WordClass(NamedTuple):
    """What a word of a text is to the rules.

    senses, cues: the concepts it meets, those of the signals and those that tell the stance
    parts: the needles it meets that are part of a phrase
    real: whether it is Swedish (or meets a term as written), so that nothing misread is looked for in it
    may_split: whether a term's word may begin with it and go on after a stray space
    folded: the word in comparable spelling
    traits: `SENSES` | `PARTS` | `CUES` | `CUE_PARTS` | `MAY_SPLIT` | `STRANGE`, the same in one number, for going
    through many at once
    """

    senses: tuple[Sense, ...]
    cues: tuple[Sense, ...]
    parts: dict[int, Meeting]
    real: bool
    may_split: bool
    folded: str
    traits: int


class Vocabulary:
    """All words of all terms, and the classes of the words seen so far.

    `cues` are the concepts, by number, that are wanted only where a signal holds: a third of what words meet.
    """

    def __init__(
        self, concepts: Sequence[tuple[str, Iterable[Term]]], words: WordList, cues: Collection[int] = ()
    ) -> None:
        self.concepts = tuple(name for name, _ in concepts)
        self.cues = frozenset(cues)
        self._words = words
        self._needles: list[Needle] = []
        self._numbers: dict[tuple[str, WordForm], int] = {}
        self._singles: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._phrases: dict[int, list[tuple[frozenset[int], Phrase]]] = defaultdict(list)
        """By their rarest needle, with all their needles: where one of them is nowhere in a block, none is walked."""
        self._cue_phrases: dict[int, list[tuple[frozenset[int], Phrase]]] = defaultdict(list)
        self._phrase_count = 0
        self._in_phrases: dict[int, int] = defaultdict(int)
        """Needle → `PARTS`, `CUE_PARTS` or both, for those of phrases."""
        for number, (_, terms) in enumerate(concepts):
            for term in terms:
                self._add(number, term)
        self._written: dict[str, list[int]] = defaultdict(list)
        for number, needle in enumerate(self._needles):
            if needle.form is WordForm.EXACT:
                self._written[needle.text].append(number)
        self._folded = Tables.build(self._needles, str, 1)
        self._skeletons = Tables.build(self._needles, skeleton, _SHORTEST_LOOSE)
        self._fuzzy = FuzzyIndex(self._needles)
        self._heads = _heads(self._needles)
        self._names = frozenset(n for n, needle in enumerate(self._needles) if needle.form is WordForm.NAME)
        self._classes = _Remembered(self._classify)
        self._meetings: dict[tuple[int, bool, bool], Meeting] = {}
        """Needle, whether letters stand outside and whether it is inflected → that as a meeting, made once."""
        self._loose: dict[str, WordClass] = {}
        self._joined: dict[str, WordClass] = {}
        self._second_parts: dict[str, tuple[str, ...]] = {}

    def classify(self, word: str) -> WordClass:
        """The class of a word as written."""
        return self._classes[word]

    def classify_all(self, words: list[str]) -> list[WordClass]:
        """The classes of the words, in order."""
        return list(map(self._classes.__getitem__, words))

    def classify_joined(self, word: str) -> WordClass:
        """The class of two neighbours put together; no guess at further errors in them."""
        found = self._classes.get(word) or self._joined.get(word)
        if found is None:
            folded = fold(word)
            met = self._as_written(folded)
            if not met and not self._words.is_real(folded):
                met = self._misread(folded, _SHORTEST_SKELETON)
            found = self._joined[word] = self._class(met, folded, real=True)
        return found

    def loosely(self, found: WordClass) -> WordClass:
        """How a word that meets nothing is to be read where the page around it has lost its diacritics."""
        if found.senses or found.cues or found.parts or (found.real and plain(found.folded) != found.folded):
            return found
        loose = self._loose.get(found.folded)
        if loose is None:
            met = self._misread(found.folded, _SHORTEST_LOOSE) if len(found.folded) >= _SHORTEST_LOOSE else {}
            loose = self._loose[found.folded] = self._class(met, found.folded, real=False) if met else found
        return loose

    def phrases_of(self, parts: frozenset[int], *, cues: bool) -> list[Phrase]:
        """The phrases all of whose words are among those met in a block, in the order of the rules."""
        known = self._cue_phrases if cues else self._phrases
        return sorted([phrase for needle in known.keys() & parts for rest, phrase in known[needle] if rest <= parts])

    def second_parts(self, word: str) -> tuple[str, ...]:
        """What may be the last part of a compound word, folded: 'förbindelser' of 'järnvägsförbindelser'."""
        found = self._second_parts.get(word)
        if found is None:
            found = self._second_parts[word] = tuple(self._split(fold(word)))
        return found

    def is_real(self, word: str) -> bool:
        """Whether the folded word is Swedish as far as the word list tells."""
        return self._words.is_real(word)

    def _split(self, word: str) -> Iterator[str]:
        real = self._words.is_real
        for cut in range(3, len(word) - 2):
            head = word[:cut]
            if real(word[cut:]) and (real(head) or (head[-1] == "s" and real(head[:-1]))):
                yield word[cut:]

    def _add(self, concept: int, term: Term) -> None:
        needles, gaps = [], []
        for number, word in enumerate(term.words):
            pieces = _pieces(word.text, word.form)
            needles += [self._needle(text, form) for text, form in pieces]
            gap = term.gaps[number] if number < len(term.gaps) else 0
            gaps += [0] * (len(pieces) - 1) + [gap]
        if len(needles) == 1:
            self._singles[needles[0]].append((concept, term.source))
        elif needles:
            self._phrase_count += 1
            rarest = max(needles, key=lambda n: _rarity(self._needles[n].folded))
            steps = tuple(zip(needles[1:], gaps, strict=False))
            phrase = Phrase(self._phrase_count, concept, term.source, tuple(needles), steps)
            is_cue = concept in self.cues
            (self._cue_phrases if is_cue else self._phrases)[rarest].append((frozenset(needles), phrase))
            for needle in needles:
                self._in_phrases[needle] |= CUE_PARTS if is_cue else PARTS

    def _needle(self, text: str, form: WordForm) -> int:
        folded = fold(text)
        key = (text if form is WordForm.EXACT else folded, form)
        if key not in self._numbers:
            self._numbers[key] = len(self._needles)
            self._needles.append(Needle(text, folded, form, self._may_be_adjective(folded)))
        return self._numbers[key]

    def _may_be_adjective(self, base: str) -> bool:
        """False for a word that the list shows as a noun and not as an adjective: tåget, but no tågare."""
        if looks_adjectival(base):
            return True
        forms = self._words.forms
        compared = base + "are" in forms or base + "ast" in forms
        return compared or (base + "en" not in forms and base + "et" not in forms)

    def _classify(self, word: str) -> WordClass:
        folded = fold(word)
        met = self._as_written(folded)
        for number in self._written.get(word, ()):
            met[number] = Meeting(number, MatchKind.EXACT, 100.0)
        if met and not word[:1].isupper():
            met = {number: one for number, one in met.items() if number not in self._names}
        if met:
            if all(one.kind is MatchKind.COMPOUND for one in met.values()) and not self._words.is_real(folded):
                # 'elforsorjningen' begins with a term's 'el-' and is a misread word of another term all the same.
                met = self._misread(folded, _SHORTEST_SKELETON) | met
            return self._class(met, folded, real=True)
        if self._words.is_real(folded):
            return self._class({}, folded, real=True)
        if len(folded) < _SHORTEST_LOOSE or word.isdigit():
            return self._class({}, folded, real=len(folded) < 2 or word.isdigit())
        met = self._misread(folded, _SHORTEST_SKELETON) or self._near(folded) or self._glued(folded)
        return self._class(met, folded, real=False)

    def _as_written(self, folded: str) -> dict[int, Meeting]:
        met: dict[int, Meeting] = {}
        for found in self._folded.meet(folded):
            meeting = self._meetings.get(found)
            if meeting is None:
                meeting = self._meetings[found] = _as_written(*found)
            if found[0] in met:
                _keep(met, *meeting)
            else:
                met[found[0]] = meeting
        return met

    def _misread(self, folded: str, shortest: int) -> dict[int, Meeting]:
        met: dict[int, Meeting] = {}
        for spelt in skeletons(folded):
            for number, _, _ in self._skeletons.meet(spelt):
                if len(self._needles[number].folded) >= shortest:
                    _keep(met, number, MatchKind.DIACRITICS, 90.0)
        return met

    def _near(self, folded: str) -> dict[int, Meeting]:
        met: dict[int, Meeting] = {}
        for spelt in skeletons(folded):
            for number, similarity in self._fuzzy.near(spelt):
                _keep(met, number, MatchKind.FUZZY, similarity)
        return met

    def _glued(self, folded: str) -> dict[int, Meeting]:
        """A function word stuck to a term's word by a scan that lost the space."""
        for cut in range(1, len(folded)):
            head, tail = folded[:cut], folded[cut:]
            rest = tail if head in FUNCTION_WORDS else head if tail in FUNCTION_WORDS else ""
            if len(rest) >= _SHORTEST_SKELETON:
                met = self._as_written(rest) or (
                    {} if self._words.is_real(rest) else self._misread(rest, _SHORTEST_SKELETON)
                )
                if met:
                    return {number: Meeting(number, MatchKind.FUZZY, 90.0) for number in met}
        return {}

    def _class(self, met: dict[int, Meeting], folded: str, *, real: bool) -> WordClass:
        may_split = folded in self._heads
        other = (0 if real else STRANGE) | (MAY_SPLIT if may_split else 0)
        if not met:
            return WordClass((), (), {}, real, may_split, folded, other)
        senses: dict[int, Sense] = {}
        for meeting in met.values():
            for concept, term in self._singles.get(meeting.needle, ()):
                word = f"{term} {folded}" if meeting.kind is _COMPOUND else term
                sense = _sense((concept, term, meeting.kind, meeting.similarity, word))
                if concept not in senses or _better(sense, senses[concept]):
                    senses[concept] = sense
        known = self.cues
        own = tuple([sense for concept, sense in senses.items() if concept not in known])
        cues = tuple([sense for concept, sense in senses.items() if concept in known]) if len(own) < len(senses) else ()
        traits = (SENSES if own else 0) | (CUES if cues else 0) | other
        parts = {}
        for number, meeting in met.items():
            part = self._in_phrases.get(number, 0)
            if part:
                parts[number] = meeting
                traits |= part
        return WordClass(own, cues, parts, real, may_split, folded, traits)


class _Remembered(dict[str, WordClass]):
    """Word as written → its class, told when it is first asked for."""

    def __init__(self, classify: Callable[[str], WordClass]) -> None:
        super().__init__()
        self._classify = classify

    def __missing__(self, word: str) -> WordClass:
        found = self[word] = self._classify(word)
        return found


def _rarity(word: str) -> tuple[bool, int]:
    """How seldom a word is likely to stand in a text: phrases are looked up by their rarest."""
    return word not in FUNCTION_WORDS, len(word)


def _pieces(text: str, form: WordForm) -> list[tuple[str, WordForm]]:
    """The words a term's word consists of in a text ('TEN-T', 'Gbit/s'), each with the form it then has."""
    words = words_of(text)
    if len(words) < 2 or form is WordForm.EXACT:
        return [(word, form) for word in words]
    first = WordForm.SUFFIX if form in (WordForm.SUFFIX, WordForm.INFIX) else WordForm.WORD
    last = WordForm.PREFIX if form in (WordForm.PREFIX, WordForm.INFIX) else WordForm.WORD
    return [(words[0], first), *((word, WordForm.WORD) for word in words[1:-1]), (words[-1], last)]


def _heads(needles: list[Needle]) -> frozenset[str]:
    """Beginnings of whole words after which a scan may have put a space: 'kollektiv trafik', but not 'för bindelse'."""
    beginnings = frozenset(
        needle.folded[:cut]
        for needle in needles
        if needle.form is WordForm.WORD and len(needle.folded) >= _SHORTEST_SPLIT
        for cut in range(3, len(needle.folded) - 2)
    )
    return beginnings - FUNCTION_WORDS


def _as_written(needle: int, outside: bool, inflected: bool) -> Meeting:
    if outside:
        return Meeting(needle, MatchKind.COMPOUND, 95.0)
    return Meeting(needle, MatchKind.INFLECTED, 98.0) if inflected else Meeting(needle, MatchKind.EXACT, 100.0)


def _keep(met: dict[int, Meeting], needle: int, kind: MatchKind, similarity: float) -> None:
    before = met.get(needle)
    if before is None or (KIND_ORDER[kind], -similarity) < (KIND_ORDER[before.kind], -before.similarity):
        met[needle] = Meeting(needle, kind, similarity)


def _better(new: Sense, old: Sense) -> bool:
    return (KIND_ORDER[new.kind], -new.similarity) < (KIND_ORDER[old.kind], -old.similarity)
