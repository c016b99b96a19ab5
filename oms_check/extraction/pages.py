"""A page of an open PDF → its part: blocks in reading order with text and places, and the facts for its health."""

from collections.abc import Sequence
from typing import Any

from oms_check.extraction.blocks import Layout, find_blocks
from oms_check.extraction.composing import Composer
from oms_check.extraction.contents import FEWEST_LINES, lists_page_numbers
from oms_check.extraction.fragments import find_fragments, merge_rows
from oms_check.extraction.health import text_health, text_of
from oms_check.extraction.order import in_reading_order, is_interleaved
from oms_check.extraction.orientation import quarter_turns, turn_upright
from oms_check.extraction.part import PagePart, PartBlock
from oms_check.extraction.scans import straighten
from oms_check.extraction.tables import aligned_rows, ruled_rows
from oms_check.extraction.tagged import covers, from_tags
from oms_check.model.document import BlockKind
from oms_check.pdf.images import image_share, is_blank
from oms_check.pdf.structure import StructureReader
from oms_check.pdf.tables import RuledTable, ruled_tables
from oms_check.pdf.text_layer import ARTIFACT
from oms_check.pdf.words import Words, is_rotated, read_words, read_words_unrotated, to_view

_WIDEST_STRUCTURE = 5_000
"""Children of one element; some 400 pages that no chapter divides. pdfium looks at all of them on every page that
has one of them: the time would grow with the square of the pages."""
_FEW_CHARACTERS = 200
"""Only then it matters whether the page is a picture."""
_MOST_CHARACTERS = 200_000
"""Of one page; a page of small print has 10,000. Half a million letters set one by one are 5 kB of PDF."""
_MOST_FRAGMENTS = 4_000
"""Stretches of a line on one page; the fullest of 1,500 files of other projects has 600, and the time grows with
the square: 9,000 take 8 s."""


class _TooDenseError(Exception):
    """A page holds more than anybody could read, and would take the time of all the others."""


class PageReader:
    """Reads the pages of one document; fastest in their order.

    `first` is the document's first page (pdfium's handle) if it is tagged: whoever reads a share of the pages
    must decide on the tags as the others do.
    """

    def __init__(self, first: Any | None = None) -> None:
        self._structure = StructureReader()
        self._wide = first is not None and self._structure.widest(first) > _WIDEST_STRUCTURE
        self._tagged = first is not None and not self._wide

    def read(self, page: Any, number: int) -> PagePart:
        """Read one page (pdfium's handle, None where it cannot be loaded); `number` counts from 1."""
        if page is None:
            return PagePart(number, failed=True, notes=["the page cannot be loaded"])
        try:
            return self._read(page, number)
        except _TooDenseError as dense:
            return PagePart(number, failed=True, notes=[str(dense)])

    def _read(self, page: Any, number: int) -> PagePart:
        part = PagePart(number)
        words, layouts = self._by_tags(page, part) if self._tagged else (Words(0, 0), None)
        if layouts is None:
            if self._wide:
                part.notes.append("tags not read: one element holds too much of the document")
            words = read_words(page)
            part.turns = quarter_turns(words)
            if part.turns and is_rotated(page):
                words = read_words_unrotated(page)
                part.turns = quarter_turns(words)
            _characters(words)
            layouts = _by_places(words, page, part)
        part.width, part.height, part.unmapped = words.width, words.height, words.unmapped
        part.characters = _characters(words)
        if part.characters < _FEW_CHARACTERS:
            part.image = image_share(page, words.width, words.height)
            part.blank = not part.characters and is_blank(page)
        composer = Composer(words)
        for layout in layouts:
            _add(part, words, composer, layout)
        part.text_health, part.text_note = text_health(text_of(part))
        return part

    def _by_tags(self, page: Any, part: PagePart) -> tuple[Words, list[Layout] | None]:
        """Words and blocks of a tagged page; no blocks where the tags are missing or not to be trusted."""
        words = read_words(page, marked=True)
        if not len(words):
            return words, []
        tags = self._structure.read(page)
        if not covers(words, tags):
            tags = self._structure.read(page, everything=True)
        if not tags:
            return words, None
        found = from_tags(words, tags)
        if isinstance(found, str):
            part.notes.append(found)
            return words, None
        layouts, rest = found
        return words, layouts + _left_out(words, rest)


def _by_places(words: Words, page: Any, part: PagePart) -> list[Layout]:
    """Blocks of a page without tags, or with tags not to be trusted."""
    everything = list(range(len(words)))
    if part.turns:
        return by_geometry(turn_upright(words, part.turns), everything)
    if words.recognised:
        return by_geometry(straighten(words), everything)
    view = to_view(page, words.width, words.height)
    tables = ruled_tables(page, view, words.width, words.height) if everything else ()
    return by_geometry(words, everything, tables)


def _characters(words: Words) -> int:
    """How many characters the words have; _TooDenseError if more than a page can hold."""
    count = sum(map(len, words.texts))
    if count > _MOST_CHARACTERS:
        raise _TooDenseError(f"{count:,} letters on one page; {_DENSE_ADVICE}")
    return count


_DENSE_ADVICE = "print the page to a new PDF, or recognise its text anew (--ocr)"


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
    if len(fragments) > _MOST_FRAGMENTS:
        raise _TooDenseError(f"{len(fragments):,} scattered pieces of text on one page; {_DENSE_ADVICE}")
    interleaved = is_interleaved(fragments)
    fragments = merge_rows(words, fragments)
    if not interleaved:
        aligned, fragments = aligned_rows(fragments)
        groups += aligned
    groups += [[layout] for layout in find_blocks(words, fragments, stream=not interleaved)]
    return in_reading_order(groups, interleaved=interleaved)


def _add(part: PagePart, words: Words, composer: Composer, layout: Layout) -> None:
    composed = composer.compose(layout)
    first = len(part.starts)
    part.starts.extend(composed.starts)
    part.ends.extend(composed.ends)
    part.boxes.extend(composed.boxes)
    main = max((f for line in layout.lines for f in line), key=lambda f: len(f.words))
    lists_pages = layout.kind is None and len(layout.lines) >= FEWEST_LINES and lists_page_numbers(words, layout)
    part.blocks.append(
        PartBlock(
            text=composed.text,
            kind=BlockKind.TOC if lists_pages else layout.kind,
            level=layout.level,
            tagged=layout.tagged,
            size=main.size,
            bold=all(f.bold for line in layout.lines for f in line),
            first=first,
            last=len(part.starts),
            lines=len(layout.lines),
        )
    )
