"""A page of an open PDF → its part: blocks in reading order with text and places, and the facts for its health."""

from collections.abc import Sequence
from typing import Any

from oms_check.extraction.blocks import Layout, find_blocks
from oms_check.extraction.composing import compose
from oms_check.extraction.fragments import find_fragments, merge_rows
from oms_check.extraction.order import in_reading_order, is_interleaved
from oms_check.extraction.part import PagePart, PartBlock
from oms_check.extraction.scans import straighten
from oms_check.extraction.tables import aligned_rows, ruled_rows
from oms_check.extraction.tagged import from_tags
from oms_check.model.document import BlockKind
from oms_check.pdf.images import image_share
from oms_check.pdf.structure import read_structure
from oms_check.pdf.tables import RuledTable, TableFinder
from oms_check.pdf.words import ARTIFACT, Words, read_words


def read_page(page: Any, number: int, *, tagged: bool, finder: TableFinder) -> PagePart:
    """Read one page (pdfium's handle, None where it cannot be loaded); `number` counts from 1."""
    if page is None:
        return PagePart(number, failed=True, notes=["the page cannot be loaded"])
    words = read_words(page, marked=tagged)
    part = PagePart(number, words.width, words.height, unmapped=words.unmapped)
    part.characters = sum(map(len, words.texts))
    if part.characters < 200:
        part.image = image_share(page, words.width, words.height)
    if len(words):
        for layout in _layouts(words, page, part, tagged, finder):
            _add(part, words, layout)
    return part


def _layouts(words: Words, page: Any, part: PagePart, tagged: bool, finder: TableFinder) -> list[Layout]:
    if tagged:
        tags = read_structure(page)
        if tags:
            found = from_tags(words, tags)
            if not isinstance(found, str):
                layouts, rest = found
                return layouts + _left_out(words, rest)
            part.notes.append(found)
    tables = finder.tables(page, part.number - 1, words.width, words.height)
    return by_geometry(straighten(words) if words.recognised else words, list(range(len(words))), tables)


def _left_out(words: Words, rest: list[int]) -> list[Layout]:
    """Words outside the tags: artifacts are furniture, the others (rare) keep their place at the end."""
    artifacts = [i for i in rest if words.style[i] & ARTIFACT]
    others = [i for i in rest if not words.style[i] & ARTIFACT]
    layouts = by_geometry(words, artifacts)
    for layout in layouts:
        layout.kind = BlockKind.FURNITURE
        layout.tagged = True
    return layouts + by_geometry(words, others)


def by_geometry(words: Words, indexes: list[int], tables: Sequence[RuledTable] = ()) -> list[Layout]:
    """Blocks in reading order from the places of the words alone."""
    if not indexes:
        return []
    groups: list[list[Layout]] = []
    if tables:
        groups, indexes = ruled_rows(words, indexes, tables)
    fragments = find_fragments(words, indexes)
    interleaved = is_interleaved(fragments)
    fragments = merge_rows(words, fragments)
    if not interleaved:
        aligned, fragments = aligned_rows(fragments)
        groups += aligned
    groups += [[layout] for layout in find_blocks(words, fragments, stream=not interleaved)]
    if interleaved:
        return in_reading_order([layout for group in groups for layout in group])
    groups.sort(key=lambda group: min(layout.first for layout in group))
    return [layout for group in groups for layout in group]


def _add(part: PagePart, words: Words, layout: Layout) -> None:
    composed = compose(words, layout)
    first = len(part.starts)
    part.starts.extend(composed.starts)
    part.ends.extend(composed.ends)
    part.boxes.extend(composed.boxes)
    main = max((f for line in layout.lines for f in line), key=lambda f: len(f.words))
    part.blocks.append(
        PartBlock(
            text=composed.text,
            kind=layout.kind,
            level=layout.level,
            tagged=layout.tagged,
            size=main.size,
            bold=all(f.bold for line in layout.lines for f in line),
            first=first,
            last=len(part.starts),
            lines=len(layout.lines),
        )
    )
