"""Two lists of passages → which is which: the same words first, in order where possible, then similar words.

Similarity is counted in words: of two template sentences that differ in two of seven words ('elnätet i norr',
'fibernätet i söder') letters would make 85 % alike, words 71 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median

from rapidfuzz.distance import Indel

from oms_check.comparison.sides import Passage
from oms_check.text.normal import fold
from oms_check.text.words import words_of

LEAST_ALIKE = 0.75
"""Share of words (indel distance) at which a sentence is taken for a rewording of another: one of four."""

LEAST_LETTERS = 0.92
"""Or of letters, so that a corrected spelling in a short sentence is not a new sentence."""

DRIFT = 0.75
"""Pages a passage may drift against its neighbours before it counts as moved: reflow shifts all alike."""

_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Indices of a passage in the old and the new list. `in_order`: among the pairs around it."""

    old: int
    new: int
    same_words: bool
    in_order: bool


def pair_passages(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """Every passage is in at most one pair; pairs come in the order of the old list."""
    old_words = [folded(passage.quote) for passage in old]
    new_words = [folded(passage.quote) for passage in new]
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    pairs = [
        Pair(block.a + k, block.b + k, same_words=True, in_order=True)
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]
    spine = tuple(pairs)
    left_old = _left(len(old), {pair.old for pair in pairs})
    left_new = _left(len(new), {pair.new for pair in pairs})
    for a, b in _same(left_old, left_new, old_words, new_words):
        pairs.append(Pair(a, b, same_words=True, in_order=_fits(a, b, spine)))
        left_old.remove(a)
        left_new.remove(b)
    for a, b in _alike(left_old, left_new, old_words, new_words):
        pairs.append(Pair(a, b, same_words=False, in_order=_fits(a, b, spine)))
    return sorted(pairs, key=lambda pair: pair.old)


def folded(quote: str) -> tuple[str, ...]:
    """The words of a quote without case and punctuation."""
    return tuple(fold(word) for word in words_of(quote))


def _left(count: int, taken: set[int]) -> list[int]:
    return [number for number in range(count) if number not in taken]


def _same(
    old: Sequence[int],
    new: Sequence[int],
    old_words: Sequence[tuple[str, ...]],
    new_words: Sequence[tuple[str, ...]],
) -> list[tuple[int, int]]:
    """Same words elsewhere in the order: first come, first served."""
    where: dict[tuple[str, ...], list[int]] = {}
    for b in new:
        where.setdefault(new_words[b], []).append(b)
    return [(a, where[old_words[a]].pop(0)) for a in old if where.get(old_words[a])]


def _alike(
    old: Sequence[int],
    new: Sequence[int],
    old_words: Sequence[tuple[str, ...]],
    new_words: Sequence[tuple[str, ...]],
) -> list[tuple[int, int]]:
    """The most alike first; no passage twice."""
    scored = [(score, a, b) for a in old for b in new if (score := likeness(old_words[a], new_words[b]))]
    scored.sort(key=lambda one: (-one[0], one[1], one[2]))
    chosen: list[tuple[int, int]] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, a, b in scored:
        if a not in taken_old and b not in taken_new:
            chosen.append((a, b))
            taken_old.add(a)
            taken_new.add(b)
    return chosen


def likeness(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """0 for different sentences, else how alike they are, `LEAST_ALIKE` to 1."""
    words = Indel.normalized_similarity(old, new, score_cutoff=LEAST_ALIKE)
    letters = Indel.normalized_similarity(" ".join(old), " ".join(new), score_cutoff=LEAST_LETTERS)
    return max(words, letters)


def _fits(a: int, b: int, spine: Sequence[Pair]) -> bool:
    """Whether the pair crosses none of those in order."""
    return all((pair.old < a) == (pair.new < b) for pair in spine)


def moved_pairs(pairs: Sequence[Pair], old: Sequence[Passage], new: Sequence[Passage]) -> set[Pair]:
    """The pairs on another page (or place) whose move is their own, not that of the text around them."""
    ordered = [pair for pair in pairs if pair.in_order]
    shifts = {pair: new[pair.new].depth - old[pair.old].depth for pair in pairs}
    moved = set()
    for pair in pairs:
        before, after = old[pair.old], new[pair.new]
        if (before.page, _heading(before)) == (after.page, _heading(after)):
            continue
        if not pair.in_order:
            moved.add(pair)
            continue
        at = ordered.index(pair)
        around = ordered[max(0, at - _NEIGHBOURS) : at] + ordered[at + 1 : at + 1 + _NEIGHBOURS]
        usual = median(shifts[one] for one in around) if around else 0.0
        if abs(shifts[pair] - usual) > DRIFT:
            moved.add(pair)
    return moved


def _heading(passage: Passage) -> str:
    """In a document without pages the heading is the place; the paragraph's number changes with any edit."""
    return passage.place.rpartition(",")[0]
