"""A rule set in, a matcher out that turns documents into evidence, near misses and citations.

A document is walked once in reading order; headings and lines that lead lists in are kept as what stands
above a block and never speak for themselves.
"""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from oms_check.matching.nearmisses import NearMisses, rank_of
from oms_check.matching.quotes import Quotation, Wordings, is_introduction, reports_direction
from oms_check.matching.reading import Reading, read
from oms_check.matching.shown import Judgement, Passage, evidence_of, near_miss_of, quotation_of
from oms_check.matching.signals import Found, Lacking, SignalIndex
from oms_check.matching.stance import (
    CUES,
    CueNumbers,
    is_concrete,
    is_decided,
    is_number,
    is_planned,
    is_told,
    judge,
    under,
    with_annex,
)
from oms_check.matching.vocabulary import KIND_ORDER, Vocabulary
from oms_check.matching.weighing import SURE, WeighedPassage, Weighing
from oms_check.matching.wordlist import WordList, load_words
from oms_check.model.document import BlockKind, Document, Page, PageHealth, Status
from oms_check.model.evidence import CLASSIFIER, Citation, Evidence, Matches, Stance
from oms_check.model.rules import RuleSet, Term, WordForm
from oms_check.text.passages import blocks_of

_SPEAKING = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CAPTION, BlockKind.NOTE}
)
_ANNOUNCES = re.compile(r"\w+\s?[.–—-]\s|[^.:]{1,60}:\s")
"""What a line begins with that says what is enumerated after it: 'Källor: …', 'Bilagor, tryckta för sig: …'."""
_SAMPLES = 3
_LISTS_ALL = 3
"""A sentence that cites the direction and touches this many focus areas only lists them."""


_SOURCE_NOTE = re.compile(
    r"(?:\d{1,3}[.)]?\s+)?Käll(?:a|or|förteckning)\s*:"
    r"|\d{1,3}\s+(?=[^.!?]{0,200}(?:https?:|www\.|\w\.se\b|hämtad|SOU \d{4}|SFS \d{4}|\(\d{4}:\d+\)))",
    re.IGNORECASE,
)
"""A note that names where something was read: the address of a broadband strategy is no statement on broadband."""
_TITLE = re.compile(
    r"(?:Bilaga|Appendix|Karta|Figur|Tabell|Diagram|Kapitel|Avsnitt|Kap\.)\s+[\dA-ZIVX]{1,4}\b[.:]?\s.*[^.!?]$"
)
"""A line that only names an annex, a map or a chapter."""


def compile_matcher(ruleset: RuleSet, words: WordList | None = None) -> "Matcher":
    """Build the tables once; the matcher remembers the words it has seen, so share it between documents."""
    with _collector_paused():
        return Matcher(ruleset, words or load_words())


@dataclass(slots=True)
class _Above:
    """What stands above the block at hand while a document is walked."""

    headings: list[tuple[int, Reading]] = field(default_factory=list)
    readings: tuple[Reading, ...] = ()
    lead: Reading | None = None
    group: int = 0

    def head(self, level: int, reading: Reading) -> None:
        self.headings = [(n, r) for n, r in self.headings if n < level] + [(level, reading)]
        self.readings = tuple(reading for _, reading in self.headings)
        self.lead = None
        self.group += 1


class Matcher:
    """Finds the evidence of one rule set; safe to use for any number of documents, one at a time."""

    def __init__(self, ruleset: RuleSet, words: WordList) -> None:
        self.ruleset = ruleset
        concepts: list[tuple[str, tuple[Term, ...]]] = [(c.id, c.terms) for c in ruleset.concepts.values()]
        cues = ruleset.stance
        firm = (cues.commitment, cues.need, cues.against, cues.not_against)
        cued = (*firm, cues.concrete, cues.imperative, cues.reported, cues.outside, cues.owner)
        concepts += zip(CUES, cued, strict=True)
        concepts += [(f"work:{work.id}", work.terms) for work in ruleset.references]
        concepts.append((CLASSIFIER, ()))
        numbers = {name: number for number, (name, _) in enumerate(concepts)}
        self.vocabulary = Vocabulary(concepts, words, [numbers[cue] for cue in CUES])
        self.index = SignalIndex(ruleset, numbers)
        self._cues = CueNumbers(*(numbers[cue] for cue in CUES))
        self._works = {numbers[f"work:{work.id}"]: work.id for work in ruleset.references}
        self._silencing = frozenset(numbers[name] for name in ruleset.silent_under)
        self._samples = {numbers[c.id]: _samples(c.terms) for c in ruleset.concepts.values()}
        self._wordings = Wordings(ruleset)
        self._weighing = Weighing(ruleset, self.index, numbers[CLASSIFIER])

    def match_text(self, text: str) -> Matches:
        """Match a raw passage: its lines become headings, list items and paragraphs on page 1."""
        blocks = blocks_of(text, self.vocabulary.is_real)
        page = Page(1, PageHealth.OK)
        return self.match(Document("", "text/plain", Status.OK, (page,), blocks))

    def match(self, document: Document) -> Matches:
        """Match a document; evidence and near misses in document order."""
        with _collector_paused():
            return self._match(document)

    def _match(self, document: Document) -> Matches:
        passages = list(self._passages(document))
        held = [self.index.find(passage.reading, passage.lent) for passage in passages]
        company: dict[tuple[int, int], set[int]] = {}
        for passage, found in zip(passages, held, strict=True):
            for one in found:
                company.setdefault((passage.group, one.compiled.area), set()).add(one.compiled.number)
        evidence: list[Evidence] = []
        misses = NearMisses()
        for order, (passage, found) in enumerate(zip(passages, held, strict=True)):
            standing = [f for f in found if not f.compiled.weak or len(company[passage.group, f.compiled.area]) > 1]
            weighed = self._weighing.weigh(passage)
            kept, rejected = weighed.sift(standing)
            evidence += self._evidence(passage, kept)
            self._near(passage, weighed, kept, rejected, misses, order)
        return Matches(tuple(evidence), misses.all(), self._citations(passages))

    def _passages(self, document: Document) -> Iterator[Passage]:
        lost = {p.number for p in document.pages if p.health is PageHealth.DIACRITICS_LOST}
        above = _Above()
        for block in document.blocks:
            if block.kind is BlockKind.HEADING:
                above.head(block.level or 1, read(block.text, self.vocabulary, lost=block.page in lost))
            elif block.kind in _SPEAKING and not _SOURCE_NOTE.match(block.text) and not _TITLE.match(block.text):
                reading = read(block.text, self.vocabulary, lost=block.page in lost)
                if not block.kind.listed:
                    above.lead = None
                    above.group += 1
                if reading.by_concept:
                    passage = Passage(document, block, reading, above.group, above.readings, above.lead)
                    if not self._is_register(passage):
                        yield passage
                if block.kind is not BlockKind.TABLE_ROW and block.text.rstrip().endswith(":"):
                    above.lead = reading

    def _is_register(self, passage: Passage) -> bool:
        """Whether the block only enumerates: contents, sources, bodies consulted, an explanation of words.

        Told by the heading, by the line that leads a list in, or by what the block itself begins with ('Källor: …').
        """
        silencing, reading = self._silencing, passage.reading
        if not silencing:
            return False
        above = passage.nearest if passage.block.kind.listed else passage.above[-1:]
        if any(not silencing.isdisjoint(heading.by_concept) for heading in above):
            return True
        if silencing.isdisjoint(reading.by_concept):
            return False
        opening = any(p.words[0] == 0 for concept in silencing for p in reading.by_concept.get(concept, ()))
        return opening and _ANNOUNCES.match(reading.text) is not None

    def _evidence(self, passage: Passage, found: list[Found]) -> Iterator[Evidence]:
        quotations = self._quotations(passage, found)
        taken = {f.first for f in found if f.first == f.last}
        shown: set[tuple[int, int]] = set()
        for one in _best(found):
            sentences = range(one.first, one.last + 1)
            quoted = any((one.compiled.area, n) in quotations for n in sentences) or self._is_quoted(passage, one)
            shown.update((one.compiled.area, n) for n in sentences)
            judged = Judgement(Stance.QUOTE, False) if quoted else self._judge(passage, one, sentences, taken)
            yield evidence_of(passage, one, judged, self.vocabulary.concepts)
        for area, sentence in sorted(quotations - shown):
            if area >= 0:
                focus = self.ruleset.focus_areas[area]
                yield quotation_of(passage, sentence, focus.id, focus.facets[0].id)

    def _judge(self, passage: Passage, one: Found, sentences: range, taken: set[int]) -> Judgement:
        own = judge(passage.reading, sentences, one.own, self._cues, taken)
        stance = under(passage.nearest, own, listed=passage.block.kind.listed, cues=self._cues)
        told = with_annex(passage.reading, sentences, taken)
        if stance is Stance.MENTION and not is_told(passage.reading, sentences, self._cues):
            numbered = bool(passage.above) and is_number(passage.above[-1].text)
            entry = numbered or passage.block.kind in (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM)
            planned = entry and is_planned(passage.reading, self._cues, numbered=numbered)
            if planned or is_decided(passage.reading, told, sentences, self._cues):
                stance = Stance.COMMITMENT
        # Words alone are no sure sign of a subject: they carry the highest level only where they weigh much.
        sure = stance is Stance.COMMITMENT and all(p.similarity >= SURE for p in one.own)
        return Judgement(stance, sure and is_concrete(passage.reading, told, self._cues))

    def _quotations(self, passage: Passage, found: list[Found]) -> set[tuple[int, int]]:
        """(focus area's position, sentence) of what is only quoted from the direction; -1 quotes its goal."""
        quoted: set[tuple[int, int]] = set()
        for quotation in self._wordings.find(passage.reading):
            told = self._is_introduced(passage, quotation.sentence)
            bare = quotation.bare and (told or not self._adopts(passage.reading, quotation))
            if (quotation.near and (bare or told)) or (told and bare):
                quoted.add((quotation.area, quotation.sentence))
        if not found:
            return quoted
        for number in range(len(passage.reading.sentences)):
            areas = {f.compiled.area for f in found if f.first <= number <= f.last}
            if not areas:
                continue
            listed = len(areas) >= _LISTS_ALL and self._cites(passage.reading, number)
            told = reports_direction(passage.reading, number)
            whole = any(sentence == number for _, sentence in quoted) and self._only_quotes(passage, number)
            if listed or told or whole or (-1, number) in quoted:
                quoted.update((area, number) for area in areas)
        return quoted

    @staticmethod
    def _is_quoted(passage: Passage, one: Found) -> bool:
        """Whether at least half of the signal stands in quotation marks: somebody's words, not the strategy's own."""
        if not passage.quoted:
            return False
        places = [passage.reading.spans[p.words[0]][0] for p in one.own]
        inside = sum(any(start <= at < stop for start, stop in passage.quoted) for at in places)
        return inside > 0 and 2 * inside >= len(places)

    def _only_quotes(self, passage: Passage, sentence: int) -> bool:
        """Whether a sentence is one bare quotation, so that its words treat no other focus area either."""
        return any(q.sentence == sentence and q.bare and q.near for q in self._wordings.find(passage.reading))

    def _is_introduced(self, passage: Passage, sentence: int) -> bool:
        """Whether the heading, the line above, the sentence before or this one announces the direction."""
        if any(self._cites(reading) or is_introduction(reading.text) for reading in passage.nearest):
            return True
        reading = passage.reading
        start, end = reading.sentences[max(0, sentence - 1)][0], reading.sentences[sentence][1]
        return (sentence > 0 and self._cites(reading, sentence - 1)) or is_introduction(reading.text[start:end])

    def _adopts(self, reading: Reading, quotation: Quotation) -> bool:
        """Whether the strategy makes the wording its own: 'Regionen ska verka för …'."""
        return any(
            p.sentence == quotation.sentence and not quotation.has(reading, p)
            for p in reading.cues.get(self._cues.commitment, ())
        )

    def _cites(self, reading: Reading, sentence: int | None = None) -> bool:
        cited = (reading.by_concept[work] for work in self._works.keys() & reading.by_concept.keys())
        return any(sentence is None or p.sentence == sentence for postings in cited for p in postings)

    def _near(
        self,
        passage: Passage,
        weighed: WeighedPassage,
        kept: list[Found],
        rejected: list[Lacking],
        misses: NearMisses,
        order: int,
    ) -> None:
        """Keep what came near: signals the other words spoke against, and signals that lack one concept."""
        covered = {(f.compiled.area, n) for f in kept for n in range(f.first, f.last + 1)}
        wanted = partial(misses.wants, weighed=weighed, order=order)
        nearly = self.index.nearly(passage.reading, weighed.near, wanted) if weighed.near else ()
        for lacking in chain(rejected, nearly):
            stands_there = weighed.speaks_at(lacking.compiled.area, lacking.sentence)
            if stands_there and (lacking.compiled.area, lacking.sentence) not in covered:
                score = weighed.score(lacking.compiled.area)
                miss = near_miss_of(passage, lacking, self.vocabulary.concepts, self._samples, score)
                misses.add(rank_of(lacking.compiled, score, order), miss)

    def _citations(self, passages: list[Passage]) -> tuple[Citation, ...]:
        pages: dict[str, set[int]] = {}
        for passage in passages:
            for concept in self._works.keys() & passage.reading.by_concept.keys():
                for posting in passage.reading.by_concept[concept]:
                    at = passage.reading.spans[posting.words[0]][0]
                    page = passage.document.page_at(passage.block, at)
                    pages.setdefault(self._works[concept], set()).add(page)
        return tuple(Citation(work, tuple(sorted(found))) for work, found in sorted(pages.items()))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Matching makes many small values and no cycles; the collector's rounds over them took a third of the time.

    The round over the youngest values keeps the collector from a round over all, the rules' tables too, right after.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.collect(0)
            gc.enable()


def _samples(terms: Sequence[Term]) -> tuple[str, ...]:
    """A few whole words of a concept, the first that are written out."""
    whole = [term.source.strip('"') for term in terms if all(w.form is WordForm.WORD for w in term.words)]
    return tuple(whole[:_SAMPLES])


def _best(found: list[Found]) -> list[Found]:
    """One signal for each first sentence, focus area and facet; in the order of the text."""
    best: dict[tuple[int, int, str], Found] = {}
    for one in found:
        key = (one.first, one.compiled.area, one.compiled.signal.facet)
        if key not in best or _rank(one) < _rank(best[key]):
            best[key] = one
    return sorted(best.values(), key=lambda f: (f.first, f.compiled.area, f.compiled.number))


def _rank(found: Found) -> tuple[int, bool, int, int, int]:
    worst = max(KIND_ORDER[p.kind] for p in found.own)
    return found.last - found.first, found.compiled.weak, worst, -len(found.own), found.compiled.number
