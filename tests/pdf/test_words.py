"""Words stand where the renderer paints them, and are the words a reader sees."""

import io

import pypdfium2
import pytest
from made_pdfs import Line, changed, column, drawn, typeset
from PIL import Image, ImageChops
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from oms_check.pdf.opening import OpenPdf, open_pdf
from oms_check.pdf.text_layer import BOLD, Break, Words
from oms_check.pdf.words import read_words, read_words_unrotated

SCALE = 3
LINES: list[Line] = [(120, 200, "Målet är nåbart"), (90, 420, "Elnätet i Gävle byggs ut"), (300, 640, "Sist")]


def words_of(content: bytes, index: int = 0, *, unrotated: bool = False) -> Words:
    opened = open_pdf(content)
    assert isinstance(opened, OpenPdf)
    with opened as pdf, pdf.page(index) as page:
        return read_words_unrotated(page) if unrotated else read_words(page)


def rendered(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        return page.render(scale=SCALE).to_pil().convert("L")
    finally:
        document.close()


def ink_of(content: bytes, without: bytes) -> tuple[float, float, float, float]:
    """Where two pages differ when painted, in points."""
    box = ImageChops.difference(rendered(content), rendered(without)).getbbox()
    assert box is not None
    return box[0] / SCALE, box[1] / SCALE, box[2] / SCALE, box[3] / SCALE


VARIANTS = {
    "plain": {},
    "rotate 90": {"rotate": 90},
    "rotate 180": {"rotate": 180},
    "rotate 270": {"rotate": 270},
    "offset media box": {"media": (40, 60, 560, 800)},
    "inner crop box": {"crop": (50, 100, 540, 760)},
    "both, rotated": {"media": (-30, -20, 600, 830), "crop": (30, 80, 570, 790), "rotate": 90},
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("line", range(len(LINES)))
def test_the_box_of_a_word_is_where_it_is_painted(variant: str, line: int) -> None:
    change = VARIANTS[variant]
    x, y, text = LINES[line]
    first = text.split()[0]
    with_word = changed(drawn([LINES], font="Courier"), **change)  # one width for all letters: the rest stays
    blank = " " * len(first)
    without = [*LINES[:line], (x, y, blank + text.removeprefix(first)), *LINES[line + 1 :]]
    ink = ink_of(with_word, changed(drawn([without], font="Courier"), **change))
    words = words_of(with_word)
    i = words.texts.index(first)
    box = words.x0[i], words.top[i], words.x1[i], words.bottom[i]
    assert box[0] - 1 <= ink[0]
    assert box[1] - 1 <= ink[1]
    assert ink[2] <= box[2] + 1
    assert ink[3] <= box[3] + 1
    area = (box[2] - box[0]) * (box[3] - box[1])
    assert (ink[2] - ink[0]) * (ink[3] - ink[1]) > 0.3 * area


def test_a_turned_page_keeps_its_painting_order() -> None:
    content = changed(drawn([column(80, 100, ["första raden", "andra raden", "tredje raden"])]), rotate=90)
    words = words_of(content, unrotated=True)
    assert words.texts == ["första", "raden", "andra", "raden", "tredje", "raden"]
    assert words.width > words.height


def test_sizes_and_bold_faces_are_those_on_the_page() -> None:
    def heading(canvas: Canvas, _: int) -> None:
        canvas.setFont("Helvetica-Bold", 17)
        canvas.drawString(60, 700, "Rubrik")

    words = words_of(drawn([[(60, 300, "text")]], extra=heading))
    rubrik, text = words.texts.index("Rubrik"), words.texts.index("text")
    assert words.size[rubrik] == pytest.approx(17, abs=0.1)
    assert words.size[text] == pytest.approx(10, abs=0.1)
    assert words.style[rubrik] & BOLD
    assert not words.style[text] & BOLD


def test_a_hyphen_at_a_line_end_is_a_break_and_no_letter() -> None:
    words = words_of(
        typeset('#set page(width: 5cm)\n#set text(lang: "sv", hyphenate: true)\n#set par(justify: true)\n'
                "Kommunernas vattenförsörjningsplaner och kollektivtrafikmyndigheternas resenärsundersökningar.")
    )  # fmt: skip
    assert Break.HYPHEN in words.before
    assert "\u00ad" not in "".join(words.texts)
    assert "vattenförsörjningsplaner" in "".join(words.texts).replace("-", "")


def test_the_raised_sign_of_a_note_is_dropped_and_figures_stay() -> None:
    words = words_of(typeset("Målet nås 2030.#footnote[En not.] Bron kostar 12,5 miljoner.\n\nYtan är 40 km#super[2]."))
    assert words.texts[:6] == ["Målet", "nås", "2030.", "Bron", "kostar", "12,5"]
    assert "km2." in words.texts or "km²." in words.texts


def test_the_last_word_of_a_page_may_need_mending() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    line = canvas.beginText(60, 700)
    line.setFont("Helvetica", 12)
    line.textOut("vattentäkt.")
    line.setFont("Helvetica", 6)
    line.setRise(6)
    line.textOut("2")
    canvas.drawText(line)
    canvas.save()
    assert words_of(file.getvalue()).texts == ["vattentäkt."]


def test_ligatures_and_parted_accents_are_letters() -> None:
    words = words_of(typeset("Effektiv trafik i Gävle"))
    assert words.texts == ["Effektiv", "trafik", "i", "Gävle"]


def test_invisible_text_over_a_picture_is_recognised_text() -> None:
    def scan(canvas: Canvas, _: int) -> None:
        canvas.drawImage(_grey_picture(), 0, 0, 595, 842)
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(3)
        text.textLine("Inläst text som inte syns")
        canvas.drawText(text)

    assert words_of(drawn([[]], extra=scan)).recognised
    assert not words_of(drawn([LINES])).recognised


def _grey_picture():  # type: ignore[no-untyped-def]  # reportlab has no types
    from reportlab.lib.utils import ImageReader

    buffer = io.BytesIO()
    Image.new("L", (60, 84), 200).save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def test_letters_painted_one_by_one_and_set_apart_are_whole_words() -> None:
    """As browsers paint headings in spaced capitals: without spaces, which pdfium then adds inside words too."""

    def heading(canvas: Canvas, _: int) -> None:
        x = 60.0
        canvas.setFont("Helvetica", 10)
        for letter in "OCH LÄRANDE OM STÄLLNING":
            if letter != " ":
                canvas.drawString(x, 700, letter)
            x += stringWidth(letter, "Helvetica", 10) + 1.45

    words = words_of(drawn([[(60, 300, "text")]], extra=heading))
    assert words.texts == ["text", "OCH", "LÄRANDE", "OM", "STÄLLNING"]
