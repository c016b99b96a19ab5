"""A document → its text as JSON (blocks with kinds and boxes) or as plain text."""

import json

from oms_check.model.document import Block, BlockKind, Document, PlacedBox

SCHEMA_VERSION = 1


def render_json(document: Document, source: str) -> str:
    """One object: `schema_version`, `source`, `status`, `notes`, `pages` with `number`, `health`, `blocks`.

    Boxes are points, origin top left of the page as shown, rounded to a tenth; a block that runs over columns
    or pages stands once, on its first page, with a box for each piece.
    """
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
    whole = {
        "schema_version": SCHEMA_VERSION,
        "source": source,
        "status": document.status.value,
        "language": document.language,
        "notes": list(document.notes),
        "pages": pages,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


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
    areas: list[PlacedBox] = []
    x0 = top = x1 = bottom = 0.0
    page = 0
    last_top = 0.0
    for i in range(*block.pieces):
        left, upper, right, lower = pieces.boxes[4 * i : 4 * i + 4]
        if pieces.pages[i] != page or upper < last_top - (lower - upper):
            if page:
                areas.append(PlacedBox(page, x0, top, x1, bottom))
            page, x0, top, x1, bottom = pieces.pages[i], left, upper, right, lower
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
