"""A packed document comes back equal, and nothing else comes back at all."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdfs import SENTENCES, column, drawn

from oms_check.extraction.packing import pack, unpack
from oms_check.extraction.part import PagePart, PartBlock, PartHead, pack_part, unpack_part
from oms_check.extraction.reading import read
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Pieces, Status

texts = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=40)
numbers = st.integers(0, 2**32 - 1)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    count = draw(st.integers(0, 12))
    boxes = draw(st.lists(st.floats(width=32, allow_nan=False), min_size=4 * count, max_size=4 * count))
    pieces = Pieces(
        array("I", draw(st.lists(numbers, min_size=count, max_size=count))),
        array("I", draw(st.lists(numbers, min_size=count, max_size=count))),
        array("H", draw(st.lists(st.integers(1, 65_535), min_size=count, max_size=count))),
        array("f", boxes),
    )
    block = st.builds(
        Block,
        st.sampled_from(BlockKind),
        texts,
        st.integers(1, 5000),
        st.integers(0, 500),
        st.tuples(st.integers(0, count), st.integers(0, count)),
        st.integers(0, 6),
        texts,
    )
    notes = st.lists(texts, max_size=2).map(tuple)
    page = st.builds(Page, st.integers(1, 5000), st.sampled_from(PageHealth), st.just(595.5), st.just(842.0), notes)
    return Document(
        sha256="ab" * 32,
        media_type="application/pdf",
        status=draw(st.sampled_from(Status)),
        pages=tuple(draw(st.lists(page, max_size=3))),
        blocks=tuple(draw(st.lists(block, max_size=6))),
        pieces=pieces,
        title=draw(texts),
        language="sv",
        notes=draw(notes),
    )


@given(documents())
def test_round_trip(document: Document) -> None:
    assert unpack(pack(document)) == document


@given(documents(), st.data())
def test_damaged_bytes_are_refused_or_harmless(document: Document, data: st.DataObject) -> None:
    packed = pack(document)
    cut = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(ValueError):  # noqa: PT011  # JSON and UTF-8 errors are ValueErrors too
        unpack(packed[:cut])


def test_a_read_document_comes_back() -> None:
    document = read(drawn([column(60, 100, SENTENCES)]), "plan.pdf")
    assert isinstance(document, Document)
    assert unpack(pack(document)) == document


def test_parts_come_back_with_all_they_hold() -> None:
    block = PartBlock("väg\u00adnät i länet", None, 0, False, 10.5, True, 0, 3, 2)
    heading = PartBlock("Energi", BlockKind.HEADING, 2, True, 14.0, True, 3, 4, 1)
    page = PagePart(7, 595.0, 842.0, False, 20, 1, 0.25, False, 1, "garbled", "why", ["a note"], [block, heading])
    page.starts, page.ends = array("I", [0, 8, 10, 0]), array("I", [7, 9, 15, 6])
    page.boxes = array("f", range(16))
    empty = PagePart(8, failed=True)
    assert unpack_part(pack_part(PartHead(9, "Titel", ("n",)), [page, empty])) == (
        PartHead(9, "Titel", ("n",)),
        [page, empty],
    )
    with pytest.raises(ValueError, match="not a part"):
        unpack_part(b"something else")
