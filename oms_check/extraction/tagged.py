"""Tagged blocks and words of a page → blocks in the order of the tags, or the reason why tags are not trusted."""

from oms_check.extraction.blocks import Layout, find_blocks
from oms_check.extraction.fragments import Fragment, find_fragments, merge_rows, same_row
from oms_check.model.document import BlockKind
from oms_check.pdf.fonts import ARTIFACT
from oms_check.pdf.structure import Role, TaggedBlock
from oms_check.pdf.words import Words

_LEAST_MAPPED = 0.8

_KIND = {
    Role.HEADING: BlockKind.HEADING,
    Role.PARAGRAPH: None,
    Role.LIST_ITEM: BlockKind.LIST_ITEM,
    Role.ROW: BlockKind.TABLE_ROW,
    Role.CAPTION: BlockKind.CAPTION,
    Role.NOTE: BlockKind.NOTE,
    Role.TOC: BlockKind.TOC,
    Role.BIBLIOGRAPHY: BlockKind.OTHER,
    Role.LOOSE: None,
}


def from_tags(words: Words, tags: list[TaggedBlock]) -> tuple[list[Layout], list[int]] | str:
    """Blocks by the tags and the words they leave out (indexes), or why the tags are not used."""
    by_mcid: dict[int, list[int]] = {}
    artifacts = rest = 0
    loose: list[int] = []
    for i, mcid in enumerate(words.mcid):
        if mcid >= 0:
            by_mcid.setdefault(mcid, []).append(i)
        else:
            loose.append(i)
            if words.style[i] & ARTIFACT:
                artifacts += 1
    mapped = 0
    layouts: list[Layout] = []
    for block in tags:
        indexes = [i for mcid in block.mcids for i in by_mcid.pop(mcid, ())]
        if not indexes:
            continue
        mapped += len(indexes)
        layouts.extend(_layouts(words, block, indexes))
    rest = len(words) - artifacts - mapped
    if mapped < _LEAST_MAPPED * (mapped + rest):
        return "tags ignored: they leave out too much of the text"
    if artifacts > 0.4 * len(words) and artifacts > 40:
        return "tags ignored: they call too much of the text an artifact"
    jumbled = sum(1 for layout in layouts if _jumbled(layout))
    if jumbled > max(1, 0.15 * len(layouts)):
        return "tags ignored: their order contradicts the layout"
    loose.extend(i for indexes in by_mcid.values() for i in indexes)
    return layouts, sorted(loose)


def _layouts(words: Words, block: TaggedBlock, indexes: list[int]) -> list[Layout]:
    fragments = merge_rows(words, find_fragments(words, indexes))
    if block.role is Role.LOOSE:
        return find_blocks(words, fragments, stream=True)
    layout = Layout(_lines(fragments), _KIND[block.role], block.level, tagged=True)
    if block.role is Role.PARAGRAPH and len(layout.lines) > 2:
        return _split(words, layout)
    return [layout]


def _lines(fragments: list[Fragment]) -> list[list[Fragment]]:
    lines: list[list[Fragment]] = []
    for fragment in fragments:
        if lines and same_row(lines[-1][-1], fragment) and fragment.x0 > lines[-1][-1].x0:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    return lines


def _split(words: Words, layout: Layout) -> list[Layout]:
    """A paragraph that holds several (whole pages are tagged as one): cut where the layout clearly does."""
    deltas = sorted(
        b[0].base - a[0].base for a, b in zip(layout.lines, layout.lines[1:], strict=False) if b[0].base > a[0].base
    )
    if not deltas:
        return [layout]
    usual = deltas[len(deltas) // 3]
    pieces = [Layout([layout.lines[0]], layout.kind, layout.level, tagged=True)]
    for above, line in zip(layout.lines, layout.lines[1:], strict=False):
        a, b = above[0], line[0]
        size_change = (
            abs(a.size - b.size) > 0.15 * a.size
            and len(line) == 1 == len(above)
            and min(len(a.words), len(b.words)) > 1
        )
        if b.base - a.base > 1.45 * usual or size_change:
            pieces.append(Layout([], layout.kind, layout.level, tagged=True))
        pieces[-1].lines.append(line)
    return pieces


def _jumbled(layout: Layout) -> bool:
    """Lines of a block run down the page, or start again higher up in another column."""
    wrong = 0
    for above, line in zip(layout.lines, layout.lines[1:], strict=False):
        a, b = above[0], line[0]
        if b.bottom < a.top and min(a.x1, b.x1) - max(a.x0, b.x0) > 0.3 * min(a.x1 - a.x0, b.x1 - b.x0):
            wrong += 1
    return wrong > 0.2 * len(layout.lines)
