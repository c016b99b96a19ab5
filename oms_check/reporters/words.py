"""Every word a person reads in a report, in Swedish and in English, and the sign that stands beside a level.

A level is always word and sign together: colour only repeats what they say.
"""

from dataclasses import dataclass
from types import MappingProxyType

from oms_check.model.coverage import Level
from oms_check.model.document import PageHealth, Status
from oms_check.model.evidence import MatchKind, Stance

Forms = tuple[str, str]
"""A noun for one and for many."""

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

GUESS_SIGN = "*"
"""Stands after the name of a row whose region was read out of a name or a text, not given."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Sentences with `{…}` are filled with `str.format`."""

    levels: dict[Level, str]
    level_meanings: dict[Level, str]
    stances: dict[Stance, str]
    matches: dict[MatchKind, str]
    health: dict[PageHealth, str]
    statuses: dict[Status, str]
    kinds: dict[str, str]

    commitments: Forms
    needs: Forms
    mentions: Forms
    quotes: Forms
    passages: Forms
    pages: Forms
    concrete: Forms
    in_facets: str
    on_pages: str
    nothing_stated: str
    rejected_in: str
    only_quoted: str
    came_near: str
    could_not_tell: str

    page: str
    page_short: str
    pages_short: str
    region: str
    strategy: str
    focus_area: str
    facet: str
    kind: str
    year: str
    status: str
    level: str
    score: str
    stance: str
    quote: str
    match: str
    row: str
    explanation: str
    signal: str
    document: str
    heading: str
    lacking: str
    and_: str

    title: str
    no_region: str
    legend: str
    against_legend: str
    guess_legend: str
    older_legend: str
    gaps: str
    no_gaps: str
    everything: str
    gap_missing: str
    gap_mentioned: str
    gap_unknown: str
    nearest: str
    nearest_head: str
    against: str
    documents: str
    not_read: str
    older: str
    guessed_region: str
    guessed_kind: str
    guessed_year: str
    cites: str
    not_swedish: str
    partly_read: str
    pages_with: str
    see_passages: str
    gate: str
    gate_passed: str
    gate_failed: str
    gate_not_checked: str
    accepted: str
    notices: str
    more: str

    no_passages: str
    near_misses: str
    near_lacks: str
    others: str
    concrete_mark: str
    uncovered_facets: str

    sheet_matrix: str
    sheet_evidence: str
    sheet_gaps: str
    sheet_about: str
    direction: str
    version: str
    tool: str
    rules_digest: str


SWEDISH = Words(
    levels={
        Level.MISSING: "saknas",
        Level.MENTIONED: "nämns",
        Level.PARTIAL: "delvis",
        Level.STRONG: "stark",
        Level.UNKNOWN: "oläsbart",
    },
    level_meanings={
        Level.MISSING: "inget eget ställningstagande",
        Level.MENTIONED: "omnämns utan beslut",
        Level.PARTIAL: "egen inriktning, få konkreta åtaganden",
        Level.STRONG: "egen inriktning med konkreta åtaganden",
        Level.UNKNOWN: "för mycket gick inte att läsa",
    },
    stances={
        Stance.COMMITMENT: "åtagande",
        Stance.NEED: "behov",
        Stance.MENTION: "omnämnande",
        Stance.AGAINST: "avvisas",
        Stance.QUOTE: "citat ur inriktningen",
    },
    matches={
        MatchKind.EXACT: "exakt",
        MatchKind.INFLECTED: "böjd form",
        MatchKind.COMPOUND: "sammansättning",
        MatchKind.DIACRITICS: "utan prickar",
        MatchKind.FUZZY: "ungefärlig",
    },
    health={
        PageHealth.OK: "läsbara",
        PageHealth.DIACRITICS_LOST: "utan å, ä och ö",
        PageHealth.NO_TEXT: "utan text (bild av sida)",
        PageHealth.GARBLED: "med förvanskad text",
        PageHealth.FAILED: "som inte gick att läsa",
    },
    statuses={
        Status.OK: "läst",
        Status.PARTIAL: "delvis läst",
        Status.NOT_SWEDISH: "inte på svenska",
        Status.NO_TEXT: "utan text",
        Status.ENCRYPTED: "lösenordsskyddat",
        Status.DAMAGED: "skadat",
        Status.NOT_A_PDF: "inte en PDF",
        Status.UNSUPPORTED: "formatet stöds inte",
        Status.TOO_LARGE: "för stort",
        Status.TIMEOUT: "tog för lång tid",
        Status.MEMORY: "tog för mycket minne",
        Status.CRASHED: "läsningen kraschade",
        Status.NO_ACCESS: "kunde inte öppnas",
    },
    kinds={
        "rus": "RUS",
        "rufs": "RUFS",
        "rumslig-strategi": "rumslig strategi",
        "oversiktsplan": "översiktsplan",
        "lanstransportplan": "länstransportplan",
        "energi-och-klimatprogram": "energi- och klimatprogram",
    },
    commitments=("åtagande", "åtaganden"),
    needs=("behov", "behov"),
    mentions=("omnämnande", "omnämnanden"),
    quotes=("citat", "citat"),
    passages=("passage", "passager"),
    pages=("sida", "sidor"),
    concrete=("konkret", "konkreta"),
    in_facets="i {covered} av {of} facetter",
    on_pages="på {pages}",
    nothing_stated="inget eget ställningstagande",
    rejected_in="avvisas i {passages}",
    only_quoted="inriktningen citeras i {passages}",
    came_near="{passages} nästan",
    could_not_tell="för stor del gick inte att läsa",
    page="Sida",
    page_short="s.",
    pages_short="s.",
    region="Region",
    strategy="Strategi",
    focus_area="Inriktningspunkt",
    facet="Facett",
    kind="Slag",
    year="År",
    status="Status",
    level="Nivå",
    score="Poäng",
    stance="Hållning",
    quote="Passage",
    match="Träff",
    row="Rad",
    explanation="Förklaring",
    signal="Signal",
    document="Dokument",
    heading="Rubrik",
    lacking="Saknar",
    and_="och",
    title="Täckning av {title}",
    no_region="utan region",
    legend="Teckenförklaring",
    against_legend="något avvisas",
    guess_legend="regionen är gissad",
    older_legend="år före {published}: äldre än inriktningen, låga nivåer kan bero på det",
    gaps="Saknas",
    no_gaps="inget saknas",
    everything="allt",
    gap_missing="{areas} saknas",
    gap_mentioned="{areas} bara nämns",
    gap_unknown="{areas} oläsbart",
    nearest="närmast {place}",
    nearest_head="Närmast",
    against="Avvisas",
    documents="Dokument",
    not_read="Gick inte att läsa",
    older="dokumentet är från {year}, äldre än inriktningen ({published}): låga nivåer kan bero på det",
    guessed_region="regionen är gissad",
    guessed_kind="slaget är gissat",
    guessed_year="året är gissat",
    cites="hänvisar till {work} ({pages})",
    not_swedish="inte på svenska ({language}): nivåerna säger inget",
    partly_read="bara en del av dokumentet kunde läsas",
    pages_with="{pages} {health} ({numbers})",
    see_passages="Se passagerna",
    gate="Krav",
    gate_passed="uppfyllda",
    gate_failed="uppfylls inte",
    gate_not_checked="kunde inte prövas",
    accepted="godtagna brister",
    notices="upplysningar",
    more="och {count} till",
    no_passages="Inga passager.",
    near_misses="Nästan",
    near_lacks="saknar {concepts}",
    others="Så uttrycker andra det",
    concrete_mark="konkret",
    uncovered_facets="Utan passager",
    sheet_matrix="Matris",
    sheet_evidence="Evidens",
    sheet_gaps="Saknas",
    sheet_about="Om",
    direction="Inriktning",
    version="Version",
    tool="Verktyg",
    rules_digest="Regelfilens SHA-256",
)

ENGLISH = Words(
    levels={
        Level.MISSING: "missing",
        Level.MENTIONED: "mentioned",
        Level.PARTIAL: "partial",
        Level.STRONG: "strong",
        Level.UNKNOWN: "unknown",
    },
    level_meanings={
        Level.MISSING: "no statement of its own",
        Level.MENTIONED: "named, nothing decided",
        Level.PARTIAL: "a direction of its own, few concrete commitments",
        Level.STRONG: "a direction of its own with concrete commitments",
        Level.UNKNOWN: "too much could not be read",
    },
    stances={
        Stance.COMMITMENT: "commitment",
        Stance.NEED: "need",
        Stance.MENTION: "mention",
        Stance.AGAINST: "rejected",
        Stance.QUOTE: "quotes the direction",
    },
    matches={
        MatchKind.EXACT: "exact",
        MatchKind.INFLECTED: "inflected",
        MatchKind.COMPOUND: "compound",
        MatchKind.DIACRITICS: "without diacritics",
        MatchKind.FUZZY: "approximate",
    },
    health={
        PageHealth.OK: "readable",
        PageHealth.DIACRITICS_LOST: "without å, ä and ö",
        PageHealth.NO_TEXT: "without text (picture of a page)",
        PageHealth.GARBLED: "with garbled text",
        PageHealth.FAILED: "that could not be read",
    },
    statuses={
        Status.OK: "read",
        Status.PARTIAL: "partly read",
        Status.NOT_SWEDISH: "not Swedish",
        Status.NO_TEXT: "without text",
        Status.ENCRYPTED: "needs a password",
        Status.DAMAGED: "damaged",
        Status.NOT_A_PDF: "not a PDF",
        Status.UNSUPPORTED: "format not supported",
        Status.TOO_LARGE: "too large",
        Status.TIMEOUT: "took too long",
        Status.MEMORY: "took too much memory",
        Status.CRASHED: "reading crashed",
        Status.NO_ACCESS: "could not be opened",
    },
    kinds={
        "rus": "RUS",
        "rufs": "RUFS",
        "rumslig-strategi": "spatial strategy",
        "strukturbild": "structure plan",
        "oversiktsplan": "comprehensive plan",
        "lanstransportplan": "county transport plan",
        "systemanalys": "system analysis",
        "energi-och-klimatprogram": "energy and climate programme",
        "bredbandsstrategi": "broadband strategy",
        "annat": "other",
    },
    commitments=("commitment", "commitments"),
    needs=("need", "needs"),
    mentions=("mention", "mentions"),
    quotes=("quotation", "quotations"),
    passages=("passage", "passages"),
    pages=("page", "pages"),
    concrete=("concrete", "concrete"),
    in_facets="in {covered} of {of} facets",
    on_pages="on {pages}",
    nothing_stated="no statement of its own",
    rejected_in="rejected in {passages}",
    only_quoted="the direction is quoted in {passages}",
    came_near="{passages} came near",
    could_not_tell="too much could not be read",
    page="Page",
    page_short="p.",
    pages_short="pp.",
    region="Region",
    strategy="Strategy",
    focus_area="Focus area",
    facet="Facet",
    kind="Kind",
    year="Year",
    status="Status",
    level="Level",
    score="Score",
    stance="Stance",
    quote="Passage",
    match="Match",
    row="Row",
    explanation="Explanation",
    signal="Signal",
    document="Document",
    heading="Heading",
    lacking="Lacking",
    and_="and",
    title="Coverage of {title}",
    no_region="no region",
    legend="Legend",
    against_legend="something is rejected",
    guess_legend="the region is a guess",
    older_legend="years before {published}: older than the direction, which may be why levels are low",
    gaps="Missing",
    no_gaps="nothing missing",
    everything="everything",
    gap_missing="{areas} missing",
    gap_mentioned="{areas} only mentioned",
    gap_unknown="{areas} unknown",
    nearest="nearest {place}",
    nearest_head="Nearest",
    against="Rejected",
    documents="Documents",
    not_read="Could not be read",
    older="from {year}, older than the direction ({published}): this may be why levels are low",
    guessed_region="the region is a guess",
    guessed_kind="the kind is a guess",
    guessed_year="the year is a guess",
    cites="cites {work} ({pages})",
    not_swedish="not Swedish ({language}): the levels say nothing",
    partly_read="only a part of the document could be read",
    pages_with="{pages} {health} ({numbers})",
    see_passages="See the passages",
    gate="Gate",
    gate_passed="passed",
    gate_failed="failed",
    gate_not_checked="could not be checked",
    accepted="accepted gaps",
    notices="notices",
    more="and {count} more",
    no_passages="No passages.",
    near_misses="Nearly",
    near_lacks="lacks {concepts}",
    others="How others put it",
    concrete_mark="concrete",
    uncovered_facets="Without passages",
    sheet_matrix="Matrix",
    sheet_evidence="Evidence",
    sheet_gaps="Missing",
    sheet_about="About",
    direction="Direction",
    version="Version",
    tool="Tool",
    rules_digest="SHA-256 of the rule file",
)


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
