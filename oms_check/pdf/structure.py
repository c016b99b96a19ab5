"""The tags of a page (its part of the structure tree) → the marked-content ids of each block, in reading order.

Swedish public bodies must publish accessible PDFs since 2020, so most newer strategies say themselves what is
a heading, a list item or a table row (ISO 32000-1, 14.7).
"""

import ctypes
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.pdf.calls import address_of, element_child, element_child_content, element_children, element_type


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
_INLINE = frozenset(("Span", "Em", "Strong", "Link", "Quote", "Code", "Sub", "Reference", "Annot", "Ruby", "Warichu"))
"""Parts of a line: where they stand in a grouping element one after the other they are one stretch of text."""
_CLOSED = frozenset((Role.LIST_ITEM, Role.NOTE, Role.TOC, Role.CAPTION, Role.BIBLIOGRAPHY, Role.HEADING))
_WIDE = 60
_LONGEST_GAP = 40
"""So many children in a row that are not on the page end the search in a wide element."""
_MOST_ELEMENTS = 20_000
_MOST_DEPTH = 64


class StructureReader:
    """Reads the tags page by page and remembers where in wide elements the last page's part was.

    The root of a long document has thousands of children, of which pdfium shows each page its own few and
    nothing in place of the others: looking at all of them on every page would cost more than the text.
    """

    def __init__(self) -> None:
        self._began_at: dict[int, int] = {}
        self._buffer = ctypes.create_string_buffer(128)
        self._at_buffer = ctypes.addressof(self._buffer)
        self._blocks: list[TaggedBlock] = []
        self._run: TaggedBlock | None = None
        self._left = 0
        self._everything = False
        self._widest = 0

    def read(self, page: Any, *, everything: bool = False) -> list[TaggedBlock]:
        """The tagged blocks of a page in the order of its structure tree; empty where there are no tags.

        Children far from those of the page before may be missed; `everything` looks at all of them.
        """
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        if not tree:
            return []
        try:
            self._blocks, self._run, self._left, self._everything = [], None, _MOST_ELEMENTS, everything
            for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                element = address_of(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i))
                if element:
                    self._walk(element, None, 0)
            return [block for block in self._blocks if block.mcids]
        finally:
            pdfium.FPDF_StructTree_Close(tree)

    def widest(self, page: Any) -> int:
        """Most children that an element has of which the page shows a part."""
        self._widest = 0
        self.read(page)
        return self._widest

    def _walk(self, element: int, block: TaggedBlock | None, depth: int) -> None:
        """Collect the ids under `element`; they belong to `block` unless a block of its own begins."""
        self._left -= 1
        if self._left < 0 or depth > _MOST_DEPTH:
            return
        size = element_type(element, self._at_buffer, 128)
        kind = self._buffer.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")
        role = _BLOCKS.get(kind)
        if role is not None and not _stays_in(block, role):
            block = TaggedBlock(role, _level(kind))
            self._blocks.append(block)
        if block is None and kind in _INLINE:
            block = self._loose()
        elif block is None or block is not self._run:
            self._run = None
        count = element_children(element)
        self._widest = max(self._widest, count)
        if count > _WIDE and role is None and not self._everything:
            self._walk_near(element, count, block, depth)
        else:
            for i in range(count):
                mcid = element_child_content(element, i)
                if mcid >= 0:
                    (block or self._loose()).mcids.append(mcid)
                    continue
                child = element_child(element, i)
                if child:
                    self._walk(child, block, depth + 1)
        if block is not self._run:
            self._run = None

    def _walk_near(self, element: int, count: int, block: TaggedBlock | None, depth: int) -> None:
        """The same for an element of very many children: those of this page follow those of the last one."""
        start = self._began_at.get(depth, 0)
        found = False
        empty = 0
        for i in chain(range(start, count), range(start)):
            child = element_child(element, i)
            mcid = -1 if child else element_child_content(element, i)
            if not child and mcid < 0:
                empty += 1
                if found and empty > _LONGEST_GAP:
                    return
                continue
            if not found:
                self._began_at[depth] = i
            found, empty = True, 0
            if child:
                self._walk(child, block, depth + 1)
                continue
            (block or self._loose()).mcids.append(mcid)

    def _loose(self) -> TaggedBlock:
        """The stretch of text at hand that no element calls anything; one is begun where there is none."""
        if self._run is None:
            self._run = TaggedBlock(Role.LOOSE)
            self._blocks.append(self._run)
        return self._run


def _stays_in(block: TaggedBlock | None, role: Role) -> bool:
    """A paragraph in a cell, list item, note or contents entry is part of that; a list in one is not."""
    if block is None:
        return False
    if block.role is Role.ROW:
        return role is not Role.ROW
    return block.role in _CLOSED and role in (Role.PARAGRAPH, Role.HEADING)


def _level(kind: str) -> int:
    if kind[:1] == "H":
        return int(kind[1]) if kind[1:].isdigit() else 1
    return 1 if kind == "Title" else 0
