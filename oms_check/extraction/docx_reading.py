"""The bytes of a Word document → a document: headings, paragraphs, lists, table rows, text boxes and notes.

python-docx opens the package and knows the styles. The body is walked as XML, because the library's own view
of it leaves out text boxes, content controls, notes and what stands inside tracked insertions.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from oms_check.extraction.docx_package import SAVE_ANEW, PackageError, text_package
from oms_check.extraction.flowing import CELL_BREAK, Flow
from oms_check.model.document import BlockKind, Document, Status, Unreadable

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC, _SDT, _TXBX = (_W + name for name in ("p", "tbl", "tr", "tc", "sdt", "txbxContent"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second drawing of the same text box, for programs that do not know the first."""

_DROPPED = frozenset({_W + "del", _W + "moveFrom", _W + "rPr", _W + "pPr", _FALLBACK})
_SPACE = frozenset({_W + "tab", _W + "br", _W + "cr", _W + "ptab"})
_OFF = ("0", "false", "off", "none")

_DEEPEST = 200
_LAYOUT_CELL = 300
"""Characters of a cell of several paragraphs above which a table is there to place text, not to tabulate."""


def read_docx(content: bytes, sha256: str) -> Document | Unreadable:
    """Read a .docx; tracked insertions count, deletions and hidden text do not."""
    try:
        package = text_package(content)
    except PackageError as refusal:
        return refusal.unreadable(sha256)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        word = docx.Document(io.BytesIO(package))
        reading = _Reading(_Styles(word.styles.element))
        reading.walk(word.element.body)
        for kind in ("footnotes", "endnotes"):
            for part in (link.target_part for link in word.part.rels.values()):
                if part.partname == f"/word/{kind}.xml":
                    reading.notes(part.blob)
    except (SyntaxError, OpcError, KeyError, ValueError, AttributeError, TypeError) as error:
        # SyntaxError is lxml's. python-docx checks nothing: XML that is no Word document meets it as an
        # attribute or a value that is not there.
        return Unreadable(Status.DAMAGED, f"the .docx file is damaged ({type(error).__name__})", SAVE_ANEW, sha256)
    if reading.too_deep:
        return Unreadable(Status.DAMAGED, "the .docx file nests without end", SAVE_ANEW, sha256)
    return reading.flow.document(sha256, _MEDIA_TYPE, title=reading.title)


class _Styles:
    """What the styles say of a paragraph: kind and level, also by way of the styles they are based on."""

    def __init__(self, styles: "Element") -> None:
        self._found: dict[str, tuple[BlockKind, int]] = {}
        self._styles = {style.get(_W + "styleId", ""): style for style in styles.iterchildren(_W + "style")}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(_W + "default") == "1" and style.get(_W + "type") == "paragraph"
            ),
            "",
        )
        self.title_styles = {name for name, style in self._styles.items() if _name(style) == "title"}

    def of(self, paragraph: "Element") -> tuple[BlockKind, int]:
        """Kind and heading level of a paragraph."""
        properties = paragraph.find(_W + "pPr")
        style = _value(properties, "pStyle") or self._default
        kind, level = self._of_style(style)
        if properties is None or kind is BlockKind.TOC:
            return kind, level
        outline = _value(properties, "outlineLvl")
        if outline:
            kind, level = _outlined(outline, kind if kind is not BlockKind.HEADING else BlockKind.PARAGRAPH)
        number = _list_number(properties)
        if number and kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            kind = BlockKind.PARAGRAPH if number == "0" else BlockKind.LIST_ITEM
        return kind, level

    def _of_style(self, style_id: str) -> tuple[BlockKind, int]:
        if style_id not in self._found:
            self._found[style_id] = self._look_up(style_id)
        return self._found[style_id]

    def _look_up(self, style_id: str) -> tuple[BlockKind, int]:
        """Along the chain of based-on styles, the first that says anything; chains may be loops."""
        seen: set[str] = set()
        while (style := self._styles.get(style_id)) is not None and style_id not in seen:
            seen.add(style_id)
            told = _told_by_name(_name(style)) or _told_by_properties(style.find(_W + "pPr"))
            if told is not None:
                return told
            style_id = _value(style, "basedOn")
        return BlockKind.PARAGRAPH, 0


def _name(style: "Element") -> str:
    """Style names are English in the file, whatever language the program shows them in."""
    return _value(style, "name").lower()


def _told_by_name(name: str) -> tuple[BlockKind, int] | None:
    if name.startswith(("toc ", "index ", "table of figures")):
        return BlockKind.TOC, 0
    if name.startswith("heading ") and name[8:].isdigit():
        return BlockKind.HEADING, min(int(name[8:]), 9) or 1
    if name.startswith("list"):
        return BlockKind.LIST_ITEM, 0
    return {
        "title": (BlockKind.HEADING, 1),
        "caption": (BlockKind.CAPTION, 0),
        "bibliography": (BlockKind.OTHER, 0),
        "footnote text": (BlockKind.NOTE, 0),
        "endnote text": (BlockKind.NOTE, 0),
        "header": (BlockKind.FURNITURE, 0),
        "footer": (BlockKind.FURNITURE, 0),
    }.get(name)


def _told_by_properties(properties: "Element | None") -> tuple[BlockKind, int] | None:
    if properties is None:
        return None
    if outline := _value(properties, "outlineLvl"):
        return _outlined(outline, BlockKind.PARAGRAPH)
    if _list_number(properties) not in ("", "0"):
        return BlockKind.LIST_ITEM, 0
    return None


def _outlined(outline: str, otherwise: BlockKind) -> tuple[BlockKind, int]:
    """Outline levels count from 0; 9 is running text."""
    if outline.isdecimal() and int(outline) < 9:
        return BlockKind.HEADING, int(outline) + 1
    return otherwise, 0


def _list_number(properties: "Element") -> str:
    numbered = properties.find(_W + "numPr")
    return _value(numbered, "numId") if numbered is not None else ""


def _value(parent: "Element | None", child: str) -> str:
    found = parent.find(_W + child) if parent is not None else None
    return (found.get(_W + "val") or "") if found is not None else ""


class _Reading:
    """Walks the body and puts what it finds into `flow`."""

    def __init__(self, styles: _Styles) -> None:
        self.flow = Flow()
        self.title = ""
        self.too_deep = False
        self._styles = styles

    def walk(self, parent: "Element", depth: int = 0, *, contents: bool = False) -> None:
        """Everything below `parent` in reading order; `contents`: inside a table of contents."""
        if depth > _DEEPEST:
            self.too_deep = True
            return
        for child in parent:
            if self.flow.too_large or self.too_deep:
                return
            if child.tag == _P:
                self._paragraph(child, depth, contents)
            elif child.tag == _TBL:
                self._table(child, depth)
            elif child.tag not in _DROPPED:
                self.walk(child, depth + 1, contents=contents or _is_contents(child))

    def notes(self, blob: bytes) -> None:
        """Footnotes or endnotes, after everything else; separators are no notes."""
        from docx.oxml import parse_xml

        for note in parse_xml(blob):
            if note.get(_W + "type") in (None, "normal"):
                text = " ".join(_text_of(paragraph) for paragraph in note.iter(_P))
                self.flow.add(BlockKind.NOTE, text, place=f"not {note.get(_W + 'id', '')}")

    def _paragraph(self, paragraph: "Element", depth: int, contents: bool) -> None:
        kind, level = (BlockKind.TOC, 0) if contents else self._styles.of(paragraph)
        text = _text_of(paragraph)
        if not self.title and _value(paragraph.find(_W + "pPr"), "pStyle") in self._styles.title_styles:
            self.title = text
        self.flow.add(kind, text, level)
        for box in _boxes(paragraph):
            self.walk(box, depth + 1)

    def _table(self, table: "Element", depth: int) -> None:
        for row in _below(table, _TR):
            cells = [(cell, _cell_text(cell)) for cell in _below(row, _TC)]
            filled = [(cell, text) for cell, text in cells if text.strip()]
            if len(filled) == 1 or any(_places_text(cell, text) for cell, text in filled):
                for cell, _ in filled:
                    self.walk(cell, depth + 1)
            else:
                self.flow.add(BlockKind.TABLE_ROW, CELL_BREAK.join(text.strip() for _, text in filled))


def _is_contents(element: "Element") -> bool:
    """Whether a content control is the table of contents Word makes."""
    if element.tag != _SDT:
        return False
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(_W + "val") == "Table of Contents"


def _below(parent: "Element", tag: str) -> Iterator["Element"]:
    """Nearest descendants of that tag, through content controls and tracked changes, not into deletions."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if element.tag == tag:
            yield element
        elif element.tag not in _DROPPED and element.tag != _TBL:
            stack.extend(reversed(element))


def _cell_text(cell: "Element") -> str:
    return " ".join(_text_of(paragraph) for paragraph in cell.iter(_P))


def _places_text(cell: "Element", text: str) -> bool:
    """A whole column of a page set in a cell, or a table in a table."""
    if cell.find(f".//{_TBL}") is not None:
        return True
    return len(text) > _LAYOUT_CELL and sum(1 for paragraph in cell.iter(_P) if _text_of(paragraph).strip()) > 1


def _boxes(paragraph: "Element") -> Iterator["Element"]:
    """Text boxes anchored in a paragraph, each once; boxes inside boxes come with the outer one."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == _TXBX:
            yield element
        elif element.tag not in _DROPPED:
            stack.extend(reversed(element))


def _text_of(paragraph: "Element") -> str:
    """The paragraph's own text, as printed: without boxes, deletions, hidden text and field codes."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == _W + "t":
            pieces.append(element.text or "")
        elif tag in _SPACE:
            pieces.append(" ")
        elif tag == _W + "noBreakHyphen":
            pieces.append("-")
        elif tag not in _DROPPED and tag != _TXBX and not (tag == _W + "r" and _is_hidden(element)):
            stack.extend(reversed(element))
    return "".join(pieces)


def _is_hidden(run: "Element") -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(_W + "val", "1") not in _OFF
