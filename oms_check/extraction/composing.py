"""Lines of a block → its text and where each word of it is printed, hyphens at line ends resolved or marked."""

from dataclasses import dataclass
from itertools import accumulate

from oms_check.extraction.blocks import Layout
from oms_check.pdf.text_layer import Break, Words

OPEN_HYPHEN = "\u00ad"
"""Stands for a hyphen at a line end that only the document's own words can decide; gone in the `Document`."""

_HYPHENS = "-\u00ad\u2010\u2011"
_SUSPENDED = frozenset(("och", "eller", "samt", "respektive", "och/eller", "resp."))


@dataclass(slots=True)
class Composed:
    """A block's text; piece `i` is `text[starts[i]:ends[i]]`, printed at `boxes[4 * i : 4 * i + 4]`."""

    text: str
    starts: list[int]
    ends: list[int]
    boxes: list[float]


def compose(words: Words, layout: Layout) -> Composed:
    """Text of a block, NFC and one space between words."""
    texts, before = words.texts, words.before
    lines = [collapse_letterspaced(words, [i for fragment in line for i in fragment.words]) for line in layout.lines]
    runs = [run for line in lines for run in line]
    line_ends = set(accumulate(map(len, lines)))
    count, all_words = len(runs), len(texts)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    boxes: list[float] = []
    position = 0
    for n, run in enumerate(runs, 1):
        i = run[0]
        if len(run) == 1:
            text = texts[i]
            boxes += (words.x0[i], words.top[i], words.x1[i], words.bottom[i])
            after = i + 1
        else:
            text = "".join([texts[i] for i in run])
            boxes += _box(words, run)
            after = run[-1] + 1
        glue = " " if n < count else ""
        broken = after < all_words and before[after] is Break.HYPHEN
        if broken or (n in line_ends and text[-1] in _HYPHENS and len(text) > 1):
            text = text.rstrip(_HYPHENS) or text
            glue = after_hyphen(text, texts[runs[n][0]] if n < count else None)
        starts.append(position)
        position += len(text)
        ends.append(position)
        position += len(glue)
        parts.append(text)
        parts.append(glue)
    return Composed("".join(parts), starts, ends, boxes)


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
    letters = sum(1 for i in line if len(texts[i]) == 1 and texts[i].isalpha()) if len(line) > 3 else 0
    if letters < max(4, 0.7 * len(line)):
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
