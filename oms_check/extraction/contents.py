"""Blocks → which of them are a list of contents: by their leaders, numbers and titles, or by where the numbers stand.

Contents set by hand are tagged as a paragraph and their leaders as decoration, so that only the place of the
numbers tells what they are.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from oms_check.extraction.blocks import Layout
from oms_check.extraction.drafts import Draft
from oms_check.model.document import BlockKind
from oms_check.pdf.text_layer import Words

FEWEST_LINES = 3
_PAGES = re.compile(r"(\d{1,3})(?:[–-]\d{1,3})?")
_MOSTLY = 0.6
"""Share of the lines that must end in a page number; long titles take two."""
_APART = 1.5
"""In em: how far at least the number stands from the title."""
# Each from the beginning of its run alone: a page of full stops would take the square of its length.
_LEADERS = re.compile(r"(?<!\.)(?<!\. )(?:\. ?){4,}\s*\d{1,4}\b|(?<!…)…{2,}\s*\d{1,4}\b|(?<!_)_{4,}\s*\d{1,4}\b")
_LEADER_SIGNS = ("...", ". .", "…", "__")
_ENDS_IN_PAGE = re.compile(r"\D\s\d{1,3}(?:\s?[–-]\s?\d{1,3})?$")
_PARAGRAPHS = re.compile(r"\(§§?\s?(\d{1,3})(?:\s?[–-]\s?\d{1,3})?\)")
"""'III Effekt, värme och bränslen (§§ 8–14)': contents by paragraphs of a statute."""
_ENTRY = re.compile(r"\s\d{1,3}\s\d{1,2}(?:\.\d{1,2})*\s(?=[A-ZÅÄÖ])")
"""In contents set without leaders, as one paragraph: a page number, then the number of the next section."""
_FEWEST_ENTRIES = 3
_SECTION = re.compile(r"(?:^|\s)(\d{1,2}(?:\.\d{1,2}){0,2})\s(?=[A-ZÅÄÖ])")
_FEWEST_SECTIONS = 5
"""Numbers in rising order that make a paragraph a list of contents, though its page numbers stand elsewhere."""
_LONGEST_HEAD = 4
"""Words of the row that heads a table of contents."""
_PLACES = frozenset(("kap", "kapitel", "avsnitt", "sida", "sid"))
_LONGEST_TITLE = 9
"""Words of a title with its number, on average."""
_CONTENTS = frozenset(("innehåll", "innehållsförteckning", "contents", "table of contents", "innehallsforteckning"))


_TITLE_AND_PAGE = re.compile(r"(\D.{1,150}?)[\s|]+(\d{1,3})")
_LONGEST_ENTRY = 160
"""Characters of a title with its page."""
_NO_PAGE = 1 << 30
_MAY_BE_ENTRIES = frozenset((None, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.OTHER))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What may be an entry of a list of contents: which draft it is, its title and the page it names."""

    order: int
    title: str
    number: int


def lists_page_numbers(words: Words, layout: Layout) -> bool:
    """Whether most lines end in a number that stands apart, and the numbers do not fall."""
    numbers = [number for line in layout.lines if (number := _page_number(words, line[-1].words)) is not None]
    if len(numbers) < max(FEWEST_LINES, _MOSTLY * len(layout.lines)):
        return False
    return all(a <= b for a, b in zip(numbers, numbers[1:], strict=False))


def _page_number(words: Words, run: list[int]) -> int | None:
    """The page number a line ends in; `run` are the words of its last stretch without a gutter."""
    number = _PAGES.fullmatch(words.texts[run[-1]])
    if number is None:
        return None
    apart = len(run) == 1 or words.x0[run[-1]] - words.x1[run[-2]] > _APART * words.size[run[-1]]
    return int(number.group(1)) if apart else None


def mark_contents(drafts: Sequence[Draft]) -> None:
    """Lines with leaders, titles with numbers in order, and what a heading or a table's first row says are contents.

    Before paragraphs are joined: an entry ends without a full stop, like the first half of a paragraph.
    """
    _mark_titles(drafts)
    page = 0
    table = False
    for draft in drafts:
        if draft.kind is BlockKind.FURNITURE:
            continue
        table = draft.kind is BlockKind.TABLE_ROW and (table or _heads_contents(draft.text))
        if table:
            draft.kind = BlockKind.TOC
            continue
        text = _title(draft.text)
        if text in _CONTENTS:
            page = draft.page
        elif (
            (any(sign in draft.text for sign in _LEADER_SIGNS) and _LEADERS.search(draft.text))
            or len(_ENTRY.findall(draft.text)) >= _FEWEST_ENTRIES
            or _lists_sections(draft.text)
            or _lists_paragraphs(draft.text)
            or (page and draft.page - page <= 1 and _ENDS_IN_PAGE.search(draft.text) and len(draft.text) < 600)
        ):
            draft.kind = BlockKind.TOC
            page = draft.page
        elif draft.kind in (None, BlockKind.PARAGRAPH) and len(draft.text) > 200:
            page = 0


def _mark_titles(drafts: Sequence[Draft]) -> None:
    """What is a list of contents by its titles alone: they stand on the pages it names, whatever it is headed."""
    runs: list[list[_Entry]] = []
    run: list[_Entry] = []
    for order, draft in enumerate(drafts):
        found = _TITLE_AND_PAGE.fullmatch(draft.text.strip()) if draft.kind in _MAY_BE_ENTRIES else None
        entry = None if found is None else _Entry(order, _title(found.group(1)), int(found.group(2)))
        if run and (entry is None or entry.number < run[-1].number or draft.page - drafts[run[0].order].page > 1):
            run = []
        if entry is not None:
            if not run:
                run = []
                runs.append(run)
            run.append(entry)
    runs = [run for run in runs if len(run) >= FEWEST_LINES]
    if runs:
        places = _places(drafts, {entry.title for run in runs for entry in run})
        for run in runs:
            if _stand_where_it_says(run, places):
                for entry in run:
                    drafts[entry.order].kind = BlockKind.TOC


def _places(drafts: Sequence[Draft], titles: Set[str]) -> dict[str, list[tuple[int, int]]]:
    """(order, page) of every place where one of the titles stands by itself."""
    places: dict[str, list[tuple[int, int]]] = {}
    for order, draft in enumerate(drafts):
        if draft.kind is not BlockKind.FURNITURE and len(draft.text) <= _LONGEST_ENTRY:
            title = _title(draft.text)
            if title in titles:
                places.setdefault(title, []).append((order, draft.page))
    return places


def _stand_where_it_says(run: Sequence[_Entry], places: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
    """Whether most of the titles follow the run, each as far from the page it names as the others."""
    offsets = []
    for entry in run:
        found = places.get(entry.title, ())
        following = bisect_right(found, (run[-1].order, _NO_PAGE))
        if following < len(found):
            offsets.append(entry.number - found[following][1])
    return len(offsets) >= max(FEWEST_LINES, len(run) / 2) and max(offsets) - min(offsets) <= 1


def _title(text: str) -> str:
    return text.strip().rstrip(".:").casefold()


def _lists_sections(text: str) -> bool:
    """Whether a text is nothing but numbered titles of sections, in order."""
    if ". " in text:
        return False
    numbers = [tuple(map(int, found.split("."))) for found in _SECTION.findall(text)]
    rising = sum(a < b for a, b in zip(numbers, numbers[1:], strict=False))
    titles = len(text.split()) <= _LONGEST_TITLE * len(numbers)
    return rising >= _FEWEST_SECTIONS - 1 and len(numbers) - rising <= _FEWEST_SECTIONS - 1 and titles


def _heads_contents(row: str) -> bool:
    """Whether a row heads a table of contents: 'Kap. Innehåll Sida'."""
    words = {word.strip(".:") for word in row.casefold().split()}
    return len(words) <= _LONGEST_HEAD and not _CONTENTS.isdisjoint(words) and not _PLACES.isdisjoint(words)


def _lists_paragraphs(text: str) -> bool:
    """Whether a text names the paragraphs of four chapters or more, in order."""
    firsts = [int(number) for number in _PARAGRAPHS.findall(text)] if "§" in text else []
    return len(firsts) >= _FEWEST_SECTIONS - 1 and firsts == sorted(firsts)
