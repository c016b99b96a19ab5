"""The Swedish word list: what is a word, what is none, and how soon it is there."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.matching.wordlist import HashSet, WordList, load_words


@pytest.fixture(scope="module")
def words() -> WordList:
    return load_words()


@pytest.mark.parametrize("word", ["hamnar", "led", "tag", "elnätsägare", "järnvägsförbindelser", "synergi", "2030"])
def test_words_and_compounds_are_real(words: WordList, word: str) -> None:
    assert words.is_real(word)


@pytest.mark.parametrize("word", ["bostader", "elnat", "fibcr", "regioncenfrum", "energiforsorjning"])
def test_misread_words_are_not(words: WordList, word: str) -> None:
    assert not words.is_real(word)


def test_it_loads_from_the_cache_in_less_than_80_ms(words: WordList, tmp_path: Path) -> None:
    load_words(tmp_path)  # packs it once
    load_words.cache_clear()
    begun = time.process_time()
    again = load_words(tmp_path)
    assert time.process_time() - begun < 0.080
    assert again.is_real("kollektivtrafik")


@given(st.sets(st.text(min_size=1), max_size=50))
def test_packing_keeps_every_word(members: set[str]) -> None:
    packed, rest = HashSet.unpack(memoryview(HashSet.of(members).pack()))
    assert not rest
    assert all(word in packed for word in members)
