"""A document ⇄ bytes, for the cache and between processes: a JSON head, the text and packed arrays, no pickle.

Reading back must cost less than reading the PDF by far: 200 pages (100,000 words) in some milliseconds.
"""

import json
import struct
import sys
from array import array
from typing import Any

from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Pieces, Status

_MAGIC = b"OMSD1"
_KINDS = tuple(BlockKind)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_HEAD = struct.Struct("<III")


def pack(document: Document) -> bytes:
    """Bytes that `unpack` turns into an equal document. Texts hold no line feeds (they are sanitised)."""
    blocks = document.blocks
    about = {
        "sha256": document.sha256,
        "media_type": document.media_type,
        "status": document.status,
        "title": document.title,
        "language": document.language,
        "notes": document.notes,
        "pages": [[p.number, p.health, p.width, p.height, p.notes] for p in document.pages],
        "kinds": [_KIND_NUMBERS[b.kind] for b in blocks],
        "page": [b.page for b in blocks],
        "index": [b.index for b in blocks],
        "first": [b.pieces[0] for b in blocks],
        "last": [b.pieces[1] for b in blocks],
        "level": [b.level for b in blocks],
        "place": [b.place for b in blocks] if any(b.place for b in blocks) else None,
    }
    head = json.dumps(about, separators=(",", ":")).encode()
    text = "\n".join(b.text for b in blocks).encode()
    pieces = document.pieces
    arrays = [_bytes(values) for values in (pieces.starts, pieces.ends, pieces.pages, pieces.boxes)]
    return b"".join([_MAGIC, _HEAD.pack(len(head), len(text), len(pieces)), head, text, *arrays])


def unpack(data: bytes) -> Document:
    """The document that was packed; ValueError for bytes that are none."""
    if data[:5] != _MAGIC:
        raise ValueError("not a packed document")
    try:
        head_size, text_size, count = _HEAD.unpack_from(data, 5)
        position = 5 + _HEAD.size
        about = json.loads(data[position : position + head_size])
        position += head_size
        texts = data[position : position + text_size].decode().split("\n")
        position += text_size
        sizes = (("I", 4 * count), ("I", 4 * count), ("H", 2 * count), ("f", 16 * count))
        arrays: list[Any] = []  # three of integers, then one of floats
        for typecode, size in sizes:
            arrays.append(_array(typecode, data[position : position + size]))
            position += size
        if position != len(data):
            raise ValueError("a packed document of the wrong length")
        places = about["place"] or [""] * len(about["kinds"])
        blocks = tuple(
            Block(_KINDS[kind], text, page, index, (first, last), level, place)
            for kind, text, page, index, first, last, level, place in zip(
                about["kinds"],
                texts if about["kinds"] else (),
                about["page"],
                about["index"],
                about["first"],
                about["last"],
                about["level"],
                places,
                strict=True,
            )
        )
        return Document(
            sha256=about["sha256"],
            media_type=about["media_type"],
            status=Status(about["status"]),
            pages=tuple(
                Page(number, PageHealth(health), width, height, tuple(notes))
                for number, health, width, height, notes in about["pages"]
            ),
            blocks=blocks,
            pieces=Pieces(*arrays),
            title=about["title"],
            language=about["language"],
            notes=tuple(about["notes"]),
        )
    except (struct.error, KeyError, IndexError, TypeError) as error:
        raise ValueError("a packed document that cannot be read") from error


def _bytes(values: "array[int] | array[float]") -> bytes:
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def _array(typecode: str, data: bytes) -> "array[int]":
    values = array(typecode)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
