"""One page as read in a worker process ⇄ bytes: all that `assemble` needs, without pickle.

The bytes are a small JSON head and packed arrays; the text of the blocks is joined by line feeds, which
sanitised text does not contain.
"""

import json
import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from oms_check.model.document import BlockKind, PageHealth

_MAGIC = b"OMSP1"
_KINDS = tuple(BlockKind)


@dataclass(slots=True)
class PartBlock:
    """A block of one page before the document is known; `text` may hold open hyphens (U+00AD).

    kind: None where only the whole document can tell; tagged: `kind` comes from the PDF's tags
    size: font size in points; bold: all its letters are; capitals in `text` tell the rest
    first, last: half-open range of the page's pieces; lines: how many printed lines
    """

    text: str
    kind: BlockKind | None
    level: int
    tagged: bool
    size: float
    bold: bool
    first: int
    last: int
    lines: int


@dataclass(slots=True)
class PagePart:
    """A page as read. Pieces as in `Pieces`, all on this page.

    characters, unmapped: counts for the page's health; image: share of the page under images, asked for only
    where there are few characters; blank: nothing at all is painted on it; turns: how its text runs, see
    `quarter_turns`; text_health, text_note: what the text by itself says, see `text_health`
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    failed: bool = False
    characters: int = 0
    unmapped: int = 0
    image: float = 0.0
    blank: bool = False
    turns: int = 0
    text_health: str = PageHealth.OK
    text_note: str = ""
    notes: list[str] = field(default_factory=list)
    blocks: list[PartBlock] = field(default_factory=list)
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    boxes: "array[float]" = field(default_factory=lambda: array("f"))


@dataclass(slots=True)
class PartHead:
    """What every part says of the whole document."""

    pages: int
    title: str
    notes: tuple[str, ...]


def _page_facts(page: PagePart) -> list[object]:
    counts = [page.characters, page.unmapped, page.image, page.blank, page.turns, page.text_health, page.text_note]
    return [page.number, page.width, page.height, page.failed, *counts, page.notes, len(page.starts)]


def _block_facts(block: PartBlock) -> list[object]:
    kind = -1 if block.kind is None else _KINDS.index(block.kind)
    size = round(block.size, 2)
    return [kind, block.level, block.tagged, size, block.bold, block.first, block.last, block.lines]


def pack_part(head: PartHead, pages: Sequence[PagePart]) -> bytes:
    """Bytes of some pages of a document."""
    about = {
        "pages": head.pages,
        "title": head.title,
        "notes": list(head.notes),
        "parts": [[*_page_facts(page), [_block_facts(block) for block in page.blocks]] for page in pages],
    }
    json_bytes = json.dumps(about, separators=(",", ":")).encode()
    text = "\n".join(b.text for page in pages for b in page.blocks).encode("utf-8", "replace")
    chunks = [_MAGIC, struct.pack("<II", len(json_bytes), len(text)), json_bytes, text]
    for page in pages:
        chunks += [_bytes(page.starts), _bytes(page.ends), _bytes(page.boxes)]
    return b"".join(chunks)


def unpack_part(data: bytes) -> tuple[PartHead, list[PagePart]]:
    """The pages `pack_part` packed; ValueError for anything else."""
    if data[:5] != _MAGIC:
        raise ValueError("not a part of a document")
    json_size, text_size = struct.unpack_from("<II", data, 5)
    position = 13 + json_size
    about = json.loads(data[13:position])
    texts = data[position : position + text_size].decode("utf-8").split("\n")
    position += text_size
    pages = []
    next_text = 0
    for *facts, count, blocks in about["parts"]:
        page = PagePart(*facts)
        for kind, level, tagged, size, bold, first, last, lines in blocks:
            page.blocks.append(
                PartBlock(
                    texts[next_text],
                    None if kind < 0 else _KINDS[kind],
                    level,
                    tagged,
                    size,
                    bold,
                    first,
                    last,
                    lines,
                )
            )
            next_text += 1
        page.starts = _array("I", data[position : position + 4 * count])
        page.ends = _array("I", data[position + 4 * count : position + 8 * count])
        page.boxes = _array("f", data[position + 8 * count : position + 24 * count])
        position += 24 * count
        pages.append(page)
    return PartHead(about["pages"], about["title"], tuple(about["notes"])), pages


def _bytes(values: "array[int] | array[float]") -> bytes:
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def _array(typecode: str, data: bytes) -> "array[Any]":
    values = array(typecode)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
