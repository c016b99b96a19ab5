"""Which forms a base word has, and which it has not."""

import pytest

from oms_check.text.inflection import ENDINGS, stems_of


def forms(base: str, *, adjective: bool = True) -> set[str]:
    return {stem + ending for stem, group in stems_of(base, adjective=adjective) for ending in ENDINGS[group]}


@pytest.mark.parametrize(
    ("base", "inflected"),
    [
        ("nodstad", "nodstädernas"),
        ("förbindelse", "förbindelserna"),
        ("elnät", "elnätets"),
        ("nyckel", "nycklarna"),
        ("program", "programmet"),
        ("länka", "länkas"),
        ("bygga", "byggs"),
        ("säker", "säkrare"),
        ("funktionsblandad", "funktionsblandat"),
        ("centrum", "centret"),
    ],
)
def test_forms_of_a_word(base: str, inflected: str) -> None:
    assert inflected in forms(base)


@pytest.mark.parametrize(("base", "other"), [("gods", "goda"), ("led", "ledning"), ("nät", "mäta")])
def test_other_words_are_no_forms(base: str, other: str) -> None:
    assert other not in forms(base)


def test_a_noun_is_not_compared() -> None:
    assert "tågare" not in forms("tåg", adjective=False)
    assert "tåga" not in forms("tåg", adjective=False)
