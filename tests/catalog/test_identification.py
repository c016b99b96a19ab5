import dataclasses
from pathlib import Path

import pytest

from oms_check.catalog import identify, load_regions
from oms_check.catalog.identification import kind_in_name, region_in_text, year_in_name
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Status
from oms_check.model.strategy import KINDS, Strategy

REGIONS = load_regions()
BLANK = Strategy(path="a.pdf", file=Path("a.pdf"))


def document(*blocks: tuple[BlockKind, str], title: str = "", health: PageHealth = PageHealth.OK) -> Document:
    made = tuple(Block(kind, text, 1, index) for index, (kind, text) in enumerate(blocks))
    return Document("", "application/pdf", Status.OK, (Page(1, health),), made, title=title)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rus-uppsala-lan-2021", "rus"),
        ("RUS_2022-2030", "rus"),
        ("Regional utvecklingsstrategi för Västmanland", "rus"),
        ("sormlandsstrategin", "rus"),
        ("rufs-2050", "rufs"),
        ("Regional utvecklingsplan för Stockholmsregionen", "rufs"),
        ("Rumslig strategi 2040", "rumslig-strategi"),
        ("strukturbild-sormland", "strukturbild"),
        ("op-enkoping", "oversiktsplan"),
        ("Fördjupad o\u0308versiktsplan Bålsta", "oversiktsplan"),
        ("Länstransportplan 2022-2033", "lanstransportplan"),
        ("Systemanalys 2024", "systemanalys"),
        ("Energi- och klimatprogram", "energi-och-klimatprogram"),
        ("klimat_och_energistrategi", "energi-och-klimatprogram"),
        ("Bredbandsstrategi 2018–2025", "bredbandsstrategi"),
        ("Strategi för digital infrastruktur", "bredbandsstrategi"),
        ("trust", None),
        ("kop", None),
        ("remissvar", None),
        ("", None),
    ],
)
def test_the_kind_a_name_tells(name: str, kind: str | None) -> None:
    assert kind_in_name(name) == kind
    assert kind is None or kind in KINDS


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("rus-2022-2030", 2022),
        ("rufs-2050", None),
        ("rufs-2050-antagen-2018", 2018),
        ("plan_20210615", None),
        ("plan 1995", 1995),
        ("dnr 12021", None),
        ("", None),
    ],
)
def test_the_year_a_name_tells(name: str, year: int | None) -> None:
    assert year_in_name(name) == year


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Region Uppsala vill. Region Uppsala ska. Uppsala län växer, liksom Stockholm.", "uppsala"),
        ("Enköpings kommun antog. Enköpings kommun ser. Västerås ligger nära. Stockholm.", "uppsala"),
        ("I Södertälje och Täby, i Täbys centrum och i Upplands Väsby.", "stockholm"),
        ("Mälardalsrådet samlar. Mälardalsrådets mål. Inom En Bättre Sits.", "malardalsradet"),
        # A plan of another part of the country names Stockholm often.
        ("Region Skåne vill. Region Skåne ska. Skåne och Stockholm. Stockholm, Stockholm.", None),
        ("Simrishamns kommun. Simrishamns kommun. Simrishamn.", None),
        # Passing mentions, and two that are named as often, are no guess.
        ("Tåg till Uppsala och Uppsala igen.", None),
        ("Uppsala, Uppsala, Uppsala. Gävle, Gävle, Gävle.", None),
        # Capitals at the beginning of a sentence, and words that begin like names.
        ("Varje kommun. Varje kommun. Varje kommun. Varje kommun. Salade, Noran, ydre.", None),
        ("", None),
    ],
)
def test_the_region_a_text_names_most(text: str, region: str | None) -> None:
    assert region_in_text([text], REGIONS) == region


def test_every_kommun_tells_its_region() -> None:
    for region in REGIONS:
        for name in region.municipalities:
            ending = "" if name[-1] in "saouåeiyäö" else "s"
            assert region_in_text([f"Översiktsplan för {name}{ending} kommun. {name}. {name}."], REGIONS) == region.id


def test_a_text_without_diacritics_is_told_by_names_without_them() -> None:
    blocks = [(BlockKind.PARAGRAPH, "Region Ostergotland och Norrkoping. Ostergotlands lan. Region Ostergotland.")]
    lost = document(*blocks, health=PageHealth.DIACRITICS_LOST)
    assert identify(BLANK, lost, REGIONS).region == "ostergotland"
    assert identify(BLANK, document(*blocks), REGIONS).region is None


def test_guesses_are_marked_and_never_replace_what_is_known() -> None:
    plan = document(
        (BlockKind.HEADING, "Länstransportplan 2022–2033"),
        (BlockKind.PARAGRAPH, "Fastställd av regionfullmäktige den 15 juni 2021."),
        (BlockKind.PARAGRAPH, "Region Sörmland ska. Region Sörmland vill, med den regionala utvecklingsstrategin."),
    )
    guessed = identify(BLANK, plan, REGIONS)
    assert (guessed.region, guessed.kind, guessed.year) == ("sormland", "lanstransportplan", 2021)
    assert guessed.region_guessed
    assert guessed.kind_guessed
    assert guessed.year_guessed
    known = dataclasses.replace(BLANK, region="uppsala", kind="annat", year=2001)
    assert identify(known, plan, REGIONS) == known


def test_nothing_is_guessed_of_a_text_that_says_nothing() -> None:
    assert identify(BLANK, document((BlockKind.PARAGRAPH, "Hej.")), REGIONS) == BLANK
    assert identify(BLANK, document(), ()) == BLANK


def test_contents_and_reference_lists_do_not_tell_the_region() -> None:
    listed = document(*[(kind, "Region Uppsala. " * 9) for kind in (BlockKind.TOC, BlockKind.OTHER)])
    assert identify(BLANK, listed, REGIONS).region is None


def test_small_letters_that_look_like_an_abbreviation_tell_no_kind() -> None:
    assert identify(BLANK, document((BlockKind.HEADING, "Ett rus av glädje")), REGIONS).kind is None
    assert identify(BLANK, document((BlockKind.HEADING, "Ny RUS för länet")), REGIONS).kind == "rus"
