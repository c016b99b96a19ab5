"""The values the page shows, every text in both languages, so that the template only places them."""

from dataclasses import dataclass

from oms_check.reporters.html.both import Both
from oms_check.reporters.html.passages import Piece


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level as sign and word; `id` is its name in classes and filters."""

    id: str
    sign: str
    word: Both
    meaning: Both


@dataclass(frozen=True, slots=True)
class AreaView:
    """A focus area; `short` heads its column."""

    id: str
    number: int
    short: Both
    title: Both


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: document `number` of the page's list, the page in words, a link ('' for none)."""

    number: int
    path: str
    name: str
    words: Both
    link: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A crop as data URI, or `same` as an earlier one whose `id` is given, so that each stands once."""

    id: str
    width: int
    height: int
    uri: str = ""
    same: str = ""


@dataclass(frozen=True, slots=True)
class RulingView:
    """What a reader can decide: as a state, as a button, and as the head of the question that follows."""

    id: str
    word: Both
    verb: Both
    about: Both


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A reader's decision: `id` is its name in classes and filters, `who` the role and the date."""

    id: str
    word: Both
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage; `fingerprint` and the place's path name it to whoever keeps decisions on it."""

    id: str
    pieces: tuple[Piece, ...]
    stance: str
    stance_word: Both
    concrete: bool
    match: Both
    facets: tuple[Both, ...]
    place: Place
    heading: str
    fingerprint: str
    goes_on: int
    picture: Picture | None
    decision: DecisionView | None = None


@dataclass(frozen=True, slots=True)
class NearView:
    """A near miss with what it lacked, said in words."""

    quote: str
    said: Both
    place: Place


@dataclass(frozen=True, slots=True)
class OtherView:
    """How another strategy puts it; `target` is the passage's id on the page, '' if it is not shown."""

    quote: str
    facet: Both
    place: Place
    target: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet, its own level and the number of passages that treat it."""

    title: Both
    level: LevelView
    count: int


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell with everything behind it."""

    id: str
    area: AreaView
    level: LevelView
    against: bool
    why: Both
    facets: tuple[FacetView, ...]
    covered: int
    best: tuple[PassageView, ...]
    more: tuple[PassageView, ...]
    left_out: Both | None
    near: tuple[NearView, ...]
    others: tuple[OtherView, ...]
    near_left: Both | None = None
    decisions: tuple[DecisionView, ...] = ()
    justified: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the matrix."""

    id: str
    key: str
    name: str
    guessed: bool
    years: str
    gap: Both
    complete: bool
    is_document: bool
    """Whether the row is a document, whose key is its path, or a region."""
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document: what it is, how well it was read, what it cites."""

    place: Place
    sha256: str
    title: str
    kind: Both
    kind_guessed: bool
    year: str
    year_guessed: bool
    older: bool
    pages: int
    read: bool
    health: tuple[Both, ...]
    cites: tuple[tuple[str, Both], ...]
    remarks: tuple[Both, ...]
