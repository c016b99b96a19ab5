"""A block while the document is put together: parts of pages may still be joined and hyphens resolved."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from oms_check.extraction.composing import OPEN_HYPHEN, after_hyphen
from oms_check.extraction.orientation import Box, upright_box
from oms_check.extraction.part import PagePart, PartBlock
from oms_check.model.document import BlockKind, Pieces


@dataclass(slots=True)
class Span:
    """Pieces `first:last` of a page belong to the draft; their offsets count from `shift` in its text."""

    page: PagePart
    first: int
    last: int
    shift: int


@dataclass(slots=True)
class Draft:
    """A block in the making. `box` is where its first span lies: x0, top, x1, bottom."""

    text: str
    kind: BlockKind | None
    level: int
    tagged: bool
    size: float
    bold: bool
    lines: int
    page: int
    spans: list[Span] = field(default_factory=list)

    @classmethod
    def of(cls, page: PagePart, block: PartBlock) -> "Draft":
        """The draft of one block of a page."""
        return cls(
            block.text,
            block.kind,
            block.level,
            block.tagged,
            block.size,
            block.bold,
            block.lines,
            page.number,
            [Span(page, block.first, block.last, 0)],
        )

    def append(self, other: "Draft") -> None:
        """Continue with a block from the next column or page."""
        glue = "" if self.text.endswith((OPEN_HYPHEN, "-")) and not self.text.endswith(" -") else " "
        shift = len(self.text) + len(glue)
        self.text += glue + other.text
        self.lines += other.lines
        self.spans.extend(Span(span.page, span.first, span.last, span.shift + shift) for span in other.spans)


def box_of(span: Span) -> Box:
    """Rectangle around the pieces of a span, x0, top, x1, bottom, as if its page's text ran to the right."""
    page = span.page
    boxes = page.boxes[4 * span.first : 4 * span.last]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    box = min(boxes[0::4]), min(boxes[1::4]), max(boxes[2::4]), max(boxes[3::4])
    return upright_box(box, page.turns, page.width, page.height) if page.turns else box


def last_edge(span: Span) -> float:
    """Right edge of the last word of a span, in the same frame."""
    page = span.page
    x0, top, x1, bottom = page.boxes[4 * span.last - 4 : 4 * span.last]
    return upright_box((x0, top, x1, bottom), page.turns, page.width, page.height)[2]


def resolve_hyphens(draft: Draft, decide: Callable[[str, str], str], pieces: Pieces) -> tuple[str, tuple[int, int]]:
    """Final text of a draft and its range in `pieces`, to which its words' places are appended.

    `decide(left, right)` says what stands between the two parts of a word broken at a line end.
    """
    begin = len(pieces.starts)
    text = draft.text
    cuts: list[tuple[int, int]] = []
    if OPEN_HYPHEN in text:
        text, cuts = _resolved(text, decide)
    for span in draft.spans:
        page = span.page
        starts, ends = page.starts[span.first : span.last], page.ends[span.first : span.last]
        if span.shift or cuts:
            starts, ends = _moved(starts, span.shift, cuts), _moved(ends, span.shift, cuts)
        pieces.starts.extend(starts)
        pieces.ends.extend(ends)
        pieces.pages.extend(array("H", [page.number]) * (span.last - span.first))
        pieces.boxes.extend(page.boxes[4 * span.first : 4 * span.last])
    return text, (begin, len(pieces.starts))


def _resolved(text: str, decide: Callable[[str, str], str]) -> tuple[str, list[tuple[int, int]]]:
    """The text without open hyphens, and how much offsets beyond each of them move."""
    parts = text.split(OPEN_HYPHEN)
    done = parts[0]
    cuts: list[tuple[int, int]] = []
    position = len(parts[0])
    for i, part in enumerate(parts[1:], 1):
        last = i == len(parts) - 1 and not part
        glue = "-" if last else decide(_last_word(done), _first_word(part))
        position += 1
        if len(glue) != 1:
            cuts.append((position, len(glue) - 1))
        done += glue + part
        position += len(part)
    return done, cuts


def _last_word(text: str) -> str:
    return text[text.rfind(" ") + 1 :].lstrip(_AROUND_WORDS)


def _first_word(text: str) -> str:
    end = text.find(" ")
    return text[: end if end >= 0 else len(text)].rstrip(_AROUND_WORDS)


_AROUND_WORDS = ".,;:!?()[]”“\"'’«»…"


def _moved(offsets: "array[int]", shift: int, cuts: list[tuple[int, int]]) -> "array[int]":
    if not cuts:
        return array("I", [offset + shift for offset in offsets])
    moved = array("I")
    begin, move = 0, shift
    for place, change in cuts:
        end = bisect_left(offsets, place - shift, begin)
        moved.extend([offset + move for offset in offsets[begin:end]])
        begin, move = end, move + change
    moved.extend([offset + move for offset in offsets[begin:]])
    return moved


class Vocabulary:
    """The document's own words decide whether a word broken at a line end has a hyphen in it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        for text in texts:
            self._words.update(text.lower().split())

    def between(self, left: str, right: str) -> str:
        """'-' where the document prints the word with a hyphen elsewhere and never without, else ''.

        After capitals and figures the hyphen stays (GIS-underlag), and before och, eller (väg- och …).
        """
        certain = after_hyphen(left, right)
        if certain != OPEN_HYPHEN:
            return certain
        joined = (left + right).lower()
        hyphenated = f"{left}-{right}".lower()
        return "-" if self._has(hyphenated) and not self._has(joined) else ""

    def _has(self, word: str) -> bool:
        return any(word + end in self._words for end in ("", ".", ",", ";", ":", ")"))
