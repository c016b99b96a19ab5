"""How much of a page lies under images: tells a scanned page from an empty one."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_MOST_OBJECTS = 2_000


def image_share(page: Any, width: float, height: float) -> float:
    """Area of the page's images / area of the page, 0–1 (overlaps counted twice, then cut at 1)."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    area = 0.0
    for i in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        element = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(element) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium.FPDFPageObj_GetBounds(element, left, bottom, right, top):
            area += abs((right.value - left.value) * (top.value - bottom.value))
    return min(1.0, area / max(1.0, width * height))


def is_blank(page: Any) -> bool:
    """Whether nothing at all is painted on the page."""
    return bool(pdfium.FPDFPage_CountObjects(page) == 0)
