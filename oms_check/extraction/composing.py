"""Lines of a block → its text and where each word of it is printed, hyphens at line ends resolved or marked."""

from array import array
from dataclasses import dataclass, field

from oms_check.extraction.blocks import Layout
from oms_check.pdf.words import Break, Words

OPEN_HYPHEN = "\u00ad"
"""Stands for a hyphen at a line end that only the document's own words can decide; gone in the `Document`."""

_HYPHENS = "-\u00ad\u2010\u2011"
_SUSPENDED = frozenset(("och", "eller", "samt", "respektive", "och/eller", "resp."))


@dataclass(slots=True)
class Composed:
    """A block's text; piece `i` is `text[starts[i]:ends[i]]`, printed at `boxes[4 * i : 4 * i + 4]`.

    line_starts: index of the first piece of each line
    """

    text: str = ""
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    boxes: "array[float]" = field(default_factory=lambda: array("f"))
    line_starts: list[int] = field(default_factory=list)


def compose(words: Words, layout: Layout) -> Composed:
    """Text of a block, NFC and one space between words."""
    composed = Composed()
    lines = [collapse_letterspaced(words, [i for fragment in line for i in fragment.words]) for line in layout.lines]
    parts: list[str] = []
    position = 0
    flat = [(run, number) for number, line in enumerate(lines) for run in line]
    count = len(flat)
    line_number = -1
    for n, (run, number) in enumerate(flat):
        if number != line_number:
            composed.line_starts.append(len(composed.starts))
            line_number = number
        text = "".join([words.texts[i] for i in run])
        following = flat[n + 1] if n + 1 < count else None
        at_line_end = following is None or following[1] != number
        glue = " " if following else ""
        after = run[-1] + 1
        broken = after < len(words) and words.before[after] is Break.HYPHEN
        if broken or (at_line_end and len(text) > 1 and text[-1] in _HYPHENS):
            text = text.rstrip(_HYPHENS) or text
            glue = after_hyphen(text, words.texts[following[0][0]] if following else None)
        composed.starts.append(position)
        composed.ends.append(position + len(text))
        composed.boxes.extend(_box(words, run))
        parts.append(text)
        parts.append(glue)
        position += len(text) + len(glue)
    composed.text = "".join(parts)
    return composed


def after_hyphen(text: str, following: str | None) -> str:
    """What stands between a part broken at a line end and the next: '-', '- ' or `OPEN_HYPHEN`."""
    if not following or not text:
        return OPEN_HYPHEN
    if following.lower().rstrip(",;") in _SUSPENDED:
        return "- "
    last = text[-1]
    if not last.isalpha() or last.isupper() or not following[:1].islower():
        return "-"
    return OPEN_HYPHEN


def _box(words: Words, run: list[int]) -> tuple[float, float, float, float]:
    if len(run) == 1:
        i = run[0]
        return words.x0[i], words.top[i], words.x1[i], words.bottom[i]
    return (
        min(words.x0[i] for i in run),
        min(words.top[i] for i in run),
        max(words.x1[i] for i in run),
        max(words.bottom[i] for i in run),
    )


def collapse_letterspaced(words: Words, line: list[int]) -> list[list[int]]:
    """Words of a line as runs of indexes; letters set apart ("E N E R G I") make one run a word."""
    texts = words.texts
    if sum(1 for i in line if len(texts[i]) == 1 and texts[i].isalpha()) < max(4, 0.7 * len(line)):
        return [[i] for i in line]
    gaps = [words.x0[b] - words.x1[a] for a, b in zip(line, line[1:], strict=False)]
    usual = sorted(gaps)[len(gaps) // 3]
    runs = [[line[0]]]
    for gap, i in zip(gaps, line[1:], strict=True):
        if gap > max(1.6 * usual, usual + 0.2 * words.size[i]):
            runs.append([i])
        else:
            runs[-1].append(i)
    return runs
