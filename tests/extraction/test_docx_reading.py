"""Word documents: every kind of text in its place, and packages made to do harm refused by name."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from oms_check.extraction.docx_reading import read_docx
from oms_check.model.document import BlockKind, Document, Status, Unreadable

H, P, L, T = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(build: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def body(xml: str) -> bytes:
    """A document with this XML in its body."""

    def build(document: docx.document.Document) -> None:
        for element in parse_xml(f"<w:body {W}>{xml}</w:body>"):
            document.element.body.insert_element_before(element, "w:sectPr")

    return made(build)


def changed(content: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The package with its entries changed (None: left out) and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in added.items():
            new.writestr(name, data)
    return file.getvalue()


def read(content: bytes) -> Document:
    document = read_docx(content, "ab")
    assert isinstance(document, Document), document
    return document


def refused(content: bytes) -> Unreadable:
    end = read_docx(content, "ab")
    assert isinstance(end, Unreadable), end
    assert end.message
    assert end.advice
    assert end.sha256 == "ab"
    return end


def shape(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def simple(document: docx.document.Document) -> None:
    document.add_heading("Regional strategi", 0)
    document.add_heading("Energi", 1)
    document.add_paragraph("Regionens elnät ska byggas ut.")
    document.add_paragraph("samverka om kapacitet", style="List Bullet")
    document.add_paragraph("kartlägga behov", style="List Number")
    table = document.add_table(2, 3)
    for number, text in enumerate(("Åtgärd", "Ansvar", "År", "Bygga ut elnätet.", "Regionen", "2030")):
        table.cell(number // 3, number % 3).text = text
    document.add_heading("Transporter", 2)
    document.add_paragraph("Tågen ska gå oftare.")
    document.add_paragraph("Tabell 1. Mål", style="Caption")


def test_headings_paragraphs_lists_and_rows_with_their_places() -> None:
    document = read(made(simple))
    assert [(b.kind, b.text, b.level, b.place) for b in document.blocks] == [
        (H, "Regional strategi", 1, "Regional strategi"),
        (H, "Energi", 1, "Energi"),
        (P, "Regionens elnät ska byggas ut.", 0, "Energi, stycke 1"),
        (L, "samverka om kapacitet", 0, "Energi, stycke 2"),
        (L, "kartlägga behov", 0, "Energi, stycke 3"),
        (T, "Åtgärd | Ansvar | År", 0, "Energi, stycke 4"),
        (T, "Bygga ut elnätet. | Regionen | 2030", 0, "Energi, stycke 5"),
        (H, "Transporter", 2, "Transporter"),
        (P, "Tågen ska gå oftare.", 0, "Transporter, stycke 1"),
        (BlockKind.CAPTION, "Tabell 1. Mål", 0, "Transporter, stycke 2"),
    ]
    assert document.title == "Regional strategi"
    assert document.status is Status.OK
    assert [page.number for page in document.pages] == [1]
    assert [block.index for block in document.blocks] == list(range(10))


def test_headings_by_based_on_style_and_outline_level() -> None:
    def build(document: docx.document.Document) -> None:
        own = document.styles.add_style("Rubrik egen", 1)
        own.base_style = document.styles["Heading 2"]
        document.add_paragraph("Efter stilen", style=own)
        outlined = document.add_paragraph("Efter nivån")
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "2")
        outlined._p.get_or_add_pPr().append(level)
        document.add_paragraph("Text.")

    assert [(b.kind, b.level) for b in read(made(build)).blocks] == [(H, 2), (H, 3), (P, 0)]


def test_styles_based_on_each_other_end() -> None:
    def build(document: docx.document.Document) -> None:
        one, two = document.styles.add_style("Ett", 1), document.styles.add_style("Två", 1)
        one.base_style, two.base_style = two, one
        document.add_paragraph("Text.", style=one)

    assert shape(read(made(build))) == [(P, "Text.")]


def test_text_boxes_come_after_their_paragraph_and_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>I rutan.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = body(
        f"<w:p><w:r><w:t>Före </w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>efter.</w:t></w:r></w:p>"
    )
    assert shape(read(content)) == [(P, "Före efter."), (P, "I rutan.")]


def test_tracked_changes_hidden_text_and_special_characters() -> None:
    content = body(
        "<w:p><w:r><w:t>Elnätet</w:t></w:r><w:ins><w:r><w:t xml:space='preserve'> ska</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> bör</w:delText></w:r></w:del><w:r><w:tab/><w:t>byg</w:t><w:softHyphen/>"
        "<w:t>gas</w:t><w:br/><w:t>ut</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink><w:r><w:t>, se el</w:t>"
        "<w:noBreakHyphen/><w:t>planen</w:t></w:r></w:hyperlink></w:p>"
        "<w:moveFrom><w:p><w:r><w:t>flyttat härifrån</w:t></w:r></w:p></w:moveFrom>"
    )
    assert shape(read(content)) == [(P, "Elnätet ska byggas ut, se el-planen")]


def test_the_contents_list_is_no_text_of_its_own() -> None:
    content = body(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Energi 7</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Fält.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert shape(read(content)) == [(BlockKind.TOC, "Energi 7"), (P, "Fält.")]


def test_tables_that_place_text_give_paragraphs() -> None:
    def build(document: docx.document.Document) -> None:
        frame = document.add_table(1, 1)
        frame.cell(0, 0).text = "Ruta."
        frame.cell(0, 0).add_paragraph("Andra stycket.")
        columns = document.add_table(1, 2)
        columns.cell(0, 0).text = "Spalt ett. " * 30
        columns.cell(0, 0).add_paragraph("Mer.")
        columns.cell(0, 1).text = "Spalt två."
        outer = document.add_table(1, 2)
        outer.cell(0, 1).text = "Utanpå"
        inner = outer.cell(0, 0).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Inre", "rad"

    assert shape(read(made(build))) == [
        (P, "Ruta."),
        (P, "Andra stycket."),
        (P, ("Spalt ett. " * 30).strip()),
        (P, "Mer."),
        (P, "Spalt två."),
        (T, "Inre | rad"),
        (P, "Utanpå"),
    ]


def with_note(content: bytes) -> bytes:
    note = f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>"
    note += "<w:footnote w:id='2'><w:p><w:r><w:t>En not.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    link = (
        b'<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'footnotes" Target="/word/notes/f.xml"/></Relationships>'
    )

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</Relationships>", link) if name == "word/_rels/document.xml.rels" else data

    return changed(content, change, **{"word/notes/f.xml": note.encode()})


def test_footnotes_come_last() -> None:
    last = read(with_note(made(simple))).blocks[-1]
    assert (last.kind, last.text, last.place) == (BlockKind.NOTE, "En not.", "not 2")


def test_links_to_parts_that_are_not_there_and_pictures_do_not_matter() -> None:
    def change(name: str, data: bytes) -> bytes | None:
        if name.startswith(("docProps", "customXml", "word/theme", "word/numbering", "word/settings")):
            return None
        return data

    content = changed(made(simple), change, **{"word/media/image1.png": b"\x89PNG" + bytes(1000)})
    assert len(read(content).blocks) == 10


def test_other_names_of_the_main_part_and_macros_and_strict_files() -> None:
    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return data.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        data = data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
        )
        return data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    assert len(read(changed(made(simple), change)).blocks) == 10


def test_text_is_sanitised() -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("el\u200bnät\u202e by\u00adggs")

    assert shape(read(made(build))) == [(P, "elnät byggs")]


def bomb(size: int) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        start, end = data.split(b"<w:sectPr", 1)
        return start + b"<w:p><w:r><w:t>" + b"a" * size + b"</w:t></w:r></w:p><w:sectPr" + end

    return changed(made(simple), change)


def claiming(content: bytes, size: int) -> bytes:
    """The package with a false unpacked size of its main part in the zip's directory."""
    raw = bytearray(content)
    place = raw.rindex(b"word/document.xml") - 46 + 24
    raw[place : place + 4] = size.to_bytes(4, "little")
    return bytes(raw)


def without_text() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<a/>")
    return file.getvalue()


def entries(count: int) -> bytes:
    return changed(made(simple), lambda _, data: data, **{f"x/{n}": b"" for n in range(count)})


def doctype(name: str, data: bytes) -> bytes:
    if name != "word/document.xml":
        return data
    declaration = b'<!DOCTYPE w:document [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return data.replace(b"<w:document", declaration + b"<w:document", 1)


def deep(depth: int) -> bytes:
    return changed(
        made(simple),
        lambda name, data: (
            data.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * depth + b"</w:sdt>" * depth)
            if name == "word/document.xml"
            else data
        ),
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500), Status.ENCRYPTED),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(500), Status.UNSUPPORTED),
        (b"", Status.UNSUPPORTED),
        (b"{\\rtf1 hej}", Status.UNSUPPORTED),
        (b"PK\x03\x04" + bytes(100), Status.DAMAGED),
        (made(simple)[:5000], Status.DAMAGED),
        (without_text(), Status.UNSUPPORTED),
        (changed(made(simple), lambda n, d: d.replace(b"word/document", b"xl/document")), Status.UNSUPPORTED),
        (changed(made(simple), lambda n, d: None if n == "word/document.xml" else d), Status.UNSUPPORTED),
        (changed(made(simple), lambda n, d: d[:-30] if n == "word/document.xml" else d), Status.DAMAGED),
        (changed(made(simple), lambda n, d: b"<a/>" if n == "word/document.xml" else d), Status.DAMAGED),
        (changed(made(simple), lambda n, d: b"\xff\x00" if n == "word/styles.xml" else d), Status.DAMAGED),
        (changed(made(simple), doctype), Status.DAMAGED),
        (bomb(80 * 2**20), Status.TOO_LARGE),
        (claiming(bomb(80 * 2**20), 100), Status.DAMAGED),
        (entries(10_001), Status.TOO_LARGE),
        (deep(240), Status.DAMAGED),
        (deep(10_000), Status.DAMAGED),
        (made(lambda document: None), Status.NO_TEXT),
    ],
    ids=lambda value: value.name if isinstance(value, Status) else "",
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, status: Status) -> None:
    assert refused(content).status is status


def test_an_encrypted_entry_is_named() -> None:
    raw = bytearray(made(simple))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := raw.find(mark, place + 1)) >= 0:
            raw[place + offset] |= 1
    assert refused(bytes(raw)).status is Status.ENCRYPTED


def test_links_out_of_the_package_lead_nowhere() -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b'Target="word/document.xml"', b'Target="../../../etc/passwd"')

    assert refused(changed(made(simple), change)).status is Status.UNSUPPORTED


SMALL = with_note(made(simple))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_ends_in_a_document_or_a_reason(data: st.DataObject) -> None:
    raw = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place] = data.draw(st.integers(0, 255))
    end = read_docx(bytes(raw), "ab")
    assert isinstance(end, Document) or end.message


NAMES = ("word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_inside_a_part_ends_in_a_document_or_a_reason(data: st.DataObject) -> None:
    hurt = data.draw(st.sampled_from(NAMES))

    def change(name: str, content: bytes) -> bytes:
        if name != hurt:
            return content if name in NAMES else b""
        raw = bytearray(content[:8000] if "styles" in name else content)
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.integers(0, len(raw) - 2))
            raw[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
        return bytes(raw)

    end = read_docx(changed(SMALL, change), "ab")
    assert isinstance(end, Document) or end.message
