"""Blocks in reading order → the same with paragraphs whole that run on in the next column or on the next page."""

from oms_check.extraction.composing import OPEN_HYPHEN
from oms_check.extraction.drafts import Draft, box_of, last_edge
from oms_check.model.document import BlockKind

_REACH = 8
"""How many other blocks (notes, boxes, furniture) may stand between the two halves."""
_RUNS_ON = (None, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_SENTENCE_ENDS = '.!?:…”"'


def join_broken(drafts: list[Draft]) -> list[Draft]:
    """Join what a column or page break parts; the whole stands where its first half began."""
    joined: list[Draft] = []
    open_ones: list[Draft] = []
    for draft in drafts:
        if draft.kind in _RUNS_ON:
            first_half = _first_half(open_ones, draft)
            if first_half is not None:
                first_half.append(draft)
                open_ones.remove(first_half)
                if _unfinished(first_half):
                    open_ones.append(first_half)
                continue
            if _unfinished(draft):
                open_ones = [*open_ones[1 - _REACH :], draft]
        elif draft.kind is BlockKind.HEADING:
            # A box with a heading may part a paragraph; a line that stands alone does not go on beyond one.
            open_ones = [one for one in open_ones if one.lines > 1 and _last_line_full(one)]
        joined.append(draft)
    return joined


def _unfinished(draft: Draft) -> bool:
    return draft.text[-1:] not in _SENTENCE_ENDS and len(draft.text) > 1


def _first_half(open_ones: list[Draft], draft: Draft) -> Draft | None:
    for candidate in reversed(open_ones):
        if draft.page - candidate.spans[-1].page.number > 1:
            continue
        if abs(candidate.size - draft.size) > 0.05 * draft.size or candidate.bold is not draft.bold:
            continue
        if _moves_on(candidate, draft) and _reads_on(candidate, draft):
            return candidate
    return None


def _moves_on(first: Draft, second: Draft) -> bool:
    """The second half stands in another column or on the next page."""
    if first.spans[-1].page.number != second.page:
        return True
    a, b = box_of(first.spans[-1]), box_of(second.spans[0])
    return b[1] < a[3] - 2 and b[0] > a[0] + 2 * second.size


def _reads_on(first: Draft, second: Draft) -> bool:
    start = second.text.lstrip("(”\"’'«»")[:1]
    if start.islower():
        return True
    if first.text.endswith(OPEN_HYPHEN):
        return start.isdigit() and first.text[-2:-1].isdigit()
    return start.isalnum() and first.lines > 1 and _last_line_full(first)


def _last_line_full(draft: Draft) -> bool:
    """Whether the text runs to the right edge of its block, as a line in mid-paragraph does."""
    span = draft.spans[-1]
    if span.last - span.first < 8:
        return False
    x0, _, x1, _ = box_of(span)
    return last_edge(span) > x1 - 0.06 * (x1 - x0) - draft.size
