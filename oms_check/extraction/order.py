"""Blocks of a page → reading order: the painting order where it follows the columns, geometry where not."""

from itertools import pairwise

from oms_check.extraction.blocks import Layout
from oms_check.extraction.fragments import Fragment

_LEAST_WORDS = 3
"""Cells of a table are shorter; they are painted row by row and read so."""
_MOST_ALTERNATIONS = 0.12


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


def in_reading_order(layouts: list[Layout]) -> list[Layout]:
    """Order blocks by where they stand: above before below, left column before right.

    Breuel's two rules (High Performance Document Layout Analysis, 2003): a before b if they share a column and
    a is higher; or if a is left of b and no block between them in height spans both.
    """
    count = len(layouts)
    boxes = [(one.x0, one.top, one.x1, one.bottom) for one in layouts]
    after: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for i in range(count):
        for j in range(count):
            if i != j and _before(boxes, i, j):
                after[i].append(j)
                waits[j] += 1
    done: list[int] = []
    left = set(range(count))
    while left:
        ready = [i for i in left if waits[i] <= 0]
        pick = min(ready or left, key=lambda i: (boxes[i][0] // 40 if ready else boxes[i][1], boxes[i][1]))
        left.remove(pick)
        done.append(pick)
        for j in after[pick]:
            waits[j] -= 1
    return [layouts[i] for i in done]


def _before(boxes: list[tuple[float, float, float, float]], i: int, j: int) -> bool:
    a, b = boxes[i], boxes[j]
    if min(a[2], b[2]) - max(a[0], b[0]) > 0.1 * min(a[2] - a[0], b[2] - b[0]):
        return a[1] + a[3] < b[1] + b[3]
    if a[0] >= b[0]:
        return False
    low, high = min(a[1], b[1]), max(a[3], b[3])
    for k, c in enumerate(boxes):
        if k in (i, j) or c[1] >= high or c[3] <= low:
            continue
        spans = c[0] < a[2] - 2 and c[2] > b[0] + 2
        if (
            spans
            and (c[1] + c[3]) / 2 > min((a[1] + a[3]) / 2, (b[1] + b[3]) / 2)
            and (c[1] + c[3]) / 2 < max((a[1] + a[3]) / 2, (b[1] + b[3]) / 2)
        ):
            return False
    return True
