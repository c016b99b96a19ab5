"""Lines of a block → its text and where each word of it is printed, hyphens at line ends resolved or marked."""

from array import array
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
    boxes: "array[float]"


class Composer:
    """Composes the blocks of one page of words."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._boxes = array("f", bytes(16 * len(words)))
        for edge, column in enumerate((words.x0, words.top, words.x1, words.bottom)):
            self._boxes[edge::4] = array("f", column)
        hyphen = Break.HYPHEN
        self._broken = {i for i, kind in enumerate(words.before, -1) if kind is hyphen}

    def compose(self, layout: Layout) -> Composed:
        """Text of a block, NFC and one space between words."""
        lines = [[i for fragment in line for i in fragment.words] for line in layout.lines]
        indexes = [i for line in lines for i in line]
        texts, boxes = self._picked(indexes)
        if list(map(len, texts)).count(1) >= _LEAST_APART:
            runs = [run for line in lines for run in collapse_letterspaced(self._words, line)]
            if len(runs) < len(indexes):
                return self._composed(*self._joined(runs), _ends(lines, runs))
        return self._composed(indexes, texts, boxes, [end - 1 for end in accumulate(map(len, lines))])

    def _picked(self, indexes: list[int]) -> tuple[list[str], "array[float]"]:
        """Texts and boxes of words; those of most blocks follow each other."""
        texts, boxes = self._words.texts, self._boxes
        first, last = indexes[0], indexes[-1] + 1
        if last - first == len(indexes) and indexes == list(range(first, last)):
            return texts[first:last], boxes[4 * first : 4 * last]
        picked = array("f")
        for i in indexes:
            picked += boxes[4 * i : 4 * i + 4]
        return [texts[i] for i in indexes], picked

    def _joined(self, runs: list[list[int]]) -> tuple[list[int], list[str], "array[float]"]:
        """Last index, text and box of each run."""
        words = self._words
        boxes = array("f")
        for run in runs:
            boxes.extend((min(words.x0[i] for i in run), min(words.top[i] for i in run)))
            boxes.extend((max(words.x1[i] for i in run), max(words.bottom[i] for i in run)))
        return [run[-1] for run in runs], ["".join([words.texts[i] for i in run]) for run in runs], boxes

    def _composed(self, lasts: list[int], texts: list[str], boxes: "array[float]", line_ends: list[int]) -> Composed:
        """`lasts`: the number of the last word in each text; `line_ends`: which texts end a line."""
        glue = [" "] * len(texts)
        glue[-1] = ""
        hyphened = [n for n in line_ends if texts[n][-1] in _HYPHENS and len(texts[n]) > 1]
        if not self._broken.isdisjoint(lasts):
            hyphened += [n for n, i in enumerate(lasts) if i in self._broken]
        following = texts[1:]
        for n in set(hyphened):
            texts[n] = texts[n].rstrip(_HYPHENS) or texts[n]
            glue[n] = after_hyphen(texts[n], following[n] if n < len(following) else None)
        parts = [""] * (2 * len(texts))
        parts[::2], parts[1::2] = texts, glue
        edges = list(accumulate(map(len, parts)))
        return Composed("".join(parts), [0, *edges[1:-1:2]], edges[::2], boxes)


_LEAST_APART = 4
"""Letters set apart on one line before they are taken for a word."""


def _ends(lines: list[list[int]], runs: list[list[int]]) -> list[int]:
    """Which of the runs end a line."""
    last_words = {line[-1] for line in lines}
    return [n for n, run in enumerate(runs) if run[-1] in last_words]


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


def collapse_letterspaced(words: Words, line: list[int]) -> list[list[int]]:
    """Words of a line as runs of indexes; letters set apart ("E N E R G I") make one run a word."""
    texts = words.texts
    letters = sum(1 for i in line if len(texts[i]) == 1 and texts[i].isalpha()) if len(line) > 3 else 0
    if letters < max(_LEAST_APART, 0.7 * len(line)):
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
