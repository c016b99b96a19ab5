"""Whose words a passage is, and how firm: quotations, imperatives, plans of action, refusals told in two sentences."""

from pathlib import Path

import pytest

from oms_check.matching import Matcher, compile_matcher
from oms_check.matching.quotes import quoted_stretches
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Status
from oms_check.model.evidence import Stance
from oms_check.ruleset.load import load_ruleset


@pytest.fixture(scope="module")
def matcher(checkout: Path) -> Matcher:
    return compile_matcher(load_ruleset(checkout / "rules" / "oms-2025.yaml"))


def stances(matcher: Matcher, text: str, focus_area: str) -> set[Stance]:
    return {one.stance for one in matcher.match_text(text).evidence if one.focus_area == focus_area}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Länet skriver: ”Vi ska bygga ut elnätet i hela länet.” Det är bra.",
            ["Vi ska bygga ut elnätet i hela länet."],
        ),
        ("Begreppet ”smart specialisering” används.", []),
        ("De säger »vi bygger ut fibern till alla hushåll« här.", ["vi bygger ut fibern till alla hushåll"]),
        (
            "”Vi bygger ut fibern till alla hushåll. Det blir klart 2030.",
            ["Vi bygger ut fibern till alla hushåll. Det blir klart 2030."],
        ),
    ],
)
def test_stretches_in_quotation_marks(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_stretches(text)] == quoted


def test_what_others_say_in_quotation_marks_is_not_the_strategy_s_own(matcher: Matcher) -> None:
    said = "Elnätets kapacitet ska byggas ut med 200 MW till 2030."
    assert stances(matcher, said, "energi") == {Stance.COMMITMENT}
    assert stances(matcher, f"Grannlänets strategi säger: ”{said}”", "energi") == {Stance.QUOTE}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("3. Bygg bostäderna intill stationen.", Stance.COMMITMENT),
        ("Kommunerna bygger bostäder nära stationen om marknaden så vill. Bygg är en stor näring.", Stance.COMMITMENT),
        ("Bostäderna ligger nära stationen.", Stance.MENTION),
    ],
)
def test_a_sentence_that_opens_with_an_imperative_promises(matcher: Matcher, text: str, stance: Stance) -> None:
    assert stance in stances(matcher, text, "bebyggelse")


@pytest.mark.parametrize(
    ("row", "planned"),
    [
        ("Fiber till de sista hushållen Tekniska nämnden 2028 41", True),
        ("Fiber till de sista hushållen Stadsnät AB 2028", True),
        ("Hushåll med fiber, procent 2022 94", False),
        ("Hushåll med fiber, prognos 2030 99", False),
        ("Fiber till de sista hushållen Tekniska nämnden 2019", False),
    ],
)
def test_a_row_with_a_year_to_come_and_who_answers_is_a_plan(matcher: Matcher, row: str, planned: bool) -> None:
    page = Page(1, PageHealth.OK)
    table = Document("", "text/plain", Status.OK, (page,), (Block(BlockKind.TABLE_ROW, row, 1, 0),))
    (stance,) = {one.stance for one in matcher.match(table).evidence}
    assert (stance is Stance.COMMITMENT) is planned


@pytest.mark.parametrize(
    "text",
    [
        "Ett förslag om dubbelspår mellan Uppsala och Gävle ska enligt Trafikverket prövas. Vi avstår från detta.",
        "Kommunen har fått ett förslag om vindkraft på höjderna, och ärendet tas inte upp igen.",
    ],
)
def test_a_refusal_may_take_up_what_stood_before(matcher: Matcher, text: str) -> None:
    found = matcher.match_text(text).evidence
    assert found
    assert {one.stance for one in found} == {Stance.AGAINST}


def test_a_place_name_is_met_with_a_capital_and_in_the_genitive_only(matcher: Matcher) -> None:
    link = "Godståg till {} ska gå dagligen från 2028."
    assert stances(matcher, link.format("Kiel"), "omvarld") == {Stance.COMMITMENT}
    assert stances(matcher, link.format("Kiels hamn"), "omvarld") == {Stance.COMMITMENT}
    kilar = matcher.match_text("Gröna stråk och kilar binder samman naturreservaten.").evidence
    assert kilar == ()


def test_a_list_under_a_register_s_heading_only_enumerates(matcher: Matcher) -> None:
    items = "\n• Elnätets kapacitet 2030\n• Vindkraft i Hofors 2028\n• Fjärrvärme och kraftvärme i Gävle"
    assert matcher.match_text("Åtgärder" + items).evidence
    assert not matcher.match_text("Figurförteckning" + items).evidence


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Elnätet måste byggas ut om industrin ska kunna ställa om.", Stance.NEED),
        ("Regionen ska kartlägga var kapacitet i elnätet saknas.", Stance.COMMITMENT),
        ("Det elnät som behövs ska byggas ut senast 2030.", Stance.COMMITMENT),
        ("Elnätets kapacitet väntas fördubblas till 2040.", Stance.MENTION),
        ("Flera remissinstanser har efterlyst mål för elnätets kapacitet.", Stance.MENTION),
        ("Elproduktionen har fördubblats i länet.", Stance.MENTION),
        ("Svenska kraftnät bygger nya ledningar och stationer till 2035.", Stance.MENTION),
        ("Svenska kraftnät och regionen ska bygga nya ledningar och stationer till 2035.", Stance.COMMITMENT),
        ("När kärnkraften läggs ned ska kraftvärmen byggas ut i länet.", Stance.COMMITMENT),
        ("Regionen avstår inte från att bygga ut elnätet.", Stance.MENTION),
    ],
)
def test_what_is_asked_for_expected_or_done_by_others_is_no_promise(
    matcher: Matcher, text: str, stance: Stance
) -> None:
    assert stances(matcher, text, "energi") == {stance}


def test_what_is_promised_is_taken_back_only_by_what_names_it(matcher: Matcher) -> None:
    promise = "Regionen ska verka för att elnätets kapacitet byggs ut."
    assert stances(matcher, f"{promise} Planen anger inga åtgärder, den är en inriktning.", "energi") == {
        Stance.COMMITMENT
    }
    assert stances(matcher, f"{promise} Regionen avstår från detta till 2030.", "energi") == {Stance.AGAINST}


@pytest.mark.parametrize(
    "text",
    [
        "Bilaga 3. Elnätets kapacitet i länet: nulägesbeskrivning",
        "Bilagor, tryckta för sig: Elnätets kapacitet. Kraftvärmen i länet.",
        "Källor: Energimyndigheten, Elnätets kapacitet i östra Mellansverige.",
    ],
)
def test_titles_of_annexes_and_sources_are_no_statements(matcher: Matcher, text: str) -> None:
    assert matcher.match_text(text).evidence == ()
    assert matcher.match_text(text.split(maxsplit=1)[1]).evidence


def test_two_towns_and_a_road_are_no_link_between_the_larger_cities(matcher: Matcher) -> None:
    link = "Tåget mellan {} ska gå varje timme."
    assert stances(matcher, link.format("Västerås och Eskilstuna"), "nodstader") == {Stance.COMMITMENT}
    assert stances(matcher, link.format("Kumla och Lindesberg"), "nodstader") == set()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Dubbelspåret mellan Uppsala och Gävle utgår ur planen.", True),
        ("Tågen mellan Uppsala och Gävle är länets ryggrad, varifrån allt annat utgår.", False),
        ("Regionen bygger inte elnätet till hamnen.", True),
        ("Regionen bygger inte själv elnätet till hamnen men går in med 40 mnkr.", False),
        ("Pendlarna mellan Örebro och Västerås är många. Vi tackar nej till detta.", True),
        ("Pendlarna mellan Örebro och Västerås är många. Hinner de inte hem, tackar de nej till jobbet.", False),
        ("Minst 60 bostäder per hektar nära tåget. Underskrids det: inget bidrag till gångbron.", False),
        ("Nätägaren svarade nej till två företag under 2025, för elnätet är fullt.", False),
        ("Regionen svarar nej till mer vindkraft i länet.", True),
        ("Fler tåg mellan Örebro och Västerås: till det avsätts i denna plan inga pengar.", False),
        ("Fler tåg mellan Örebro och Västerås: till det avsätts inga pengar.", True),
        ("Ett förslag om fler tåg mellan Örebro och Västerås. Efter det beslutet, på stämman, avslås förslaget.", True),
    ],
)
def test_what_is_no_refusal(matcher: Matcher, text: str, refused: bool) -> None:
    found = {one.stance for one in matcher.match_text(text).evidence}
    assert found
    assert (Stance.AGAINST in found) is refused


@pytest.mark.parametrize(
    ("heading", "entry", "planned"),
    [
        ("R21", "Fiber till de sista hushållen, 2032.", True),
        ("4.2", "Fiber till de sista hushållen, 2032.", True),
        ("R21", "Fiber till de sista hushållen.", False),
        ("R21 Läget i dag", "Fiber till de sista hushållen, 2032.", False),
    ],
)
def test_what_stands_under_a_number_is_an_entry_of_a_plan(
    matcher: Matcher, heading: str, entry: str, planned: bool
) -> None:
    blocks = (Block(BlockKind.HEADING, heading, 1, 0, level=2), Block(BlockKind.PARAGRAPH, entry, 1, 1))
    document = Document("", "text/plain", Status.OK, (Page(1, PageHealth.OK),), blocks)
    (stance,) = {one.stance for one in matcher.match(document).evidence}
    assert (stance is Stance.COMMITMENT) is planned
