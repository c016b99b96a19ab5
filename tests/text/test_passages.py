"""Raw passages as blocks: bullets, headings, and lines that only wrap."""

from oms_check.model.document import BlockKind
from oms_check.text.passages import blocks_of


def kinds(text: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in blocks_of(text, lambda word: False)]


def test_a_line_above_bullets_is_their_heading() -> None:
    assert kinds("Brister i elnätet\n• Full station\n• Lång kö") == [
        (BlockKind.HEADING, "Brister i elnätet"),
        (BlockKind.LIST_ITEM, "Full station"),
        (BlockKind.LIST_ITEM, "Lång kö"),
    ]


def test_wrapped_lines_are_one_paragraph_and_broken_words_whole() -> None:
    assert kinds("Kapaciteten i regionn-\nätet är\nfullt utnyttjad.") == [
        (BlockKind.PARAGRAPH, "Kapaciteten i regionnätet är fullt utnyttjad.")
    ]


def test_a_suspended_hyphen_at_a_line_end_stays() -> None:
    assert kinds("energi-\noch klimatprogram")[0][1] == "energi- och klimatprogram"
