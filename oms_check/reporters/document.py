"""A document → its text as JSON (blocks with kinds and boxes) or as plain text."""

import json
from operator import gt

from oms_check.model.document import Block, BlockKind, Document, PlacedBox
from oms_check.reporters.escape import unseen_escaped

SCHEMA_VERSION = 1

FORM = "2"
"""Of what `json_body` makes; raise it with every change, so that no older form is taken out of the cache."""


def render_json(document: Document, source: str) -> str:
    """One object: `schema_version`, `source`, `status`, `notes`, `pages` with `number`, `health`, `blocks`.

    Boxes are points, origin top left of the page as shown, rounded to a tenth; a block that runs over columns
    or pages stands once, on its first page, with a box for each piece.
    """
    return with_source(json_body(document), source)


def with_source(body: str, source: str) -> str:
    """The whole object from what `json_body` made."""
    return _json({"schema_version": SCHEMA_VERSION, "source": source})[:-1] + "," + body[1:] + "\n"


def json_body(document: Document) -> str:
    """The object without its first two members, which depend on more than the document."""
    blocks: dict[int, list[dict[str, object]]] = {page.number: [] for page in document.pages}
    for block in document.blocks:
        blocks.setdefault(block.page, []).append(_block(document, block))
    pages = [
        {
            "number": page.number,
            "health": page.health.value,
            **({"notes": list(page.notes)} if page.notes else {}),
            "blocks": blocks[page.number],
        }
        for page in document.pages
    ]
    return _json(
        {
            "status": document.status.value,
            "language": document.language,
            "notes": list(document.notes),
            "pages": pages,
        }
    )


def _json(value: dict[str, object]) -> str:
    return unseen_escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _block(document: Document, block: Block) -> dict[str, object]:
    shown: dict[str, object] = {"kind": block.kind.value, "text": block.text}
    if block.level:
        shown["level"] = block.level
    if block.place:
        shown["place"] = block.place
    boxes = _areas(document, block)
    if boxes:
        shown["boxes"] = [
            {"page": box.page, "box": [round(edge, 1) for edge in (box.x0, box.top, box.x1, box.bottom)]}
            for box in boxes
        ]
    return shown


def _areas(document: Document, block: Block) -> list[PlacedBox]:
    """One box for each stretch of the block in one column of one page: a jump upwards or to a page starts one."""
    pieces = document.pieces
    first, last = block.pieces
    pages, boxes = pieces.pages[first:last], pieces.boxes[4 * first : 4 * last]
    lefts, tops, rights, bottoms = boxes[::4], boxes[1::4], boxes[2::4], boxes[3::4]
    if pages and pages.count(pages[0]) == len(pages) and not any(map(gt, tops, bottoms[1:])):
        # Most blocks are in one column of one page; told without a look at each piece, as there are 100,000.
        return [PlacedBox(pages[0], min(lefts), min(tops), max(rights), max(bottoms))]
    areas: list[PlacedBox] = []
    x0 = top = x1 = bottom = 0.0
    page = 0
    last_top = 0.0
    for printed_on, left, upper, right, lower in zip(pages, lefts, tops, rights, bottoms, strict=True):
        if printed_on != page or last_top > lower:
            if page:
                areas.append(PlacedBox(page, x0, top, x1, bottom))
            page, x0, top, x1, bottom = printed_on, left, upper, right, lower
        else:
            x0, top, x1, bottom = min(x0, left), min(top, upper), max(x1, right), max(bottom, lower)
        last_top = upper
    if page:
        areas.append(PlacedBox(page, x0, top, x1, bottom))
    return areas


def render_text(document: Document) -> str:
    """The blocks in reading order, one a paragraph, without running headers and footers; form feed between pages."""
    pages: dict[int, list[str]] = {page.number: [] for page in document.pages}
    for block in document.blocks:
        if block.kind is not BlockKind.FURNITURE:
            pages.setdefault(block.page, []).append(("• " if block.kind is BlockKind.LIST_ITEM else "") + block.text)
    return "\f".join("\n\n".join(texts) + "\n" for texts in pages.values())
