"""A term as written in a rule file → its words, forms and gaps; the only place that knows the term syntax."""

import re
from functools import lru_cache

from oms_check.model.rules import Term, TermWord, WordForm

MOST_WORDS = 8
LONGEST_WORD = 60
LARGEST_GAP = 20

_EDGE = r"[^\s*?()\[\]{}|\\^$+\"“”;,<>=~\-–—‐‑_]"
_INNER = r"[^\s*?()\[\]{}|\\^$+\"“”;,<>=~_]"
_CORE = rf"{_EDGE}(?:{_INNER}*{_EDGE})?"
_WORD = rf"(?:={_CORE}|-?{_CORE}-?)"
TERM_PATTERN = rf"^\s*{_WORD}(?:\s+(?:~[0-9]{{1,2}}\s+)?{_WORD})*\s*$"
"""Necessary, not sufficient: what an editor can tell by a regular expression."""

_GAP = re.compile(r"~([0-9]{1,2})")
_ODD_DASHES = "–—‐‑"
_FOREIGN = re.compile(r"[*?()\[\]{}|\\^$+\"“”;,<>_]")


def parse_term(source: str, line: int = 0) -> Term:
    """Parse `nodstad`, `nodstad-`, `-elnät`, `-elnät-`, `=E4` or a phrase of them, `knyt- ~3 samman`.

    Raises ValueError that says what is wrong and what to write instead.
    """
    words, gaps = _parse(source)
    return Term(source.strip(), words, gaps, line)


@lru_cache(maxsize=4096)
def _parse(source: str) -> tuple[tuple[TermWord, ...], tuple[int, ...]]:
    words: list[TermWord] = []
    gaps: list[int] = []
    gap: int | None = None
    for part in source.split():
        if part.startswith("~"):
            if not words or gap is not None:
                raise ValueError(f"'{part[:20]}' must stand between two words of a phrase")
            gap = _gap(part)
            continue
        if words:
            gaps.append(gap or 0)
        gap = None
        words.append(_word(part))
    if gap is not None:
        raise ValueError(f"'~{gap}' must stand between two words of a phrase")
    if not words:
        raise ValueError("empty term")
    if len(words) > MOST_WORDS:
        raise ValueError(f"a phrase of {len(words)} words: at most {MOST_WORDS}")
    return tuple(words), tuple(gaps)


def _gap(part: str) -> int:
    found = _GAP.fullmatch(part)
    if not found or int(found[1]) > LARGEST_GAP:
        raise ValueError(f"'{part[:20]}' is no gap: write ~ and a number up to {LARGEST_GAP}, as in 'knyt- ~3 samman'")
    return int(found[1])


def _word(part: str) -> TermWord:
    if len(part) > LONGEST_WORD:
        raise ValueError(f"'{part[:20]}…' is a word of {len(part)} letters: at most {LONGEST_WORD}")
    if "*" in part or "?" in part:
        bare = part.replace("*", "").replace("?", "").strip("-=~") or "word"
        raise ValueError(f"'{part}' has a wildcard: write '{bare}-' (begins with), '-{bare}' (ends with) or '-{bare}-'")
    foreign = _FOREIGN.search(part)
    if foreign:
        raise ValueError(f"'{part}' has a {foreign[0]} in it: a term is words, not a regular expression or a list")
    exact = part.startswith("=")
    text = part.removeprefix("=")
    if "=" in text or "~" in text:
        raise ValueError(f"'{part}': = stands before an exact word, ~ before a number between two words")
    if text[:1] in tuple(_ODD_DASHES) or text[-1:] in tuple(_ODD_DASHES):
        raise ValueError(f"'{part}': write the mark for begins with, ends with or contains as a plain hyphen '-'")
    before, after = text.startswith("-"), text.endswith("-")
    core = text.removeprefix("-").removesuffix("-")
    if not any(c.isalnum() for c in core) or core[0] in "-" + _ODD_DASHES or core[-1] in "-" + _ODD_DASHES:
        raise ValueError(f"'{part}' has no word in it")
    if exact and (before or after):
        raise ValueError(f"'{part}': an exact word (=) takes no hyphen before or after it")
    forms = {
        (False, False): WordForm.EXACT if exact else WordForm.WORD,
        (False, True): WordForm.PREFIX,
        (True, False): WordForm.SUFFIX,
        (True, True): WordForm.INFIX,
    }
    return TermWord(core, forms[before, after])
