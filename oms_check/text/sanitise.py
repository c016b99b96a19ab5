"""Text out of a document or a file name → text that is safe to print, store and match.

Done once, where text enters: a control sequence that never gets in cannot get out through a reporter that
forgot to escape. Each reporter escapes for its own format all the same.
"""

import re
import unicodedata

_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""Separators that are no visible character: they become a space, so that words stay apart."""

_RANGES = (
    "\x00\x08 \x0e\x1b \x7f\x84 \x86\x9f "  # C0, DEL and C1: terminals obey them
    "\u061c\u061c \u200e\u200f \u202a\u202e \u2066\u2069 "  # bidi marks, overrides and isolates
    "\u034f\u034f \u180b\u180e \u200b\u200d \u2060\u2065 \u206a\u206f \ufeff\ufeff "  # zero width
    "\u115f\u1160 \u17b4\u17b5 \u3164\u3164 \uffa0\uffa0 "  # letters without a glyph
    "\ufe00\ufe0f \ufff9\ufffb "  # variation selectors, annotations
    "\U000e0000\U000e007f \U000e0100\U000e01ef "  # tag characters: text nobody sees
    "\ufdd0\ufdef"  # noncharacters; the last two of each plane are added below
)
_INVISIBLE = [chr(code) for pair in _RANGES.split(" ") for code in range(ord(pair[0]), ord(pair[1]) + 1)]
_INVISIBLE += [chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)]

# ECMA-48: CSI and the string commands (OSC, DCS, APC, PM, SOS), 7- and 8-bit. A string command without its
# end is left to the plain removal of control characters, so an unclosed one cannot swallow a document.
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,32}[ -/]{0,8}[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]{0,256}(?:\x07|\x1b\\\\|\x9c)"
)
_INTRODUCERS = "\x1b\x90\x98\x9b\x9d\x9e\x9f"

_REPLACEMENT = (
    dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
    | dict.fromkeys(_INVISIBLE, "")
    | dict.fromkeys(_SPACES, " ")
)


def clean(text: str) -> str:
    """The text without anything that is obeyed, hidden or no character; clean text comes back as it is.

    Tabs, line ends and Unicode's separators become one space each; terminal sequences, controls, bidi
    controls, zero-width and tag characters and noncharacters go; a lone surrogate becomes U+FFFD, so that
    readers can count what could not be decoded. U+00AD and pdfium's U+FFFE stand for hyphens: resolve
    hyphenation before (U+00AD is kept, U+FFFE goes as a noncharacter).
    """
    if text.isprintable():
        return text
    # A page has some 80 distinct characters: looking at those and replacing the few bad ones costs a
    # seventh of a regular expression over the text.
    found = set(text) & _REPLACEMENT.keys()
    if not found.isdisjoint(_INTRODUCERS):
        text = _SEQUENCE.sub("", text)
    for char in found:
        text = text.replace(char, _REPLACEMENT[char])
    return text


def visible(text: str) -> str:
    """A file name or other foreign name for a one-line message: what would not be seen is spelt out.

    `\\x1b`, `\\n` and `\\u202e` for such characters, `\\xff` for bytes of a file name that are no UTF-8
    (they arrive as surrogates, PEP 383). Letters of all scripts and plain spaces stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(c if _shown(c) else _spelt(c) for c in text)


def _shown(char: str) -> bool:
    return char.isprintable() or (unicodedata.category(char) == "Zs" and char not in _REPLACEMENT)


def _spelt(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if 0xD800 <= code <= 0xDFFF:
        return f"\\u{code:04x}"
    return char.encode("unicode_escape").decode("ascii")
