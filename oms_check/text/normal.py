"""Spelling in, comparable spelling out: the one normalisation for texts, terms and exclusions.

Every word of a text and every word of a rule passes `fold`; `skeleton` goes further and removes what old
OCR confuses, so that both sides of a comparison lose the same marks.
"""

import re
import unicodedata
from functools import cache

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FOLDED = str.maketrans({**_LIGATURES, **_DASHES, **_INVISIBLE})
_UNUSUAL = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")
"""What `_FOLDED` changes: to look for it takes half as long as to translate what holds none."""

_VOWELS = {**dict.fromkeys("åäáàâãæ", "a"), **dict.fromkeys("öóòôõø06", "o"), **dict.fromkeys("éèêë", "e")}
_DIGITS = {"1": "l", "i": "l", "í": "l", "ì": "l", "|": "l", "!": "l", "5": "s", "8": "b"}
_LETTERS = {"q": "g", "ü": "u", "ú": "u", "ù": "u", "ý": "y", "ç": "c"}
_SKELETON = str.maketrans({**_VOWELS, **_DIGITS, **_LETTERS})
_PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "á": "a", "à": "a", "ã": "a", "ü": "u"})

_ACUTE = str.maketrans({"é": "a", "è": "a", "ê": "a", "ë": "a"})
_ACUTE_O = str.maketrans({"é": "o", "è": "o", "ê": "o", "ë": "o"})


def fold(text: str) -> str:
    """NFC, without case, ligatures, invisible characters and the differences between dashes."""
    if text.isascii():
        return text.lower()
    if _UNUSUAL.search(text) is not None:
        text = text.translate(_FOLDED)
    return unicodedata.normalize("NFC", text).casefold()


@cache
def skeleton(folded: str) -> str:
    """The folded word as a poor scan may have read it: å ä→a, ö 0 6→o, 1 i→l, rn→m, 5→s, q→g, ii→a."""
    return _merge(folded.replace("ii", "a").translate(_SKELETON))


def skeletons(folded: str) -> tuple[str, ...]:
    """All skeletons worth trying: a scan reads both ä and ö as é."""
    if "é" in folded or "è" in folded or "ê" in folded:
        return skeleton(folded.translate(_ACUTE)), skeleton(folded.translate(_ACUTE_O)), skeleton(folded)
    return (skeleton(folded),)


def plain(folded: str) -> str:
    """The folded word without the marks over its letters."""
    return folded.translate(_PLAIN)


def _merge(text: str) -> str:
    return text.replace("rn", "m").replace("cl", "d") if "rn" in text or "cl" in text else text
