"""One comparable spelling for texts and rules, whatever the encoding of a letter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.text.normal import fold, skeleton, skeletons

SWEDISH = st.text("abcdefghijklmnopqrstuvwxyzåäöéÅÄÖ-", min_size=1)


@given(SWEDISH)
def test_composed_and_decomposed_letters_fold_alike(word: str) -> None:
    assert fold(unicodedata.normalize("NFD", word)) == fold(word)


@given(SWEDISH)
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("misread", "word"),
    [
        ("nodstädema", "nodstäderna"),
        ("nodstiider", "nodstäder"),
        ("Upp5ala", "Uppsala"),
        ("0stra", "östra"),
        ("enerqi", "energi"),
        ("kollektivtraf1k", "kollektivtrafik"),
        ("elnat", "elnät"),
    ],
)
def test_what_scans_confuse_has_one_skeleton(misread: str, word: str) -> None:
    assert skeleton(fold(misread)) == skeleton(fold(word))


def test_acute_e_stands_for_both_dotted_vowels() -> None:
    assert skeleton("bostader") in skeletons(fold("bostéder"))
    assert skeleton("hog") in skeletons(fold("hég"))


def test_ligatures_and_soft_hyphens_are_no_difference() -> None:
    assert fold("kollektivtraﬁk\u00aden") == "kollektivtrafiken"
