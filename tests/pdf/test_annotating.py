"""Annotated copies open everywhere, with the highlights where the words are, and the rest as it was."""

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from readback import folded, text_under
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from oms_check.extraction.reading import read
from oms_check.model.document import BlockKind, Document, PlacedBox, Status, Unreadable
from oms_check.pdf.annotating import Highlight, annotate
from oms_check.pdf.opening import OpenPdf, open_pdf

SENTENCES = ("Regionen ska bygga ut elnätet till 2030.", "Bredband ska nå alla hushåll i länet.")
YELLOW = (255, 214, 120)


def made(encryption: StandardEncryption | None = None, rotate: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, A4, encrypt=encryption)
    for sentence in SENTENCES:
        canvas.setPageRotation(rotate)
        canvas.setFont("Helvetica", 14)
        if rotate == 90:
            canvas.translate(A4[0], 0)
            canvas.rotate(90)
        canvas.drawString(100, 300, sentence)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def document_of(content: bytes) -> Document:
    document = read(content, "utkast.pdf")
    assert isinstance(document, Document)
    return document


def highlights_of(document: Document) -> list[Highlight]:
    """One a paragraph."""
    marks = []
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.FURNITURE:
            boxes = document.boxes_of(block, 0, len(block.text))
            on_page = tuple(box for box in boxes if box.page == block.page)
            marks.append(Highlight(block.page, on_page, YELLOW, f"5 Energi: Elnät\nåtagande\n{number}", f"n{number}"))
    return marks


def annotated(content: bytes, marks: Sequence[Highlight]) -> bytes:
    copy = annotate(content, marks)
    assert isinstance(copy, bytes)
    return copy


def listed(content: bytes) -> list[list[pypdf.generic.DictionaryObject]]:
    """The highlights of each page, as a reader lists them."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        assert reader.decrypt("")
    return [
        [one.get_object() for one in page.get("/Annots", []) if one.get_object()["/Subtype"] == "/Highlight"]
        for page in reader.pages
    ]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_reader_lists_note_colour_and_author(rotate: int) -> None:
    content = made(rotate=rotate)
    pages = listed(annotated(content, highlights_of(document_of(content))))
    assert [len(page) for page in pages] == [1, 1]
    (first,) = pages[0]
    assert first["/Contents"] == "5 Energi: Elnät\nåtagande\n0"
    assert first["/T"] == "oms-check"
    assert first["/NM"] == "n0"
    assert [round(float(part) * 255) for part in first["/C"]] == list(YELLOW)
    assert first["/F"] == 4, "printed"
    assert first["/AP"]["/N"].get_object()["/Resources"]["/ExtGState"]["/GS"]["/BM"] == "/Multiply"


@pytest.mark.parametrize("rotate", [0, 90])
def test_pdfium_finds_the_sentence_under_the_highlight(rotate: int) -> None:
    content = made(rotate=rotate)
    marks = highlights_of(document_of(content))
    copy = annotated(content, marks)
    again = open_pdf(copy)
    assert isinstance(again, OpenPdf)
    with again:
        for number, sentence in enumerate(SENTENCES):
            with again.page(number) as page:
                assert folded(text_under(page, marks[number].boxes)) == folded(sentence)
    quads = [float(value) for value in listed(copy)[0][0]["/QuadPoints"]]
    width = abs(quads[2] - quads[0]) + abs(quads[3] - quads[1])
    height = abs(quads[4] - quads[0]) + abs(quads[5] - quads[1])
    assert width > 200
    assert height < 25


@pytest.mark.parametrize("rotate", [0, 90])
def test_poppler_paints_every_line_and_keeps_the_text(rotate: int, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None or shutil.which("pdftotext") is None:
        pytest.skip("needs the program pdftoppm")
    content = made(rotate=rotate)
    (tmp_path / "original.pdf").write_bytes(content)
    marks = highlights_of(document_of(content))
    (tmp_path / "copy.pdf").write_bytes(annotated(content, marks))
    texts = [
        subprocess.run(["pdftotext", tmp_path / name, "-"], capture_output=True, check=True).stdout
        for name in ("original.pdf", "copy.pdf")
    ]
    assert texts[0] == texts[1] != b""
    subprocess.run(["pdftoppm", "-r", "72", "-png", tmp_path / "copy.pdf", tmp_path / "page"], check=True)
    picture = Image.open(tmp_path / "page-1.png").convert("RGB")
    box = marks[0].boxes[0]
    corner = picture.getpixel((int(box.x0) + 2, int(box.top) + 1))
    assert corner == pytest.approx(YELLOW, abs=12)
    assert picture.getpixel((int(box.x0) - 8, int(box.top) + 1)) == (255, 255, 255)


def test_each_line_of_a_passage_has_its_quad() -> None:
    content = made()
    boxes = (PlacedBox(1, 100, 500, 300, 512), PlacedBox(1, 60, 514, 200, 526))
    (one,) = listed(annotated(content, [Highlight(1, boxes, YELLOW, "två rader", "n")]))[0]
    assert len(one["/QuadPoints"]) == 16
    assert [round(float(value)) for value in one["/Rect"]] == [60, 842 - 526, 300, 842 - 500]
    assert one["/AP"]["/N"].get_object().get_data().count(b" m ") == 2


def test_tags_links_and_pages_stay(checkout: Path) -> None:
    content = (checkout / "strategies/uppsala/rus-uppsala-lan-2021-sammandrag.pdf").read_bytes()
    document = document_of(content)
    copy = annotated(content, highlights_of(document))
    before, after = (pypdf.PdfReader(io.BytesIO(one)) for one in (content, copy))
    assert "/StructTreeRoot" in after.trailer["/Root"]
    assert len(after.pages) == len(before.pages)
    assert len(after.pages[0]["/Annots"]) > len(before.pages[0]["/Annots"])
    again = document_of(copy)
    assert [block.text for block in again.blocks] == [block.text for block in document.blocks]


def test_the_same_notes_give_the_same_bytes() -> None:
    content = made()
    marks = highlights_of(document_of(content))
    assert annotated(content, marks) == annotated(content, marks)


def test_an_owner_protected_file_stays_protected() -> None:
    content = made(StandardEncryption("", ownerPassword="ägaren", canPrint=0, canModify=0, strength=128))
    copy = annotated(content, highlights_of(document_of(content)))
    reader = pypdf.PdfReader(io.BytesIO(copy))
    assert reader.is_encrypted
    assert reader.decrypt("") is pypdf.PasswordType.USER_PASSWORD
    assert SENTENCES[0] in reader.pages[0].extract_text()
    assert listed(copy)[0][0]["/Contents"].startswith("5 Energi: Elnät")


def test_a_password_opens_what_it_protects() -> None:
    content = made(StandardEncryption("hemligt", strength=128))
    mark = Highlight(1, (PlacedBox(1, 100, 500, 300, 512),), YELLOW, "not", "n")
    refused = annotate(content, [mark])
    assert isinstance(refused, Unreadable)
    assert refused.status is Status.ENCRYPTED
    copy = annotate(content, [mark], "hemligt")
    assert isinstance(copy, bytes)
    reader = pypdf.PdfReader(io.BytesIO(copy), password="hemligt")
    assert reader.pages[0]["/Annots"][0].get_object()["/Contents"] == "not"


def test_a_file_without_cross_references_gets_a_copy_that_has_them() -> None:
    content = made()
    broken = content.replace(b"startxref", b"startxxxx")
    mark = Highlight(1, (PlacedBox(1, 100, 500, 300, 512),), YELLOW, "not", "n")
    copy = annotated(broken, [mark])
    start = int(copy.split(b"startxref")[-1].split()[0])
    assert copy[start : start + 4] == b"xref"
    assert listed(copy)[0][0]["/Contents"] == "not"


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"%PDF-1.7\nnothing"])
def test_what_is_no_pdf_is_named(content: bytes) -> None:
    assert isinstance(annotate(content, []), Unreadable)


def test_a_note_beyond_the_last_page_is_left_out() -> None:
    mark = Highlight(9, (PlacedBox(9, 1, 1, 2, 2),), YELLOW, "not", "n")
    assert listed(annotated(made(), [mark])) == [[], []]


def test_damaged_files_are_annotated_or_named(shared_data: Path) -> None:
    mark = Highlight(1, (PlacedBox(1, 100, 500, 300, 512),), YELLOW, "not", "n")
    for file in sorted((shared_data / "damaged").glob("*.pdf")):
        copy = annotate(file.read_bytes(), [mark])
        if isinstance(copy, Unreadable):
            assert copy.message
        else:
            assert len(listed(copy)[0]) == 1, file.name
