"""Raw text in (a gold line, an example of a rule file), blocks as an extractor would give them out.

Line ends that only wrap are joined, hyphens at line ends resolved, bullets become list items and a line
above bullets their heading.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from oms_check.model.document import Block, BlockKind
from oms_check.text.normal import fold

_BULLET = re.compile(r"^\s*(?:[•‣◦▪●○·*–—-]|\d{1,2}[.)]|[a-h]\))\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
_LINE_HYPHEN = re.compile(r"(\w+)[-‐\u00ad] ?\u00ad?\s*\n\s*(\w+)")
_SOFT = re.compile("[\u00ad\u200b\ufeff]")
_KEPT_BEFORE = frozenset({"och", "eller", "samt", "respektive"})
_LONGEST_HEADING = 90
_CAPTION = re.compile(r"^(?:Figur|Tabell|Bild|Karta|Diagram)\s+\d+\s*[.:]", re.IGNORECASE)


def blocks_of(text: str, is_word: Callable[[str], bool]) -> tuple[Block, ...]:
    """Blocks of a raw text, all on page 1. `is_word` decides whether a hyphen at a line end belongs there."""
    joined = _LINE_HYPHEN.sub(lambda m: _joined(m, is_word), unicodedata.normalize("NFC", text))
    lines = [line.rstrip() for line in _SOFT.sub("", joined).replace("\r", "\n").split("\n")]
    parts = list(_parts(lines))
    return tuple(Block(kind, body, 1, number, level=level) for number, (kind, body, level) in enumerate(parts))


def _joined(match: re.Match[str], is_word: Callable[[str], bool]) -> str:
    head, tail = match.group(1), match.group(2)
    if fold(tail) in _KEPT_BEFORE:
        return f"{head}- {tail}"
    if head[-1:].isdigit() or (head.isupper() and len(head) > 1) or tail[:1].isupper():
        return f"{head}-{tail}"
    return head + tail


def _parts(lines: list[str]) -> Iterator[tuple[BlockKind, str, int]]:
    bulleted = any(_BULLET.match(line) for line in lines[1:])
    pending: list[str] = []
    kind = BlockKind.PARAGRAPH
    for number, line in enumerate(lines):
        heading = _MARKDOWN_HEADING.match(line)
        bullet = _BULLET.match(line)
        if not line.strip():
            yield from _ended(kind, pending)
            kind = BlockKind.PARAGRAPH
        elif heading:
            yield from _ended(kind, pending)
            kind = BlockKind.PARAGRAPH
            yield BlockKind.HEADING, line[heading.end() :].strip(), len(heading.group(1))
        elif bullet and (bulleted or number > 0):
            yield from _ended(kind, pending)
            kind = BlockKind.LIST_ITEM
            pending.append(line[bullet.end() :].strip())
        elif not pending and _heads(line, lines[number + 1 :], bulleted):
            yield BlockKind.HEADING, line.strip(), 1
        else:
            pending.append(line.strip())
    yield from _ended(kind, pending)


def _ended(kind: BlockKind, pending: list[str]) -> Iterator[tuple[BlockKind, str, int]]:
    if pending:
        yield kind, " ".join(pending), 0
        pending.clear()


def _heads(line: str, following: list[str], bulleted: bool) -> bool:
    """Whether a line stands above what follows: short, without a full stop, before bullets or a new start."""
    text = line.strip()
    after = next((other for other in following if other.strip()), "")
    if not after or len(text) > _LONGEST_HEADING or text[-1] in ".!?,;:" or not text[:1].isupper():
        return False
    if bulleted:
        return _BULLET.match(following[0]) is not None
    if not following[0].strip():
        return True
    return (
        after[:1].isupper()
        and len(text.split()) <= 8
        and text.split()[-1][:1].islower()
        and len(text) > 3
        and (len(text.split()[-1]) > 4)
    )
