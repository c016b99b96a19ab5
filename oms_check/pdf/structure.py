"""The tags of a page (its part of the structure tree) → the marked-content ids of each block, in reading order.

Swedish public bodies must publish accessible PDFs since 2020, so most newer strategies say themselves what is
a heading, a list item or a table row (ISO 32000-1, 14.7).
"""

import ctypes
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pypdfium2.raw as pdfium


class Role(StrEnum):
    """What the tags make of a block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    ROW = "row"
    CAPTION = "caption"
    NOTE = "note"
    TOC = "toc"
    BIBLIOGRAPHY = "bibliography"
    LOOSE = "loose"
    """Text that stands directly in a grouping element: not said to be anything."""


@dataclass(slots=True)
class TaggedBlock:
    """A block as tagged: marked-content ids in reading order; `level` 1–6 of a heading, 0 otherwise."""

    role: Role
    level: int = 0
    mcids: list[int] = field(default_factory=list)


_BLOCKS = {
    "P": Role.PARAGRAPH, "BlockQuote": Role.PARAGRAPH, "Caption": Role.CAPTION, "Note": Role.NOTE, "FENote": Role.NOTE,
    "TR": Role.ROW, "LI": Role.LIST_ITEM, "TOCI": Role.TOC, "BibEntry": Role.BIBLIOGRAPHY,
    "H": Role.HEADING, "H1": Role.HEADING, "H2": Role.HEADING, "H3": Role.HEADING, "H4": Role.HEADING,
    "H5": Role.HEADING, "H6": Role.HEADING, "Title": Role.HEADING,
}  # fmt: skip
_INLINE = frozenset(
    {
        "Span",
        "Link",
        "Reference",
        "Lbl",
        "LBody",
        "Quote",
        "Em",
        "Strong",
        "Code",
        "Annot",
        "Form",
        "Ruby",
        "Warichu",
        "TD",
        "TH",
    }
)
_ROW_PARTS = frozenset({"TD", "TH"})
_MOST_ELEMENTS = 20_000
_MOST_DEPTH = 64


def read_structure(page: Any) -> list[TaggedBlock]:
    """The tagged blocks of a page in the order of its structure tree; empty where there are no tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        reader = _Reader()
        for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            element = pdfium.FPDF_StructTree_GetChildAtIndex(tree, i)
            if element:
                reader.walk(element, None, 0)
        return [block for block in reader.blocks if block.mcids]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[TaggedBlock] = []
        self._left = _MOST_ELEMENTS
        self._buffer = ctypes.create_string_buffer(128)

    def _type(self, element: Any) -> str:
        size = pdfium.FPDF_StructElement_GetType(element, self._buffer, 128)
        return self._buffer.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")

    def walk(self, element: Any, block: TaggedBlock | None, depth: int) -> None:
        """Collect the ids under `element`; they belong to `block` unless a block of its own begins."""
        self._left -= 1
        if self._left < 0 or depth > _MOST_DEPTH:
            return
        kind = self._type(element)
        role = _BLOCKS.get(kind)
        if role is not None and not self._stays_in(block, role):
            block = TaggedBlock(role, self._level(kind))
            self.blocks.append(block)
        for i in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, i)
            if child:
                inner = block
                self.walk(child, inner, depth + 1)
                continue
            mcid = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, i)
            if mcid >= 0:
                if block is None:
                    block = TaggedBlock(Role.LOOSE)
                    self.blocks.append(block)
                block.mcids.append(mcid)

    def _stays_in(self, block: TaggedBlock | None, role: Role) -> bool:
        """A paragraph in a cell, list item, note or contents entry is part of that; a list in one is not."""
        if block is None:
            return False
        if block.role is Role.ROW:
            return role is not Role.ROW
        return block.role in (
            Role.LIST_ITEM,
            Role.NOTE,
            Role.TOC,
            Role.CAPTION,
            Role.BIBLIOGRAPHY,
            Role.HEADING,
        ) and role in (
            Role.PARAGRAPH,
            Role.HEADING,
        )

    def _level(self, kind: str) -> int:
        if kind[:1] == "H":
            return int(kind[1]) if kind[1:].isdigit() else 1
        return 1 if kind == "Title" else 0
