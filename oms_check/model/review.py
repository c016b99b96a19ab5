"""A review: what people decided on passages and cells, kept beside the strategies and named by their text.

A decision on a passage is found again by the document and the passage's fingerprint, never by page or position,
so that it outlives a new draft in which other things were edited.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oms_check.model.level import Level


class Ruling(StrEnum):
    """What a reader decided."""

    ACCEPT = "accept"
    """Seen and agreed with."""
    REJECT = "reject"
    """A false hit: does not count for the level."""
    JUSTIFY = "justify"
    """A gap, or a refusal, that is as it should be, and why."""


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One decision. With a `passage` (a fingerprint) it is about that passage, without about the whole cell.

    `quote` is there for people and for naming an entry whose passage is gone. `level` (cells only) is the level
    that was decided on: a level that falls below it needs a new look. `comments` stood above the entry in its
    file, `line` is where it stands, 0 if not read.
    """

    direction: str
    focus_area: str
    decision: Ruling
    date: date
    passage: str = ""
    quote: str = ""
    level: Level | None = None
    reason: str = ""
    role: str = ""
    comments: tuple[str, ...] = ()
    line: int = 0
    replaces: Ruling | None = None
    """In a file of the HTML page: the decision that stood there and was changed."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What the entry is about, within its document or region; two entries of one key are one too many."""
        return self.direction, self.focus_area, self.passage

    def says_the_same(self, other: "ReviewEntry") -> bool:
        """Whether the other decides the same for the same reason, whoever said it when."""
        return (self.decision, self.reason) == (other.decision, other.reason)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The decisions on one document or one region.

    `name` is a document's path as seen from the review file's folder, or a region's id. `sha256` is of the
    bytes of the document when it was last decided on: a renamed file is known by it.
    """

    name: str
    entries: tuple[ReviewEntry, ...] = ()
    sha256: str = ""
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review file. `comments` stand at its head, `lost` are lines with comments no entry can keep."""

    file: str
    documents: tuple[Reviewed, ...] = ()
    regions: tuple[Reviewed, ...] = ()
    comments: tuple[str, ...] = ()
    lost: tuple[int, ...] = ()

    @property
    def entries(self) -> tuple[ReviewEntry, ...]:
        """Every decision, those on documents first."""
        return tuple(entry for one in (*self.documents, *self.regions) for entry in one.entries)


class Staleness(StrEnum):
    """Why a decision no longer says anything."""

    DOCUMENT = "document"
    """The document is gone."""
    PASSAGE = "passage"
    """The passage is no longer found: edited, removed, or no longer matched by the rules."""
    FOCUS_AREA = "focus_area"
    """The direction has no such focus area."""
    REGION = "region"
    """There is no such region."""
    LEVEL = "level"
    """The cell's level is another than the one that was decided on (for a justified gap: lower)."""
    CLOSED = "closed"
    """The gap that was justified is none any more."""
    OVERRULED = "overruled"
    """Another entry decides the same: one in a review nearer to the document, or later in the file."""


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """A decision that was not applied. `subject` is the document or region as reports name it.

    `level` is the cell's level now, where that is the matter; `similar` is a passage like the one that is gone.
    """

    entry: ReviewEntry
    file: str
    subject: str
    why: Staleness
    level: Level | None = None
    similar: str = ""
    count: int = 1
    """Entries this stands for, where many are told at once."""

    @property
    def place(self) -> str:
        """`file:line`."""
        return f"{self.file}:{self.entry.line}" if self.entry.line else self.file


@dataclass(frozen=True, slots=True)
class ReviewUse:
    """What became of the reviews in a run: which files were read, how many decisions hold, which are stale."""

    files: tuple[str, ...]
    applied: int = 0
    stale: tuple[StaleEntry, ...] = ()
