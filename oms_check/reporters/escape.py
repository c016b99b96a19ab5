"""Text → text that a sink cannot take for anything else: one function a sink.

Document text is sanitised when it is read; every sink escapes again, so that neither has to trust the other.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line end, DEL, C1: a terminal obeys these
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, bidi marks, overrides, isolates
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"  # surrogates, noncharacters
    "\U000e0000-\U000e007f]"  # tag characters: text nobody sees
)
_SPREAD_DEPTH = 6
"""strategies → one → coverage → focus area → evidence → one passage."""
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?")
_FORMULA = re.compile(r"^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_MARKDOWN = re.compile(r"[\\`*_\[\]#|~$]|^[-+=]|:(?=//)|(?<=www)\.")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_MENTION = re.compile(r"@(?=\w)")


def one_line(text: str) -> str:
    """For terminals and line formats: white space becomes one space, unseen characters U+FFFD."""
    return _UNSEEN.sub("\ufffd", _SPACES.sub(" ", text)).strip()


def csv_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula: an apostrophe before `= + - @` and their full-width forms.

    Leading white space does not hide a formula from Excel, so it is looked through; OWASP's rule for CSV
    injection, widened by the full-width forms that Excel folds.
    """
    flat = one_line(text)
    return f"'{flat}" if _FORMULA.match(text) or _FORMULA.match(flat) else flat


def xml_text(text: str) -> str:
    """Text that XML 1.0 can hold: other characters become U+FFFD. Escaping `<` is the writer's task."""
    return _UNSEEN.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def sheet_text(text: str) -> str:
    """Text for an XLSX cell, which is XML of at most 32,767 characters."""
    flat = xml_text(text)
    return flat if len(flat) <= 32_767 else flat[:32_766] + "…"


def markdown(text: str) -> str:
    """Text that Markdown shows as it stands, in a table cell too: no markup, HTML, link or mention."""
    flat = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    flat = _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", flat))
    return _MENTION.sub("&#64;", flat)


def html(text: str) -> str:
    """Text inside an HTML element or attribute, on one line."""
    return escape(one_line(text), quote=True)


def annotation(text: str) -> str:
    """The message of a workflow command, which ends at a line end."""
    return _UNSEEN.sub("\ufffd", text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def annotation_property(text: str) -> str:
    """A property of a workflow command, which also ends at a comma and the command at `::`."""
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def uri(path: str) -> str:
    """A relative path as URI reference. PEP 383 bytes come back as they are on disk."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def json_text(value: object) -> str:
    """Readable JSON: letters of all scripts as they are, unseen characters as `\\uXXXX`, a line end last.

    Spread over lines down to a single passage, which stays on one: a line a passage for `diff`, and a tenth
    of the time and half the bytes of `indent=`, which only the encoder written in Python knows.
    """
    return unseen_escaped("".join(_spread(value, 0))) + "\n"


def unseen_escaped(text: str) -> str:
    """JSON text that shows no unseen character: they only stand in strings, where an escape says the same."""
    return _UNSEEN.sub(_escaped, text)


def _spread(value: object, depth: int) -> Iterator[str]:
    if depth == _SPREAD_DEPTH or not value or not isinstance(value, dict | list):
        yield json.dumps(value, ensure_ascii=False)
        return
    named = isinstance(value, dict)
    entries = list(value.items()) if isinstance(value, dict) else [("", entry) for entry in value]
    yield "{" if named else "["
    for i, (name, entry) in enumerate(entries):
        yield ("," if i else "") + "\n" + "  " * (depth + 1)
        yield json.dumps(name, ensure_ascii=False) + ": " if named else ""
        yield from _spread(entry, depth + 1)
    yield "\n" + "  " * depth + ("}" if named else "]")


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
