"""A rule set in, a matcher out that turns documents into evidence, near misses and citations."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from oms_check.matching.reading import Reading, read
from oms_check.matching.signals import Found, SignalIndex
from oms_check.matching.stance import CUES, CueNumbers, is_concrete, stance_of
from oms_check.matching.vocabulary import KIND_ORDER, Vocabulary
from oms_check.matching.wordlist import load_words
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Status
from oms_check.model.evidence import BlockRef, Citation, Evidence, Hit, Matches, Stance
from oms_check.model.rules import RuleSet, Term
from oms_check.text.normal import fold
from oms_check.text.passages import blocks_of
from oms_check.text.words import words_of

_SPEAKING = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CAPTION, BlockKind.NOTE}
)


def compile_matcher(ruleset: RuleSet) -> "Matcher":
    """Build the tables once; the matcher remembers the words it has seen, so share it between documents."""
    return Matcher(ruleset)


@dataclass(slots=True)
class _Context:
    """What stands above a block: headings by level, and the line that leads a list in."""

    headings: list[tuple[int, Reading]] = field(default_factory=list)
    lead: Reading | None = None

    def readings(self) -> list[Reading]:
        above = [reading for _, reading in self.headings]
        return [*above, self.lead] if self.lead is not None else above

    @property
    def heading(self) -> str:
        return self.headings[-1][1].text if self.headings else ""


class Matcher:
    """Finds the evidence of one rule set; safe to use for any number of documents, one at a time."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        concepts: list[tuple[str, tuple[Term, ...]]] = [(c.id, c.terms) for c in ruleset.concepts.values()]
        cues = ruleset.stance
        concepts += zip(
            CUES, (cues.commitment, cues.need, cues.against, cues.not_against, cues.concrete), strict=True
        )
        concepts += [(f"work:{work.id}", work.terms) for work in ruleset.references]
        numbers = {name: number for number, (name, _) in enumerate(concepts)}
        self.vocabulary = Vocabulary(concepts, load_words())
        self.index = SignalIndex(ruleset, numbers)
        self.cues = CueNumbers(*(numbers[cue] for cue in CUES))
        self._works = {numbers[f"work:{work.id}"]: work.id for work in ruleset.references}

    def match_text(self, text: str) -> Matches:
        """Match a raw passage: its lines become headings, list items and paragraphs on page 1."""
        blocks = blocks_of(text, self.vocabulary.is_real)
        page = Page(1, PageHealth.OK)
        return self.match(Document("", "text/plain", Status.OK, (page,), blocks))

    def match(self, document: Document) -> Matches:
        """Match a document; evidence in document order."""
        lost = {p.number for p in document.pages if p.health is PageHealth.DIACRITICS_LOST}
        evidence: list[Evidence] = []
        cited: dict[str, set[int]] = {}
        context = _Context()
        for block in document.blocks:
            if block.kind is BlockKind.HEADING:
                reading = read(block.text, self.vocabulary, lost=block.page in lost)
                level = block.level or 1
                context.headings = [(n, r) for n, r in context.headings if n < level] + [(level, reading)]
                context.lead = None
                continue
            if block.kind not in _SPEAKING:
                continue
            reading = read(block.text, self.vocabulary, lost=block.page in lost)
            if block.kind is not BlockKind.LIST_ITEM:
                context.lead = None
            for posting in reading.postings:
                if posting.concept in self._works:
                    page = document.page_at(block, reading.spans[posting.words[0]][0])
                    cited.setdefault(self._works[posting.concept], set()).add(page)
            evidence += self._evidence(document, block, reading, context)
            if block.text.rstrip().endswith(":") and block.kind is not BlockKind.TABLE_ROW:
                context.lead = reading
        citations = tuple(Citation(work, tuple(sorted(pages))) for work, pages in sorted(cited.items()))
        return Matches(tuple(evidence), (), citations)

    def _evidence(
        self, document: Document, block: Block, reading: Reading, context: _Context
    ) -> Iterator[Evidence]:
        if not reading.postings:
            return
        above = frozenset(p.concept for r in context.readings() for p in r.postings)
        found = self.index.find(reading, above)
        found = [f for f in found if not f.compiled.weak or _has_company(f, found)]
        best: dict[tuple[int, int, str], Found] = {}
        for one in found:
            key = (one.first, one.compiled.area, one.compiled.signal.facet)
            if key not in best or _rank(one) < _rank(best[key]):
                best[key] = one
        for one in sorted(best.values(), key=lambda f: (f.first, f.compiled.area, f.compiled.number)):
            yield self._shown(document, block, reading, context, one)

    def _shown(
        self, document: Document, block: Block, reading: Reading, context: _Context, found: Found
    ) -> Evidence:
        signal = found.compiled.signal
        sentences = range(found.first, found.last + 1)
        start, end = reading.sentences[found.first][0], reading.sentences[found.last][1]
        stance = stance_of(reading, sentences, found.own, self.cues)
        if stance is None and found.last + 1 < len(reading.sentences):
            stance = stance_of(reading, (found.last + 1,), (), self.cues)
        if stance is None:
            for above in reversed(context.readings()):
                if above.sentences:
                    stance = stance or stance_of(above, range(len(above.sentences)), (), self.cues)
        stance = stance or Stance.MENTION
        hits = tuple(
            Hit(
                reading.spans[p.words[0]][0],
                reading.spans[p.words[-1]][1],
                self.vocabulary.concepts[p.concept],
                p.term,
                p.kind,
                p.similarity,
            )
            for p in sorted(found.own, key=lambda p: p.words)
        )
        quote = block.text[start:end]
        return Evidence(
            focus_area=signal.focus_area,
            facet=signal.facet,
            signal=signal.id,
            stance=stance,
            concrete=stance is Stance.COMMITMENT and is_concrete(reading, sentences, self.cues),
            match=max((h.match for h in hits), key=KIND_ORDER.__getitem__),
            similarity=min(h.similarity for h in hits),
            page=document.page_at(block, start),
            quote=quote,
            start=start,
            end=end,
            hits=hits,
            boxes=document.boxes_of(block, start, end),
            block=BlockRef(block.page, block.index, block.kind, block.text, context.heading, block.place),
            fingerprint=_fingerprint(signal.focus_area, quote),
        )


def _has_company(found: Found, all_found: list[Found]) -> bool:
    return any(
        other.compiled.area == found.compiled.area and other.compiled.number != found.compiled.number
        for other in all_found
    )


def _rank(found: Found) -> tuple[bool, int, int, int]:
    worst = max(KIND_ORDER[p.kind] for p in found.own)
    return found.compiled.weak, worst, -len(found.own), found.compiled.number


def _fingerprint(focus_area: str, quote: str) -> str:
    folded = " ".join(fold(word) for word in words_of(quote))
    return hashlib.sha256(f"{focus_area}\n{folded}".encode()).hexdigest()[:16]
