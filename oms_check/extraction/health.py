"""Facts about a page's text → how well it could be read."""

import re

from oms_check.extraction.language import language_of, swedish_share
from oms_check.extraction.part import PagePart
from oms_check.model.document import PageHealth

_MOST_UNMAPPED = 0.15
_LEAST_DIACRITICS = 0.012
"""Of all letters; Swedish has 5–6 %."""
_LEAST_LETTERS = 300
_TOKEN = re.compile(r"\S+")
_PLAUSIBLE = re.compile(r"[^\w]*[^\W\d_]*(?:[-–/:.'’&+][^\W\d_]+)*[^\w]*|[^\w]*[\d.,:%\-–/ ]+\w{0,3}[^\w]*")
_MOST_ODD = 0.35


def page_health(part: PagePart, text: str) -> tuple[PageHealth, tuple[str, ...]]:
    """Health of a page and notes on it; `text` is all text of the page, furniture too."""
    notes = tuple(part.notes)
    if part.failed:
        return PageHealth.FAILED, notes
    if part.characters < 30 and part.image > 0.3:
        return PageHealth.NO_TEXT, (*notes, "a picture without a text layer")
    if part.characters and part.unmapped > _MOST_UNMAPPED * part.characters:
        return PageHealth.GARBLED, (*notes, "many characters have no Unicode value")
    if _is_garbled(text):
        return PageHealth.GARBLED, (*notes, "most words are no words of any language")
    letters, diacritics = swedish_share(text)
    if letters >= _LEAST_LETTERS and diacritics < _LEAST_DIACRITICS * letters and language_of(text) == "sv":
        return PageHealth.DIACRITICS_LOST, (*notes, "Swedish without å, ä and ö")
    return PageHealth.OK, notes


def _is_garbled(text: str) -> bool:
    """A broken ToUnicode map gives strings such as `7KH UHJLRQ¶V`: signs and capitals inside words."""
    tokens = _TOKEN.findall(text)
    if len(tokens) < 30:
        return False
    odd = sum(1 for token in tokens if not _PLAUSIBLE.fullmatch(token))
    return odd > _MOST_ODD * len(tokens)
