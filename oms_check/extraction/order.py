"""Blocks of a page → reading order: the painting order where it follows the columns, geometry where not."""

from bisect import bisect_left, bisect_right
from itertools import combinations, pairwise
from statistics import median

from oms_check.extraction.blocks import Layout
from oms_check.extraction.fragments import Fragment

_LEAST_WORDS = 3
"""Cells of a table are shorter; they are painted row by row and read so."""
_MOST_ALTERNATIONS = 0.12
_HEADS_COLUMNS, _HEADS_COLUMNS_LIGHT = 1.25, 1.6
"""Times the usual size: such a heading, bold or not, may stand over several columns (a quotation is large too)."""
_MOST_UNITS = 400
"""Blocks of a page beyond which no order by place is sought: names on a map have none, and the time grows with
the cube (2,500 took minutes). The fullest page of a plan seen has 42."""


Box = tuple[float, float, float, float]
"""x0, top, x1, bottom"""


def is_interleaved(fragments: list[Fragment]) -> bool:
    """Whether the page was painted from top to bottom across its columns.

    Painting order is then no reading order: one line after another stands beside the one before it.
    """
    lines = [fragment for fragment in fragments if len(fragment.words) >= _LEAST_WORDS]
    if len(lines) < 8:
        return False
    alternations = sum(
        1
        for a, b in pairwise(lines)
        if (b.x0 > a.x1 or b.x1 < a.x0) and abs(b.base - a.base) < 2.5 * max(a.size, b.size)
    )
    return alternations > _MOST_ALTERNATIONS * len(lines)


def in_reading_order(groups: list[list[Layout]], *, interleaved: bool) -> list[Layout]:
    """All blocks in reading order; a group (the rows of a table) stays together.

    Painting order is kept where it never goes back up in a column: designers' programs paint a story from its
    beginning to its end, and know better than geometry what belongs to it.
    """
    groups = sorted(groups, key=lambda group: min(layout.first for layout in group))
    units = [_Unit(group) for group in groups]
    if len(units) <= _MOST_UNITS and (interleaved or _goes_back(units)):
        units = _by_geometry(units)
    return [layout for unit in units for layout in unit.layouts]


class _Unit:
    """A block or table and the rectangle around it."""

    __slots__ = ("bottom", "layouts", "size", "top", "x0", "x1")

    def __init__(self, layouts: list[Layout]) -> None:
        self.layouts = layouts
        self.x0 = min(layout.x0 for layout in layouts)
        self.x1 = max(layout.x1 for layout in layouts)
        self.top = min(layout.top for layout in layouts)
        self.bottom = max(layout.bottom for layout in layouts)
        self.size = layouts[0].lines[0][0].size

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def _goes_back(units: list[_Unit]) -> bool:
    """Whether painting order goes up again in a column, or to the left without going down."""
    for a, b in pairwise(units):
        shared = min(a.x1, b.x1) - max(a.x0, b.x0)
        if shared > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0):
            if b.bottom < a.top + 1:
                return True
        elif b.x1 < a.x0 and b.top < a.bottom - 1:
            return True
    return False


def _by_geometry(units: list[_Unit]) -> list[_Unit]:
    """Order by place: above before below, left column before right.

    Breuel's two rules (High Performance Document Layout Analysis, 2003): a before b if they share a column and
    a is higher; or if a is left of b and no block between them in height spans both.
    """
    boxes = _widened(units)
    between = _Between(boxes)
    count = len(units)
    after: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for i, j in combinations(range(count), 2):
        first = _first(boxes[i], boxes[j], between)
        if first:
            earlier, later = (i, j) if first < 0 else (j, i)
            after[earlier].append(later)
            waits[later] += 1
    done: list[_Unit] = []
    left = set(range(count))
    while left:
        ready = [i for i in left if waits[i] <= 0]
        pick = min(ready or left, key=lambda i: (boxes[i][0] // 40 if ready else boxes[i][1], boxes[i][1]))
        left.remove(pick)
        done.append(units[pick])
        for j in after[pick]:
            waits[j] -= 1
    return done


def _widened(units: list[_Unit]) -> list[Box]:
    """The units' boxes; a large heading with nothing beside it heads all columns below it, however short it is."""
    boxes = [unit.box for unit in units]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    body = median(unit.size for unit in units)
    for i, unit in enumerate(units):
        line = unit.layouts[0].lines[0][0]
        large = unit.size > (_HEADS_COLUMNS if line.bold else _HEADS_COLUMNS_LIGHT) * body
        if not large or len(unit.layouts[0].lines) > 3 or unit.x0 > left + 2 * body:
            continue
        others = [box for j, box in enumerate(boxes) if j != i]
        beside = any(box[1] < unit.bottom and box[3] > unit.top for box in others)
        below = any(box[1] >= unit.bottom and box[0] > unit.x1 for box in others)
        if not beside and below:
            boxes[i] = (left, unit.top, right, unit.bottom)
    return boxes


class _Between:
    """Finds blocks that stand, by the middle of their height, between two others."""

    def __init__(self, boxes: list[Box]) -> None:
        self._sorted = sorted(((box[1] + box[3]) / 2, box[0], box[2]) for box in boxes)
        self._middles = [middle for middle, _, _ in self._sorted]

    def spans(self, first: float, second: float, left: float, right: float) -> bool:
        """Whether one strictly between these two heights begins before `left` and ends after `right`."""
        low, high = (first, second) if first < second else (second, first)
        start, end = bisect_right(self._middles, low), bisect_left(self._middles, high)
        return start < end and any(x0 < left and x1 > right for _, x0, x1 in self._sorted[start:end])


def _first(a: Box, b: Box, between: _Between) -> int:
    """-1 where a stands before b, 1 where b before a, 0 where neither is said."""
    a_left, a_top, a_right, a_bottom = a
    b_left, b_top, b_right, b_bottom = b
    a_height, b_height = a_top + a_bottom, b_top + b_bottom
    shared = (a_right if a_right < b_right else b_right) - (a_left if a_left > b_left else b_left)
    if shared > 0 and shared > 0.1 * min(a_right - a_left, b_right - b_left):
        return (a_height > b_height) - (a_height < b_height)
    if a_left < b_left:
        return 0 if between.spans(a_height / 2, b_height / 2, a_right - 2, b_left + 2) else -1
    if b_left < a_left:
        return 0 if between.spans(a_height / 2, b_height / 2, b_right - 2, a_left + 2) else 1
    return 0
