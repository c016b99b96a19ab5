"""Fragments of a page → blocks: lines that belong together, by leading, size, alignment and bullets."""

from dataclasses import dataclass, field

from oms_check.extraction.fragments import Fragment, is_marker_text, same_row, typical_leading
from oms_check.model.document import BlockKind
from oms_check.pdf.text_layer import Words

_EXTRA_LEADING = 1.17
"""Times the usual distance of lines: more is a new paragraph."""
_EXTRA_LEADING_SCANNED = 1.27
_SAME_SIZE = 0.07
_WIDEST_BESIDE = 12
"""In em: how far apart words painted one after the other may stand on a line of a justified column."""
_SENTENCE_ENDS = '.!?:”"…'


@dataclass(slots=True)
class Layout:
    """A block as it lies on the page: its lines top to bottom, each line one or more fragments left to right.

    kind: what is known of it already, None = to be told by type size and text; level as in `Block`
    """

    lines: list[list[Fragment]] = field(default_factory=list)
    kind: BlockKind | None = None
    level: int = 0
    tagged: bool = False

    @property
    def x0(self) -> float:
        return min(f.x0 for line in self.lines for f in line)

    @property
    def x1(self) -> float:
        return max(f.x1 for line in self.lines for f in line)

    @property
    def top(self) -> float:
        return min(f.top for line in self.lines for f in line)

    @property
    def bottom(self) -> float:
        return max(f.bottom for line in self.lines for f in line)

    @property
    def first(self) -> int:
        return self.lines[0][0].words[0]

    def words(self) -> list[int]:
        return [i for line in self.lines for fragment in line for i in fragment.words]


class _Open:
    """A block that may still get lines: what the next line is held against."""

    __slots__ = ("bold", "bottom", "hanging", "last", "layout", "leading", "size", "text_x0", "x0", "x1")

    def __init__(self, fragment: Fragment, words: Words) -> None:
        self.layout = Layout([[fragment]])
        self.last = fragment
        self.x0, self.x1, self.bottom = fragment.x0, fragment.x1, fragment.bottom
        self.size, self.bold = fragment.size, fragment.bold
        self.leading: float | None = None
        self.hanging = starts_with_marker(words, fragment)
        self.text_x0 = words.x0[fragment.words[1]] if self.hanging and len(fragment.words) > 1 else fragment.x0

    def add_line(self, fragment: Fragment) -> None:
        delta = fragment.base - self.last.base
        self.leading = delta if self.leading is None else min(self.leading, delta)
        self.layout.lines.append([fragment])
        self.last = fragment
        self.x0, self.x1 = min(self.x0, fragment.x0), max(self.x1, fragment.x1)
        self.bottom = fragment.bottom
        if len(self.layout.lines) == 2:
            self.text_x0 = fragment.x0

    def add_beside(self, fragment: Fragment) -> None:
        line = self.layout.lines[-1]
        line.append(fragment)
        line.sort(key=lambda f: f.x0)
        self.x0, self.x1 = min(self.x0, fragment.x0), max(self.x1, fragment.x1)


def starts_with_marker(words: Words, fragment: Fragment) -> bool:
    """Whether the line begins with a bullet or list number, with text after it."""
    text = words.texts[fragment.first]
    return (len(fragment.words) > 1 and is_marker_text(text) and text not in ("O", "o", "-")) or (
        len(fragment.words) > 1 and text in ("o", "-") and words.texts[fragment.words[1]][:1].isalnum()
    )


def find_blocks(words: Words, fragments: list[Fragment], *, stream: bool) -> list[Layout]:
    """Group fragments into blocks. `stream`: painting order follows the text, so a jump in it ends a block."""
    leading = typical_leading(fragments)
    finished: list[_Open] = []
    active: list[_Open] = []
    for fragment in sorted(fragments, key=lambda f: (round(f.base), f.x0)):
        still: list[_Open] = []
        for candidate in active:
            reach = candidate.bottom + 2.2 * max(candidate.size, fragment.size)
            (still if fragment.top < reach else finished).append(candidate)
        active = still
        best = _best(words, active, fragment, leading, stream)
        if best is None:
            active.append(_Open(fragment, words))
        elif same_row(best.last, fragment):
            best.add_beside(fragment)
        else:
            best.add_line(fragment)
    layouts = [one.layout for one in finished + active]
    layouts.sort(key=lambda layout: layout.first)
    return layouts


def _best(
    words: Words, active: list[_Open], fragment: Fragment, leading: dict[int, float], stream: bool
) -> _Open | None:
    best, best_distance = None, 1e9
    top, base = fragment.top, fragment.base
    for candidate in active:
        last = candidate.last
        if last.bottom > top and same_row(last, fragment):
            if _fits_beside(candidate, fragment):
                return candidate
            continue
        distance = base - last.base
        if 0 < distance < best_distance and _overlaps(candidate, fragment):
            best, best_distance = candidate, distance
    if best is None or not _continues(words, best, fragment, leading, stream):
        return None
    return best


def _overlaps(block: _Open, fragment: Fragment) -> bool:
    overlap = min(block.x1, fragment.x1) - max(block.x0, fragment.x0)
    return overlap > 0.3 * min(block.x1 - block.x0, fragment.x1 - fragment.x0)


def _fits_beside(block: _Open, fragment: Fragment) -> bool:
    """A stray part of the block's last line: the lines above span it."""
    if len(block.layout.lines) < 2 or abs(block.size - fragment.size) > 0.1 * block.size:
        return False
    above = block.layout.lines[-2]
    gap = fragment.x0 - max(f.x1 for f in block.layout.lines[-1])
    widest = _WIDEST_BESIDE if block.layout.lines[-1][-1].last + 1 == fragment.first else 3
    spans = above[0].x0 <= fragment.x0 and above[-1].x1 >= fragment.x1 - block.size
    return spans and -1 < gap < widest * block.size


def _continues(words: Words, block: _Open, fragment: Fragment, leading: dict[int, float], stream: bool) -> bool:
    """Whether the fragment is the next line of the block."""
    if stream and fragment.first < block.last.last:
        return False
    if abs(fragment.size - block.size) > _SAME_SIZE * block.size or fragment.upright is not block.last.upright:
        return False
    usual = leading.get(round(block.size * 2), 1.25 * block.size)
    if block.leading is not None and len(block.layout.lines) > 2:
        usual = min(usual, block.leading)
    extra = _EXTRA_LEADING_SCANNED if words.recognised else _EXTRA_LEADING
    if fragment.base - block.last.base > extra * usual + 0.3:
        return False
    return not (_changes_face(words, block, fragment) or _begins_anew(words, block, fragment))


def _changes_face(words: Words, block: _Open, fragment: Fragment) -> bool:
    """Whether a heading set in the size of the text ends here, or begins."""
    begins = _begins_sentence(words, fragment)
    if fragment.bold and not block.bold and begins:
        return True
    if len(block.layout.lines) > 1:
        return False
    faces = fragment.face, block.last.face
    other = fragment.bold is not block.bold or (-1 not in faces and faces[0] != faces[1])
    return other and (begins or block.last.x1 < fragment.x1 - 2 * block.size)


def _begins_anew(words: Words, block: _Open, fragment: Fragment) -> bool:
    """Whether the line begins a paragraph or list item though nothing but the text and the margins say so."""
    size, lines = block.size, len(block.layout.lines)
    ended = words.texts[block.last.last][-1:] in _SENTENCE_ENDS
    if starts_with_marker(words, fragment):
        # A line may begin with "12." or "a)" in mid-sentence; a bullet is always one.
        return ended or block.hanging or len(words.texts[fragment.first]) == 1
    right = block.x1 if lines > 1 else max(block.x1, fragment.x1)
    short = right - block.last.x1 > 0.12 * (right - block.x0) + size
    begins = _begins_sentence(words, fragment)
    if begins and ended and short:
        return True
    if begins and (ended or short) and fragment.x0 - block.text_x0 > 0.8 * size:
        return True
    if not block.hanging:
        return False
    if lines > 1:
        return fragment.x0 < block.text_x0 - 0.8 * size
    return begins and ended and fragment.x0 <= block.layout.lines[0][0].x0 + 0.3 * size


def _begins_sentence(words: Words, fragment: Fragment) -> bool:
    text = words.texts[fragment.first].lstrip("”\"'(«»’“")
    return not text[:1].islower()
