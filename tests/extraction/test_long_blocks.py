"""Long blocks: nothing lost, nothing longer than the limit, and every piece still at its word."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from oms_check.extraction.long_blocks import LONGEST, cut_block, cuts_of
from oms_check.model.document import Pieces

SENTENCE = "Regionen ska bygga ut elnätet till 2030. "


def pieces_of(text: str) -> Pieces:
    """A piece a word, each on a page of its own number."""
    starts, ends, offset = array("I"), array("I"), 0
    for word in text.split(" "):
        if word:
            starts.append(offset)
            ends.append(offset + len(word))
        offset += len(word) + 1
    return Pieces(starts, ends, array("H", [1] * len(starts)), array("f", [0.0] * 4 * len(starts)))


def test_ordinary_blocks_are_left_alone() -> None:
    text = SENTENCE.strip()
    pieces = pieces_of(text)
    assert cut_block(text, pieces, (0, len(pieces))) == [(text, (0, len(pieces)))]
    assert cuts_of("a" * LONGEST) == []


def test_a_long_block_is_cut_at_sentences() -> None:
    text = (SENTENCE * 500).strip()
    pieces = pieces_of(text)
    parts = cut_block(text, pieces, (0, len(pieces)))
    assert len(parts) == 3
    assert all(part.startswith("Regionen") and part.endswith("2030.") for part, _ in parts)
    assert " ".join(part for part, _ in parts) == text


def test_text_without_sentences_or_spaces_is_cut_too() -> None:
    assert [len(part) for part, _ in cut_block("a" * 20_000, Pieces(), (0, 0))] == [8000, 8000, 4000]
    assert max(len(part) for part, _ in cut_block("ord " * 5_000, Pieces(), (0, 0))) <= LONGEST


@given(st.lists(st.text("aåb.", min_size=1, max_size=4000), min_size=1, max_size=12))
def test_every_piece_covers_the_word_it_covered_before(words: list[str]) -> None:
    text = " ".join(words)
    pieces = pieces_of(text)
    before = [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)]
    after: list[str] = []
    for part, (first, last) in cut_block(text, pieces, (0, len(pieces))):
        assert 0 < len(part) <= LONGEST
        after += [part[pieces.starts[i] : pieces.ends[i]] for i in range(first, last)]
    assert after == before
