"""Offsets follow the text through joins and hyphens."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from oms_check.extraction.composing import OPEN_HYPHEN
from oms_check.extraction.drafts import Draft, Span, Vocabulary, resolve_hyphens
from oms_check.extraction.part import PagePart
from oms_check.model.document import Pieces

letters = st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=8)


def draft_of(words: list[tuple[str, str]], number: int) -> Draft:
    """A block of words, each followed by the given glue; a piece a word."""
    page = PagePart(number)
    text = ""
    for word, glue in words:
        page.starts.append(len(text))
        text += word
        page.ends.append(len(text))
        page.boxes.extend([float(number)] * 4)
        text += glue
    return Draft(text, None, 0, False, 10.0, False, 1, number, [Span(page, 0, len(words), 0)])


glued = st.lists(st.tuples(letters, st.sampled_from([" ", OPEN_HYPHEN, "- "])), min_size=1, max_size=10)


@given(glued, glued, st.sampled_from(["", "-", "- "]))
def test_every_piece_is_its_word_after_joins_and_hyphens(
    first: list[tuple[str, str]], second: list[tuple[str, str]], answer: str
) -> None:
    draft = draft_of(first, 1)
    draft.append(draft_of(second, 2))
    pieces = Pieces(array("I", [9]), array("I", [9]), array("H", [9]), array("f", [0.0] * 4))
    text, (begin, end) = resolve_hyphens(draft, lambda left, right: answer, pieces)
    assert OPEN_HYPHEN not in text
    assert begin == 1
    words = [text[pieces.starts[i] : pieces.ends[i]] for i in range(begin, end)]
    assert words == [word for word, _ in first + second]
    assert list(pieces.pages[begin:end]) == [1] * len(first) + [2] * len(second)


def test_the_vocabulary_prefers_what_the_document_prints() -> None:
    vocabulary = Vocabulary(["icke-statliga aktörer.", "kommunerna, och fler", "e-handel eller ehandel"])
    assert vocabulary.between("icke", "statliga") == "-"
    assert vocabulary.between("kommu", "nerna") == ""
    assert vocabulary.between("e", "handel") == ""
    assert vocabulary.between("BRP", "statistik") == "-"
    assert vocabulary.between("väg", "och") == "- "
    assert vocabulary.between("okänt", "ord") == ""
