"""Tables of an untagged page → a block for each row: by rules where there are some, else by aligned cells."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from oms_check.extraction.blocks import Layout
from oms_check.extraction.fragments import Fragment, find_fragments, merge_rows
from oms_check.model.document import BlockKind
from oms_check.pdf.tables import RuledTable
from oms_check.pdf.text_layer import Words

_MOST_LINES_A_CELL = 6


def ruled_rows(
    words: Words, indexes: Sequence[int], tables: Sequence[RuledTable]
) -> tuple[list[list[Layout]], list[int]]:
    """Rows of each table, and the words outside all tables."""
    rest = list(indexes)
    groups = []
    for table in tables:
        inside = [i for i in rest if _holds(table.box, words, i)]
        rows: list[list[list[int]]] = [[[] for _ in row] for row in table.rows]
        cells = [(box, rows[r][c]) for r, row in enumerate(table.rows) for c, box in enumerate(row)]
        taken = set()
        for i in inside:
            for box, cell in cells:
                if _holds(box, words, i):
                    cell.append(i)
                    taken.add(i)
                    break
        layouts = [layout for row in rows if (layout := _row_of_words(words, row)) is not None]
        if layouts:
            groups.append(layouts)
            rest = [i for i in rest if i not in taken]
    return groups, rest


def _holds(box: tuple[float, float, float, float], words: Words, i: int) -> bool:
    x, y = (words.x0[i] + words.x1[i]) / 2, (words.top[i] + words.bottom[i]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _row_of_words(words: Words, cells: list[list[int]]) -> Layout | None:
    lines: list[list[Fragment]] = []
    for cell in cells:
        fragments = find_fragments(words, cell)
        fragments.sort(key=lambda f: (round(f.base), f.x0))
        lines.extend([fragment] for fragment in merge_rows(words, fragments))
    return Layout(lines, BlockKind.TABLE_ROW) if lines else None


def aligned_rows(fragments: Sequence[Fragment]) -> tuple[list[list[Layout]], list[Fragment]]:
    """Rows of tables without rules, and the other fragments.

    Only for pages painted in reading order: there, text jumps to the right on its own line in tables alone.
    """
    steps = _steps_right(fragments)
    groups: list[list[Layout]] = []
    rest: list[Fragment] = []
    waiting: list[list[list[Fragment]]] = []
    i = 0
    while i < len(fragments):
        step = bisect_left(steps, i)
        row = _row_at(fragments, i) if step < len(steps) and steps[step] - i < _MOST_LINES_A_CELL else []
        if len(row) > 1 and (not waiting or _follows(waiting[-1], row)):
            waiting.append(row)
            i += sum(map(len, row))
            continue
        if waiting:
            _settle(waiting, groups, rest)
            waiting = []
            continue
        rest.append(fragments[i])
        i += 1
    _settle(waiting, groups, rest)
    return groups, rest


def _steps_right(fragments: Sequence[Fragment]) -> list[int]:
    """Indexes of the fragments after which text goes on to the right at about the same height."""
    return [
        i
        for i, (a, b) in enumerate(pairwise(fragments))
        if b.x0 > a.x1 and abs(b.base - a.base) < _MOST_LINES_A_CELL * 1.5 * max(a.size, b.size)
    ]


def _settle(rows: list[list[list[Fragment]]], groups: list[list[Layout]], rest: list[Fragment]) -> None:
    """Rows that make a table become blocks, the others go back among the fragments."""
    columns = max(map(len, rows), default=0)
    if len(rows) >= (2 if columns > 2 else 3) and not _is_justified_prose(rows):
        groups.append([Layout([[f] for cell in row for f in cell], BlockKind.TABLE_ROW) for row in rows])
    else:
        rest.extend(f for row in rows for cell in row for f in cell)


def _is_justified_prose(rows: list[list[list[Fragment]]]) -> bool:
    """Whether the rows are lines of text with wide spaces: all end at one edge, and hold many words."""
    edges = [row[-1][-1].x1 for row in rows]
    words = sum(len(f.words) for row in rows for cell in row for f in cell)
    return max(edges) - min(edges) < 1.5 and words > 5 * len(rows)


def _row_at(fragments: Sequence[Fragment], start: int) -> list[list[Fragment]]:
    """Cells of the row that begins at `start`, each with its lines; one cell where it is no row."""
    first = fragments[start]
    cells = [[first]]
    kept = 1
    top, bottom = first.top, first.bottom
    for fragment in fragments[start + 1 :]:
        cell = cells[-1]
        right = max(f.x1 for f in cell)
        size = max(fragment.size, first.size)
        if (
            fragment.x0 > right + 0.4 * size
            and fragment.top < bottom - 0.3 * size
            and fragment.bottom > top - 0.3 * size
        ):
            cells.append([fragment])
            kept = len(cells)
        elif (
            abs(fragment.x0 - cell[0].x0) < 0.6 * size
            and 0 < fragment.base - cell[-1].base < 1.5 * size
            and len(cell) < _MOST_LINES_A_CELL
        ):
            cell.append(fragment)
        else:
            break
        bottom = max(bottom, fragment.bottom)
    if kept == 1 or _stands_on_last_line(cells):
        return [[first]]
    return cells


def _stands_on_last_line(cells: list[list[Fragment]]) -> bool:
    """Whether the other cells stand beside the last line of the first: the lines above it are another text."""
    lines, size = cells[0], cells[0][0].size
    return len(lines) > 1 and all(
        len(cell) == 1 and abs(cell[0].base - lines[-1].base) < 0.2 * size for cell in cells[1:]
    )


def _follows(above: list[list[Fragment]], row: list[list[Fragment]]) -> bool:
    """Whether a row continues the table: it is lower and has a column in line with it."""
    floor = max(f.bottom for cell in above for f in cell)
    if row[0][0].bottom < floor - 0.3 * row[0][0].size or row[0][0].top > floor + 3 * row[0][0].size:
        return False
    size = row[0][0].size
    lefts = [cell[0].x0 for cell in above[1:]]
    rights = [cell[0].x1 for cell in above[1:]]
    return any(
        min(abs(cell[0].x0 - x) for x in lefts) < size or min(abs(cell[0].x1 - x) for x in rights) < size
        for cell in row[1:]
    )
