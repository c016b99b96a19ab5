"""Blocks of all pages → which of them are running headers, footers and page numbers."""

import re
from collections.abc import Sequence

from oms_check.extraction.drafts import Draft, box_of
from oms_check.extraction.kinds import body_size
from oms_check.extraction.part import PagePart
from oms_check.model.document import BlockKind

_ZONE = 0.12
"""Share of the page's height at top and bottom in which furniture stands."""
_LEAST_PAGES = 3
_LEAST_SHARE = 0.25
_MOST_PAGES = 0.6
_NEAR_PAGES = 8
"""A chapter's running title repeats on at least three of so many pages in a row."""
_PAGE_NUMBER = re.compile(r"(?:sid(?:a|an)?\.?|s\.|page)? ?[-–—|(]? ?# ?(?:[-–—|/(:]|av|of)? ?\(?#?\)? ?[-–—|)]?")
_DIGITS = re.compile(r"\d+|\b[ivxlc]{1,6}\b")


def mark_furniture(drafts: Sequence[Draft], pages: Sequence[PagePart]) -> None:
    """Set the kind of running headers and footers to `furniture`."""
    body = body_size(drafts)
    places: dict[tuple[str, int], list[tuple[int, Draft]]] = {}
    for draft in drafts:
        if draft.kind is not None or len(draft.text) > 200:
            continue
        page = draft.spans[0].page
        _, top, _, bottom = box_of(draft.spans[0])
        height = page.width if page.turns % 2 else page.height
        at_top, at_bottom = bottom < _ZONE * height, top > (1 - _ZONE) * height
        if not at_top and not at_bottom:
            continue
        mask = _DIGITS.sub("#", draft.text.casefold())
        places.setdefault((mask, round(top / 6)), []).append((draft.page, draft))
    for (mask, height), found in places.items():
        near = found + places.get((mask, height + 1), []) + places.get((mask, height - 1), [])
        stands_out = any(draft.bold or draft.size > 1.1 * body for _, draft in found)
        is_number = _PAGE_NUMBER.fullmatch(mask)
        if stands_out and not is_number and len({draft.text for _, draft in near}) > 1:
            continue  # "Kapitel 1", "Kapitel 2" … on page after page are headings
        numbers = sorted({number for number, _ in near})
        if _repeats(numbers, len(pages), stands_out) or (is_number and (len(numbers) > 1 or len(pages) < 3)):
            for _, draft in found:
                draft.kind = BlockKind.FURNITURE


def _repeats(numbers: list[int], pages: int, stands_out: bool) -> bool:
    """`stands_out`: set like a heading; the same heading may well open several pages."""
    if len(numbers) < _LEAST_PAGES:
        return False
    if stands_out:
        return len(numbers) >= _MOST_PAGES * pages
    if len(numbers) >= _LEAST_SHARE * pages:
        return True
    return any(c - a < _NEAR_PAGES for a, c in zip(numbers, numbers[2:], strict=False))
