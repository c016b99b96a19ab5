"""What a PDF shows in some boxes, read back from pdfium character by character: checks on boxes, crops, annotations."""

import ctypes
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.model.document import PlacedBox


def text_under(page: Any, boxes: Sequence[PlacedBox]) -> str:
    """The characters whose middle lies in one of the boxes, box by box."""
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        middles = list(_middles(page, text_page))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return " ".join(
        "".join(
            character for character, x, y in middles if box.x0 <= x <= box.x1 and box.top - 0.5 <= y <= box.bottom + 0.5
        )
        for box in boxes
    )


def _middles(page: Any, text_page: Any) -> Any:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_int(), ctypes.c_int()
    width = round(pdfium.FPDF_GetPageWidthF(page) * 100)
    height = round(pdfium.FPDF_GetPageHeightF(page) * 100)
    for i in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, i)
        if code in (0, 0xFFFE, 2) or chr(code).isspace():
            continue
        pdfium.FPDFText_GetCharBox(text_page, i, left, right, bottom, top)
        middle_x, middle_y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, middle_x, middle_y, x, y)
        yield chr(code), x.value / 100, y.value / 100


def folded(text: str) -> str:
    """Without white space and hyphens, ligatures as letters: how a quote and its print may differ."""
    return re.sub(r"[\s\-\u00ad\u2010\u2011]+", "", unicodedata.normalize("NFKC", text))
