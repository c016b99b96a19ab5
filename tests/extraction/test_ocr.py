"""Without the program the advice says what to install; with it a scan becomes text."""

import io
import shutil

import pytest
from made_pdfs import drawn
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from oms_check.extraction.ocr import PROGRAM, ocr
from oms_check.extraction.reading import read
from oms_check.model.document import Document, Status, Unreadable


def scan() -> bytes:
    picture = Image.new("L", (1240, 1754), 255)
    font = ImageFont.load_default(size=36)
    draw = ImageDraw.Draw(picture)
    for i, line in enumerate(("Regionen ska bygga ut kollektivtrafiken", "mellan kommunerna i hela regionen")):
        draw.text((120, 200 + 60 * i), line, fill=0, font=font)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    buffer.seek(0)
    image = ImageReader(buffer)
    return drawn([[]], extra=lambda canvas, _: canvas.drawImage(image, 0, 0, 595, 842))


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    refusal = ocr(scan())
    assert isinstance(refusal, Unreadable)
    assert refusal.status is Status.UNSUPPORTED
    assert "tesseract-ocr-swe" in refusal.advice


@pytest.mark.skipif(shutil.which(PROGRAM) is None, reason="needs the program ocrmypdf")
def test_a_scan_becomes_text() -> None:
    recognised = ocr(scan())
    assert isinstance(recognised, bytes), recognised
    document = read(recognised, "skannad.pdf")
    assert isinstance(document, Document)
    assert "kollektivtrafiken" in " ".join(block.text for block in document.blocks)
