"""A PDF and notes with boxes → a copy of the PDF with highlight annotations; pages and text stay as they are.

pdfium saves the copy. Of its two ways the whole file is the safer: it mends what pdfium had to mend to open the
file, keeps tags and encryption, and comes out a third smaller than its incremental update, which repeats most
objects.
"""

import ctypes
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.model.document import PlacedBox, Status, Unreadable
from oms_check.pdf.opening import OpenPdf, open_pdf

AUTHOR = "oms-check"

_TRAILER_WITHIN = 4096
_SECOND_ID = re.compile(rb"<([0-9A-Fa-f]{32})>\s*\]\s*>>\s*startxref\s+\d+\s+%%EOF\s*\Z")

Colour = tuple[int, int, int]
"""Red, green, blue, 0–255; painted as a marker pen does it, so light ones keep the text legible."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Boxes of one page to highlight, and the text a reader shows for them; `name` is unique on the page."""

    page: int
    boxes: tuple[PlacedBox, ...]
    colour: Colour
    text: str
    name: str


def annotate(content: bytes, highlights: Iterable[Highlight], password: str | None = None) -> bytes | Unreadable:
    """The PDF with highlights, byte-identical for the same input. An encrypted file stays encrypted as it was.

    Highlights on pages that do not load are left out.
    """
    opened = open_pdf(content, password)
    if isinstance(opened, Unreadable):
        return opened
    with opened:
        for page, notes in groupby(sorted(highlights, key=lambda one: one.page), lambda one: one.page):
            if 1 <= page <= opened.facts.pages:
                with opened.page(page - 1) as handle:
                    if handle is not None:
                        _highlight(handle, tuple(notes))
        saved = _saved(opened)
    if saved is None:
        return Unreadable(
            Status.DAMAGED, "pdfium cannot save a copy of the PDF", "print it to a new PDF and annotate that"
        )
    return _with_stable_id(saved, content)


def _highlight(page: Any, notes: Sequence[Highlight]) -> None:
    to_page = _to_page(page)
    for note in notes:
        annotation = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_HIGHLIGHT)
        if annotation:
            try:
                _fill(annotation, note, to_page)
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
    _draw_appearances(page)


def _fill(annotation: Any, note: Highlight, to_page: "_Affine") -> None:
    xs: list[float] = []
    ys: list[float] = []
    for box in note.boxes:
        # The order every reader understands, other than ISO 32000-1 says: top left, top right, bottom left,
        # bottom right, of the text as it is read.
        corners = [
            to_page.apply(x, y)
            for x, y in ((box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom))
        ]
        quad = pdfium.FS_QUADPOINTSF(*(value for corner in corners for value in corner))
        pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, quad)
        xs += [x for x, _ in corners]
        ys += [y for _, y in corners]
    pdfium.FPDFAnnot_SetRect(annotation, pdfium.FS_RECTF(min(xs), max(ys), max(xs), min(ys)))
    pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *note.colour, 255)
    pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDF_ANNOT_FLAG_PRINT)
    for key, text in (("Contents", note.text), ("T", AUTHOR), ("NM", note.name)):
        _set_text(annotation, key, text)


def _set_text(annotation: Any, key: str, text: str) -> None:
    raw = ctypes.create_string_buffer(text.encode("utf-16-le", "replace") + b"\0\0")
    pdfium.FPDFAnnot_SetStringValue(
        annotation, key.encode("ascii"), ctypes.cast(raw, ctypes.POINTER(pdfium.FPDF_WCHAR))
    )


def _draw_appearances(page: Any) -> None:
    """Have pdfium write the appearance of the new annotations (multiplied colour), as it does to paint them.

    A reader need not make one up then, and some (older Preview, printing) would not.
    """
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    if bitmap:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 1, 1, 1, 1, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)


@dataclass(frozen=True, slots=True)
class _Affine:
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def _to_page(page: Any) -> _Affine:
    """Points from the top left of the page as shown → page space, with /Rotate and CropBox as pdfium has them."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = 1000
    x, y = ctypes.c_double(), ctypes.c_double()
    points = []
    for shown_x, shown_y in ((0, 0), (1, 0), (0, 1)):
        size = round(width * scale), round(height * scale)
        pdfium.FPDF_DeviceToPage(
            page, 0, 0, *size, 0, shown_x * size[0], shown_y * size[1], ctypes.byref(x), ctypes.byref(y)
        )
        points.append((x.value, y.value))
    (e, f), (xe, xf), (ye, yf) = points
    return _Affine((xe - e) / width, (xf - f) / width, (ye - e) / height, (yf - f) / height, e, f)


def _saved(opened: OpenPdf) -> bytes | None:
    written = bytearray()

    def write(_: Any, data: Any, size: int) -> int:
        written.extend(ctypes.string_at(data, size))
        return 1

    sink = pdfium.FPDF_FILEWRITE()
    sink.version = 1
    sink.WriteBlock = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"](write)
    return bytes(written) if pdfium.FPDF_SaveAsCopy(opened.raw, sink, pdfium.FPDF_NO_INCREMENTAL) else None


def _with_stable_id(saved: bytes, content: bytes) -> bytes:
    """Put a digest in place of the random second half of the file's /ID (the first half keys its encryption)."""
    found = _SECOND_ID.search(saved, max(0, len(saved) - _TRAILER_WITHIN))
    if found is None:
        return saved
    digest = hashlib.sha256(content + saved[: found.start(1)]).hexdigest()[:32].upper().encode("ascii")
    return saved[: found.start(1)] + digest + saved[found.end(1) :]
