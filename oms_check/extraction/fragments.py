"""Words of a page → fragments: stretches of a printed line without a gutter in them."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from oms_check.pdf.text_layer import BOLD, FACE_SHIFT, Break, Words

_WIDEST_SPACE = 0.9
"""In em: a wider gap between words may be a gutter. Justified narrow columns reach 0.8."""
_WIDEST_INSIDE = 2.2
"""The same between words that one operator paints: letters set apart have wide spaces."""
_WIDEST_IN_LINE = 2.6
"""In em: a gap that neighbouring lines print across is a wide space up to this."""
_WIDEST_RIVER = 6.0
"""The same for words painted one after the other: in narrow justified columns without hyphenation."""


@dataclass(slots=True)
class Fragment:
    """Words that stand on one line, left to right, and the rectangle around them.

    words: indexes into the page's `Words`, in reading order; base: height of the line the letters stand on
    bold: all letters are bold; face: number of the font, -1 for several
    """

    words: list[int]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    base: float
    face: int
    upright: bool = True

    @property
    def first(self) -> int:
        return self.words[0]

    @property
    def last(self) -> int:
        return self.words[-1]


def same_row(a: Fragment, b: Fragment) -> bool:
    """Whether two fragments are printed at mostly the same height."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def find_fragments(words: Words, indexes: Iterable[int]) -> list[Fragment]:
    """Group words (by index, in painting order) into fragments, in painting order."""
    fragments: list[Fragment] = []
    run: list[int] = []
    x0s, x1s, tops, bottoms, sizes = words.x0, words.x1, words.top, words.bottom, words.size
    before, painted, hyphen = words.before, words.painted, Break.HYPHEN  # looking a member up takes 0.1 µs
    right = upper = lower = last_size = 0.0
    for i in indexes:
        size, top, bottom = sizes[i], tops[i], bottoms[i]
        gap = x0s[i] - right
        if run and gap > -0.4 * size and before[i] is not hyphen:
            em = size if size > last_size else last_size
            is_level = top == upper and bottom == lower
            if (gap < _WIDEST_SPACE * em or (gap < _WIDEST_INSIDE * em and painted[i] == painted[run[-1]])) and (
                is_level or _same_line(top, bottom, upper, lower)
            ):
                run.append(i)
                right = max(right, x1s[i])
                if not is_level and size >= sizes[run[0]]:
                    upper, lower = min(upper, top), max(lower, bottom)
                last_size = size
                continue
        if run:
            fragments.append(_fragment(words, run))
        run = [i]
        right, upper, lower = x1s[i], top, bottom
        last_size = size
    if run:
        fragments.append(_fragment(words, run))
    return fragments


def _same_line(top: float, bottom: float, upper: float, lower: float) -> bool:
    return min(bottom, lower) - max(top, upper) > 0.4 * min(bottom - top, lower - upper)


def _fragment(words: Words, run: list[int]) -> Fragment:
    texts, sizes = words.texts, words.size
    if len(run) == 1:
        i = run[0]
        return Fragment(
            run,
            words.x0[i],
            words.top[i],
            words.x1[i],
            words.bottom[i],
            sizes[i],
            bool(words.style[i] & BOLD),
            words.base[i],
            words.style[i] >> FACE_SHIFT,
            _upright(words, i),
        )
    first, last = run[0], run[-1] + 1
    if last - first == len(run) and len(set(sizes[first:last])) == 1 and len(set(words.style[first:last])) == 1:
        # Most lines: one font, painted in one go.
        style = words.style[first]
        return Fragment(
            run,
            min(words.x0[first:last]),
            min(words.top[first:last]),
            max(words.x1[first:last]),
            max(words.bottom[first:last]),
            sizes[first],
            bool(style & BOLD),
            words.base[first],
            style >> FACE_SHIFT,
        )
    main = _main_size(texts, sizes, run)
    body = [i for i in run if sizes[i] > 0.8 * main]
    return Fragment(
        run,
        min(words.x0[i] for i in run),
        min(words.top[i] for i in body),
        max(words.x1[i] for i in run),
        max(words.bottom[i] for i in body),
        main,
        all(words.style[i] & BOLD for i in run),
        words.base[body[len(body) // 2]],
        _face(words.style, run),
    )


def _main_size(texts: list[str], sizes: list[float], run: list[int]) -> float:
    """The size most letters of the run have (superscripts and small capitals aside)."""
    first = sizes[run[0]]
    for i in run:
        if abs(sizes[i] - first) > 0.02 * first:
            weights: dict[float, int] = {}
            for j in run:
                weights[sizes[j]] = weights.get(sizes[j], 0) + len(texts[j])
            return max(weights, key=lambda size: (weights[size], size))
    return first


def _face(styles: list[int], run: list[int]) -> int:
    """Number of the one font of the run, -1 for several."""
    face = styles[run[0]] >> FACE_SHIFT
    return face if all(styles[i] >> FACE_SHIFT == face for i in run) else -1


def _upright(words: Words, i: int) -> bool:
    """False for a word set sideways: taller than wide though it has several letters."""
    return len(words.texts[i]) < 3 or words.bottom[i] - words.top[i] < 1.6 * (words.x1[i] - words.x0[i])


def merge_rows(words: Words, fragments: list[Fragment]) -> list[Fragment]:
    """Join fragments of one line that only a wide space parts; twice, as lines made whole tell more."""
    merged = _merge_rows(words, fragments)
    return merged if len(merged) == len(fragments) else _merge_rows(words, merged)


def _merge_rows(words: Words, fragments: list[Fragment]) -> list[Fragment]:
    """Join fragments of one line that only a wide space parts: lines near by print across it.

    A gutter is where the lines near by keep the same gap. Bullets and numbers join the text they stand before.
    """
    if len(fragments) < 2:
        return fragments
    by_top = sorted(range(len(fragments)), key=lambda k: fragments[k].top)
    tops = [fragments[k].top for k in by_top]
    tallest = max(f.bottom - f.top for f in fragments)
    joined: dict[int, int] = {}
    left_of: dict[int, int] = {}
    for position, k in enumerate(by_top):
        left = fragments[k]
        right = _next_in_row(fragments, by_top, position, tops, tallest)
        if right is None:
            continue
        gap = fragments[right].x0 - left.x1
        em = max(left.size, fragments[right].size)
        marker = is_marker(words, left)
        if marker and gap < 4 * em and not _is_numeric_cell(words, left, fragments[right]):
            left_of[right] = k
        elif (
            gap < (_WIDEST_RIVER if left.last + 1 == fragments[right].first else _WIDEST_IN_LINE) * em
            and abs(left.size - fragments[right].size) < 0.12 * em
        ):
            near = [fragments[j] for j in _near(by_top, tops, left, 3.2 * (left.bottom - left.top))]
            if _printed_across(near, left, fragments[right]):
                left_of[right] = k
    if not left_of:
        return fragments
    joined |= {k: right for right, k in left_of.items()}
    merged = []
    for k, fragment in enumerate(fragments):
        if k in left_of:
            continue
        run = list(fragment.words)
        following = joined.get(k)
        while following is not None:
            run.extend(fragments[following].words)
            following = joined.get(following)
        merged.append(_fragment(words, run) if len(run) > len(fragment.words) else fragment)
    return merged


def _next_in_row(
    fragments: list[Fragment], by_top: list[int], position: int, tops: list[float], tallest: float
) -> int | None:
    """The nearest fragment to the right on the same row."""
    left = fragments[by_top[position]]
    best = None
    low = bisect_left(tops, left.top - tallest)
    for j in range(low, len(by_top)):
        if tops[j] > left.bottom:
            break
        k = by_top[j]
        other = fragments[k]
        if (
            j != position
            and other.x0 >= left.x1 - 0.4 * left.size
            and other.x0 > left.x0
            and same_row(left, other)
            and (best is None or other.x0 < fragments[best].x0)
        ):
            best = k
    return best


def _near(by_top: list[int], tops: list[float], fragment: Fragment, reach: float) -> list[int]:
    low, high = bisect_left(tops, fragment.top - reach), bisect_left(tops, fragment.bottom + reach)
    return by_top[low:high]


def _printed_across(near: list[Fragment], left: Fragment, right: Fragment) -> bool:
    """Whether more lines near by print across the gap than keep it."""
    across = kept = 0
    a, b = left.x1, right.x0
    middle = (a + b) / 2
    for other in near:
        if other is left or other is right or same_row(other, left):
            continue
        if other.x0 < a - 1 and other.x1 > b + 1:
            across += 1
        elif (other.x1 <= middle + 1 and other.x1 > left.x0) or (other.x0 >= middle - 1 and other.x0 < right.x1):
            kept += 1
    return across > 0 and 2 * across > kept


_BULLETS = frozenset("•◦▪▫‣⁃●○■□–—-*·→➢➤✓✔❖◆\uf0b7\uf0a7\uf02d\uf0d8oO")


def is_marker(words: Words, fragment: Fragment) -> bool:
    """A bullet, number or letter that stands alone before a list item."""
    return len(fragment.words) == 1 and is_marker_text(words.texts[fragment.first])


def is_marker_text(text: str) -> bool:
    """`•`, `–`, `1.`, `a)`, `(iv)` and the like."""
    if len(text) == 1:
        return text in _BULLETS
    inner = text.strip("().")
    if text[-1] not in ".)" or not inner.isalnum() or len(text) > 6:
        return False
    return len(inner) <= (2 if inner.isdigit() else 1) or set(inner.lower()) <= set("ivx")


def _is_numeric_cell(words: Words, left: Fragment, right: Fragment) -> bool:
    """A lone number beside another lone number is a table cell, not a list marker."""
    return left.size > 0 and len(right.words) == 1 and words.texts[right.first][:1].isdigit()


def typical_leading(fragments: list[Fragment]) -> dict[int, float]:
    """Distance between lines for each rounded font size, in points: the commonest small one on the page."""
    deltas: dict[int, list[float]] = {}
    order = sorted(fragments, key=lambda f: f.base)
    for i, upper in enumerate(order):
        for lower in order[i + 1 : i + 12]:
            delta = lower.base - upper.base
            if delta > 2.4 * upper.size:
                break
            if (
                delta > 0.7 * upper.size
                and abs(lower.size - upper.size) < 0.06 * upper.size
                and min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
                > 0.5 * min(upper.x1 - upper.x0, lower.x1 - lower.x0)
            ):
                deltas.setdefault(round(upper.size * 2), []).append(delta)
                break
    return {size: _commonest(values) for size, values in deltas.items()}


def _commonest(values: list[float]) -> float:
    """The mode of the values within 6 %; of equally common ones the least."""
    values.sort()
    best, best_count = values[0], 0
    j = 0
    for i, value in enumerate(values):
        while values[j] < value * 0.94:
            j += 1
        if i - j + 1 > best_count:
            best_count, best = i - j + 1, median(values[j : i + 1])
    return best
