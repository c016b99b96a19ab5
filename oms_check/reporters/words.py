"""The words a person reads in a report, in the language asked for, and the sign that stands beside a level.

A level is always word and sign together: colour only repeats what they say.
"""

from types import MappingProxyType

from oms_check.model.coverage import Coverage, Level
from oms_check.reporters.english import ENGLISH
from oms_check.reporters.swedish import SWEDISH
from oms_check.reporters.wording import Forms, Words

SIGNS = MappingProxyType(
    {Level.MISSING: "–", Level.MENTIONED: "○", Level.PARTIAL: "◐", Level.STRONG: "●", Level.UNKNOWN: "?"}
)
"""Emptier to fuller, so that the column reads without its words."""

ASCII_SIGNS = MappingProxyType(
    {Level.MISSING: "-", Level.MENTIONED: ".", Level.PARTIAL: "+", Level.STRONG: "#", Level.UNKNOWN: "?"}
)
"""For terminals whose encoding has no circles."""

AGAINST_SIGN = "!"
"""Stands after the level where the strategy also rejects or postpones something of the focus area."""

JUSTIFIED_SIGN = "="
"""Stands after the level where a reader gave a reason for the gap."""

GUESS_SIGN = "*"
"""Stands after the name of a row whose region was read out of a name or a text, not given."""


def marks(coverage: Coverage) -> str:
    """The signs behind a level: that something is rejected, that the gap is justified."""
    signs = [AGAINST_SIGN] if coverage.counts.against else []
    return " ".join([*signs, JUSTIFIED_SIGN] if coverage.justified else signs)


def words(lang: str) -> Words:
    """The words of a report language; anything but 'en' is Swedish."""
    return ENGLISH if lang == "en" else SWEDISH


def counted(count: int, forms: Forms) -> str:
    """`counted(1, w.pages)` → '1 sida', `counted(2, w.pages)` → '2 sidor'."""
    return f"{count} {forms[0] if count == 1 else forms[1]}"


def listed(names: list[str], lang: str) -> str:
    """'Energi', 'Omvärld och Energi', 'Omvärld, Digitalt och Energi'."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words(lang).and_} {names[-1]}"


def kind_word(kind: str | None, lang: str) -> str:
    """The kind of a strategy as people write it; a kind without a word of its own is shown as its id."""
    return words(lang).kinds.get(kind, kind) if kind else ""


def number_ranges(numbers: tuple[int, ...]) -> str:
    """Sorted page numbers in the shortest form: (1, 2, 3, 7) → '1–3, 7'."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def page_list(numbers: tuple[int, ...], lang: str) -> str:
    """'s. 4' or 's. 4, 7–9' ('p. 4', 'pp. 4, 7–9')."""
    w = words(lang)
    return f"{w.page_short if len(numbers) == 1 else w.pages_short} {number_ranges(numbers)}"
