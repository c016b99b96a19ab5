"""A typeset PDF → a scan: grey, slightly askew pictures of its pages over a text layer read without Swedish.

Many older plans exist only so: the OCR did not know å, ä and ö and mistook a few letters. The mistakes are
drawn from a fixed seed, so the text layer is the same on every build.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

DPI = 120
JPEG_QUALITY = 38
SKEW_DEGREES = 0.35
MISREAD_SHARE = 0.035
PLAIN = str.maketrans("åäöÅÄÖéü–—”“’•", 'aaoAAOeu--""\'*')
MISREADINGS = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("l", "I"),
    ("O", "0"),
    ("f", "t"),
    ("e", "c"),
    ("ti", "li"),
)
MARK_WORDS = ("Sammandrag", "inte", "det", "antagna", "dokumentet")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer; box in points, origin bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def scan(typeset: bytes) -> bytes:
    """The scan of a typeset PDF; its title, author and subject stay."""
    chance = random.Random(1200)
    out = io.BytesIO()
    with pypdfium2.PdfDocument(typeset) as document:
        facts = document.get_metadata_dict()
        canvas = Canvas(out, invariant=1, pageCompression=1)
        canvas.setTitle(facts["Title"])
        canvas.setAuthor(facts["Author"])
        canvas.setSubject(facts["Subject"])
        canvas.setKeywords(facts["Keywords"])
        canvas.setCreator("scan_layout.py")
        for page in document:
            width, height = page.get_size()
            canvas.setPageSize((width, height))
            canvas.drawImage(_picture(page, chance), 0, 0, width, height)
            for word in _words(page):
                _write_unseen(canvas, word, chance)
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def _picture(page: pypdfium2.PdfPage, chance: random.Random) -> ImageReader:
    image = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    image = image.rotate(SKEW_DEGREES, resample=Image.Resampling.BICUBIC, fillcolor=255)
    speck = Image.frombytes(
        "L", (image.width // 2, image.height // 2), chance.randbytes((image.width // 2) * (image.height // 2))
    )
    speck = speck.resize(image.size).point(lambda grey: 205 if grey < 2 else 238 + grey // 16)
    stored = io.BytesIO()
    ImageChops.multiply(image, speck).save(stored, "JPEG", quality=JPEG_QUALITY)
    stored.seek(0)
    return ImageReader(stored)


def _words(page: pypdfium2.PdfPage) -> Iterator[Word]:
    reading = page.get_textpage()
    letters = ""
    boxes: list[tuple[float, float, float, float]] = []
    for index, letter in enumerate([*reading.get_text_range(), " "]):
        if letter.isspace() or ord(letter) == 0xFFFE:
            if letters and boxes:
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                yield Word(
                    letters + ("-" if ord(letter) == 0xFFFE else ""),
                    min(lefts),
                    min(bottoms),
                    max(rights),
                    max(tops),
                )
            letters, boxes = "", []
        else:
            letters += letter
            boxes.append(reading.get_charbox(index, loose=True))


def _write_unseen(canvas: Canvas, word: Word, chance: random.Random) -> None:
    text = _misread(word.text, chance)
    size = max(4.0, (word.top - word.bottom) * 0.8)
    natural = pdfmetrics.stringWidth(text, "Helvetica", size)
    line = canvas.beginText(word.left, word.bottom + size * 0.2)
    line.setTextRenderMode(3)
    line.setFont("Helvetica", size)
    line.setHorizScale(100 * (word.right - word.left) / natural)
    line.textOut(text + " ")
    canvas.drawText(line)


def _misread(text: str, chance: random.Random) -> str:
    plain = text.translate(PLAIN)
    if plain in MARK_WORDS or chance.random() > MISREAD_SHARE * len(plain) / 4:
        return plain
    fitting = [pair for pair in MISREADINGS if pair[0] in plain]
    if not fitting:
        return plain
    seen, read = chance.choice(fitting)
    return plain.replace(seen, read, 1)
