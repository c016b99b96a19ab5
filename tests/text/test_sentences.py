"""Sentences of Swedish plans: what ends one, what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.text.sentences import sentences_of


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Det gäller bl.a. Uppsala och t.ex. Gävle.",
        "Tåget går kl. 7.30 och tar ca. 2.55 till Oslo.",
        "Sträckan Oslo–Stockholm ska gå på under 2.55 timmar.",
        "Staden växer med 1 000 bostäder per år, dvs. fler än i dag.",
    ],
)
def test_abbreviations_and_figures_end_no_sentence(text: str) -> None:
    assert split(text) == [text]


def test_full_stops_questions_and_quotes_end_sentences() -> None:
    assert split("Räcker elen? Nej. ”Nätet är fullt.” Det byggs ut.") == [
        "Räcker elen?",
        "Nej.",
        "”Nätet är fullt.”",
        "Det byggs ut.",
    ]


@given(st.text('abc ABC.?!:, 12åÖ"”', max_size=80))
def test_sentences_lie_in_order_and_leave_out_nothing_but_space(text: str) -> None:
    ranges = sentences_of(text)
    at = 0
    for start, end in ranges:
        assert at <= start <= end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
