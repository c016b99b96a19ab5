"""The pdfium calls made for every word, taking plain addresses: checking typed pointers costs as much as the call.

`ctypes` compares the type of a pointer argument with the declared one on each call; 100,000 words make 300,000.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


def address_of(pointer: Any) -> int:
    """Where a handle or structure is; 0 for a null handle."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _plain(function: Any, returns: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(returns, *arguments)(address_of(function))


loose_char_box = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
"""(text page, index, address of an FS_RECTF) → 0 where there is no such character."""

text_object_at = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
"""(text page, index) → address of the text object that paints the character, None for added ones."""

char_origin = _plain(
    pdfium.FPDFText_GetCharOrigin,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
)
"""(text page, index, address of x, address of y: doubles) → 0 where there is no such character."""

font_of = _plain(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)
"""(text object) → address of its font, None where it has none."""

marked_content_of = _plain(pdfium.FPDFPageObj_GetMarkedContentID, ctypes.c_int, ctypes.c_void_p)
"""(page object) → its marked-content id, -1 = none."""

element_type = _plain(
    pdfium.FPDF_StructElement_GetType, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong
)
"""(structure element, address of a buffer, its size) → bytes of the type's name in UTF-16, with its final NUL."""

element_children = _plain(pdfium.FPDF_StructElement_CountChildren, ctypes.c_int, ctypes.c_void_p)
"""(structure element) → how many children it has."""

element_child = _plain(pdfium.FPDF_StructElement_GetChildAtIndex, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
"""(structure element, index) → address of that child, None where it is none of the page's elements."""

element_child_content = _plain(
    pdfium.FPDF_StructElement_GetChildMarkedContentID, ctypes.c_int, ctypes.c_void_p, ctypes.c_int
)
"""(structure element, index) → marked-content id that child is, -1 where it is none."""
