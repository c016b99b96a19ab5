"""Evidence: a passage that treats a focus area, with everything needed to follow it to the page."""

from dataclasses import dataclass
from enum import StrEnum

from oms_check.model.document import BlockKind, PlacedBox
from oms_check.model.review import ReviewEntry, Ruling

CLASSIFIER = "classifier"
"""The signal that evidence by weight alone names, and the concept that a rejected signal lacks."""


class MatchKind(StrEnum):
    """How a word of the text met a word of a rule, best first."""

    EXACT = "exact"
    INFLECTED = "inflected"
    COMPOUND = "compound"
    DIACRITICS = "diacritics"
    FUZZY = "fuzzy"
    WEIGHED = "weighed"
    """No rule's word: one that weighs most towards the focus area by the classifier's weights."""


class Stance(StrEnum):
    """How firmly the passage takes up its subject."""

    COMMITMENT = "commitment"
    NEED = "need"
    MENTION = "mention"
    AGAINST = "against"
    """Rejected or postponed: shown, never coverage."""
    QUOTE = "quote"
    """The direction's own wording: shown, never coverage."""

    @property
    def covers(self) -> bool:
        """Whether evidence of this stance counts as the strategy's own coverage."""
        return self in (Stance.COMMITMENT, Stance.NEED, Stance.MENTION)


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `block.text[start:end]` that met a concept of a signal; `similarity` is 0–100.

    Of a weighed word, `similarity` tells how likely the classifier holds the passage's focus area, not the word.
    """

    start: int
    end: int
    concept: str
    term: str
    match: MatchKind
    similarity: float


@dataclass(frozen=True, slots=True)
class BlockRef:
    """The block a passage stands in; `heading` is the nearest heading above, '' if none."""

    page: int
    index: int
    kind: BlockKind
    text: str
    heading: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that treats a facet.

    `quote` is `block.text[start:end]`: the sentence (or sentences) the signal was found in.
    `page` is where the quote begins. `match` is the weakest kind among the hits, `similarity` their least.
    `fingerprint` is 16 hex digits of focus area and folded quote: stable when pages move.
    """

    focus_area: str
    facet: str
    signal: str
    stance: Stance
    concrete: bool
    match: MatchKind
    similarity: float
    page: int
    quote: str
    start: int
    end: int
    hits: tuple[Hit, ...]
    boxes: tuple[PlacedBox, ...]
    block: BlockRef
    fingerprint: str
    decision: ReviewEntry | None = None
    """What a reader decided on the passage, or on its whole cell where that was rejected."""

    @property
    def rejected(self) -> bool:
        """Whether a reader found it to be a false hit: shown, never coverage."""
        return self.decision is not None and self.decision.decision is Ruling.REJECT


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A passage just below a signal: `met` concepts stand there, `lacking` ones do not.

    `wanted` are some words of the lacking concepts; () where the passage's other words spoke against the signal.
    `score` is the classifier's of the passage, higher is nearer; 0 where there is no classifier.
    """

    focus_area: str
    facet: str
    signal: str
    page: int
    quote: str
    met: tuple[str, ...]
    lacking: tuple[str, ...]
    block: BlockRef
    wanted: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """The strategy names a work of `RuleSet.references` on these pages (sorted, distinct)."""

    work: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything the matcher finds in one document, in document order."""

    evidence: tuple[Evidence, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    citations: tuple[Citation, ...] = ()
