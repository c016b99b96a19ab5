"""A passage's boxes on a page → a picture of its column there, the passage marked, some lines around it.

pdfium paints through the same transform the boxes were measured with (`FPDF_PageToDevice`), so /Rotate and an
offset CropBox need no care here. Pillow, which pdfplumber brings along, marks and compresses.
"""

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from oms_check.model.crop import Crop
from oms_check.model.document import PlacedBox
from oms_check.pdf.words import Words, read_words

SCALE = 2.0
"""Pixels a point: sharp at the 4/3 CSS pixels a point is shown at, on dense screens nearly so."""

MARK = (255, 233, 128)
"""Multiplied with the page, as a marker pen does it: the letters stay black."""

CONTEXT_LINES = 2
"""Lines shown above and below the passage."""

_MOST_PIXELS = 1_500_000
_MOST_WIDTH = 1_200
_COLOURS = 24
_LARGE = 30_000
"""Bytes of a PNG above which a JPEG may be smaller: a photograph or a scan."""
_GAP = 5
"""Pixels of grey between two strips."""

Area = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin top left of the page as shown."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Part of a page that holds one column's part of a passage: what is shown, and what is marked in it."""

    area: Area
    marked: tuple[Area, ...]


def render_crops(page: Any, passages: Iterable[Sequence[PlacedBox]]) -> Iterator[Crop | None]:
    """The picture of each passage on a page (pdfium's handle); None where its boxes are not on the page.

    A passage that goes on in another column gives one strip a column, below each other.
    """
    words = read_words(page)
    for boxes in passages:
        yield _crop(page, plan_strips(words, boxes))


def _crop(page: Any, strips: Sequence[Strip]) -> Crop | None:
    if not strips:
        return None
    scale = _scale(strips)
    pictures = [_painted(page, strip, scale) for strip in strips]
    picture = pictures[0] if len(pictures) == 1 else _stacked(pictures)
    image, media_type = _compressed(picture)
    shown = 96 / 72 / scale
    return Crop(image, media_type, round(picture.width * shown), round(picture.height * shown))


def plan_strips(words: Words, boxes: Sequence[PlacedBox]) -> list[Strip]:
    """One strip for each column the boxes (of one page, in reading order) run through.

    The cells of a table row jump upwards too; what they show overlaps and is shown once.
    """
    whole = (0.0, 0.0, words.width, words.height)
    strips: list[Strip] = []
    for column in _columns(boxes):
        marked = [_inside((box.x0, box.top, box.x1, box.bottom), whole) for box in column]
        marked = [area for area in marked if not _is_empty(area)]
        if marked:
            strip = Strip(_around(words, marked), tuple(marked))
            while strips and not _is_empty(_inside(strips[-1].area, strip.area)):
                before = strips.pop()
                strip = Strip(_union((before.area, strip.area)), before.marked + strip.marked)
            strips.append(strip)
    return [replace(strip, marked=tuple(_inside(mark, strip.area) for mark in strip.marked)) for strip in strips]


def _is_empty(area: Area) -> bool:
    return area[0] >= area[2] or area[1] >= area[3]


def _columns(boxes: Sequence[PlacedBox]) -> list[list[PlacedBox]]:
    """Runs of boxes down the page; a jump upwards begins the next column."""
    columns: list[list[PlacedBox]] = []
    for box in boxes:
        before = columns[-1][-1] if columns else None
        if before is None or box.bottom < before.top:
            columns.append([])
        columns[-1].append(box)
    return columns


def _around(words: Words, marked: Sequence[Area]) -> Area:
    """The marked lines at their column's full width, with the lines next to them, and a margin."""
    line = median(min(area[3] - area[1], area[2] - area[0]) for area in marked)
    area = _widened(words, _union(marked), line)
    for _ in range(CONTEXT_LINES):
        area = _widened(words, _with_next_lines(words, area, line), line)
    margin = 0.7 * line
    x0, top, x1, bottom = area
    free_top, free_bottom = _free(words, area, line)
    return _inside(
        (x0 - margin, top - min(margin, free_top), x1 + margin, bottom + min(margin, free_bottom)),
        (0.0, 0.0, words.width, words.height),
    )


def _widened(words: Words, area: Area, line: float) -> Area:
    """Take in the words that stand on the area's lines, as far as only word spaces are between."""
    x0, top, x1, bottom = area
    beside = [
        i
        for i in range(len(words))
        if top < (words.top[i] + words.bottom[i]) / 2 < bottom and words.bottom[i] - words.top[i] < 3 * line
    ]
    taken = True
    while taken:
        near = [i for i in beside if words.x0[i] < x1 + line and words.x1[i] > x0 - line]
        left = min([x0, *(words.x0[i] for i in near)])
        right = max([x1, *(words.x1[i] for i in near)])
        taken = (left, right) != (x0, x1)
        x0, x1 = left, right
    return x0, top, x1, bottom


def _with_next_lines(words: Words, area: Area, line: float) -> Area:
    """Take in the line above and the line below, if they are near and not much larger."""
    x0, top, x1, bottom = area
    above, below = top, bottom
    in_column = [
        i
        for i in range(len(words))
        if words.x0[i] < x1 and words.x1[i] > x0 and words.bottom[i] - words.top[i] < 3 * line
    ]
    over = [i for i in in_column if _middle(words, i) < top]
    under = [i for i in in_column if _middle(words, i) > bottom]
    if over:
        last = max(_middle(words, i) for i in over)
        if top - last < 2 * line:
            above = min(words.top[i] for i in over if last - _middle(words, i) < 0.5 * line)
    if under:
        first = min(_middle(words, i) for i in under)
        if first - bottom < 2 * line:
            below = max(words.bottom[i] for i in under if _middle(words, i) - first < 0.5 * line)
    return x0, min(top, above), x1, max(bottom, below)


def _free(words: Words, area: Area, line: float) -> tuple[float, float]:
    """Points above and below the area until the next word, so that no line is shown cut in half.

    A little less than none where lines are set so tight that their boxes overlap.
    """
    x0, top, x1, bottom = area
    across = [i for i in range(len(words)) if words.x0[i] < x1 + line and words.x1[i] > x0 - line]
    ink = 0.1 * line  # letters of a font may reach that far out of the box it claims
    over = [top - words.bottom[i] - ink for i in across if _middle(words, i) < top]
    under = [words.top[i] - bottom - ink for i in across if _middle(words, i) > bottom]
    least = -0.2 * line
    return max(least, min(over, default=line)), max(least, min(under, default=line))


def _middle(words: Words, i: int) -> float:
    return (words.top[i] + words.bottom[i]) / 2


def _union(areas: Sequence[Area]) -> Area:
    return (
        min(area[0] for area in areas),
        min(area[1] for area in areas),
        max(area[2] for area in areas),
        max(area[3] for area in areas),
    )


def _inside(area: Area, outer: Area) -> Area:
    return max(area[0], outer[0]), max(area[1], outer[1]), min(area[2], outer[2]), min(area[3], outer[3])


def _scale(strips: Sequence[Strip]) -> float:
    """`SCALE`, or less where the picture would be too large (a poster, or a page of a hostile size)."""
    width = max(strip.area[2] - strip.area[0] for strip in strips)
    height = sum(strip.area[3] - strip.area[1] for strip in strips)
    return float(min(SCALE, _MOST_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5))


def _painted(page: Any, strip: Strip, scale: float) -> Image.Image:
    x0, top, x1, bottom = strip.area
    width, height = max(1, round((x1 - x0) * scale)), max(1, round((bottom - top) * scale))
    picture = _rendered(page, round(x0 * scale), round(top * scale), width, height, scale)
    mask = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(mask)
    for left, upper, right, lower in strip.marked:
        pen.rectangle(
            (
                (left - x0) * scale - 1,
                (upper - top) * scale,
                (right - x0) * scale + 1,
                (lower - top) * scale,
            ),
            fill=255,
        )
    marked = ImageChops.multiply(picture, Image.new("RGB", picture.size, MARK))
    return Image.composite(marked, picture, mask)


def _rendered(page: Any, left: int, top: int, width: int, height: int, scale: float) -> Image.Image:
    """Pixels (left, top) … of the page painted at `scale`, on white."""
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        whole_width = round(pdfium.FPDF_GetPageWidthF(page) * scale)
        whole_height = round(pdfium.FPDF_GetPageHeightF(page) * scale)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, whole_width, whole_height, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)


def _stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    width = max(picture.width for picture in pictures)
    height = sum(picture.height for picture in pictures) + _GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, height), (200, 200, 200))
    y = 0
    for picture in pictures:
        ground = Image.new("RGB", (width, picture.height), (255, 255, 255))
        ground.paste(picture, (0, 0))
        whole.paste(ground, (0, y))
        y += picture.height + _GAP
    return whole


def _compressed(picture: Image.Image) -> tuple[bytes, str]:
    """A palette PNG, sharp and small for text; a JPEG where that is smaller."""
    few = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    png = _file(few, "PNG", compress_level=7)
    if len(png) > _LARGE:
        jpeg = _file(picture, "JPEG", quality=60)
        if len(jpeg) < len(png):
            return jpeg, "image/jpeg"
    return png, "image/png"


def _file(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
