"""A rule set: one joint direction as data, compiled from its YAML file.

Terms are kept as parsed, not as compiled matchers: `rules show`, `rules lint` and the matcher read the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class WordForm(StrEnum):
    """How a word of a term stands to a word of the text."""

    WORD = "word"
    """`nodstad`: the word in any inflection."""
    PREFIX = "prefix"
    """`nodstad-`: begins with."""
    SUFFIX = "suffix"
    """`-elnät`: ends with, in any inflection."""
    INFIX = "infix"
    """`-elnät-`: contains."""
    EXACT = "exact"
    """`=E4`: exactly this, capitals included."""
    NAME = "name"
    """A word of `places`: with a capital, as it stands or in the genitive (Kiel, never kilar)."""


@dataclass(frozen=True, slots=True)
class TermWord:
    """One word of a term, without its marks."""

    text: str
    form: WordForm


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; `gaps[i]` is how many words may stand between word `i` and word `i + 1`."""

    source: str
    words: tuple[TermWord, ...]
    gaps: tuple[int, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Concept:
    """Words for one thing. `includes` names concepts whose terms count too (already resolved in `terms`)."""

    id: str
    terms: tuple[Term, ...]
    includes: tuple[str, ...] = ()
    line: int = 0


class Unit(StrEnum):
    """Within what the concepts of a signal must meet."""

    WORDS = "words"
    SENTENCE = "sentence"
    BLOCK = "block"
    SECTION = "section"
    """The heading and what stands under it, so that bullets can lean on their heading."""


@dataclass(frozen=True, slots=True)
class Within:
    """`words` counts only for `Unit.WORDS`: all concepts inside a run of that many words of one sentence."""

    unit: Unit = Unit.SENTENCE
    words: int = 0


class Strength(StrEnum):
    """Weak signals count only where another signal of the same focus area stands in the same block."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Signal:
    """Concepts that together show that a passage treats a facet.

    `all`: every concept must be met by words of its own; a concept named twice needs two different words
    (two different cities, say). `none`: concepts whose presence within `none_within` rules the signal out.
    """

    id: str
    focus_area: str
    facet: str
    all: tuple[str, ...]
    none: tuple[str, ...] = ()
    within: Within = field(default_factory=Within)
    none_within: Within = field(default_factory=Within)
    none_reach: int = 0
    """How many sentences before and after the exclusion reaches (`none_within: sentence` only)."""
    strength: Strength = Strength.STRONG
    why: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A side of a focus area; `core` facets are the ones its official wording names."""

    id: str
    title: str
    title_en: str = ""
    core: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A passage of a rule file that must match (`signal` names by which, '' = any) or must not (`reason`)."""

    text: str
    signal: str = ""
    stance: str = ""
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Examples:
    """`todo_*` are known gaps: they must still fail, so that a mended rule moves them up."""

    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()
    todo_match: tuple[Example, ...] = ()
    todo_no_match: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class FocusArea:
    """A focus area of the direction. `wording` is the official sentence, `short` the column name."""

    id: str
    number: int
    title: str
    short: str
    title_en: str
    wording: tuple[str, ...]
    facets: tuple[Facet, ...]
    signals: tuple[Signal, ...]
    examples: Examples
    became: tuple[str, ...] = ()
    """Crosswalk: ids of the focus areas of the newer direction that took this one over (oms-2018 only)."""
    short_en: str = ""


@dataclass(frozen=True, slots=True)
class StanceCues:
    """Words that tell a commitment, a need, a refusal, and phrases that only look like a refusal.

    `concrete` are concepts (money, year, figure, owner) that make a commitment concrete beyond what the
    matcher itself reads (numbers with a unit, years).
    """

    commitment: tuple[Term, ...] = ()
    need: tuple[Term, ...] = ()
    against: tuple[Term, ...] = ()
    not_against: tuple[Term, ...] = ()
    concrete: tuple[Term, ...] = ()
    imperative: tuple[Term, ...] = ()
    """Verbs that promise where they open a sentence: 'Bygg tätt vid stationen.'"""
    reported: tuple[Term, ...] = ()
    """What others say or what is expected: a sentence with it makes no promise of the document's own."""
    outside: tuple[Term, ...] = ()
    """Who decides for themselves (the state's bodies, companies): what a sentence that begins with them promises is
    theirs, unless somebody of the document's own is in it too."""
    owner: tuple[Term, ...] = ()
    """Who answers for a measure: with a year to come they make a table's row an entry of a plan of action."""


@dataclass(frozen=True, slots=True)
class LevelRule:
    """`when`: counter name → least count; all must hold. The first rule that holds gives the level."""

    level: str
    when: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CitedWork:
    """Something a strategy may cite: the joint direction itself, En Bättre Sits, a systemanalys."""

    id: str
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the direction was published and when that was looked up (ISO date)."""

    publisher: str = ""
    url: str = ""
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class Classifier:
    """A linear classifier over the n-grams of a passage's words, learned from labelled passages.

    weights: n-gram → one integer a focus area, then the square of its own length, all in units of `unit`
    bias: of each focus area; lengths: of the shortest and the longest n-gram, in characters
    accept: the score from which a passage is evidence though no signal holds
    reject: the score below which a signal that holds is no evidence but a near miss
    """

    focus_areas: tuple[str, ...]
    lengths: tuple[int, int]
    bias: tuple[float, ...]
    unit: float
    weights: dict[str, Sequence[int]]
    accept: float
    reject: float
    names: frozenset[str] = frozenset()
    """Place names, folded: they weigh nothing, for geography decides no focus area."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A loaded rule file. `sha256` is of its bytes (and its weights'); `file` is how messages name it."""

    id: str
    version: str
    title: str
    language: str
    published: int
    origin: Origin
    goal: str
    focus_areas: tuple[FocusArea, ...]
    concepts: dict[str, Concept]
    stance: StanceCues
    levels: tuple[LevelRule, ...]
    references: tuple[CitedWork, ...]
    successor: str
    """Id of the direction that replaced this one, '' if it is in force."""
    file: str
    sha256: str
    classifier: Classifier | None = None
    none: tuple[str, ...] = ()
    """Concepts that rule out every signal, wherever each one's `none` reaches."""
    silent_under: tuple[str, ...] = ()
    """Concepts in a heading or a leading line under which a list says nothing: registers, lists of names."""

    def focus_area(self, focus_area_id: str) -> FocusArea:
        """The focus area of that id; KeyError where there is none."""
        for area in self.focus_areas:
            if area.id == focus_area_id:
                return area
        raise KeyError(focus_area_id)
