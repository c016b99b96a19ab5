"""From a page to what a reader makes of it: paragraphs whole, columns in order, each piece in its place."""

import io
import random

import pytest
from made_pdfs import SENTENCES, Line, changed, column, drawn, typeset
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from oms_check.extraction import pages
from oms_check.extraction.reading import ReadOptions, Share, assemble, read, read_pages
from oms_check.model.document import Block, BlockKind, Document, PageHealth, Status, Unreadable

LEFT = [
    "Regionen ska bygga ut elnätet i hela",
    "länet tillsammans med kommunerna.",
    "Kapaciteten räcker inte i dag och",
    "därför behövs nya ledningar mellan",
    "städerna. Kostnaden delas av alla som",
]
RIGHT = [
    "har nytta av dem, alltså både hushåll",
    "och företag. Arbetet börjar 2027 och",
    "pågår i tio år. Under tiden ska annan",
    "teknik prövas i mindre skala på flera",
    "platser i länet.",
]


def document_of(content: bytes, name: str = "plan.pdf") -> Document:
    document = read(content, name)
    assert isinstance(document, Document), document
    return document


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [b.text for b in document.blocks if not kinds or b.kind in kinds]


def two_columns(*, rows: bool = False) -> list[Line]:
    lines = [*column(60, 120, LEFT), *column(310, 120, RIGHT)]
    return sorted(lines, key=lambda line: (line[1], line[0])) if rows else lines


WHOLE = " ".join([*LEFT, *RIGHT])


@pytest.mark.parametrize("rows", [False, True], ids=["by column", "row by row"])
def test_a_paragraph_over_two_columns_is_one_block(rows: bool) -> None:
    document = document_of(drawn([two_columns(rows=rows)]))
    assert texts(document) == [WHOLE]


def test_frames_painted_in_any_order_are_read_from_the_top() -> None:
    frames = [
        column(60, 100 + 90 * i, [f"Stycke {i} börjar här och går", f"vidare på nästa rad {i}."]) for i in range(6)
    ]
    shuffled = frames[:]
    random.Random(3).shuffle(shuffled)
    document = document_of(drawn([[line for frame in shuffled for line in frame]]))
    assert [text[:8] for text in texts(document)] == [f"Stycke {i}" for i in range(6)]


def test_extra_leading_short_last_lines_and_indents_begin_paragraphs() -> None:
    spaced = [*column(60, 100, SENTENCES[:2]), *column(60, 131, SENTENCES[2:4])]
    assert len(texts(document_of(drawn([spaced])))) == 2
    short = column(60, 100, [LEFT[0], "länet.", "Därefter följer nästa stycke i texten", "och det slutar strax."])
    assert len(texts(document_of(drawn([short])))) == 2
    indented = [
        (60, 100, LEFT[0]),
        (60, 112, LEFT[1]),
        (74, 124, "Indraget är det enda som visar att"),
        (60, 136, LEFT[3]),
    ]
    assert len(texts(document_of(drawn([indented])))) == 2


def test_a_paragraph_over_a_page_break_is_one_block_on_its_first_page() -> None:
    header, footer = (60, 40, "Strategi för länet"), (290, 815, "{}")
    pages = [
        [header, *column(60, 700, LEFT), (footer[0], footer[1], "1")],
        [header, *column(60, 100, RIGHT), (footer[0], footer[1], "2")],
        [header, *column(60, 100, SENTENCES), (footer[0], footer[1], "3")],
    ]
    document = document_of(drawn(pages))
    (block,) = [b for b in document.blocks if b.text == WHOLE]
    assert block.page == 1
    assert document.page_at(block, 0) == 1
    assert document.page_at(block, WHOLE.index("har nytta")) == 2
    assert {box.page for box in document.boxes_of(block, 0, len(WHOLE))} == {1, 2}
    assert len(texts(document, BlockKind.FURNITURE)) == 6


def test_headings_that_open_several_pages_are_not_furniture() -> None:
    def heading(canvas: Canvas, number: int) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 780, f"Kapitel {number}")

    document = document_of(drawn([column(60, 150, SENTENCES) for _ in range(4)], extra=heading))
    assert texts(document, BlockKind.HEADING) == [f"Kapitel {i}" for i in range(1, 5)]


def test_every_word_has_its_place_in_text_and_on_the_page() -> None:
    document = document_of(drawn([two_columns()]))
    (block,) = document.blocks
    pieces = document.pieces
    words = [block.text[pieces.starts[i] : pieces.ends[i]] for i in range(*block.pieces)]
    assert words == WHOLE.split()
    start = block.text.index("Arbetet börjar 2027")
    (box,) = document.boxes_of(block, start, start + len("Arbetet börjar 2027"))
    assert box.x0 == pytest.approx(310 + 57, abs=6)
    assert box.top < 120 + 12 < box.bottom


HYPHENS = [
    ("kommu-", "nerna", "kommunerna"),
    ("väg-", "och järnväg", "väg- och järnväg"),
    ("EU-", "medel", "EU-medel"),
    ("2025-", "2030", "2025-2030"),
    ("Stockholm-", "Arlanda", "Stockholm-Arlanda"),
]


@pytest.mark.parametrize(("first", "second", "whole"), HYPHENS)
def test_hyphens_at_line_ends_are_resolved(first: str, second: str, whole: str) -> None:
    lines = [
        "Det som sägs här gäller också alla",
        f"som arbetar med frågor om {first}",
        f"{second} i länet och i landet.",
    ]
    document = document_of(drawn([column(60, 100, lines)]))
    (block,) = document.blocks
    assert f"om {whole} i länet" in block.text
    start = block.text.index(whole)
    boxes = document.boxes_of(block, start, start + len(whole))
    assert len(boxes) == 2  # both halves


def test_the_documents_own_words_decide_a_hyphen() -> None:
    lines = ["Planen handlar om icke-statliga medel och om icke-", "statliga aktörer i länet.", "Där finns e-handel."]
    assert "icke-statliga aktörer" in document_of(drawn([column(60, 100, lines)])).blocks[0].text


def test_letterspaced_headings_are_words() -> None:
    def heading(canvas: Canvas, _: int) -> None:
        text = canvas.beginText(60, 760)
        text.setFont("Helvetica-Bold", 14)
        text.setCharSpace(5)
        text.textLine("TRYGG ENERGI")
        canvas.drawText(text)

    assert "TRYGG ENERGI" in texts(document_of(drawn([column(60, 150, SENTENCES)], extra=heading)))


def test_bullets_are_list_items_and_a_figure_in_mid_sentence_is_none() -> None:
    lines = [
        "Regionen ska:",
        "• bygga ut elnätet i länet",
        "• minska utsläppen fram till år",
        "2030.",
        "Därefter följer mer.",
    ]
    document = document_of(drawn([column(60, 100, lines, leading=13)]))
    assert texts(document, BlockKind.LIST_ITEM) == [
        "• bygga ut elnätet i länet",
        "• minska utsläppen fram till år 2030.",
    ]


def test_tables_are_rows_with_and_without_rules() -> None:
    cells = [["Mål", "År", "Andel"], ["Fossilfri trafik", "2030", "70 %"], ["Laddplatser", "2028", "40 %"]]
    plain = [(60 + 150 * c, 300 + 20 * r, cell) for r, row in enumerate(cells) for c, cell in enumerate(row)]
    expected = [" ".join(row) for row in cells]
    text = column(60, 100, SENTENCES)
    assert texts(document_of(drawn([[*text, *plain]])), BlockKind.TABLE_ROW) == expected

    def rules(canvas: Canvas, _: int) -> None:
        canvas.grid([55, 205, 355, 505], [842 - y for y in (285, 305, 325, 345)])

    by_column = sorted(plain)
    assert texts(document_of(drawn([[*text, *by_column]], extra=rules)), BlockKind.TABLE_ROW) == expected


def test_contents_and_reference_lists_have_their_own_kinds() -> None:
    source = """
#set text(lang: "sv")
#outline(title: [Innehåll])
= Elnät och kapacitet
Nätet byggs ut. #lorem(60)
= Referenser
Region Uppsala (2021). Regional utvecklingsstrategi.
= Bilaga
Här följer mer.
"""
    document = document_of(typeset(source))
    assert any("Elnät och kapacitet" in text for text in texts(document, BlockKind.TOC))
    assert texts(document, BlockKind.OTHER) == ["Region Uppsala (2021). Regional utvecklingsstrategi."]
    assert "Här följer mer." in texts(document, BlockKind.PARAGRAPH)


def test_tags_give_levels_and_careless_tags_are_mended() -> None:
    source = """
#set text(lang: "sv", size: 10pt)
= Energi
Brödtext som är ett stycke. #lorem(30)

#text(18pt)[Mål för elnätet]

Mer brödtext. #lorem(30)
"""
    headings = [b for b in document_of(typeset(source)).blocks if b.kind is BlockKind.HEADING]
    assert [b.text for b in headings] == ["Energi", "Mål för elnätet"]
    assert headings[0].level == 1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_reads_as_the_upright_one(rotation: int) -> None:
    plain = drawn([[(60, 40, "Strategi för länet"), *two_columns(), (290, 815, str(n))] for n in range(1, 5)])
    upright, turned = document_of(plain), document_of(changed(plain, rotate=rotation))
    assert [(b.kind, b.text) for b in turned.blocks] == [(b.kind, b.text) for b in upright.blocks]


def test_recognised_text_on_a_crooked_page_is_straightened() -> None:
    def scan(canvas: Canvas, _: int) -> None:
        canvas.drawImage(_picture(), 0, 0, 595, 842)
        canvas.rotate(1.2)
        for x, y, line in two_columns():
            text = canvas.beginText(x, 842 - y)
            text.setTextRenderMode(3)
            text.setFont("Helvetica", 10)
            text.textOut(line)
            canvas.drawText(text)

    assert texts(document_of(drawn([[]], extra=scan))) == [WHOLE]


def _picture() -> ImageReader:
    buffer = io.BytesIO()
    Image.new("L", (60, 84), 210).save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def test_pictures_blank_pages_and_lost_letters_are_told_apart() -> None:
    def second_is_a_picture(canvas: Canvas, number: int) -> None:
        if number == 2:
            canvas.drawImage(_picture(), 0, 0, 595, 842)

    swedish = column(60, 100, SENTENCES * 3)
    lost = [(x, y, text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))) for x, y, text in swedish]
    garbled = column(60, 100, ["7KH UHJLRQ¶V (QHUJL RFK NOLPDW VWUDWHJL ±" for _ in range(12)])
    pages = [swedish, [], [], lost, garbled, swedish]
    document = document_of(drawn(pages, extra=second_is_a_picture))
    assert [page.health for page in document.pages] == [
        PageHealth.OK,
        PageHealth.NO_TEXT,
        PageHealth.OK,
        PageHealth.DIACRITICS_LOST,
        PageHealth.GARBLED,
        PageHealth.OK,
    ]
    assert document.status is Status.OK
    assert document.pages[2].notes == ("blank",)


def test_nothing_to_read_is_never_read() -> None:
    scanned = read(drawn([[], []], extra=lambda canvas, _: canvas.drawImage(_picture(), 0, 0, 595, 842)), "skannad.pdf")
    assert isinstance(scanned, Unreadable)
    assert scanned.status is Status.NO_TEXT
    assert "ocrmypdf" in scanned.advice
    blank = read(drawn([[], [], []]), "tom.pdf")
    assert isinstance(blank, Unreadable)


def test_norwegian_is_named_and_not_taken_for_swedish_without_letters() -> None:
    norwegian = "Det er viktig at kommunene og fylket ikke bygger ned dyrket mark, men også tar vare på naturen etter"
    document = document_of(drawn([column(60, 100, [norwegian[:60], norwegian[60:]] * 6)]))
    assert document.status is Status.NOT_SWEDISH
    assert document.pages[0].health is PageHealth.OK


def test_control_characters_do_not_get_in() -> None:
    # Fonts say what their letters mean: A is ESC ] 0 ; x BEL, B an override of direction, C the end of a line.
    meanings = b"<41> <001B005D0030003B00780007> <42> <202E> <43> <000A>"
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar " + meanings + b" endbfchar"
    paint = b"BT /F 12 Tf 50 700 Td (aAbBc dCd) Tj 0 -14 Td (vanlig text som inte har n\\345got ovanligt i sig) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(paint), paint),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, content) for i, content in enumerate(objects, 1))
    document = document_of(b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF")  # without an xref table
    text = " ".join(texts(document))
    assert text.isprintable()
    assert text.startswith("a")
    assert "\u202e" not in text


LONG = [[(60, 40, "Strategi för länet"), *column(60, 100, SENTENCES), (290, 815, str(n))] for n in range(1, 26)]


def test_shares_read_in_any_order_make_the_same_document() -> None:
    content = drawn(LONG)
    whole = document_of(content)
    parts: list[bytes] = []
    for index in (2, 0, 1):
        assert read_pages(content, "plan.pdf", ReadOptions(), Share(index, 3), parts.append) is None
    assert assemble(parts, whole.sha256) == whole


def test_every_share_decides_alike_whether_to_go_by_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_WIDEST_STRUCTURE", 20)
    content = typeset("".join(f"== Mål {n}\n\n{' '.join(SENTENCES * 3)}\n\n" for n in range(30)))
    whole = document_of(content)
    parts: list[bytes] = []
    for index in range(3):
        read_pages(content, "plan.pdf", ReadOptions(), Share(index, 3), parts.append)
    assert assemble(parts, whole.sha256) == whole
    assert len(whole.pages) > 4
    assert {page.notes for page in whole.pages} == {("tags not read: one element holds too much of the document",)}


def test_a_cut_reading_is_partial_and_names_the_missing_pages() -> None:
    parts: list[bytes] = []
    read_pages(drawn(LONG), "plan.pdf", ReadOptions(), Share(0, 2), parts.append)
    document = assemble(parts, "0" * 64)
    assert isinstance(document, Document)
    assert document.status is Status.PARTIAL
    assert [page.number for page in document.pages if page.health is PageHealth.FAILED] == list(range(13, 26))
    assert isinstance(assemble([], "0" * 64), Unreadable)


def test_limits_refuse_and_say_so() -> None:
    content = drawn(LONG)
    for options in (ReadOptions(max_pages=10), ReadOptions(max_characters=1000)):
        refusal = read(content, "plan.pdf", options)
        assert isinstance(refusal, Unreadable)
        assert refusal.status is Status.TOO_LARGE
        assert refusal.sha256


def test_blocks_are_numbered_on_their_page() -> None:
    blocks: tuple[Block, ...] = document_of(drawn(LONG)).blocks
    for number in range(1, 26):
        indexes = [block.index for block in blocks if block.page == number]
        assert indexes == list(range(len(indexes)))


def test_what_is_set_in_italics_in_a_cell_does_not_break_its_text() -> None:
    cells = "#grid(columns: (1.3cm, 1fr), [*1:4*], [Med _nod_ avses en vårdcentral. Med _kraft_ avses ett uppdrag.])"
    assert [block.text for block in document_of(typeset(cells)).blocks] == [
        "1:4",
        "Med nod avses en vårdcentral. Med kraft avses ett uppdrag.",
    ]


def test_contents_set_by_hand_are_no_paragraph() -> None:
    lines = [
        "#let rad(a, b) = [#a #box(width: 1fr, repeat[.]) #b \\ ]",
        "#heading(outlined: false)[Det här hittar du]",
        *(
            f"#rad[{title}][{page}]"
            for title, page in (("Var bor vi?", 2), ("Elnät och fiber", 2), ("Hur blir det?", 4))
        ),
        "#pagebreak()",
        "= Elnät och fiber",
        "Elnätet byggs ut. Kapaciteten ska öka till 2030.",
    ]
    found = {block.kind for block in document_of(typeset("\n".join(lines))).blocks if "Var bor vi" in block.text}
    assert found == {BlockKind.TOC}


def test_a_line_that_stands_alone_does_not_go_on_beyond_a_heading() -> None:
    source = "Beslutat av fullmäktige, § 92\n#pagebreak()\n= Ord\nkärna: en vårdcentral."
    assert [block.text for block in document_of(typeset(source)).blocks] == [
        "Beslutat av fullmäktige, § 92",
        "Ord",
        "kärna: en vårdcentral.",
    ]
