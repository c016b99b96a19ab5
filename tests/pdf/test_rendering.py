"""Crops show the passage and nothing else marked, at its column's width, on turned and offset pages too."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageChops, ImageStat
from readback import folded, text_under
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from oms_check.extraction.reading import read
from oms_check.model.crop import Crop
from oms_check.model.document import Document, PlacedBox
from oms_check.pdf.opening import OpenPdf, open_pdf
from oms_check.pdf.rendering import SCALE, plan_strips, render_crops
from oms_check.pdf.words import read_words

LEFT = [f"Vänster spalt rad {i} handlar om energi och elnät" for i in range(1, 40)]
RIGHT = [f"Höger spalt rad {i} handlar om något annat alls" for i in range(1, 40)]


def two_columns() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, A4)
    canvas.setFont("Helvetica", 10)
    for i, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.drawString(60, 780 - 14 * i, left)
        canvas.drawString(320, 780 - 14 * i, right)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def boxes_of_lines(page: object, *texts: str) -> list[PlacedBox]:
    """One box a line, from the words read off the page."""
    words = read_words(page)
    boxes = []
    for text in texts:
        parts = text.split()
        first = next(i for i in range(len(words)) if words.texts[i : i + len(parts)] == parts)
        run = range(first, first + len(parts))
        boxes.append(
            PlacedBox(
                1,
                min(words.x0[i] for i in run),
                min(words.top[i] for i in run),
                max(words.x1[i] for i in run),
                max(words.bottom[i] for i in run),
            )
        )
    return boxes


def opened(content: bytes) -> OpenPdf:
    pdf = open_pdf(content)
    assert isinstance(pdf, OpenPdf)
    return pdf


def yellow(crop: Crop) -> tuple[int, int, int, int]:
    """The marked part of a crop, in pixels: left, top, right, bottom."""
    picture = Image.open(io.BytesIO(crop.image)).convert("RGB")
    red, _, blue = picture.split()
    marked = ImageChops.subtract(red, blue).point(lambda difference: 255 if difference > 90 else 0)
    box = marked.getbbox()
    assert box is not None
    return box


def test_the_mark_lies_on_the_line_and_the_crop_is_as_wide_as_the_column() -> None:
    with opened(two_columns()) as pdf, pdf.page(0) as page:
        (box,) = boxes_of_lines(page, LEFT[9])
        (strip,) = plan_strips(read_words(page), [box])
        (crop,) = render_crops(page, [[box]])
    assert crop is not None
    x0, top, x1, bottom = strip.area
    assert x0 < box.x0
    assert box.x1 < x1 < 320, "no word of the other column"
    assert 4 <= (bottom - top) / 14 <= 6, "two lines above and below"
    left, upper, right, lower = yellow(crop)
    assert left / SCALE + x0 == pytest.approx(box.x0, abs=1.5)
    assert right / SCALE + x0 == pytest.approx(box.x1, abs=1.5)
    assert upper / SCALE + top == pytest.approx(box.top, abs=1.5)
    assert lower / SCALE + top == pytest.approx(box.bottom, abs=1.5)
    assert crop.width == pytest.approx((x1 - x0) * 4 / 3, abs=2)


def test_letters_stay_black_under_the_mark() -> None:
    with opened(two_columns()) as pdf, pdf.page(0) as page:
        (crop,) = render_crops(page, [boxes_of_lines(page, LEFT[4])])
    assert crop is not None
    picture = Image.open(io.BytesIO(crop.image)).convert("L")
    darkest, _ = picture.crop(yellow(crop)).getextrema()
    assert darkest < 60


def test_a_short_line_is_shown_with_its_whole_column() -> None:
    with opened(two_columns()) as pdf, pdf.page(0) as page:
        (whole,) = boxes_of_lines(page, LEFT[9])
        word = PlacedBox(1, whole.x0, whole.top, whole.x0 + 30, whole.bottom)
        (strip,) = plan_strips(read_words(page), [word])
    assert strip.area[2] >= whole.x1
    assert strip.marked == ((word.x0, word.top, word.x1, word.bottom),)


def test_a_passage_over_two_columns_gives_two_strips_below_each_other() -> None:
    with opened(two_columns()) as pdf, pdf.page(0) as page:
        boxes = boxes_of_lines(page, LEFT[37], LEFT[38], RIGHT[0])
        strips = plan_strips(read_words(page), boxes)
        both, first, second = render_crops(page, [boxes, boxes[:2], boxes[2:]])
    assert [len(strip.marked) for strip in strips] == [2, 1]
    assert strips[0].area[2] < strips[1].area[0]
    assert both is not None
    assert first is not None
    assert second is not None
    assert both.height >= first.height + second.height


def test_cells_of_a_table_row_are_shown_once() -> None:
    with opened(two_columns()) as pdf, pdf.page(0) as page:
        lower, upper = boxes_of_lines(page, LEFT[5], LEFT[4])
        (strip,) = plan_strips(read_words(page), [lower, upper])
    assert len(strip.marked) == 2


def test_boxes_off_the_page_give_no_picture() -> None:
    with opened(two_columns()) as pdf, pdf.page(0) as page:
        outside = [PlacedBox(1, 700, 100, 900, 120)]
        assert list(render_crops(page, [outside])) == [None]


def test_a_page_of_absurd_size_gives_a_picture_of_ordinary_size() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (14_000, 14_000))
    canvas.setFont("Helvetica", 900)
    canvas.drawString(100, 7_000, "Jätteplansch om energi")
    canvas.showPage()
    canvas.save()
    with opened(buffer.getvalue()) as pdf, pdf.page(0) as page:
        (crop,) = render_crops(page, [boxes_of_lines(page, "Jätteplansch om energi")])
    assert crop is not None
    picture = Image.open(io.BytesIO(crop.image))
    assert picture.width * picture.height <= 1_600_000


def test_the_same_passage_gives_the_same_bytes() -> None:
    content = two_columns()
    images = []
    for _ in range(2):
        with opened(content) as pdf, pdf.page(0) as page:
            (crop,) = render_crops(page, [boxes_of_lines(page, LEFT[9])])
        assert crop is not None
        images.append(crop.image)
    assert images[0] == images[1]


def turned(content: bytes, by: int) -> bytes:
    """The same pages as shown, but painted sideways and turned back by /Rotate."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        page.rotate(360 - by)
        page.transfer_rotation_to_content()
        page.rotate(by)
    return saved(writer)


def cropped(content: bytes) -> bytes:
    """The same pages as shown, but off the origin and cut out of larger ones by their CropBox."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        page.add_transformation(pypdf.Transformation().translate(-70, 310))
        page.mediabox = pypdf.generic.RectangleObject((-170, 210, width + 60, height + 410))
        page.cropbox = pypdf.generic.RectangleObject((-70, 310, width - 70, height + 310))
    return saved(writer)


def saved(writer: pypdf.PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Sentence:
    quote: str
    boxes: tuple[PlacedBox, ...]


def sentences(document: Document) -> Iterator[Sentence]:
    for block in document.blocks:
        for match in re.finditer(r"(?:^|(?<=\s))[^.!?]{20,}[.!?](?=\s|$)", block.text):
            boxes = document.boxes_of(block, *match.span())
            if boxes:
                yield Sentence(match.group(), boxes)


SHAPES = {"plain": bytes, "cropped": cropped} | {
    f"turned {by}": lambda content, by=by: turned(content, by) for by in (90, 180, 270)
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_text_under_the_mark_is_the_passage(checkout: Path, shape: str) -> None:
    original = (checkout / "strategies/ostergotland/utvecklingsstrategi-ostergotland-2021-sammandrag.pdf").read_bytes()
    content = SHAPES[shape](original)
    document = read(content, "rus.pdf")
    assert isinstance(document, Document)
    checked = 0
    with opened(content) as pdf:
        for one in sentences(document):
            with pdf.page(one.boxes[0].page - 1) as page:
                boxes = [box for box in one.boxes if box.page == one.boxes[0].page]
                strips = plan_strips(read_words(page), boxes)
                marked = [PlacedBox(1, *area) for strip in strips for area in strip.marked]
                printed = without_note_signs(folded(text_under(page, marked)))
                assert printed == folded(one.quote)[: len(printed)]
                if len(boxes) == len(one.boxes):
                    assert printed == folded(one.quote)
                checked += 1
    assert checked > 20


def without_note_signs(text: str) -> str:
    """Without the numbers of notes that stand between the sentences of a passage."""
    return re.sub(r"(?<=[.!?”])\d{1,3}(?=[A-ZÅÄÖ])", "", text)


def test_a_turned_page_shows_what_the_plain_one_shows(checkout: Path) -> None:
    original = (checkout / "strategies/ostergotland/utvecklingsstrategi-ostergotland-2021-sammandrag.pdf").read_bytes()
    pictures = []
    for content in (original, turned(original, 90), cropped(original)):
        with opened(content) as pdf, pdf.page(0) as page:
            (crop,) = render_crops(page, [[PlacedBox(1, 100, 200, 400, 212)]])
        assert crop is not None
        pictures.append(Image.open(io.BytesIO(crop.image)).convert("L"))
    plain, *others = pictures
    for other in others:
        assert other.size == pytest.approx(plain.size, abs=8)
        difference = ImageChops.difference(plain.resize((60, 20)), other.resize((60, 20)))
        assert ImageStat.Stat(difference).mean[0] < 6
