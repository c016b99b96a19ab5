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
        "pictures_left": Both(
            "{count} bilder fick inte plats. En rapport över färre dokument har dem: "
            "oms-check check DOKUMENT -o rapport.html",
            "There was no room for {count} pictures. A report on fewer documents has them: "
            "oms-check check DOCUMENT -o report.html",
        ),
        "near_left": Both("Ytterligare {count} visas med {commands}", "{count} more are shown by {commands}"),
        "review": Both("Granskning", "Review"),
        "review_hint": Both(
            "Beslut av läsare, ur {files}. En underkänd passage räknas inte; en motiverad brist fäller inget krav.",
            "Decisions of readers, from {files}. A rejected passage does not count; a justified gap fails no gate.",
        ),
        "decide": Both("Ditt beslut", "Your decision"),
        "decide_cell": Both("Ditt beslut om hela rutan", "Your decision on the whole cell"),
        "accept": Both("Godkänn", "Accept"),
        "reject": Both("Underkänn", "Reject"),
        "justify": Both("Motivera", "Justify"),
        "about_accept": Both("Godkänn", "Accept"),
        "about_reject": Both("Underkänn: en felträff som inte ska räknas", "Reject: a false hit, not to be counted"),
        "about_justify": Both("Motivera: som det ska vara", "Justify: as it should be"),
        "ask_reason": Both("Skäl", "Reason"),
        "ask_role": Both("Din roll, till exempel regionplanerare", "Your role, regional planner for instance"),
        "keep": Both("Spara beslutet", "Keep the decision"),
        "cancel": Both("Avbryt", "Cancel"),
        "fresh": Both("nytt", "new"),
        "tray": Both("Nya beslut", "New decisions"),
        "tray_count": Both("Nya beslut i den här webbläsaren:", "New decisions in this browser:"),
        "export": Both("Spara som fil", "Save as a file"),
        "discard": Both("Kasta", "Discard"),
        "discard_sure": Both("Kasta alla nya beslut?", "Discard all new decisions?"),
        "exported": Both(
            "Sparade. Ta in dem med oms-check review --apply FIL; nivåerna räknas om nästa gång.",
            "Saved. Take them in with oms-check review --apply FILE; the levels are counted anew next time.",
        ),
        "undecided": Both("utan beslut", "undecided"),
        "near": Both("Nästan", "Nearly"),
        "near_hint": Both(
            "Passager som var nära att räknas, och vad som fattades.",
            "Passages that came near to counting, and what was lacking.",
        ),
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
