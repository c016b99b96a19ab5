"""The installed word list in, a set of real Swedish words out: the guard that keeps 'hamnar' from being 'hamnen'.

A word of the text that is Swedish, or a compound of two Swedish words, is never taken for a misspelt word
of a rule.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgpack

_COMMON = 600
_KNOWN = 700


@dataclass(frozen=True, slots=True)
class WordList:
    """Real words, folded. `common` are those frequent enough to be trusted as parts of compounds."""

    words: frozenset[str]
    common: frozenset[str]

    def is_real(self, word: str) -> bool:
        """Whether the folded word is Swedish: listed, a number, or a compound of two listed words."""
        return word in self.words or word.isdigit() or self._compound(word)

    def _compound(self, word: str) -> bool:
        words, common = self.words, self.common
        for cut in range(3, len(word) - 2):
            tail = word[cut:]
            if tail not in (common if len(tail) < 5 else words):
                continue
            head = word[:cut]
            if head in (common if cut < 5 else words):
                return True
            if cut > 3 and head[-1] == "s" and head[:-1] in words:
                return True
            if cut > 4 and (head + "a" in words or head + "e" in words):
                return True
        return False


@cache
def load_words() -> WordList:
    spec = find_spec("wordfreq")
    assert spec is not None and spec.origin is not None
    file = Path(spec.origin).parent / "data" / "large_sv.msgpack.gz"
    bins = msgpack.loads(gzip.decompress(file.read_bytes()))[1:]
    from oms_check.text.normal import plain

    rank: dict[str, int] = {}
    for number, words in enumerate(bins[:_KNOWN]):
        for word in words:
            rank[word] = number
    for word in list(rank):
        twin = plain(word)
        if twin != word and rank.get(twin, 0) > rank[word] + 100:
            del rank[twin]
    return WordList(
        frozenset(rank),
        frozenset(w for w, n in rank.items() if n <= _COMMON and len(w) > 2),
    )
