"""Blocks of a document → what each is: heading by type size, list item by its mark, note, caption."""

import re
from collections import Counter
from collections.abc import Sequence

from oms_check.extraction.drafts import Draft
from oms_check.extraction.fragments import is_marker_text
from oms_check.model.document import BlockKind

_LARGER = 1.12
_LONGEST_HEADING = 160
_CAPTION = re.compile(r"(?:figur|tabell|bild|diagram|karta|foto|illustration)\b\s?(?:\d|:)", re.IGNORECASE)
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
