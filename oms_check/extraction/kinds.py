"""Blocks of a document → what each is: heading by type size, list item by its mark, note, caption, contents."""

import re
from collections import Counter
from collections.abc import Sequence

from oms_check.extraction.drafts import Draft
from oms_check.extraction.fragments import is_marker_text
from oms_check.model.document import BlockKind

_LARGER = 1.12
_LONGEST_HEADING = 160
_CAPTION = re.compile(r"(?:figur|tabell|bild|diagram|karta|foto|illustration)\b\s?(?:\d|:)", re.IGNORECASE)
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
_PLACES = frozenset(("kap", "kapitel", "avsnitt", "sida", "sid"))
_LONGEST_TITLE = 9
"""Words of a title with its number, on average."""
_CONTENTS = frozenset(("innehåll", "innehållsförteckning", "contents", "table of contents", "innehallsforteckning"))
_REFERENCES = re.compile(
    r"(?:[\d.]+ |bilaga \d+[:.]? )?(?:referenser|referenslista|referensförteckning|källor|källförteckning|litteratur"
    r"|litteraturlista|litteraturförteckning|källor och litteratur|källhänvisningar|ordlista|begreppslista"
    r"|ordförklaringar|begreppsförklaringar|ordförteckning|förkortningar|slutnoter|noter)",
    re.IGNORECASE,
)


def body_size(drafts: Sequence[Draft]) -> float:
    """The font size most letters of the document are set in."""
    weights: Counter[float] = Counter()
    for draft in drafts:
        if draft.kind is not BlockKind.FURNITURE:
            weights[round(draft.size * 2) / 2] += len(draft.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 10.0


def tell_kinds(drafts: Sequence[Draft]) -> None:
    """Give every block without a kind one; headings get levels by size, largest first."""
    body = body_size(drafts)
    letters = sum(len(draft.text) for draft in drafts) or 1
    bold_is_rare = sum(len(draft.text) for draft in drafts if draft.bold) < 0.3 * letters
    for draft in drafts:
        if draft.kind is None:
            draft.kind = _kind(draft, body, bold_is_rare)
        elif draft.kind is BlockKind.LIST_ITEM and _is_heading_in_list(draft, body):
            draft.kind = BlockKind.HEADING
    _tell_levels([draft for draft in drafts if draft.kind is BlockKind.HEADING and not draft.level])
    _mark_references(drafts)


def _kind(draft: Draft, body: float, bold_is_rare: bool) -> BlockKind:
    text = draft.text
    if is_marker_text(text.split(" ", 1)[0]) and " " in text and not _is_numbered_heading(draft, body, bold_is_rare):
        return BlockKind.LIST_ITEM
    if (
        draft.size < 0.9 * body
        and text[:1].isdigit()
        and draft.lines <= 6
        and text[:3].strip("0123456789 ") != text[:3]
    ):
        return BlockKind.NOTE
    if _CAPTION.match(text) and len(text) < 250:
        return BlockKind.CAPTION
    if _looks_like_heading(draft, body, bold_is_rare):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _is_heading_in_list(draft: Draft, body: float) -> bool:
    """Word processors tag numbered headings as items of a list."""
    return draft.size > _LARGER * body and _looks_like_heading(draft, body, bold_is_rare=False)


def _is_numbered_heading(draft: Draft, body: float, bold_is_rare: bool) -> bool:
    return draft.text[:1].isdigit() and _looks_like_heading(draft, body, bold_is_rare)


def _looks_like_heading(draft: Draft, body: float, bold_is_rare: bool) -> bool:
    text = draft.text
    if len(text) > _LONGEST_HEADING or draft.lines > 4 or not any(c.isalpha() for c in text):
        return False
    if text[-1] in ".,;:" or text[0] in '”"“»' or text[0].islower():
        return False
    if draft.size > _LARGER * body:
        return True
    return draft.bold and bold_is_rare and draft.size > 0.95 * body and draft.lines <= 2 and len(text) < 100


def _tell_levels(headings: list[Draft]) -> None:
    sizes = sorted({round(draft.size, 0) for draft in headings}, reverse=True)
    for draft in headings:
        draft.level = min(6, 1 + sizes.index(round(draft.size, 0)))


def mark_contents(drafts: Sequence[Draft]) -> None:
    """Lines with leaders, and what ends in a page number after a heading that says contents.

    Before paragraphs are joined: an entry ends without a full stop, like the first half of a paragraph.
    """
    page = 0
    table = False
    for draft in drafts:
        if draft.kind is BlockKind.FURNITURE:
            continue
        table = draft.kind is BlockKind.TABLE_ROW and (table or _heads_contents(draft.text))
        if table:
            draft.kind = BlockKind.TOC
            continue
        text = draft.text.strip().rstrip(".:").casefold()
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


def _mark_references(drafts: Sequence[Draft]) -> None:
    """What stands under a heading of a reference list or glossary is no statement of the document's own."""
    level = 0
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            if _REFERENCES.fullmatch(draft.text.strip().rstrip(":.")):
                level = draft.level
            elif draft.level <= level:
                level = 0
        elif level and draft.kind in (
            BlockKind.PARAGRAPH,
            BlockKind.LIST_ITEM,
            BlockKind.TABLE_ROW,
            BlockKind.NOTE,
        ):
            draft.kind = BlockKind.OTHER
