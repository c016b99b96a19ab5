import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.model.rules import TermWord, WordForm
from oms_check.ruleset.terms import LONGEST_WORD, MOST_WORDS, TERM_PATTERN, parse_term


@pytest.mark.parametrize(
    ("source", "words", "gaps"),
    [
        ("nodstad", [("nodstad", WordForm.WORD)], ()),
        ("nodstad-", [("nodstad", WordForm.PREFIX)], ()),
        ("-elnät", [("elnät", WordForm.SUFFIX)], ()),
        ("-elnät-", [("elnät", WordForm.INFIX)], ()),
        ("=E4", [("E4", WordForm.EXACT)], ()),
        ("=TEN-T", [("TEN-T", WordForm.EXACT)], ()),
        ("ro-ro", [("ro-ro", WordForm.WORD)], ()),
        ("ro-ro-", [("ro-ro", WordForm.PREFIX)], ()),
        ("5G", [("5G", WordForm.WORD)], ()),
        ("Kista–Sollentuna", [("Kista–Sollentuna", WordForm.WORD)], ()),
        ("knyt- ~3 samman", [("knyt", WordForm.PREFIX), ("samman", WordForm.WORD)], (3,)),
        ("knyt- ~0 samman", [("knyt", WordForm.PREFIX), ("samman", WordForm.WORD)], (0,)),
        ("i första hand", [("i", WordForm.WORD), ("första", WordForm.WORD), ("hand", WordForm.WORD)], (0, 0)),
        ("a- ~3 b- =C", [("a", WordForm.PREFIX), ("b", WordForm.PREFIX), ("C", WordForm.EXACT)], (3, 0)),
        ("  a \n b ", [("a", WordForm.WORD), ("b", WordForm.WORD)], (0,)),
    ],
)
def test_reads(source: str, words: list[tuple[str, WordForm]], gaps: tuple[int, ...]) -> None:
    term = parse_term(source, 7)
    assert term.words == tuple(TermWord(*word) for word in words)
    assert (term.gaps, term.line, term.source) == (gaps, 7, source.strip())
    assert re.fullmatch(TERM_PATTERN, source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "empty term"),
        ("  ", "empty term"),
        ("-", "has no word in it"),
        ("--elnät", "has no word in it"),
        ("el--", "has no word in it"),
        ("=", "has no word in it"),
        ("&", "has no word in it"),
        ("=E4-", "takes no hyphen"),
        ("=-E4", "takes no hyphen"),
        ("E=4", "= stands before an exact word"),
        ("*nät*", "write 'nät-' (begins with), '-nät' (ends with) or '-nät-'"),
        ("nät?", "has a wildcard"),
        ("(el|nät)", "has a ( in it"),
        ("^nät$", "has a ^ in it"),
        ("Uppsala,Gävle", "has a , in it"),
        ("–elnät", "plain hyphen"),
        ("elnät‑", "plain hyphen"),
        ("~3 samman", "must stand between two words"),
        ("knyt ~3", "must stand between two words"),
        ("knyt ~3 ~2 samman", "must stand between two words"),
        ("knyt ~ samman", "is no gap"),
        ("knyt ~x samman", "is no gap"),
        ("knyt ~21 samman", "is no gap"),
        ("knyt ~-1 samman", "is no gap"),
        ("a~3b", "~ before a number between two words"),
        (" ".join("a" * (MOST_WORDS + 1)), "a phrase of 9 words: at most 8"),
        ("a" * (LONGEST_WORD + 1), "a word of 61 letters: at most 60"),
    ],
)
def test_refuses(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_term(source)


@given(st.text(alphabet="aå4E-=~*–&, \t(_3", max_size=12) | st.text(max_size=12))
def test_the_published_pattern_refuses_no_term_that_is_read(source: str) -> None:
    try:
        term = parse_term(source)
    except ValueError:
        return
    assert re.fullmatch(TERM_PATTERN, source)
    assert len(term.gaps) == len(term.words) - 1
    assert parse_term(term.source).words == term.words
