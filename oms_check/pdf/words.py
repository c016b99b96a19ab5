"""A page of a PDF → its words in the order they were painted, as parallel lists.

Lists a page, not an object a word: most of the time goes into calls to pdfium, and the rest should be cheap.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, compress, islice, pairwise, repeat
from operator import ne
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.pdf.calls import address_of, text_object_at
from oms_check.pdf.fonts import Fonts
from oms_check.pdf.mending import Spaces, Spans, mend
from oms_check.pdf.places import Places
from oms_check.pdf.rules import Matrix
from oms_check.pdf.text_layer import Break, Words
from oms_check.text.sanitise import clean

__all__ = ["Words", "is_rotated", "read_words", "read_words_unrotated", "to_view"]

_WORD = re.compile("([^\\s\ufffe\x02]+)")
_HYPHENS = "\ufffe\x02"
"""What pdfium writes for a hyphen at a line end (it swallows the line end); which of the two varies."""


def read_words(page: Any, *, marked: bool = False) -> Words:
    """The words of a page (pdfium's handle).

    With `marked` also the marked-content id of each, without it the line it stands on: the one is for reading
    by tags, the other for reading by geometry, and each call to pdfium costs.
    """
    words = Words(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
    _read_into(words, page, to_view(page, words.width, words.height), marked)
    return words


def is_rotated(page: Any) -> bool:
    """Whether the page is shown turned (/Rotate)."""
    return bool(pdfium.FPDFPage_GetRotation(page))


def read_words_unrotated(page: Any) -> Words:
    """The words in the order they have without /Rotate, at their places on the page as shown.

    pdfium sorts lines by how they are shown: turned away from the reader they come out bottom up.
    """
    words = Words(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
    view = to_view(page, words.width, words.height)
    rotation = pdfium.FPDFPage_GetRotation(page)
    pdfium.FPDFPage_SetRotation(page, 0)
    try:
        _read_into(words, page, view, marked=False)
    finally:
        pdfium.FPDFPage_SetRotation(page, rotation)
    return words


def _read_into(words: Words, page: Any, view: Matrix, marked: bool) -> None:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        text = _text(text_page)
        if text:
            _fill(words, text, text_page, view, marked)
            words.recognised = _is_invisible(text_page, text)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _is_invisible(text_page: Any, text: str) -> bool:
    """Whether the first and a middle letter are painted invisibly (text rendering mode 3)."""
    for middle in (0, len(text) // 2):
        letter = _WORD.search(text, middle)
        if letter is None:
            continue
        text_object = pdfium.FPDFText_GetTextObject(text_page, letter.start())
        if not text_object or pdfium.FPDFTextObj_GetTextRenderMode(text_object) != _INVISIBLE:
            return False
    return bool(text.strip())


_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def _text(text_page: Any) -> str:
    """One character of the answer for each character pdfium counts, so that indexes agree."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text if _LEADERS.search(text) is None else _LEADERS.sub(" ", text)
    # Characters without Unicode are left out of that text and characters beyond U+FFFF take two units.
    get = pdfium.FPDFText_GetUnicode
    text = "".join(chr(code) if 0 < (code := get(text_page, i)) < 0x110000 else "\ufffd" for i in range(count))
    return _LEADERS.sub(" ", text)


def to_view(page: Any, width: float, height: float) -> Matrix:
    """(a, b, c, d, e, f) with x' = a·x + c·y + e, y' = b·x + d·y + f: page space → points, origin top left.

    Asked of pdfium, so that /Rotate, CropBox and MediaBox are taken as the renderer takes them.
    """
    scale = 1000.0
    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for px, py in ((0, 0), (1000, 0), (0, 1000)):
        size_x, size_y = round(width * scale), round(height * scale)
        pdfium.FPDF_PageToDevice(page, 0, 0, size_x, size_y, 0, px, py, x, y)
        points.append((x.value / scale, y.value / scale))
    (e, f), (xe, xf), (ye, yf) = points
    return (xe - e) / 1000, (xf - f) / 1000, (ye - e) / 1000, (yf - f) / 1000, e, f


def _fill(words: Words, text: str, text_page: Any, view: Matrix, marked: bool) -> None:
    words.texts, spans = _split(text)
    if not words.texts:
        return
    words.unmapped = len(_UNMAPPED.findall(text))
    gone = _clean(words, text)
    places = Places(text_page, view)
    lasts = [end - 1 for end in spans.ends]
    words.x0, words.top, words.x1, words.bottom, heights = places.boxes(spans.starts, lasts)
    if min(heights) < 0:
        gone.update(i for i, height in enumerate(heights) if height < 0)
    painters = list(map(text_object_at, repeat(address_of(text_page)), spans.starts))
    words.size, words.style, words.mcid, words.painted = _faces(painters, heights, marked)
    words.base = list(words.bottom) if marked else _bases(places, spans.starts, words.bottom)
    breaks = {gap: _break(gap) for gap in set(spans.gaps)}
    words.before = list(map(breaks.__getitem__, spans.gaps))
    soft = [i for i in gone if text[spans.starts[i] : spans.ends[i]] == _SOFT]
    mend(words, spans, places, Spaces(text_page, text), gone)
    for i in soft:
        # typst paints the soft hyphen as an object of its own, which pdfium may set apart as a word
        following = next((k for k in range(i + 1, len(words)) if k not in gone), None)
        if following is not None:
            words.before[following] = Break.HYPHEN
    if gone:
        words.drop(gone)


def _split(text: str) -> tuple[list[str], Spans]:
    """The words of a page's text, and where they are in it."""
    parts = _WORD.split(text)  # gap, word, gap, … gap
    edges = list(accumulate(map(len, parts)))
    return parts[1::2], Spans(parts[:-1:2], edges[:-1:2], edges[1::2])


def _clean(words: Words, text: str) -> set[int]:
    """Clean the texts; the numbers of those of which nothing is left."""
    if _SOFT in text:
        words.texts = [
            word[:-1].replace(_SOFT, "") + (word[-1] if len(word) > 1 else "") if _SOFT in word else word
            for word in words.texts
        ]
    if _needs_cleaning(text):
        words.texts = [_spelt_out(word).strip() for word in words.texts]
    return {i for i, word in enumerate(words.texts) if not word} if "" in words.texts else set()


def _faces(
    painters: Sequence[int | None], heights: Sequence[float], marked: bool
) -> tuple[list[float], list[int], list[int], list[int]]:
    """Size, style, marked-content id and number of the text object that paints each word."""
    fonts = Fonts()
    sizes: list[float] = []
    styles: list[int] = []
    mcids: list[int] = []
    numbers: list[int] = []
    for first, count in _runs(painters):
        size, style, mcid = fonts.of(painters[first], heights[first], marked)
        sizes += [size] * count
        styles += [style] * count
        mcids += [mcid] * count
        numbers += [fonts.changes] * count
    return sizes, styles, mcids, numbers


def _bases(places: Places, starts: Sequence[int], bottoms: Sequence[float]) -> list[float]:
    """The height of the line each word stands on; words with the same bottom stand on one line."""
    runs = list(_runs(bottoms))
    bases = places.bases([starts[first] for first, _ in runs], [bottoms[first] for first, _ in runs])
    return [base for base, (_, count) in zip(bases, runs, strict=True) for _ in range(count)]


def _runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """(index, count) of each stretch of equal values."""
    firsts = [0, *compress(range(1, len(values)), map(ne, islice(values, 1, None), values)), len(values)]
    return ((first, following - first) for first, following in pairwise(firsts))


def _needs_cleaning(text: str) -> bool:
    """Whether any word may change when cleaned; a page has some 80 distinct characters, which tell."""
    distinct = "".join(set(text) - _BREAKS)
    if _spelt_out(distinct) != distinct:
        return True
    return max(distinct, default="") >= _FIRST_COMBINING and not unicodedata.is_normalized("NFC", text)


_FIRST_COMBINING = "\u0300"
"""Below it nothing combines: such text is NFC."""
_SOFT = "\u00ad"


def _spelt_out(text: str) -> str:
    """Sanitised, NFC, ligatures as letters. The fi of a font is U+FB01: no reader types it."""
    text = unicodedata.normalize("NFC", clean(text))
    return _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


_LIGATURES = re.compile("[\ufb00-\ufb06]")
_BREAKS = frozenset("\r\n\t" + _HYPHENS)
_LEADERS = re.compile(r"\ufffd(?=\s|$)(?<=[\s\w]\ufffd)")
"""A sign without a Unicode value that stands alone: leaders and ornaments, no lost letter."""
_UNMAPPED = re.compile("[\ufffd\x00-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff]")


def _break(gap: str) -> Break:
    if gap == " ":
        return Break.SPACE
    if any(hyphen in gap for hyphen in _HYPHENS):
        return Break.HYPHEN
    return Break.LINE if "\n" in gap else Break.SPACE
