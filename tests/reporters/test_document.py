"""The JSON of a document: one box a stretch of a block, whichever way it is told."""

import json
from array import array

from hypothesis import given
from hypothesis import strategies as st

from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Pieces, Status
from oms_check.reporters.document import json_body, render_json, with_source

Placed = tuple[int, float, float, float, float]

places = st.tuples(st.integers(1, 2), st.integers(0, 40), st.integers(0, 40), st.integers(1, 9), st.integers(1, 9)).map(
    lambda p: (p[0], float(p[1]), float(p[2]), float(p[1] + p[3]), float(p[2] + p[4]))
)


def document(placed: list[Placed]) -> Document:
    count = len(placed)
    pieces = Pieces(
        array("I", range(count)),
        array("I", range(1, count + 1)),
        array("H", [one[0] for one in placed]),
        array("f", [edge for one in placed for edge in one[1:]]),
    )
    block = Block(BlockKind.PARAGRAPH, "å" * count, 1, 0, (0, count))
    pages = tuple(Page(number, PageHealth.OK, 595.0, 842.0) for number in (1, 2))
    return Document("0" * 64, "application/pdf", Status.OK, pages, (block,), pieces)


def stretches(placed: list[Placed]) -> list[list[Placed]]:
    """Pieces that follow each other down one page; a piece wholly above the one before begins another stretch."""
    found: list[list[Placed]] = []
    for one in placed:
        before = found[-1][-1] if found else None
        if before is None or before[0] != one[0] or one[4] < before[2]:
            found.append([])
        found[-1].append(one)
    return found


@given(st.lists(places, max_size=12))
def test_a_box_is_around_each_stretch(placed: list[Placed]) -> None:
    block = json.loads(render_json(document(placed), "a.pdf"))["pages"][0]["blocks"][0]
    wanted = [
        {
            "page": some[0][0],
            "box": [
                min(one[1] for one in some),
                min(one[2] for one in some),
                max(one[3] for one in some),
                max(one[4] for one in some),
            ],
        }
        for some in stretches(placed)
    ]
    assert block.get("boxes", []) == wanted


def test_the_source_stands_before_all_that_depends_on_the_document() -> None:
    made = document([(1, 1.0, 1.0, 2.0, 2.0)])
    for source in ('en "bra" plan.pdf', "å/\\.pdf"):
        whole = render_json(made, source)
        assert list(json.loads(whole)) == ["schema_version", "source", "status", "language", "notes", "pages"]
        assert json.loads(whole)["source"] == source
        assert with_source(json_body(made), source) == whole
