"""What was found in a block in, the evidence and near misses as values with page, boxes and quote out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from oms_check.matching.quotes import quoted_stretches
from oms_check.matching.reading import Posting, Reading
from oms_check.matching.signals import Found, Lacking
from oms_check.matching.vocabulary import KIND_ORDER
from oms_check.model.document import Block, Document
from oms_check.model.evidence import BlockRef, Evidence, Hit, MatchKind, NearMiss, Stance
from oms_check.text.normal import fold
from oms_check.text.words import words_of


@dataclass(frozen=True)
class Passage:
    """A block that can speak for the strategy: its reading, and what stands above it.

    group: equal for the items of one list and the line that leads them in, else the block's own
    above: readings of the headings from the top down; lead: of the line that leads a list in
    """

    document: Document
    block: Block
    reading: Reading
    group: int
    above: tuple[Reading, ...] = ()
    lead: Reading | None = None

    @property
    def context(self) -> tuple[Reading, ...]:
        """All that stands above, the nearest last."""
        return self.above if self.lead is None else (*self.above, self.lead)

    @property
    def lent(self) -> frozenset[int]:
        """The concepts that what stands above lends to the block."""
        return frozenset[int]().union(*[reading.by_concept for reading in self.context])

    @property
    def nearest(self) -> tuple[Reading, ...]:
        """The nearest heading and the line that leads in."""
        return self.context[-1:] if self.lead is None else (*self.above[-1:], self.lead)

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """Where the block repeats somebody's words in quotation marks."""
        return quoted_stretches(self.block.text)

    @cached_property
    def ref(self) -> BlockRef:
        """The block as evidence shows it."""
        heading = self.above[-1].text if self.above else ""
        block = self.block
        return BlockRef(block.page, block.index, block.kind, block.text, heading, block.place)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How firmly a passage speaks."""

    stance: Stance
    concrete: bool


def evidence_of(passage: Passage, found: Found, judged: Judgement, concepts: tuple[str, ...]) -> Evidence:
    """The evidence of a signal that holds. `concepts` are the names of the concepts by number."""
    signal = found.compiled.signal
    reading, document, block = passage.reading, passage.document, passage.block
    start, end = reading.sentences[found.first][0], reading.sentences[found.last][1]
    hits = tuple(_hit(reading, posting, concepts) for posting in sorted(found.own, key=lambda p: p.words))
    quote = block.text[start:end]
    return Evidence(
        focus_area=signal.focus_area,
        facet=signal.facet,
        signal=signal.id,
        stance=judged.stance,
        concrete=judged.concrete,
        match=max((hit.match for hit in hits), key=KIND_ORDER.__getitem__),
        similarity=min(hit.similarity for hit in hits),
        page=document.page_at(block, start),
        quote=quote,
        start=start,
        end=end,
        hits=hits,
        boxes=document.boxes_of(block, start, end),
        block=passage.ref,
        fingerprint=_fingerprint(signal.focus_area, quote),
    )


def quotation_of(passage: Passage, sentence: int, focus_area: str, facet: str) -> Evidence:
    """The evidence of a quoted wording that no signal holds in: its own words are the hit."""
    reading, document, block = passage.reading, passage.document, passage.block
    start, end = reading.sentences[sentence]
    quote = block.text[start:end]
    return Evidence(
        focus_area=focus_area,
        facet=facet,
        signal="",
        stance=Stance.QUOTE,
        concrete=False,
        match=MatchKind.EXACT,
        similarity=100.0,
        page=document.page_at(block, start),
        quote=quote,
        start=start,
        end=end,
        hits=(Hit(start, end, "", "", MatchKind.EXACT, 100.0),),
        boxes=document.boxes_of(block, start, end),
        block=passage.ref,
        fingerprint=_fingerprint(focus_area, quote),
    )


def near_miss_of(
    passage: Passage, lacking: Lacking, concepts: tuple[str, ...], samples: Mapping[int, tuple[str, ...]], score: float
) -> NearMiss:
    """The near miss of a signal that lacks one concept; `samples` are a few words of each concept by number."""
    signal = lacking.compiled.signal
    start, end = passage.reading.sentences[lacking.sentence]
    return NearMiss(
        focus_area=signal.focus_area,
        facet=signal.facet,
        signal=signal.id,
        page=passage.document.page_at(passage.block, start),
        quote=passage.block.text[start:end],
        met=tuple(concepts[posting.concept] for posting in lacking.met),
        lacking=(concepts[lacking.lacking],),
        block=passage.ref,
        wanted=samples.get(lacking.lacking, ()),
        score=round(score, 3),
    )


def _hit(reading: Reading, posting: Posting, concepts: tuple[str, ...]) -> Hit:
    return Hit(
        start=reading.spans[posting.words[0]][0],
        end=reading.spans[posting.words[-1]][1],
        concept=concepts[posting.concept],
        term=posting.term,
        match=posting.kind,
        similarity=posting.similarity,
    )


def _fingerprint(focus_area: str, quote: str) -> str:
    folded = fold(" ".join(words_of(quote)))
    return hashlib.sha256(f"{focus_area}\n{folded}".encode()).hexdigest()[:16]
