"""Boxes of all words at once are the boxes of each by itself, also where pdfium knows no character."""

from collections.abc import Iterator

import pypdfium2.raw as pdfium
import pytest
from made_pdfs import changed, column, drawn

from oms_check.pdf.opening import OpenPdf, open_pdf
from oms_check.pdf.places import Places
from oms_check.pdf.words import to_view

PAGE = drawn([column(60, 100, ["Elnätet byggs ut", "i hela länet", "y"])])


@pytest.fixture(params=[0, 90, 180, 270])
def places(request: pytest.FixtureRequest) -> Iterator[Places]:
    """Of a page turned by /Rotate."""
    opened = open_pdf(changed(PAGE, rotate=request.param))
    assert isinstance(opened, OpenPdf)
    with opened as pdf, pdf.page(0) as page:
        view = to_view(page, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
        text_page = pdfium.FPDFText_LoadPage(page)
        yield Places(text_page, view)
        pdfium.FPDFText_ClosePage(text_page)


def test_all_at_once_are_each_by_itself(places: Places) -> None:
    firsts, lasts = [0, 8, 14, 18], [6, 12, 15, 18]
    together = zip(*places.boxes(firsts, lasts)[:4], strict=True)
    assert list(together) == [places.box(first, last) for first, last in zip(firsts, lasts, strict=True)]
    for x0, top, x1, bottom in zip(*places.boxes(firsts, lasts)[:4], strict=True):
        assert x0 < x1
        assert top < bottom


def test_a_word_whose_end_is_unknown_has_its_beginnings_box(places: Places) -> None:
    x0, top, x1, bottom, heights = places.boxes([0, 99_999, 3], [99_999, 99_999, 4])
    assert (x0[0], top[0], x1[0], bottom[0]) == places.box(0, 0)
    assert (x0[2], top[2], x1[2], bottom[2]) == places.box(3, 4)
    assert heights[1] == -1
    assert min(heights[0], heights[2]) > 5


@pytest.mark.parametrize("places", [0], indirect=True)
def test_letters_of_a_line_stand_on_one_base(places: Places) -> None:
    first, last, below, unknown = places.bases([0, 6, 18, 99_999], [1.0, 2.0, 3.0, 4.0])
    assert first == last == pytest.approx(100, abs=0.1)
    assert below > first
    assert unknown == 4.0
