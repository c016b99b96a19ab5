"""Characters of a text page → where they are on the page as shown; for all words of a page in two sweeps of calls.

A call from a loop costs three times as much as one from `map`: reading the answer field by field does the rest.
"""

import ctypes
from array import array
from collections.abc import Sequence
from itertools import repeat
from operator import gt, sub
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.pdf.calls import address_of, char_origin, loose_char_box
from oms_check.pdf.rules import Matrix

Column = list[float]


class Places:
    """Where the letters of a text page are on the page as shown; `view` maps page space to that."""

    def __init__(self, text_page: Any, view: Matrix) -> None:
        self._text_page = text_page
        self._view = view
        self._straight = view[1] == view[2] == 0 and view[0] > 0 > view[3]  # not /Rotate 180
        self._box = pdfium.FS_RECTF()
        self._at_page, self._at_box = address_of(text_page), ctypes.addressof(self._box)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._at_x, self._at_y = ctypes.addressof(self._x), ctypes.addressof(self._y)

    def boxes(self, firsts: Sequence[int], lasts: Sequence[int]) -> tuple[Column, Column, Column, Column, Column]:
        """x0, top, x1, bottom around the characters `firsts[i]` and `lasts[i]`, and heights in page space.

        A height is -1 where pdfium knows no first character.
        """
        left, high, right, low = self._loose(firsts)
        left2, high2, right2, low2 = self._loose(lasts)
        for i in _unknown(left2):
            left2[i], high2[i], right2[i], low2[i] = left[i], high[i], right[i], low[i]
        unknown = _unknown(left)
        left, right = _least(left, left2), _most(right, right2)
        low, high = _least(low, low2), _most(high, high2)
        heights = list(map(sub, high, low))
        for i in unknown:
            heights[i] = -1.0
        return *self._shown(left, high, right, low), heights

    def box(self, first: int, last: int) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom around two characters."""
        x0, top, x1, bottom, _ = self.boxes([first], [last])
        return x0[0], top[0], x1[0], bottom[0]

    def gap(self, first: int) -> float:
        """How far a letter stands from the next, left to right on the page as shown."""
        x0, _, x1, _, _ = self.boxes([first, first + 1], [first, first + 1])
        return x0[1] - x1[0]

    def bases(self, indexes: Sequence[int], otherwise: Sequence[float]) -> Column:
        """Heights of the lines that letters stand on; `otherwise` where pdfium does not know."""
        _, b, _, d, _, f = self._view
        buffer = (ctypes.c_double * (2 * len(indexes)))()
        start = ctypes.addressof(buffer)
        end, each = start + ctypes.sizeof(buffer), 2 * ctypes.sizeof(ctypes.c_double)
        at_x, at_y = range(start, end, each), range(start + each // 2, end, each)
        known = list(map(char_origin, repeat(self._at_page), indexes, at_x, at_y))
        return [
            b * x + d * y + f if is_known else height
            for x, y, is_known, height in zip(buffer[::2], buffer[1::2], known, otherwise, strict=True)
        ]

    def raised(self, letter: int, digit: int) -> bool:
        """Whether the digit's ink begins clearly above the line the letter stands on, on the page as shown.

        Neither size nor origin tells: typst sets note signs with raised glyphs of the font itself.
        """
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not (
            pdfium.FPDFText_GetCharOrigin(self._text_page, letter, self._x, self._y)
            and loose_char_box(self._at_page, letter, self._at_box)
            and pdfium.FPDFText_GetCharBox(self._text_page, digit, left, right, bottom, top)
        ):
            return False
        _, b, _, d, _, _ = self._view
        baseline = b * self._x.value + d * self._y.value
        ink = max(b * left.value, b * right.value) + max(d * bottom.value, d * top.value)
        box = self._box
        height = abs(b * (box.right - box.left)) + abs(d * (box.top - box.bottom))
        return bool(baseline - ink > 0.15 * height)

    def _loose(self, indexes: Sequence[int]) -> tuple[Column, Column, Column, Column]:
        """left, top, right, bottom of characters in page space; left is `_NOWHERE` where there is none."""
        buffer = (pdfium.FS_RECTF * len(indexes))()
        start, size = ctypes.addressof(buffer), ctypes.sizeof(pdfium.FS_RECTF)
        places = range(start, start + size * len(indexes), size)
        known = list(map(loose_char_box, repeat(self._at_page), indexes, places))
        edges = array("f", bytes(buffer)).tolist()
        left, top, right, bottom = edges[::4], edges[1::4], edges[2::4], edges[3::4]
        if not all(known):
            left = [edge if is_known else _NOWHERE for edge, is_known in zip(left, known, strict=True)]
        return left, top, right, bottom

    def _shown(self, left: Column, high: Column, right: Column, low: Column) -> tuple[Column, Column, Column, Column]:
        a, b, c, d, e, f = self._view
        if self._straight:
            return (
                [a * x + e for x in left],
                [d * y + f for y in high],
                [a * x + e for x in right],
                [d * y + f for y in low],
            )
        corners = [
            (a * x + c * y + e, a * u + c * v + e, b * x + d * y + f, b * u + d * v + f)
            for x, y, u, v in zip(left, low, right, high, strict=True)
        ]
        return (
            [min(x, u) for x, u, _, _ in corners],
            [min(y, v) for _, _, y, v in corners],
            [max(x, u) for x, u, _, _ in corners],
            [max(y, v) for _, _, y, v in corners],
        )


_NOWHERE = float("inf")


def _unknown(left: Column) -> list[int]:
    return [i for i, edge in enumerate(left) if edge == _NOWHERE] if _NOWHERE in left else []


def _least(some: Column, others: Column) -> Column:
    """The lesser of each two; most often all of the first, as text runs to the right."""
    return list(map(min, some, others)) if any(map(gt, some, others)) else some


def _most(some: Column, others: Column) -> Column:
    """The greater of each two; most often all of the second."""
    return list(map(max, some, others)) if any(map(gt, some, others)) else others
