"""Words of terms in, hash tables out that find every term word a text's word meets, whatever their number.

The cost of a look-up depends on the length of the word, not on the number of rules: stems, beginnings and
contained parts are found by slicing the word, never by walking the terms.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from oms_check.model.evidence import MatchKind
from oms_check.model.rules import WordForm
from oms_check.text.inflection import ENDINGS, Group, stems_of


@dataclass(frozen=True, slots=True)
class Needle:
    """A word of a term: `folded` is its comparable spelling, `adjective` whether it may inflect like one."""

    text: str
    folded: str
    form: WordForm
    adjective: bool = True


class Meeting(NamedTuple):
    """A needle (by number) met by a word of the text; similarity 0–100."""

    needle: int
    kind: MatchKind
    similarity: float


_AFTER_E, _NAME = int(Group.AFTER_E), int(Group.NAME)
"""Plain numbers: looking a member of an enumeration up takes longer than what is done with it."""
_FEW_HEADS = 8
_Stems = dict[str, list[tuple[int, int]]]


@dataclass(slots=True)
class Tables:
    """Look-up tables over needles in one spelling (folded, or skeletons)."""

    endings: dict[str, int]
    """Ending → bit set of the groups that have it."""
    word: _Stems = field(default_factory=lambda: defaultdict(list))
    suffix: _Stems = field(default_factory=lambda: defaultdict(list))
    suffix_tails: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Last two letters of the stems of word ends → their lengths."""
    prefix: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    prefix_heads: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    infix: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    infix_heads: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Last two letters of a word → how long the endings are that it may have."""

    @classmethod
    def build(cls, needles: list[Needle], spell: Callable[[str], str], shortest: int) -> "Tables":
        """Tables of all needles whose spelling has at least `shortest` characters."""
        endings: dict[str, int] = defaultdict(int)
        for group, texts in ENDINGS.items():
            for text in texts:
                endings[spell(text)] |= 1 << group
        tables = cls(dict(endings))
        for number, needle in enumerate(needles):
            if len(spell(needle.folded)) >= shortest:
                tables._add(number, needle, spell)
        for name in ("word", "suffix", "suffix_tails", "prefix", "prefix_heads", "infix", "infix_heads"):
            setattr(tables, name, dict(getattr(tables, name)))
        return tables

    def _add(self, number: int, needle: Needle, spell: Callable[[str], str]) -> None:
        text = spell(needle.folded)
        match needle.form:
            case WordForm.PREFIX:
                self.prefix[text].append(number)
                self.prefix_heads[text[:2]].add(len(text))
            case WordForm.INFIX:
                self.infix[text].append(number)
                self.infix_heads[text[:2]].add(len(text))
            case WordForm.WORD | WordForm.SUFFIX:
                for stem, group in stems_of(needle.folded, adjective=needle.adjective):
                    spelt = spell(stem)
                    (self.word if needle.form is WordForm.WORD else self.suffix)[spelt].append((number, int(group)))
                    if needle.form is WordForm.SUFFIX:
                        self.suffix_tails[spelt[-2:]].add(len(spelt))
            case WordForm.NAME:
                self.word[text].append((number, _NAME))
            case WordForm.EXACT:
                pass

    def meet(self, word: str) -> list[tuple[int, bool, bool]]:
        """(needle, whether letters stand outside its stem and ending, whether it is inflected)."""
        found: list[tuple[int, bool, bool]] = []
        self._meet_ends(word, found)
        size = len(word)
        heads = self.prefix_heads.get(word[:2])
        if heads is not None:
            for length in heads:
                if length <= size and (numbers := self.prefix.get(word[:length])) is not None:
                    outside = length < size and word[length:] not in self.endings
                    found += [(number, outside, length < size) for number in numbers]
        if len(self.infix_heads) <= _FEW_HEADS:  # a search for each is quicker than a look at each letter
            for head in self.infix_heads:
                if head in word:
                    break
            else:
                return found
        for start in range(size - 1):
            for length in self.infix_heads.get(word[start : start + 2], ()):
                found += [(number, length < size, False) for number in self.infix.get(word[start : start + length], ())]
        return found

    def _meet_ends(self, word: str, found: list[tuple[int, bool, bool]]) -> None:
        """Add the words and word ends that stand before one of the endings of `word`."""
        size, last = len(word), word[-2:]
        lengths = self._lengths.get(last)
        if lengths is None:
            lengths = self._lengths[last] = self._ending_lengths(last)
        for length in lengths:
            cut = size - length
            groups = self.endings.get(word[cut:]) if cut > 0 else None
            if groups is None:
                continue
            stem = word[:cut]
            if (words := self.word.get(stem)) is not None:
                for number, group in words:
                    if groups >> group & 1:
                        found.append((number, False, cut < size or _AFTER_E < group < _NAME))
            if (stem_lengths := self.suffix_tails.get(stem[-2:])) is not None:
                for stem_length in stem_lengths:
                    for number, group in self.suffix.get(stem[-stem_length:], ()) if stem_length <= cut else ():
                        if groups >> group & 1:
                            found.append((number, stem_length < cut, cut < size or group > _AFTER_E))

    def _ending_lengths(self, last: str) -> tuple[int, ...]:
        """How long the endings are that go with the last two letters of a word, shortest first."""
        return tuple(sorted({len(ending) for ending in self.endings if last.endswith(ending[-2:])}))
