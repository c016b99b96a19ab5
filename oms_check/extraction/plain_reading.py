"""A text or Markdown file's bytes → a document: paragraphs between blank lines, lists, headings, tables."""

import codecs
import re
from collections.abc import Iterable, Iterator

from oms_check.extraction.flowing import CELL_BREAK, Flow
from oms_check.model.document import BlockKind, Document, Status, Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 first: its little-endian mark begins with that of UTF-16."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|\?xml)", re.IGNORECASE)

_BULLET = re.compile(r"\s{0,12}(?:[-*+•‣▪●◦·–—]|\d{1,3}[.)]|[a-zåäö]\))\s+(?=\S)")
_NUMBERED_HEADING = re.compile(r"(?:\d{1,2}\.){0,4}\d{1,2}\.?\s+[A-ZÅÄÖ]")
_UNDERLINE = re.compile(r"(=+|-+)\s*")
_KEPT_HYPHEN = re.compile(r"(?:och|eller|samt|respektive)\b")

_ATX = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_QUOTE = re.compile(r" {0,3}>\s?")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_DELIMITER_ROW = re.compile(r"[\s|:-]*-[\s|:-]*")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:\s*")
_LINK_TARGET = re.compile(r" {0,3}\[[^\]^][^\]]{0,200}\]:\s*\S+")
_INLINE = (
    (re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?:\s+\"[^\"]{0,200}\")?\)"), r"\1"),
    (re.compile(r"!?\[([^\[\]^]{0,500})\]\[[^\[\]]{0,200}\]"), r"\1"),
    (re.compile(r"\[\^[^\[\]\s]{1,40}\]"), ""),
    (re.compile(r"<(?:https?://|mailto:)([^<>\s]{1,500})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,500}>"), " "),
    (re.compile(r"(?<!\\)(\*{1,3}|`{1,2}|~~)(?=\S)([^*`~]{1,1000}?)(?<=[^\s\\])\1"), r"\2"),
    (re.compile(r"(?<!\\)(\*{1,3})(?=\S)([^*]{1,1000}?)(?<=[^\s\\])\1"), r"\2"),  # around another
    (re.compile(r"(?<![\w\\])(_{1,3})(?=\S)([^_]{1,1000}?)(?<=[^\s\\])\1(?!\w)"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)

_HEADING_CHARACTERS = 60
_HEADING_WORDS = 8
_PARAGRAPH_LINE = 120
"""Average length of lines above which a line is a paragraph: nobody breaks lines so late by hand."""


def read_text(content: bytes, sha256: str, markdown: bool) -> Document | Unreadable:
    """Read text: UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8, else Windows-1252 with a note."""
    decoded = _decoded(content)
    if decoded is None:
        advice = "save the document as PDF, .docx, .txt or .md"
        return Unreadable(Status.UNSUPPORTED, "the file is not text", advice, sha256)
    text, encoding = decoded
    if not markdown and _HTML.match(text[:200]):
        return Unreadable(
            Status.UNSUPPORTED, "the file is a web page, not plain text", "print the page to a PDF", sha256
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").replace("\u2029", "\n\n")
    flow = Flow()
    read = _markdown if markdown else _plain
    for kind, block, level in read(text):
        flow.add(kind, block, level)
        if flow.too_large:
            break
    guessed = encoding == "cp1252"
    return flow.document(
        sha256,
        "text/markdown" if markdown else "text/plain",
        notes=("decoded as Windows-1252",) if guessed else (),
        decoded=guessed,
    )


def _decoded(content: bytes) -> tuple[str, str] | None:
    """Text and encoding; None where the bytes are no text."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            return None
        encoding = "cp1252"
        text = content.decode(encoding, "replace")  # five bytes have no meaning there
    if "\x00" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        return None
    return text, encoding or "utf-8"


_Found = Iterator[tuple[BlockKind, str, int]]


def _plain(text: str) -> _Found:
    groups = list(_groups(text.split("\n")))
    for number, lines in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else []
        if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]):
            yield BlockKind.HEADING, lines[0], 1 if lines[1].startswith("=") else 2
        elif len(lines) == 1 and _is_heading(lines[0].strip(), following):
            yield BlockKind.HEADING, lines[0], _depth(lines[0].strip())
        else:
            yield from _listed(lines)


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of lines between blank ones."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_heading(line: str, following: list[str]) -> bool:
    """A short line of its own that ends like no sentence, over something longer.

    Too strict rather than too lax: a sentence taken for a heading would no longer count as a statement.
    """
    words = len(line.split())
    if not following or words > _HEADING_WORDS or len(line) > _HEADING_CHARACTERS or line[-1] in ".!?:;,":
        return False
    below = following[0]
    longer = len(following) > 1 or len(below) > len(line) + 20
    marked = bool(_BULLET.match(below) or _NUMBERED_HEADING.match(below))
    return (longer or marked) and (line[0].isupper() or bool(_NUMBERED_HEADING.match(line)))


def _depth(heading: str) -> int:
    """'3.2 Energi' → 2; 1 without a number."""
    number = re.match(r"\d{1,2}(?:\.\d{1,2}){0,5}", heading)
    return number.group().count(".") + 1 if number else 1


def _listed(lines: list[str]) -> _Found:
    """One paragraph, or the items of a list with what stands above them."""
    if sum(map(len, lines)) > _PARAGRAPH_LINE * len(lines):
        for line in lines:
            bullet = _BULLET.match(line)
            kind = BlockKind.LIST_ITEM if bullet else BlockKind.PARAGRAPH
            yield kind, line[bullet.end() :] if bullet else line, 0
        return
    kind, open_lines = BlockKind.PARAGRAPH, list[str]()
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            yield kind, _joined(open_lines), 0
            kind, open_lines = BlockKind.LIST_ITEM, [line[bullet.end() :]]
        else:
            open_lines.append(line)
    yield kind, _joined(open_lines), 0


def _joined(lines: list[str]) -> str:
    """Lines as one text; a word broken with a hyphen at a line's end is whole again."""
    text = ""
    for line in (line.strip() for line in lines):
        broken = len(text) > 1 and text[-1] in "-\u2010\u00ad" and text[-2].isalpha() and line[:1].islower()
        if broken and not _KEPT_HYPHEN.match(line):
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _markdown(text: str) -> _Found:
    text = _without_comments(_without_front_matter(text))
    group: list[str] = []
    fenced = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if fence and fenced in ("", fence.group(1)):
            yield from _code(group) if fenced else _marked(group)
            group, fenced = [], "" if fenced else fence.group(1)
        elif fenced:
            group.append(line)
        elif (heading := _ATX.match(line)) is not None:
            yield from _marked(group)
            group = []
            yield BlockKind.HEADING, _without_marks(heading.group(2) or ""), len(heading.group(1))
        elif not line.strip():
            yield from _marked(group)
            group = []
        else:
            group.append(_QUOTE.sub("", line))
    yield from _code(group) if fenced else _marked(group)


def _without_front_matter(text: str) -> str:
    """Metadata between two lines of three hyphens at the beginning is no text of the document."""
    if text.startswith("---\n"):
        end = text.find("\n---\n", 3, 20_000)
        if end > 0:
            return text[end + 5 :]
    return text


def _without_comments(text: str) -> str:
    """Without `<!-- … -->`; one that is not closed stays. A regular expression would take quadratic time."""
    kept: list[str] = []
    start = 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept.append(text[start:begin])
        start = end + 3
    return " ".join([*kept, text[start:]])


def _code(lines: list[str]) -> _Found:
    yield BlockKind.OTHER, " ".join(lines), 0


def _marked(lines: list[str]) -> _Found:
    """What stands between two blank lines of Markdown."""
    if len(lines) >= 2 and _UNDERLINE.fullmatch(lines[-1]) and not _BULLET.match(lines[0]):
        level = 1 if lines[-1].startswith("=") else 2
        yield BlockKind.HEADING, _without_marks(" ".join(lines[:-1])), level
        return
    lines = [line for line in lines if not _RULE.match(line) and not _LINK_TARGET.match(line)]
    if len(lines) >= 2 and "|" in lines[0] and _DELIMITER_ROW.fullmatch(lines[1]):
        for line in (lines[0], *lines[2:]):
            cells = [_without_marks(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            yield BlockKind.TABLE_ROW, CELL_BREAK.join(cell for cell in cells if cell), 0
        return
    if lines and (note := _FOOTNOTE.match(lines[0])) is not None:
        yield BlockKind.NOTE, _without_marks(_joined([lines[0][note.end() :], *lines[1:]])), 0
        return
    for kind, block, level in _listed(lines):
        yield kind, _without_marks(block), level


def _without_marks(text: str) -> str:
    """Running text without emphasis, links, tags and escapes."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()
