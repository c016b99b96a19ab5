"""Tagged blocks and words of a page → blocks in the order of the tags, or the reason why tags are not trusted."""

from itertools import pairwise

from oms_check.extraction.blocks import Layout, find_blocks
from oms_check.extraction.fragments import Fragment, find_fragments, merge_rows, same_row
from oms_check.model.document import BlockKind
from oms_check.pdf.structure import Role, TaggedBlock
from oms_check.pdf.text_layer import ARTIFACT, Words

_LEAST_MAPPED = 0.8
_MOST_ARTIFACTS, _MANY_ARTIFACTS = 0.4, 40
_MOST_JUMBLED = 0.15
_MOST_GOING_UP = 0.25

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


def covers(words: Words, tags: list[TaggedBlock]) -> bool:
    """Whether the tags name all marked content that has words."""
    named = {mcid for block in tags for mcid in block.mcids}
    return named.issuperset({mcid for mcid in words.mcid if mcid >= 0})


def from_tags(words: Words, tags: list[TaggedBlock]) -> tuple[list[Layout], list[int]] | str:
    """Blocks by the tags and the words they leave out (indexes), or why the tags are not used."""
    by_mcid: dict[int, list[int]] = {}
    loose: list[int] = []
    for i, mcid in enumerate(words.mcid):
        if mcid >= 0:
            by_mcid.setdefault(mcid, []).append(i)
        else:
            loose.append(i)
    artifacts = [i for i in loose if words.style[i] & ARTIFACT]
    mapped = 0
    layouts: list[Layout] = []
    for block in tags:
        indexes = [i for mcid in block.mcids for i in by_mcid.pop(mcid, ())]
        if indexes:
            mapped += len(indexes)
            layouts.extend(_layouts(words, block, indexes))
    if mapped < _LEAST_MAPPED * (len(words) - len(artifacts)):
        return "tags ignored: they leave out too much of the text"
    # Leaders of a table of contents are artifacts too, a word a dot: only what has letters is text that is lost.
    hidden = sum(1 for i in artifacts if any(map(str.isalpha, words.texts[i])))
    if hidden > max(_MANY_ARTIFACTS, _MOST_ARTIFACTS * len(words)):
        return "tags ignored: they call too much of the text an artifact"
    if sum(map(_jumbled, layouts)) > max(1, _MOST_JUMBLED * len(layouts)) or _goes_up(layouts):
        return "tags ignored: their order contradicts the layout"
    loose.extend(i for indexes in by_mcid.values() for i in indexes)
    return layouts, sorted(loose)


def _layouts(words: Words, block: TaggedBlock, indexes: list[int]) -> list[Layout]:
    fragments = find_fragments(words, indexes)
    if block.role is Role.LOOSE:
        return find_blocks(words, merge_rows(words, fragments), stream=True)
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
    deltas = sorted(b[0].base - a[0].base for a, b in pairwise(layout.lines) if b[0].base > a[0].base)
    if not deltas:
        return [layout]
    usual = deltas[len(deltas) // 3]
    pieces = [Layout([layout.lines[0]], layout.kind, layout.level, tagged=True)]
    for above, line in pairwise(layout.lines):
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
    wrong = sum(1 for above, line in pairwise(layout.lines) if _is_above(line[0], above[0]))
    return wrong > 0.2 * len(layout.lines)


def _goes_up(layouts: list[Layout]) -> bool:
    """Whether many blocks stand above the one before them in the same column.

    Footnotes do not count: tags put them where their sign stands, the page puts them at its foot.
    """
    firsts = [layout.lines[0][0] for layout in layouts if layout.kind is not BlockKind.NOTE]
    wrong = sum(1 for before, after in pairwise(firsts) if _is_above(after, before))
    return wrong > max(2, _MOST_GOING_UP * len(firsts))


def _is_above(a: Fragment, b: Fragment) -> bool:
    return a.bottom < b.top and min(a.x1, b.x1) - max(a.x0, b.x0) > 0.3 * min(a.x1 - a.x0, b.x1 - b.x0)
