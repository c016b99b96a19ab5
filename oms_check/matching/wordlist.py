"""The installed Swedish dictionary in, a quick test for real words out: the guard before every guess at a misspelling.

A word of the text that is Swedish, or a compound of Swedish words, is never taken for a misread word of a
rule ('hamnar' is no 'hamnen', 'led' no 'tåg-led'). The dictionary is the package `hunspell-sv`: its 279,000
entries make 950,000 forms, too many to load at every start, so their hashes are packed once and kept in the
user's cache. A hash is 32 bits: one unlisted word in 4,000 is taken for a listed one.
"""

import re
import struct
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zlib import crc32

from oms_check.cache import Cache, default_folder
from oms_check.text.normal import fold

PACKAGE = "hunspell-sv"
_FORMAT = 1
_BUCKETS = 1 << 16
_SHORTEST_HEAD = 2
_SHORTEST_TAIL = 3

# Flags of the dictionary's affix file: what a form may be.
_BEGINS, _ENDS, _ONLY_IN_COMPOUND, _NEEDS_AFFIX, _FORBIDDEN = "XYZ¤%"


class HashSet:
    """Strings kept as 32-bit hashes: the upper half names a bucket, the lower halves stand in it."""

    def __init__(self, starts: "array[int]", rests: "array[int]") -> None:
        self._starts, self._rests = starts, rests

    @classmethod
    def of(cls, words: Iterable[str]) -> "HashSet":
        """Pack the words."""
        return cls.of_hashes({crc32(word.encode()) for word in words})

    @classmethod
    def of_hashes(cls, hashes: Set[int]) -> "HashSet":
        """Pack words of which only the hashes are known."""
        ordered = sorted(hashes)
        starts = array("I", [bisect_left(ordered, bucket << 16) for bucket in range(_BUCKETS + 1)])
        return cls(starts, array("H", [value & 0xFFFF for value in ordered]))

    def __contains__(self, word: str) -> bool:
        value = crc32(word.encode())
        first = self._starts[value >> 16]
        return value & 0xFFFF in self._rests[first : self._starts[(value >> 16) + 1]]

    def pack(self) -> bytes:
        """As bytes of this machine's order: the cache is the machine's own."""
        return struct.pack("<I", len(self._rests)) + self._starts.tobytes() + self._rests.tobytes()

    @classmethod
    def unpack(cls, content: memoryview) -> tuple["HashSet", memoryview]:
        """The set, and what follows it."""
        (count,) = struct.unpack_from("<I", content)
        middle, end = 4 + 4 * (_BUCKETS + 1), 4 + 4 * (_BUCKETS + 1) + 2 * count
        starts, rests = array("I"), array("H")
        starts.frombytes(content[4:middle])
        rests.frombytes(content[middle:end])
        return cls(starts, rests), content[end:]


@dataclass(frozen=True, slots=True)
class WordList:
    """Folded Swedish words: `forms` as they stand alone, `heads` and `tails` as parts of compounds."""

    forms: HashSet
    heads: HashSet
    tails: HashSet

    def is_real(self, word: str) -> bool:
        """Whether the folded word is Swedish: listed, a number, or a compound of listed parts."""
        return word in self.forms or word.isdigit() or self.is_compound(word)

    def is_compound(self, word: str) -> bool:
        """Whether the folded word splits into a first part and a last part that the dictionary allows."""
        heads, tails = self.heads, self.tails
        return any(
            word[:cut] in heads and word[cut:] in tails for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1)
        )


@cache
def load_words(folder: Path | None = None) -> WordList:
    """The word list, from the cache folder (default: the user's) or packed now, which takes about 2 s once."""
    package = distribution(PACKAGE)
    store = Cache(folder or default_folder())
    key = sha256(f"words {PACKAGE} {package.version} {_FORMAT}".encode()).hexdigest()
    content = store.get(key)
    if content is None:
        content = _pack(package)
        store.put(key, content)
    rest = memoryview(content)
    forms, rest = HashSet.unpack(rest)
    heads, rest = HashSet.unpack(rest)
    tails, _ = HashSet.unpack(rest)
    return WordList(forms, heads, tails)


def dictionary_forms() -> Iterator[str]:
    """Every form that may stand alone, as written; for work on rules, where seconds do not matter."""
    for form, flags in _forms(distribution(PACKAGE)):
        if _ONLY_IN_COMPOUND not in flags:
            yield form


def _pack(package: Distribution) -> bytes:
    by_flags: dict[str, list[str]] = defaultdict(list)
    for form, flags in _forms(package):
        by_flags[flags].append(form)
    forms, heads, tails = set[int](), set[int](), set[int]()
    for flags, written in by_flags.items():
        # All at once: a million words one by one took twice as long as all the rest, at everybody's first start.
        hashes = set(map(crc32, fold("\n".join(written)).encode().split(b"\n")))
        if _ONLY_IN_COMPOUND not in flags:
            forms |= hashes
        if _BEGINS in flags:
            heads |= hashes
        if _ENDS in flags:
            tails |= hashes
    return b"".join(HashSet.of_hashes(hashes).pack() for hashes in (forms, heads, tails))


@dataclass(frozen=True, slots=True)
class _Ending:
    strip: str
    add: str
    fits: Callable[[str], object] | None
    flags: str


def _forms(package: Distribution) -> Iterator[tuple[str, str]]:
    """Each form of the dictionary with its flags; endings hand their own flags to the forms they make."""
    endings = _endings(_file(package, "sv_SE.aff"))
    for line in _file(package, "sv_SE.dic").splitlines()[1:]:
        word, _, flags = line.split("\t")[0].partition("/")
        flags = flags.split(" ")[0]
        if not word or _FORBIDDEN in flags:
            continue
        if _NEEDS_AFFIX not in flags:
            yield word, flags
        last = _ENDS if _ENDS in flags else ""
        for flag in flags:
            for ending in endings.get(flag, ()):
                if word.endswith(ending.strip) and (ending.fits is None or ending.fits(word)):
                    made = word[: len(word) - len(ending.strip)] + ending.add
                    yield made, ending.flags if _ONLY_IN_COMPOUND in ending.flags else ending.flags + last


def _endings(text: str) -> dict[str, list[_Ending]]:
    """The SFX lines of a Hunspell affix file: flag, letters to strip, letters to add, condition."""
    endings: dict[str, list[_Ending]] = defaultdict(list)
    for line in text.splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[0] == "SFX":
            add, _, flags = fields[3].partition("/")
            fits = re.compile(f"(?:{fields[4]})$").search if fields[4] != "." else None
            strip = "" if fields[2] == "0" else fields[2]
            endings[fields[1]].append(_Ending(strip, "" if add == "0" else add, fits, flags))
    return dict(endings)


def _file(package: Distribution, name: str) -> str:
    for file in package.files or ():
        if file.name == name:
            return Path(str(file.locate())).read_text(encoding="utf-8")
    raise FileNotFoundError(f"{PACKAGE} {package.version} holds no {name}; reinstall it")
