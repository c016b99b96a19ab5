"""Words recognised on a scanned page → the same set straight and evened out, for finding blocks.

A page lies crooked under the scanner, and character recognition measures the size of a line by its letters:
"öppet." without a tall letter comes out a quarter smaller than the line above it.
"""

import math
from dataclasses import replace
from statistics import median

from oms_check.pdf.text_layer import Words

_STEEPEST = 0.09
"""Five degrees; more is no crooked page but slanted text."""
_SAME_SIZE = (0.72, 1.38)
"""Sizes in this range around the page's median are taken as the median."""


def straighten(words: Words) -> Words:
    """A copy of the words whose lines run level and whose running text is of one size."""
    slope = _slope(words)
    middle = words.width / 2
    shifts = [slope * ((a + b) / 2 - middle) for a, b in zip(words.x0, words.x1, strict=True)]
    usual = median(words.size)
    low, high = (usual * factor for factor in _SAME_SIZE)
    return replace(
        words,
        top=[top - shift for top, shift in zip(words.top, shifts, strict=True)],
        bottom=[bottom - shift for bottom, shift in zip(words.bottom, shifts, strict=True)],
        base=[base - shift for base, shift in zip(words.base, shifts, strict=True)],
        size=[usual if low < size < high else size for size in words.size],
    )


def _slope(words: Words) -> float:
    """Rise of the lines to the right, from the lower edges of words that follow each other."""
    slopes = []
    for i in range(1, len(words)):
        run = words.x0[i] - words.x0[i - 1]
        if run > 0 and words.x0[i] - words.x1[i - 1] < words.size[i]:
            slopes.append((words.base[i] - words.base[i - 1]) / run)
    if len(slopes) < 20:
        return 0.0
    slope = median(slopes)
    return slope if math.fabs(slope) < _STEEPEST else 0.0
