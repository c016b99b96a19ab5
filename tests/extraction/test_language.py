"""A few small words tell Swedish from its neighbours."""

import pytest

from oms_check.extraction.language import language_of

SAMPLES = {
    "sv": "Det är viktigt att kommunerna och regionen inte bygger på åkermark, utan tar vara på den mark som redan "
    "finns vid stationerna. Där ska nya bostäder finnas för alla som vill bo i länet.",
    "nb": "Det er viktig at kommunene og fylket ikke bygger ned dyrket mark, men tar vare på naturen. Vi skal også ha "
    "flere boliger ved stasjonene for alle som vil bo der etter hvert.",
    "da": "Det er vigtigt at kommunerne og regionen ikke bygger på landbrugsjord, men passer på naturen. Vi skal også "
    "have flere boliger ved stationerne for alle der vil bo der efter noget tid.",
    "en": "It is important that the municipalities and the region do not build on farmland, and that they take care of "
    "the land which is already in use near the stations for all.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_the_language_is_told(code: str) -> None:
    assert language_of(SAMPLES[code]) == code


def test_swedish_without_its_letters_is_swedish() -> None:
    assert language_of(SAMPLES["sv"].translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))) == "sv"


def test_little_or_strange_text_has_no_language() -> None:
    assert language_of("Energi och klimat") == ""
    assert language_of("x1 y2 " * 50) == ""
