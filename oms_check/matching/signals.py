"""The signals of a rule set and the readings of a block in, the signals that hold out, with their words.

A signal holds where all its concepts meet in its unit, each by words of its own, and no exclusion stands
near. Each signal is looked for only where its rarest concept stands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from oms_check.matching.reading import Posting, Reading
from oms_check.model.rules import RuleSet, Signal, Strength, Unit, Within

ByConcept = dict[int, list[Posting]]


@dataclass(frozen=True, slots=True)
class CompiledSignal:
    """A signal with its concepts as numbers; `anchor` is the one it is looked up by."""

    signal: Signal
    area: int
    number: int
    concepts: tuple[int, ...]
    mask: int
    none: tuple[int, ...]
    anchor: int
    rarity: float
    """How common its concepts are among the signals, 0 (each used once) and up."""

    @property
    def weak(self) -> bool:
        """Whether it counts only in company."""
        return self.signal.strength is Strength.WEAK


@dataclass(frozen=True, slots=True)
class Found:
    """A signal that holds: postings in the order of its concepts; `None` where the heading met the concept."""

    compiled: CompiledSignal
    postings: tuple[Posting | None, ...]
    first: int
    last: int
    """First and last sentence of the passage."""

    @property
    def own(self) -> tuple[Posting, ...]:
        """The postings that stand in the passage itself."""
        return tuple(posting for posting in self.postings if posting is not None)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A signal of which exactly one concept is missing in a sentence."""

    compiled: CompiledSignal
    met: tuple[Posting, ...]
    lacking: int
    sentence: int


class SignalIndex:
    """All signals, by the concept they are looked up by."""

    def __init__(self, ruleset: RuleSet, numbers: dict[str, int]) -> None:
        compiled = list(_compile(ruleset, numbers))
        self.signals: tuple[CompiledSignal, ...] = tuple(compiled)
        self._by_anchor: dict[int, list[tuple[int, bool, CompiledSignal]]] = defaultdict(list)
        self._by_concept: dict[int, list[CompiledSignal]] = defaultdict(list)
        for signal in compiled:
            borrows = signal.signal.within.unit is Unit.SECTION
            self._by_anchor[signal.anchor].append((signal.mask, borrows, signal))
            for concept in set(signal.concepts):
                self._by_concept[concept].append(signal)
        self._by_rarest: dict[int, dict[int, list[CompiledSignal]]] = defaultdict(lambda: defaultdict(list))
        """The signals of several concepts by focus area, then by each of their two rarest concepts.

        Where only one concept is missing, one of the two is there.
        """
        for signal in compiled:
            rarest = sorted(set(signal.concepts), key=lambda concept: (len(self._by_concept[concept]), concept))
            for concept in rarest[:2] if len(rarest) > 1 else ():
                self._by_rarest[signal.area][concept].append(signal)
        self._areas = {concept: {one.area for one in near} for concept, near in self._by_concept.items()}

    def find(self, reading: Reading, context: frozenset[int]) -> list[Found]:
        """Signals that hold in a block; `context` are the concepts of its heading and lead-in."""
        whole = reading.by_concept
        present, lent = _mask(whole), _mask(context)
        absent, absent_both = ~present, ~(present | lent)
        found: list[Found] = []
        masks: dict[int, int] = {}
        for concept in whole.keys() | context:
            for mask, borrows, compiled in self._by_anchor.get(concept, ()):
                if not mask & (absent_both if borrows else absent):
                    lends = lent if borrows else 0
                    masks = masks or {sentence: _mask(own) for sentence, own in reading.by_sentence.items()}
                    near = [n for n, own in masks.items() if own & mask and not mask & ~(own | lends)]
                    found += _hold(compiled, reading, near, context if lends else frozenset())
        return found

    def nearly(
        self, reading: Reading, areas: Iterable[int], wanted: Callable[[CompiledSignal], bool]
    ) -> Iterator[Lacking]:
        """Signals of some focus areas, by position, of which a sentence meets all concepts but one, if `wanted`."""
        whole = reading.by_concept
        absent = ~_mask(whole)
        near: dict[int, CompiledSignal] = {}
        for area in areas:
            known = self._by_rarest[area]
            for concept in known.keys() & whole.keys():
                near.update((s.number, s) for s in known[concept] if not (m := s.mask & absent) & (m - 1))
        if not near:
            return
        in_order = [near[number] for number in sorted(near)]
        for sentence, postings in reading.by_sentence.items():
            absent = ~_mask(postings)
            for compiled in in_order:
                missing = compiled.mask & absent
                if not missing or missing & (missing - 1) or not wanted(compiled):
                    continue
                lacking = missing.bit_length() - 1
                others = [c for c in compiled.concepts if c != lacking]
                if len(compiled.concepts) - len(others) == 1 and not _excluded(compiled, whole, sentence, sentence, ()):
                    chosen = _assign(others, postings)
                    if chosen is not None:
                        yield Lacking(compiled, tuple(chosen), lacking, sentence)

    def touched(self, reading: Reading) -> frozenset[int]:
        """The focus areas, by position, of whose signals a block meets any concept."""
        areas = self._areas
        return frozenset(area for concept in reading.by_concept if concept in areas for area in areas[concept])

    def nearest(self, reading: Reading, area: int, sentence: int) -> CompiledSignal | None:
        """The signal of a focus area of whose concepts a block meets the largest share.

        None where it meets none, or only such of signals that are ruled out at the sentence.
        """
        best: tuple[float, float, int] | None = None
        chosen: CompiledSignal | None = None
        near = {
            s.number: s for concept in reading.by_concept for s in self._by_concept.get(concept, ()) if s.area == area
        }
        for compiled in near.values():
            met = sum(concept in reading.by_concept for concept in compiled.concepts) / len(compiled.concepts)
            rank = (-met, compiled.rarity, compiled.number)
            if (best is None or rank < best) and not _excluded(compiled, reading.by_concept, sentence, sentence, ()):
                best, chosen = rank, compiled
        return chosen


def _compile(ruleset: RuleSet, numbers: dict[str, int]) -> Iterator[CompiledSignal]:
    uses: dict[str, int] = defaultdict(int)
    for area in ruleset.focus_areas:
        for signal in area.signals:
            for concept in set(signal.all):
                uses[concept] += 1
    number = 0
    for position, area in enumerate(ruleset.focus_areas):
        for signal in area.signals:
            anchor = min(signal.all, key=lambda c: (uses[c], len(ruleset.concepts[c].terms), c))
            concepts = tuple(numbers[c] for c in signal.all)
            mask = 0
            for wanted in concepts:
                mask |= 1 << wanted
            none = tuple(numbers[c] for c in (*signal.none, *ruleset.none))
            rarity = sum(uses[c] for c in signal.all) / len(signal.all) - 1
            yield CompiledSignal(signal, position, number, concepts, mask, none, numbers[anchor], rarity)
            number += 1


def _mask(concepts: Iterable[int]) -> int:
    """A bit for each of some different concepts."""
    return sum(map((1).__lshift__, concepts))


def _hold(compiled: CompiledSignal, reading: Reading, near: Iterable[int], lent: frozenset[int]) -> Iterator[Found]:
    """Where a signal holds: in each of the sentences `near` that meet all its concepts, else in the block."""
    unit, whole = compiled.signal.within.unit, reading.by_concept
    matched = False
    for sentence in near:
        chosen = _choose(compiled, reading.by_sentence[sentence], lent)
        if chosen is not None:
            matched = True
            own = tuple(p for p in chosen if p is not None)
            if not _excluded(compiled, whole, sentence, sentence, own):
                yield Found(compiled, chosen, sentence, sentence)
    if not matched and unit in (Unit.BLOCK, Unit.SECTION):
        spread = _choose(compiled, whole, lent)
        if spread is not None:
            own = tuple(p for p in spread if p is not None)
            first = min(p.sentence for p in own)
            last = max(p.sentence for p in own)
            if not _excluded(compiled, whole, first, last, own):
                yield Found(compiled, spread, first, last)


def _choose(compiled: CompiledSignal, postings: ByConcept, lent: frozenset[int]) -> tuple[Posting | None, ...] | None:
    """Words for each concept, the block's own before the heading's; at least one must be the block's own."""
    within = compiled.signal.within
    if within.unit is Unit.WORDS:
        return _within_words(compiled, postings, within.words)
    wanted = list(compiled.concepts)
    chosen = _assign([c for c in wanted if c in postings], postings)
    if chosen is not None and len(chosen) == len(wanted):
        return tuple(chosen)
    if not lent:
        return None
    return _with_lent(wanted, postings, lent)


def _with_lent(wanted: list[int], postings: ByConcept, lent: frozenset[int]) -> tuple[Posting | None, ...] | None:
    """Let the heading meet as few concepts as will do."""
    own = [c for c in wanted if c not in lent]
    either = [c for c in wanted if c in lent]
    for count in range(len(either), -1, -1):
        kept = own + either[:count]
        if not kept or not all(c in postings for c in kept):
            continue
        chosen = _assign(kept, postings)
        if chosen is not None:
            left = list(zip(kept, chosen, strict=True))
            ordered: list[Posting | None] = []
            for concept in wanted:
                at = next((i for i, (c, _) in enumerate(left) if c == concept), None)
                ordered.append(left.pop(at)[1] if at is not None else None)
            return tuple(ordered)
    return None


def _within_words(compiled: CompiledSignal, postings: ByConcept, size: int) -> tuple[Posting, ...] | None:
    concepts = set(compiled.concepts)
    starts = sorted({p.words[0] for concept in concepts for p in postings.get(concept, ())})
    for start in starts:
        window: ByConcept = {}
        for concept in concepts:
            inside = [p for p in postings.get(concept, ()) if start <= p.words[0] and p.words[-1] < start + size]
            if not inside:
                break
            window[concept] = inside
        else:
            chosen = _assign(list(compiled.concepts), window)
            if chosen is not None:
                return tuple(chosen)
    return None


def _assign(concepts: list[int], postings: ByConcept) -> list[Posting] | None:
    """A posting for each concept so that no word is used twice and equal concepts get different words."""
    if len(concepts) == 1:
        return postings[concepts[0]][:1]
    if len(concepts) == 2:
        return _pair(concepts[0], concepts[1], postings)
    order = sorted(range(len(concepts)), key=lambda i: len(postings[concepts[i]]))
    placed = _place([concepts[i] for i in order], postings, [])
    if placed is None:
        return None
    return [posting for _, posting in sorted(zip(order, placed, strict=True))]


def _pair(one: int, other: int, postings: ByConcept) -> list[Posting] | None:
    """The same for two concepts, as most signals have: a fiftieth of matching less than by the general way."""
    swapped = len(postings[other]) < len(postings[one])
    rarer, commoner = (other, one) if swapped else (one, other)
    for first in postings[rarer]:
        for second in postings[commoner]:
            apart = not any(number in first.words for number in second.words)
            if apart and (one != other or first.word != second.word):
                return [second, first] if swapped else [first, second]
    return None


def _place(concepts: Sequence[int], postings: ByConcept, chosen: list[Posting]) -> list[Posting] | None:
    """Postings for the concepts after those that `chosen` holds one for, tried one by one; None where none fit."""
    step = len(chosen)
    if step == len(concepts):
        return chosen
    same = [p.word for p, concept in zip(chosen, concepts, strict=False) if concept == concepts[step]]
    for posting in postings[concepts[step]]:
        if posting.word not in same and not any(n in p.words for p in chosen for n in posting.words):
            placed = _place(concepts, postings, [*chosen, posting])
            if placed is not None:
                return placed
    return None


def _excluded(compiled: CompiledSignal, whole: ByConcept, first: int, last: int, own: Sequence[Posting]) -> bool:
    signal = compiled.signal
    near = (p for concept in compiled.none if concept in whole for p in whole[concept])
    return any(_reaches(signal.none_within, signal.none_reach, p, (first, last), own) for p in near)


def _reaches(
    within: Within, reach: int, exclusion: Posting, sentences: tuple[int, int], own: Sequence[Posting]
) -> bool:
    if within.unit in (Unit.BLOCK, Unit.SECTION):
        return True
    if not sentences[0] - reach <= exclusion.sentence <= sentences[1] + reach:
        return False
    if within.unit is Unit.SENTENCE:
        return True
    words = [n for posting in own for n in posting.words]
    return any(abs(n - m) <= within.words for n in exclusion.words for m in words)
