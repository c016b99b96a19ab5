"""PDFs for the tests of reading, made here so that what stands where is known."""

import io
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import pypdf
import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Line = tuple[float, float, str]
"""x and y (from the top) in points, text."""

SENTENCES = (
    "Regionen ska tillsammans med kommunerna bygga ut elnätet i hela länet.",
    "Kollektivtrafiken behöver bli snabbare mellan städerna.",
    "Bredband med fiber finns i dag hos de flesta hushåll på landsbygden.",
    "Hamnarna tar emot mer gods när järnvägen får högre kapacitet.",
    "Ny bebyggelse ska ligga nära stationer och goda bytespunkter.",
    "Vattenförsörjningen säkras genom samarbete över kommungränserna.",
)


def drawn(
    pages: Iterable[Sequence[Line]],
    *,
    font: str = "Helvetica",
    size: float = 10,
    extra: Callable[[Canvas, int], None] | None = None,
) -> bytes:
    """A PDF with lines of text painted in the given order; `extra` paints more on each page (from 1)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, A4)
    for number, lines in enumerate(pages, 1):
        canvas.setFont(font, size)
        for x, y, text in lines:
            canvas.drawString(x, A4[1] - y, text)
        if extra is not None:
            extra(canvas, number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(x: float, y: float, lines: Sequence[str], leading: float = 12) -> list[Line]:
    """Lines of text under each other."""
    return [(x, y + i * leading, line) for i, line in enumerate(lines)]


def changed(
    content: bytes,
    *,
    rotate: int = 0,
    media: tuple[float, float, float, float] | None = None,
    crop: tuple[float, float, float, float] | None = None,
) -> bytes:
    """The PDF with another /Rotate, MediaBox or CropBox on every page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        if media is not None:
            page.mediabox = pypdf.generic.RectangleObject(media)
        if crop is not None:
            page.cropbox = pypdf.generic.RectangleObject(crop)
        if rotate:
            page.rotate(rotate)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def encrypted(content: bytes, *, user: str, owner: str, permissions: int = -1) -> bytes:
    """The PDF encrypted with RC4."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user, owner, permissions_flag=pypdf.constants.UserAccessPermissions(permissions & 0xFFFFFFFF))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@lru_cache
def typeset(source: str) -> bytes:
    """A tagged PDF from typst markup."""
    return bytes(typst.compile(source.encode(), format="pdf"))
