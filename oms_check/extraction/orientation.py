"""Words of a page whose text runs sideways or upside down → the same as if the page were turned upright.

A wide table is often set sideways on an upright page, and scanners lay pages as they come.
"""

from dataclasses import replace
from statistics import median

from oms_check.pdf.text_layer import Break, Words

_SAMPLED = 150
_FEWEST = 10
"""Fewer steps between words do not tell a direction."""

Box = tuple[float, float, float, float]


def quarter_turns(words: Words) -> int:
    """How most text runs on the page as shown: 0 right (or too little text), 1 down, 2 left, 3 up."""
    steps = []
    for i in range(1, len(words), 1 + len(words) // _SAMPLED):
        if words.before[i] is Break.SPACE:
            dx = (words.x0[i] + words.x1[i] - words.x0[i - 1] - words.x1[i - 1]) / 2
            dy = (words.top[i] + words.bottom[i] - words.top[i - 1] - words.bottom[i - 1]) / 2
            steps.append((dx, dy))
    if len(steps) < _FEWEST:
        return 0
    sideways = sum(1 for dx, dy in steps if abs(dy) > abs(dx))
    if 2 * sideways > len(steps):
        return 1 if median(dy for _, dy in steps) > 0 else 3
    return 0 if median(dx for dx, _ in steps) > 0 else 2


def upright_box(box: Box, turns: int, width: float, height: float) -> Box:
    """Where a box would stand if the page (`width` × `height` as shown) were turned so that text runs right."""
    x0, top, x1, bottom = box
    if turns == 1:
        return top, width - x1, bottom, width - x0
    if turns == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turns == 3:
        return height - bottom, x0, height - top, x1
    return box


def turn_upright(words: Words, turns: int) -> Words:
    """A copy of the words with the places they would have on the page turned upright; sizes stay."""
    boxes = [
        upright_box(box, turns, words.width, words.height)
        for box in zip(words.x0, words.top, words.x1, words.bottom, strict=True)
    ]
    width, height = (words.height, words.width) if turns % 2 else (words.width, words.height)
    return replace(
        words,
        width=width,
        height=height,
        x0=[box[0] for box in boxes],
        top=[box[1] for box in boxes],
        x1=[box[2] for box in boxes],
        bottom=[box[3] for box in boxes],
        base=[box[3] for box in boxes],
    )
