"""A page of a PDF → its words in the order they were painted, as parallel lists.

Lists a page, not an object a word: most of the time goes into calls to pdfium, and the rest should be cheap.
"""

import ctypes
import re
import unicodedata
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from oms_check.pdf.calls import address_of, char_origin, loose_char_box, text_object_at
from oms_check.pdf.fonts import Fonts
from oms_check.pdf.rules import Matrix
from oms_check.pdf.text_layer import Break, Words
from oms_check.text.sanitise import clean

__all__ = ["Words", "is_rotated", "read_words", "read_words_unrotated", "to_view"]

_WORD = re.compile("[^\\s\ufffe\x02]+")
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


class _Places:
    """Where the letters of a text page are on the page as shown."""

    def __init__(self, text_page: Any, view: Matrix) -> None:
        self._text_page = text_page
        self._view = view
        self._straight = view[1] == view[2] == 0 and view[0] > 0 > view[3]  # not /Rotate 180
        self._box = pdfium.FS_RECTF()
        self._at_page, self._at_box = address_of(text_page), ctypes.addressof(self._box)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._at_x, self._at_y = ctypes.addressof(self._x), ctypes.addressof(self._y)

    def box(self, first: int, last: int) -> tuple[float, float, float, float, float] | None:
        """x0, top, x1, bottom around two characters, and their height in the page's own space."""
        at_page, at_box, box = self._at_page, self._at_box, self._box
        if not loose_char_box(at_page, first, at_box):
            return None
        left, low, right, high = box.left, box.bottom, box.right, box.top
        if last > first and loose_char_box(at_page, last, at_box):
            left, right = min(left, box.left), max(right, box.right)
            low, high = min(low, box.bottom), max(high, box.top)
        a, b, c, d, e, f = self._view
        if self._straight:
            return a * left + e, d * high + f, a * right + e, d * low + f, high - low
        xs = (a * left + c * low + e, a * right + c * high + e)
        ys = (b * left + d * low + f, b * right + d * high + f)
        return min(xs), min(ys), max(xs), max(ys), high - low

    def base(self, index: int, otherwise: float) -> float:
        """Height of the line the letter stands on."""
        if not char_origin(self._at_page, index, self._at_x, self._at_y):
            return otherwise
        return self._view[1] * self._x.value + self._view[3] * self._y.value + self._view[5]

    def raised(self, letter: int, digit: int) -> bool:
        """Whether the digit's ink begins clearly above the line the letter stands on, on the page as shown.

        Neither size nor origin tells: typst sets note signs with raised glyphs of the font itself.
        """
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not (
            pdfium.FPDFText_GetCharOrigin(self._text_page, letter, self._x, self._y)
            and loose_char_box(self._at_page, letter, self._at_box)
            and pdfium.FPDFText_GetCharBox(self._text_page, digit, left, right, bottom, top)
        ):
            return False
        _, b, _, d, _, _ = self._view
        baseline = b * self._x.value + d * self._y.value
        ink = max(b * left.value, b * right.value) + max(d * bottom.value, d * top.value)
        box = self._box
        height = abs(b * (box.right - box.left)) + abs(d * (box.top - box.bottom))
        return bool(baseline - ink > 0.15 * height)


class _Spaces:
    """Tells spaces that pdfium adds in letterspaced words from those of the text.

    Where a page paints its spaces, an added one as narrow as this stands inside a word ("prim ärvård", after
    letters that are set apart).
    """

    def __init__(self, text_page: Any, text: str) -> None:
        self._text_page = text_page
        self._text = text
        self._painted: bool | None = None

    def is_false(self, index: int) -> bool:
        """Whether the narrow space at `index` was added inside a word."""
        if self._painted is None:
            spaces = re.finditer(" ", self._text)
            sample = [match.start() for match in islice(spaces, _SPACES_SAMPLED)]
            added = sum(1 for i in sample if self._is_added(i))
            self._painted = 4 * added < len(sample)
        return self._painted and self._is_added(index) and self._is_inside(index)

    def _is_added(self, index: int) -> bool:
        return bool(pdfium.FPDFText_IsGenerated(self._text_page, index))

    def _is_inside(self, index: int) -> bool:
        """Whether the letters on both sides are painted by one text object."""
        page = address_of(self._text_page)
        return bool(text_object_at(page, index - 1) == text_object_at(page, index + 1))


_NARROW_SPACE = 0.22
"""In em."""
_SPACES_SAMPLED = 60


def _fill(words: Words, text: str, text_page: Any, view: Matrix, marked: bool) -> None:
    soft, dirty = _SOFT in text, _needs_cleaning(text)
    words.unmapped = len(_UNMAPPED.findall(text))
    fonts, places, spaces = Fonts(), _Places(text_page, view), _Spaces(text_page, text)
    at_page = address_of(text_page)
    end = last_letter = 0
    right = size = base = last_bottom = 0.0
    after_soft = False
    for match in _WORD.finditer(text):
        start = match.start()
        gap = text[end:start]
        end = match.end()
        word = match.group()
        if soft and _SOFT in word:
            # typst paints the soft hyphen as an object of its own, which pdfium may set apart as a word
            after_soft = after_soft or word == _SOFT
            word = word[:-1].replace(_SOFT, "") + (word[-1] if len(word) > 1 else "")
        if dirty:
            word = _spelt_out(word).strip()
        if not word:
            continue
        place = places.box(start, end - 1)
        if place is None:
            continue
        x0, top, x1, bottom, height = place
        if word.isdigit() and _is_note_sign(words, word, x0) and places.raised(last_letter, start):
            continue
        last_letter = end - 1
        joined = (word in _LONE_HYPHENS or gap == "\r\n") and _touches(words, x0, top, bottom)
        narrow = gap == " " and 0 < x0 - right < _NARROW_SPACE * size
        if joined or (narrow and spaces.is_false(start - 1)):
            words.texts[-1] += word
            words.x1[-1] = right = x1
            continue
        size, style, mcid = fonts.of(text_object_at(at_page, start), height, marked)
        if (word[-1] in _DIGITS or word[0] in _DIGITS) and _NOTE_SIGN.search(word):
            bare = _without_note_sign(word, places, start, end)
            if len(bare) < len(word):
                x0, top, x1, bottom, _ = places.box(start, start + len(bare) - 1) or place
            word = bare
        words.texts.append(word)
        words.x0.append(x0)
        words.x1.append(x1)
        right = x1
        words.top.append(top)
        words.bottom.append(bottom)
        if not marked and bottom != last_bottom:
            base, last_bottom = places.base(start, bottom), bottom
        words.base.append(bottom if marked else base)
        words.size.append(size)
        words.style.append(style)
        words.mcid.append(mcid)
        words.painted.append(fonts.changes)
        words.before.append(Break.HYPHEN if after_soft else _SPACE if gap == " " else _break(gap))
        after_soft = False


def _needs_cleaning(text: str) -> bool:
    """Whether any word may change when cleaned; a page has some 80 distinct characters, which tell."""
    distinct = "".join(set(text) - _BREAKS)
    return _spelt_out(distinct) != distinct or not unicodedata.is_normalized("NFC", text)


def _without_note_sign(word: str, places: _Places, start: int, end: int) -> str:
    """A word without the raised number of a note ("vattentäkt.²"): no part of the sentence, no figure.

    Squares and cubes (km²) stay: they follow short units.
    """
    if end - start != len(word):
        return word
    digits = len(word) - len(word.rstrip("0123456789"))
    if digits:
        if places.raised(end - digits - 1, end - 1):
            return word[: len(word) - digits]
    else:
        digits = len(word) - len(word.lstrip("0123456789"))
        if places.raised(start + digits, start):
            return f"{word[:digits]} {word[digits:]}"
    return word


def _is_note_sign(words: Words, digits: str, x0: float) -> bool:
    """Whether a number set apart may be a note's sign at the last word."""
    if not words.texts or len(digits) > 3 or words.texts[-1][-1].isdigit():
        return False
    return -0.2 * words.size[-1] < x0 - words.x1[-1] < 0.35 * words.size[-1]


_NOTE_SIGN = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\")])\d{1,3}$|^\d{1,3}[^\W\d_]")
_DIGITS = frozenset("0123456789")
_SOFT = "\u00ad"
_LONE_HYPHENS = frozenset("-\u2010\u2011")


def _touches(words: Words, x0: float, top: float, bottom: float) -> bool:
    """Whether something at (x0, top–bottom) follows the last word without a space."""
    if not words.texts or words.texts[-1][-1] in "-–":
        return False
    on_line = min(bottom, words.bottom[-1]) - max(top, words.top[-1]) > 0
    return on_line and abs(x0 - words.x1[-1]) < 0.12 * words.size[-1]


def _spelt_out(text: str) -> str:
    """Sanitised, NFC, ligatures as letters. The fi of a font is U+FB01: no reader types it."""
    text = unicodedata.normalize("NFC", clean(text))
    return _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


_LIGATURES = re.compile("[\ufb00-\ufb06]")
_BREAKS = frozenset("\r\n\t" + _HYPHENS)
_LEADERS = re.compile(r"\ufffd(?=\s|$)(?<=[\s\w]\ufffd)")
"""A sign without a Unicode value that stands alone: leaders and ornaments, no lost letter."""
_UNMAPPED = re.compile("[\ufffd\x00-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff]")


_SPACE = Break.SPACE


def _break(gap: str) -> Break:
    if gap == " ":
        return Break.SPACE
    if any(hyphen in gap for hyphen in _HYPHENS):
        return Break.HYPHEN
    return Break.LINE if "\n" in gap else Break.SPACE
