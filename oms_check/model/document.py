"""A strategy as text with places: pages, blocks and the printed pieces of their words.

The printed pieces of all words stand in packed arrays, one set a document: a 200-page strategy has
100,000 words, and an object a word would cost more memory than the PDF engine itself.
"""

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is on the page; only some kinds can carry a statement of the document's own."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    NOTE = "note"
    TOC = "toc"
    FURNITURE = "furniture"
    OTHER = "other"
    """Reference lists and glossaries: they name every theme without treating one."""

    @property
    def listed(self) -> bool:
        """Whether it is one of many under a heading or a leading line, and says less by itself."""
        return self in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)


class PageHealth(StrEnum):
    """How well a page could be read."""

    OK = "ok"
    DIACRITICS_LOST = "diacritics_lost"
    """Swedish whose å, ä and ö are gone (old OCR): read, with looser matching."""
    NO_TEXT = "no_text"
    """A picture of a page, without a text layer."""
    GARBLED = "garbled"
    """Text whose characters cannot be trusted (broken ToUnicode map)."""
    FAILED = "failed"
    """The page could not be loaded, or the time ran out before it."""

    @property
    def readable(self) -> bool:
        """Whether the page's text takes part in matching."""
        return self in (PageHealth.OK, PageHealth.DIACRITICS_LOST)


class Status(StrEnum):
    """How reading a document ended. The first three were read; the others are reasons why not."""

    OK = "ok"
    PARTIAL = "partial"
    """Some pages were read before a limit or a fault stopped the reading."""
    NOT_SWEDISH = "not_swedish"
    """Read, but the language is not Swedish (Norwegian or Danish, say)."""
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NOT_A_PDF = "not_a_pdf"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    NO_ACCESS = "no_access"
    """The file system refused: no permission, an I/O error, gone since it was listed."""
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"

    @property
    def read(self) -> bool:
        """Whether there is a document to judge."""
        return self in (Status.OK, Status.PARTIAL, Status.NOT_SWEDISH)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A rectangle on a page: points, origin top left of the page as shown; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document; `notes` are short English facts about its reading ('tags ignored: …')."""

    number: int
    health: PageHealth
    width: float = 0.0
    height: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """Where words are printed: piece `i` covers `text[starts[i]:ends[i]]` of its block's text.

    A word broken over a line end has two pieces, so that both halves have a box.

    starts, ends: array('I'), offsets in the text of the block that owns the piece
    pages: array('H'), page number from 1
    boxes: array('f'), four a piece: x0, top, x1, bottom in points, origin top left of the page as shown
    """

    # Quoted: before Python 3.12 `array` takes no type argument at run time.
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    pages: "array[int]" = field(default_factory=lambda: array("H"))
    boxes: "array[float]" = field(default_factory=lambda: array("f"))

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row … in reading order.

    `text` is NFC, without control characters, soft hyphens or line ends, hyphenation resolved.
    `pieces` is the half-open range of the document's pieces that belong to the block, in text order.
    `page` is the page the block begins on, `index` its number on that page from 0 (furniture counted).
    `level` is the heading level (1 = top), 0 for other kinds.
    `place` says where in a document without pages ('Energi, stycke 3'); empty in a PDF.
    """

    kind: BlockKind
    text: str
    page: int
    index: int
    pieces: tuple[int, int] = (0, 0)
    level: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A read document. `sha256` is of the file's bytes; `language` an ISO 639-1 code, '' where unclear."""

    sha256: str
    media_type: str
    status: Status
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    pieces: Pieces = field(default_factory=Pieces)
    title: str = ""
    language: str = "sv"
    notes: tuple[str, ...] = ()

    def page_at(self, block: Block, offset: int) -> int:
        """Page on which the character at `offset` of the block's text is printed."""
        at = bisect_right(self.pieces.starts, offset, *block.pieces) - 1
        return self.pieces.pages[at] if at >= block.pieces[0] else block.page

    def boxes_of(self, block: Block, start: int, end: int) -> tuple[PlacedBox, ...]:
        """Boxes of `block.text[start:end]`, one for each printed line it touches; none without places."""
        pieces = self.pieces
        first = bisect_right(pieces.ends, start, *block.pieces)
        stop = bisect_left(pieces.starts, end, first, max(first, block.pieces[1]))
        boxes = pieces.boxes[4 * first : 4 * stop].tolist()
        lines: list[tuple[int, float, float, float, float]] = []
        for page, x0, top, x1, bottom in zip(
            pieces.pages[first:stop], boxes[::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True
        ):
            if lines and _on_one_line(lines[-1], page, x0, top, bottom):
                _, left, upper, right, lower = lines[-1]
                lines[-1] = (page, min(left, x0), min(upper, top), max(right, x1), max(lower, bottom))
            else:
                lines.append((page, x0, top, x1, bottom))
        return tuple(PlacedBox(*line) for line in lines)


def _on_one_line(line: tuple[int, float, float, float, float], page: int, x0: float, top: float, bottom: float) -> bool:
    """Whether a box goes on on the printed line (page, x0, top, x1, bottom) before it: mostly the same height."""
    if line[0] != page or x0 < line[1] - 1:
        return False
    overlap = min(line[4], bottom) - max(line[2], top)
    return overlap > 0.5 * min(line[4] - line[2], bottom - top)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document nothing could be read of: why, and what the user can do.

    English clauses without a capital or a full stop: reports put them after the path and join them with a semicolon.
    """

    status: Status
    message: str
    advice: str = ""
    sha256: str = ""
    pages: int = 0
