"""Sanitising: nothing a terminal obeys, nothing unseen, and every visible word kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.text.sanitise import clean, visible


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Regionens elnät", "Regionens elnät"),
        ("a\tb\nc\r\nd", "a b c  d"),
        ("rad\u2028ny\u2029sida\x85slut", "rad ny sida slut"),
        ("\x1b[31mröd\x1b[0m text", "röd text"),
        ("\x9b2Jtömd", "tömd"),
        ("\x1b]0;titel\x07kvar", "kvar"),
        ("\x1b]8;;http://x.example\x1b\\länk\x1b]8;;\x1b\\", "länk"),
        ("\x1b]52;c;oavslutad och resten av stycket", "]52;c;oavslutad och resten av stycket"),
        ("be\x07ll \x08bak\x00nul\x7f", "bell baknul"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("en\u200ber\u200dgi\ufeff", "energi"),
        ("en\u00adergi", "en\u00adergi"),
        ("ener\ufffegi \ufdd0\U0001ffff", "energi "),
        ("trasig \ud800 bokstav", "trasig \ufffd bokstav"),
        ("dold\U000e0041\U000e0042", "dold"),
        ("fast\u00a0mellanslag", "fast\u00a0mellanslag"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


_ANY = st.text(st.characters(codec=None) | st.sampled_from("\x1b[]m;\x9b\x07\u202e\u200b\ud800\t\n"))


@given(_ANY)
def test_cleaned_text_can_be_encoded_and_holds_nothing_unseen(raw: str) -> None:
    cleaned = clean(raw)
    cleaned.encode("utf-8")
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(cleaned) & set("\u200b\u200d\u202a\u202e\u2066\u2069\ufeff\ufffe")


@given(_ANY)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x2FF)))
def test_swedish_text_is_untouched(raw: str) -> None:
    assert clean(raw) is raw


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("översiktsplan 2025.pdf", "översiktsplan 2025.pdf"),
        ("o\u0308versikt.pdf", "o\u0308versikt.pdf"),
        ("röd\x1b[31m.pdf", "röd\\x1b[31m.pdf"),
        ("två\nrader.pdf", "två\\nrader.pdf"),
        ("fdp\u202e.exe", "fdp\\u202e.exe"),
        ("latin\udce5.pdf", "latin\\xe5.pdf"),
        ("ensam\ud800", "ensam\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible_names(name: str, expected: str) -> None:
    assert visible(name) == expected


@given(_ANY)
def test_visible_is_one_printable_line(name: str) -> None:
    shown = visible(name)
    shown.encode("utf-8")
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
