"""Every text of the page in Swedish and in English, side by side: the reader switches without reloading."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Both:
    """One text in both languages."""

    sv: str
    en: str


def both(text: Callable[[str], str]) -> Both:
    """The text that a function of the language ('sv' or 'en') gives."""
    return Both(text("sv"), text("en"))


PHRASES = MappingProxyType(
    {
        "report": Both("Täckningsrapport", "Coverage report"),
        "sum": Both("{documents} dokument, {passages} passager", "Documents: {documents}. Passages: {passages}."),
        "older_hint": Both(
            "Ett dokument som är äldre än inriktningen ({published}) kan ha låga nivåer av det skälet.",
            "A document that is older than the direction ({published}) may have low levels for that reason.",
        ),
        "skip": Both("Till matrisen", "Skip to the matrix"),
        "language": Both("Språk", "Language"),
        "matrix": Both("Matris", "Matrix"),
        "matrix_hint": Both(
            "Varje ruta visar hur långt inriktningspunkten är behandlad och i hur många av sina facetter. "
            "Öppna en ruta för att se passagerna.",
            "Each cell shows how far the focus area is treated, and in how many of its facets. "
            "Open a cell to see the passages.",
        ),
        "legend_facets": Both("facetter med egna ställningstaganden", "facets with statements of its own"),
        "passages": Both("Passager", "Passages"),
        "search": Both("Sök i passagerna", "Search the passages"),
        "all": Both("alla", "all"),
        "clear": Both("Rensa", "Clear"),
        "open_all": Both("Öppna alla", "Open all"),
        "close_all": Both("Stäng alla", "Close all"),
        "print": Both("Skriv ut", "Print"),
        "nothing_fits": Both("Inget motsvarar urvalet.", "Nothing fits the selection."),
        "facets": Both("Facetter", "Facets"),
        "best": Both("Starkaste passagerna", "Strongest passages"),
        "more": Both("Fler passager", "More passages"),
        "left_out": Both(
            "Ytterligare {count} svagare passager visas inte här; -o FIL.evidence.csv har alla.",
            "{count} weaker passages are not shown here; -o FILE.evidence.csv has all.",
        ),
        "near": Both("Nästan", "Nearly"),
        "near_hint": Both(
            "Passager som var nära att räknas, och vad som fattades.",
            "Passages that came near to counting, and what was lacking.",
        ),
        "lacks": Both("saknar", "lacks"),
        "has": Both("har", "has"),
        "others": Both("Så uttrycker andra det", "How others put it"),
        "others_hint": Both(
            "Hur andra strategier behandlar de facetter som saknas här.",
            "How other strategies treat the facets that are missing here.",
        ),
        "to_matrix": Both("Till matrisen", "To the matrix"),
        "crop_alt": Both("Utdrag ur sidan, med passagen markerad:", "Part of the page, the passage marked:"),
        "goes_on": Both("Passagen fortsätter på sidan", "The passage goes on on page"),
        "under": Both("Under rubriken", "Under the heading"),
        "marks": Both("Markerade ord", "Marked words"),
        "missing": Both("Det som saknas", "What is missing"),
        "pages": Both("Sidor", "Pages"),
        "readable": Both("Läsbarhet", "Readability"),
        "all_readable": Both("alla sidor läsbara", "all pages readable"),
        "cites": Both("Hänvisar till", "Cites"),
        "cites_none": Both("ingen hänvisning", "no citation"),
        "before": Both("äldre än inriktningen", "older than the direction"),
        "guess": Both("gissning", "guess"),
        "made_with": Both("Gjord med", "Made with"),
        "found": Both("passager visas", "passages shown"),
    }
)
"""The page's own words; what it shares with other formats stands in `reporters/words.py`."""


def filled(name: str, **values: object) -> Both:
    """A phrase with its `{…}` filled."""
    phrase = PHRASES[name]
    return Both(phrase.sv.format(**values), phrase.en.format(**values))
