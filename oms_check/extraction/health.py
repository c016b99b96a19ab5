"""Facts about a page's text → how well it could be read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from oms_check.extraction.language import diacritics_of, language_of, swedish_share
from oms_check.extraction.part import PagePart
from oms_check.model.document import Page, PageHealth

_MOST_UNMAPPED = 0.15
_LEAST_DIACRITICS = 0.012
"""Of all letters; Swedish has 5–6 %."""
_LEAST_LETTERS = 300
_FEW_CHARACTERS = 30
_LEAST_IMAGE = 0.3
_MOST_BLANK = 0.2
_TOKENS_SAMPLED = 300
_PLAUSIBLE = re.compile(r"[^\w]*[^\W\d_]*(?:[-–/:.'’&+][^\W\d_]+)*[^\w]*|[^\w]*[\d.,:%\-–/ ]+\w{0,3}[^\w]*")
_MOST_ODD = 0.35
_FEWEST_VOWELS = 0.2
"""Of the letters a–z; Swedish has 0.33 (without å, ä and ö), letters moved along the alphabet have fewer."""


def page_healths(parts: Sequence[PagePart]) -> tuple[Page, ...]:
    """The pages of a document with their health."""
    undecoded = _has_undecoded(parts)
    pages = tuple(_page(part, undecoded) for part in parts)
    lost = sum(1 for page in pages if page.health is PageHealth.DIACRITICS_LOST)
    if 2 * lost <= sum(1 for part in parts if part.characters >= _LEAST_LETTERS):
        return pages
    # Short pages cannot tell by themselves; in a document without å, ä and ö they are like the others.
    return tuple(
        replace(page, health=PageHealth.DIACRITICS_LOST)
        if page.health is PageHealth.OK and not swedish_share(text_of(part))[1]
        else page
        for page, part in zip(pages, parts, strict=True)
    )


def text_of(part: PagePart) -> str:
    """All text of a page, furniture too."""
    return " ".join(block.text for block in part.blocks)


def _has_undecoded(parts: Sequence[PagePart]) -> bool:
    """Whether empty pages are damage rather than blank paper: a broken stream paints nothing, silently."""
    blank = sum(1 for part in parts if part.blank)
    return blank > 0 and (any(part.failed for part in parts) or blank > _MOST_BLANK * len(parts))


def _page(part: PagePart, undecoded: bool) -> Page:
    health, note = _health(part, undecoded)
    notes = (*part.notes, note) if note else tuple(part.notes)
    return Page(part.number, health, part.width, part.height, notes)


def _health(part: PagePart, undecoded: bool) -> tuple[PageHealth, str]:
    """Health of a page and why, '' where nothing needs saying."""
    if part.failed:
        return PageHealth.FAILED, ""
    if part.blank:
        return (PageHealth.FAILED, "nothing on it could be decoded") if undecoded else (PageHealth.OK, "blank")
    if part.characters < _FEW_CHARACTERS and part.image > _LEAST_IMAGE:
        return PageHealth.NO_TEXT, "a picture without a text layer"
    if part.unmapped > _MOST_UNMAPPED * part.characters:
        return PageHealth.GARBLED, "many characters have no Unicode value"
    return PageHealth(part.text_health), part.text_note


def text_health(text: str) -> tuple[PageHealth, str]:
    """Health of text as text, and why it is not OK."""
    if _is_garbled(text):
        return PageHealth.GARBLED, "most words are no words of any language"
    if diacritics_of(text) >= _LEAST_DIACRITICS * len(text):  # most pages; counting letters costs more
        return PageHealth.OK, ""
    letters, diacritics = swedish_share(text)
    if letters >= _LEAST_LETTERS and diacritics < _LEAST_DIACRITICS * letters and language_of(text) == "sv":
        return PageHealth.DIACRITICS_LOST, "Swedish without å, ä and ö"
    return PageHealth.OK, ""


def _is_garbled(text: str) -> bool:
    """A broken ToUnicode map gives strings such as `7KH UHJLRQ¶V`: signs and capitals inside words."""
    tokens = text.split(None, _TOKENS_SAMPLED)[:_TOKENS_SAMPLED]
    if len(tokens) < 30:
        return False
    odd = sum(1 for token in tokens if not token.isalpha() and not _PLAUSIBLE.fullmatch(token))
    if odd > _MOST_ODD * len(tokens):
        return True
    sample = " ".join(tokens).lower()
    vowels = sum(map(sample.count, "aeiouy"))
    if vowels >= _FEWEST_VOWELS * len(sample):
        return False
    letters = sum(map(sample.count, ascii_lowercase))
    return letters > _LEAST_LETTERS and vowels < _FEWEST_VOWELS * letters
