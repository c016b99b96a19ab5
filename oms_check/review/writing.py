"""A review → the text of its file: sorted and one value a line, so that a decision is a small change in a diff."""

from collections.abc import Iterator

from oms_check.errors import OutputError
from oms_check.model.review import Review, Reviewed, ReviewEntry
from oms_check.review.shape import SCHEMA
from oms_check.yamlfile.reading import LARGEST_FILE

LONGEST_QUOTE = 300
"""Characters of a passage that are kept: the fingerprint is of all of it, the quote is for people."""

HEAD = (
    "# Decisions on what oms-check found: accept, reject (a false hit, does not count) or justify (as it should be).",
    "# Written by `oms-check review`; may be edited by hand. Comments above an entry are kept.",
)


def dump_review(review: Review) -> str:
    """The file's text; loading it gives the same decisions. OutputError where it would be too large to load."""
    own = [line for line in review.comments if line not in HEAD]
    text = "".join(f"{line}\n" for line in (*own, *HEAD, *_lines(review)))
    if len(text.encode()) > LARGEST_FILE:
        advice = "keep a review.yaml in each region's folder"
        raise OutputError(f"{review.file} would be larger than {LARGEST_FILE // 1_000_000} MB", advice=advice)
    return text


def _lines(review: Review) -> Iterator[str]:
    yield f"schema: {SCHEMA}"
    for group, key, found in (("documents", "path", review.documents), ("regions", "id", review.regions)):
        decided = sorted((one for one in found if one.entries), key=lambda one: one.name)
        if decided:
            yield f"{group}:"
        for one in decided:
            yield from _reviewed(one, key)


def _reviewed(one: Reviewed, key: str) -> Iterator[str]:
    yield from one.comments
    yield f"- {key}: {_escaped(one.name)}"
    if one.sha256:
        yield f"  sha256: {_quoted(one.sha256)}"
    yield "  decisions:"
    for entry in sorted(one.entries, key=lambda entry: entry.key):
        yield from (f"  {line}" for line in entry.comments)
        lead = "  - "
        for name, value in _pairs(entry):
            yield f"{lead}{name}: {value}"
            lead = "    "


def _pairs(entry: ReviewEntry) -> Iterator[tuple[str, str]]:
    yield "direction", _quoted(entry.direction)
    yield "focus_area", _quoted(entry.focus_area)
    if entry.passage:
        yield "passage", _quoted(entry.passage)
    if entry.quote:
        yield "quote", _quoted(entry.quote[:LONGEST_QUOTE])
    yield "decision", entry.decision.value
    if entry.level:
        yield "level", entry.level.value
    if entry.reason:
        yield "reason", _quoted(entry.reason)
    yield "role", _quoted(entry.role)
    yield "date", entry.date.isoformat()


def _quoted(text: str) -> str:
    """A text of people as a scalar on one line, without what does not show."""
    return _escaped(" ".join("".join(char if char.isprintable() else " " for char in text).split()))


def _escaped(text: str) -> str:
    """A YAML scalar in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
