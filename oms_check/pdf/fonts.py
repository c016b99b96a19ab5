"""Text objects of a page → size, style and marked-content id of the words they paint."""

import ctypes
import math
import re
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.pdf.calls import font_of, marked_content_of
from oms_check.pdf.text_layer import ARTIFACT, BOLD, FACE_SHIFT, ITALIC


class Fonts:
    """Size, style and marked-content id of text objects, asked once for each object or font."""

    def __init__(self) -> None:
        self._address = 0
        self.changes = 0
        """How many times the text object was another than before."""
        self._last = (10.0, 0, -1)
        self._styles: dict[int, int] = {}
        self._sizes: dict[tuple[int, int], float] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._size = ctypes.c_float()
        self._name = ctypes.create_string_buffer(128)

    def of(self, address: int | None, height: float, marked: bool) -> tuple[float, int, int]:
        """(size, style, mcid) of the text object at `address`.

        `height` is of the character box and tells sizes of one font apart.
        """
        if address == self._address:
            return self._last
        if not address:
            return self._last[0], self._last[1], -1
        self._address = address
        self.changes += 1
        font = font_of(address) or 0
        style = self._styles.get(font)
        if style is None:
            style = self._style(ctypes.cast(font, pdfium.FPDF_FONT)) if font else 0
            style = self._styles[font] = style | len(self._styles) << FACE_SHIFT
        kind = font, round(height * 8)
        size = self._sizes.get(kind)
        if size is None:
            text_object = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
            size = self._sizes[kind] = self._measured(text_object, height)
        mcid = -1
        if marked:
            mcid = marked_content_of(address)
            if mcid < 0 and self._is_artifact(ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)):
                style |= ARTIFACT
        self._last = (size, style, mcid)
        return self._last

    def _measured(self, text_object: Any, height: float) -> float:
        if not pdfium.FPDFTextObj_GetFontSize(text_object, self._size):
            return height / 1.15
        matrix = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(text_object, matrix):
            return self._size.value
        size = abs(self._size.value) * math.hypot(matrix.c, matrix.d)
        return size if 0.5 < size < 500 else max(0.5, height / 1.15)

    def _style(self, font: Any) -> int:
        length = pdfium.FPDFFont_GetBaseFontName(font, self._name, 128)
        name = self._name.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace").lower()
        style = 0
        if _BOLD.search(name) or pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD:
            style |= BOLD
        if "italic" in name or "oblique" in name:
            style |= ITALIC
        return style

    def _is_artifact(self, text_object: Any) -> bool:
        length = ctypes.c_ulong()
        for i in range(pdfium.FPDFPageObj_CountMarks(text_object)):
            mark = pdfium.FPDFPageObj_GetMark(text_object, i)
            buffer = ctypes.cast(self._name, ctypes.POINTER(pdfium.FPDF_WCHAR))
            if mark and pdfium.FPDFPageObjMark_GetName(mark, buffer, 128, length) and length.value == 18:
                if self._name.raw[:16] == _ARTIFACT_NAME:
                    return True
        return False


_FORCE_BOLD = 1 << 18
"""Bit 19 of a font's flags (ISO 32000-1, table 123)."""
_ARTIFACT_NAME = "Artifact".encode("utf-16-le")
_BOLD = re.compile("bold|black|heavy|semib|demi")
