"""A strategy and its text → the strategy with its region, kind and year guessed where nothing told them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from unicodedata import normalize

from oms_check.catalog.regions import fold
from oms_check.model.document import Block, BlockKind, Document, PageHealth
from oms_check.model.strategy import Region, Strategy

_KINDS = tuple(
    (kind, re.compile(rf"\b(?:{words})"))
    for kind, words in (
        # The more particular first: an energy programme calls itself a part of the utvecklingsstrategi.
        (
            "lanstransportplan",
            r"\w*lanstransportplan|lansplan for regional transport|regional transportplan",
        ),
        ("systemanalys", r"systemanalys"),
        (
            "energi-och-klimatprogram",
            r"(?:energi|klimat) (?:och )?(?:klimat|energi)(?:program|strategi|plan)",
        ),
        (
            "bredbandsstrategi",
            r"bredbands(?:strategi|program|plan)|plan for bredband|strategi (?:for )?digital infrastruktur",
        ),
        ("strukturbild", r"strukturbild"),
        ("rumslig-strategi", r"(?:rumsliga?|territoriella?) strategi"),
        ("oversiktsplan", r"(?:\w+ )?oversiktsplan"),
        ("rufs", r"regionala? utvecklingsplan"),
        ("rus", r"(?:regionala? )?utvecklingsstrategi|sormlandsstrategi"),
    )
)
"""Patterns over folded text (`fold`): no case, no diacritics, single spaces."""

_ABBREVIATIONS = {
    "RUFS": "rufs",
    "RUP": "rufs",
    "RUS": "rus",
    "LTP": "lanstransportplan",
    "ÖP": "oversiktsplan",
    "FÖP": "oversiktsplan",
}
_ABBREVIATION = re.compile(rf"\b(?:{'|'.join(_ABBREVIATIONS)})\b")

_HORIZON = 2030
"""Years from here on say how far a plan looks, not when it was adopted (RUFS 2050)."""
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20\d\d)(?!\d)")
_ADOPTED = re.compile(
    r"(?:antag|antog|faststäl|fastslag|beslut|godkän|laga kraft|publicera|utgiv|reviderad)[^.;]{0,80}?"
    r"(?<!\d)(19[89]\d|20\d\d)(?!\d)"
)
_FRONT_PAGES = 4
_FRONT_BLOCKS = 80
"""A document without pages has its front in its first blocks."""
_LONGEST_LINE = 400

_NAME = "[A-ZÅÄÖ][a-zåäöé]+"
_BODY = re.compile(
    rf"\b(?=[A-ZÅÄÖ])(?:(?:Region|Länsstyrelsen i|Lansstyrelsen i)\s+({_NAME})"
    rf"|({_NAME}(?:[ -](?:Väsby|Vasby|Bro))?)\s+(?:kommun|län|lan|stad)s?\b)"
)
"""A region, a county or a kommun named as such: tells whose document it is, known to us or not."""
_NO_NAMES = frozenset(("Annan", "Denna", "En", "Ett", "Ingen", "Inom", "Samma", "Som", "Varje", "Vilken", "Vår"))
"""What stands before 'kommun' or 'län' with a capital at the beginning of a sentence."""
_FEWEST = 3
"""Times a region must be named before it is a guess: fewer is a passing mention."""


def identify(strategy: Strategy, document: Document, regions: tuple[Region, ...]) -> Strategy:
    """The strategy with `region`, `kind` and `year` filled where they are empty, and marked as guesses."""
    front = [block for block in document.blocks[:_FRONT_BLOCKS] if block.page <= _FRONT_PAGES]
    if strategy.region is None:
        region = region_in_text(_texts(document), regions, bare=_lost_diacritics(document))
        strategy = replace(strategy, region=region, region_guessed=region is not None)
    if strategy.kind is None:
        kinds = (_kind_in_text(line) for line in (document.title, *_headlines(front)))
        kind = next(filter(None, kinds), None)
        strategy = replace(strategy, kind=kind, kind_guessed=kind is not None)
    if strategy.year is None:
        year = _adoption_year(front) or year_in_name(document.title)
        strategy = replace(strategy, year=year, year_guessed=year is not None)
    return strategy


def kind_in_name(name: str) -> str | None:
    """The kind of document a file name or a heading names; None where it names none."""
    words = set(fold(name).split())
    return _kind_in_text(name) or next((kind for a, kind in _ABBREVIATIONS.items() if fold(a) in words), None)


def _kind_in_text(line: str) -> str | None:
    """As `kind_in_name`, but abbreviations only in capitals: `op` and `rus` are ordinary words elsewhere."""
    folded = fold(line)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(folded)), None)
    abbreviation = _ABBREVIATION.search(line)
    return kind or (_ABBREVIATIONS[abbreviation[0]] if abbreviation else None)


def year_in_name(name: str) -> int | None:
    """The first year in a file name or title that can be one of adoption."""
    return next((int(year) for year in _YEAR.findall(name) if int(year) < _HORIZON), None)


def region_in_text(texts: Iterable[str], regions: tuple[Region, ...], *, bare: bool = False) -> str | None:
    """Id of the region that is named most, by itself or its kommuner; None where none stands out.

    Each name counts, and twice where a body is named ('Region Uppsala', 'Enköpings kommun'). So do the bodies
    of the rest of the country: a plan of Region Skåne is no region's of ours, however often it names
    Stockholm. `bare`: the text has lost its diacritics.
    """
    text = normalize("NFC", "\n".join(texts))
    ours = {_undotted(name) if bare else name: region for name, region in _names(regions)}
    without_kommuner = {region.id for region in regions if not region.municipalities}
    unions = [name for name, region in ours.items() if region in without_kommuner]
    bodies = Counter(_bodies(text, ours, unions))
    known = ours | {body: f"elsewhere: {body}" for body, count in bodies.items() if body not in ours and count > 1}
    if not known:
        return None
    named: Counter[str] = Counter()
    for name in _any_of(known).findall(text):
        named[known[name]] += 1
    for body, count in bodies.items():
        if body in known:
            named[known[body]] += count
    ranked = named.most_common(2)
    if not ranked or ranked[0][1] < _FEWEST or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    best = ranked[0][0]
    return best if any(region.id == best for region in regions) else None


def _names(regions: tuple[Region, ...]) -> Iterator[tuple[str, str]]:
    """Every name that stands for a region, with its id: kommuner, the region, its county."""
    for region in regions:
        for name in (region.name, *region.aliases, *region.municipalities):
            if name[0].isupper():
                yield name, region.id
                county = name.removeprefix("Region ").removesuffix(" län")
                yield county, region.id
                yield county.removesuffix("s"), region.id  # Gävleborgs län


def _bodies(text: str, ours: dict[str, str], unions: list[str]) -> Iterator[str]:
    """Names of bodies as they stand in the text, in the base form where it is one of `ours`."""
    for region, place in _BODY.findall(text):
        name = region or place
        if name not in _NO_NAMES:
            yield name if name in ours else name.removesuffix("s")
    # A union of regions is a body by its name alone: no word like 'län' stands beside it.
    if unions:
        yield from _any_of(unions).findall(text)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=lambda name: (-len(name), name))
    initials = "".join(sorted({name[0] for name in longest_first}))  # looked at first: most words begin small
    return re.compile(rf"\b(?=[{initials}])(?:{'|'.join(longest_first)})(?=s?\b)")


def _undotted(name: str) -> str:
    return normalize("NFKD", name).encode("ascii", "ignore").decode()


def _headlines(front: list[Block]) -> Iterator[str]:
    """Headings, then what else stands on the title page: further in, a text names other documents."""
    yield from (block.text for block in front if block.kind is BlockKind.HEADING)
    yield from (block.text[:_LONGEST_LINE] for block in front if block.page == 1 and block.kind is not BlockKind.TOC)


def _adoption_year(front: list[Block]) -> int | None:
    lines = (block.text[:_LONGEST_LINE].casefold() for block in front if block.kind is not BlockKind.TOC)
    years = (int(found[1]) for line in lines for found in _ADOPTED.finditer(line))
    return next((year for year in years if year < _HORIZON), None)


def _texts(document: Document) -> Iterator[str]:
    """What tells whose document it is: all of it but contents lines and reference lists."""
    yield document.title
    for block in document.blocks:
        if block.kind not in (BlockKind.TOC, BlockKind.OTHER):
            yield block.text


def _lost_diacritics(document: Document) -> bool:
    pages = document.pages
    return 2 * sum(page.health is PageHealth.DIACRITICS_LOST for page in pages) > len(pages)
