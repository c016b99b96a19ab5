"""What a gate found, as data: one kind of fact a kind of reason, so that each language has its own sentence."""

from dataclasses import dataclass
from datetime import date

from oms_check.model.document import Status
from oms_check.model.evidence import Stance
from oms_check.model.level import Level
from oms_check.model.review import ReviewEntry, StaleEntry


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage that comes nearest to what is required, and where it stands.

    `stance` is that of evidence; a near miss has none, and `lacking` concepts. `place` is for documents
    without pages.
    """

    path: str
    page: int
    place: str = ""
    stance: Stance | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelFact:
    """The level of a cell beside the one it is held against.

    `before` is the baseline's level where that is what the fact is about (a fall, a rise). A gap is accepted
    by the baseline (`accepted`, with its `until` and `note`) or by readers' decisions (`justified`).
    """

    subject: str
    focus_area: str
    level: Level
    required: Level | None = None
    before: Level | None = None
    nearest: Nearest | None = None
    accepted: bool = False
    until: date | None = None
    note: str = ""
    justified: tuple[ReviewEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """A row's mean score, with enough digits to see that it is below."""

    subject: str
    score: str
    required: str


@dataclass(frozen=True, slots=True)
class ReadingFact:
    """A document that could not be read (`why` and `advice` in English), or too little of it.

    `lost` of `pages` could not be read where a level cannot be told; 0 of 0 where the document could not be.
    """

    path: str
    status: Status
    why: str = ""
    advice: str = ""
    lost: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class NothingJudged:
    """No cell could be judged, so the gate says nothing."""


@dataclass(frozen=True, slots=True)
class BaselineMisfit:
    """A baseline without an entry for the direction, or (`by` not '') written for other rows than `shown`."""

    file: str
    direction: str
    by: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class EntryGone:
    """A baseline's entry on a row or focus area that is no longer checked."""

    place: str
    gone: str


@dataclass(frozen=True, slots=True)
class EntryExpired:
    """A baseline's entry whose time is over."""

    place: str
    level: Level
    focus_area: str
    subject: str
    until: date


Fact = LevelFact | ScoreFact | ReadingFact | NothingJudged | BaselineMisfit | EntryGone | EntryExpired | StaleEntry
