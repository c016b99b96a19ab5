"""A fact, a sentence in each language: English names ids, Swedish the words of the report."""

from datetime import date

import pytest
from build import AREAS

from oms_check.model.coverage import Level, Reason
from oms_check.model.document import Status
from oms_check.model.evidence import Stance
from oms_check.model.reasons import (
    BaselineMisfit,
    EntryExpired,
    EntryGone,
    Fact,
    LevelFact,
    Nearest,
    NothingJudged,
    ReadingFact,
    ScoreFact,
)
from oms_check.model.review import ReviewEntry, Ruling, StaleEntry, Staleness
from oms_check.reporters.reasons import sentence

DAY = date(2026, 11, 24)
ENTRY = ReviewEntry("oms-2025", "energi", Ruling.JUSTIFY, DAY, reason="tas i programmet", role="planerare", line=7)
NEAR = Nearest("rus.pdf", 4, stance=Stance.NEED)


@pytest.mark.parametrize(
    ("fact", "english", "swedish"),
    [
        (
            LevelFact("Region A", "energi", Level.MENTIONED, required=Level.PARTIAL, nearest=NEAR),
            "Region A: energi is mentioned, partial is required; nearest evidence: need on page 4 of rus.pdf",
            "Region A, Energi: nämns, men delvis krävs; närmaste passage: behov på s. 4 i rus.pdf",
        ),
        (
            LevelFact("Region A", "energi", Level.MISSING, required=Level.PARTIAL, justified=(ENTRY,)),
            "Region A: energi is missing, partial is required, justified by planerare on 2026-11-24 "
            "(tas i programmet); no passage comes near",
            "Region A, Energi: saknas, men delvis krävs, motiverat av planerare 2026-11-24 "
            "(tas i programmet); ingen passage är nära",
        ),
        (
            LevelFact("a.docx", "energi", Level.MISSING, before=Level.STRONG, nearest=Nearest("a.docx", 1, "Mål {x}")),
            "a.docx: energi fell from strong to missing; nearest passage: in 'Mål {x}' of a.docx, which lacks ",
            "a.docx, Energi: har sjunkit från stark till saknas; närmaste passage: under Mål {x} i a.docx, som saknar ",
        ),
        (
            LevelFact("a.pdf", "energi", Level.STRONG, before=Level.PARTIAL, nearest=NEAR),
            "a.pdf: energi rose from partial to strong; record it with `oms-check baseline write`",
            "a.pdf, Energi: har stigit från delvis till stark; spara det med `oms-check baseline write`",
        ),
        (
            ScoreFact("Region A", "59.96", "60"),
            "Region A: the mean score is 59.96, at least 60 is required",
            "Region A: medelpoängen är 59.96, minst 60 krävs",
        ),
        (
            ReadingFact("a.pdf", Status.ENCRYPTED, "it needs a password", "give it one"),
            "a.pdf could not be read: it needs a password; give it one",
            "a.pdf gick inte att läsa: lösenordsskyddat",
        ),
        (
            ReadingFact("a.pdf", Status.OK, lost=10, pages=20),
            "a.pdf: no level can be told, 10 of 20 pages could not be read",
            "a.pdf: nivån går inte att avgöra, 10 av 20 sidor gick inte att läsa",
        ),
        (
            NothingJudged(),
            "no cell of the matrix could be judged, so the gate says nothing",
            "ingen ruta i matrisen gick att bedöma, så kraven kunde inte prövas",
        ),
        (
            BaselineMisfit("b.toml", "oms-2025", "strategy", "region"),
            "b.toml was written with --by strategy, the rows shown are by region; write it anew with "
            "`oms-check baseline write`",
            "b.toml skrevs med --by strategy, raderna här är --by region; skriv den på nytt med "
            "`oms-check baseline write`",
        ),
        (
            EntryGone("b.toml:3", "a.pdf"),
            "b.toml:3: a.pdf is no longer checked; remove the entry or restore the strategy",
            "b.toml:3: a.pdf granskas inte längre; ta bort posten eller lägg tillbaka strategin",
        ),
        (
            EntryExpired("b.toml:3", Level.MENTIONED, "energi", "a.pdf", DAY),
            "b.toml:3: mentioned for energi of a.pdf was accepted until 2026-11-24",
            "b.toml:3: nämns för Energi i a.pdf var godtaget till och med 2026-11-24",
        ),
        (
            StaleEntry(ENTRY, "review.yaml", "a.pdf", Staleness.CLOSED, Level.STRONG),
            "review.yaml:7: stale decision (justify): energi of a.pdf is strong, no gap any more",
            "review.yaml:7: inaktuellt beslut (motiverad): Energi i a.pdf är stark, ingen brist längre",
        ),
    ],
)
def test_a_fact_has_a_sentence_in_each_language(fact: Fact, english: str, swedish: str) -> None:
    reason = Reason("code", fact=fact)
    assert sentence(reason) == english
    assert sentence(reason, "sv", AREAS) == swedish


def test_a_sentence_that_is_there_already_is_kept() -> None:
    assert sentence(Reason("level", "ready"), "sv") == "ready"
