"""A review file → the decisions in it, or every mistake at once with its place.

The file of the HTML page has the same shape: JSON is YAML, so that one loader checks both.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unicodedata import normalize

from oms_check.errors import Problem, RuleError
from oms_check.model.level import Level
from oms_check.model.review import Review, Reviewed, ReviewEntry, Ruling
from oms_check.review.shape import REVIEW_FILE
from oms_check.yamlfile.nodes import Node, children, scalar, text
from oms_check.yamlfile.reading import YamlFile, read_yaml, read_yaml_file
from oms_check.yamlfile.shapes import problems_of

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_COMMENT = re.compile(r"(?:^|\s)#")


def load_review(path: Path) -> Review:
    """Read a review file. Raises RuleError with every mistake, in file order, whatever the file holds."""
    yaml, _ = read_yaml_file(path)
    return review_of(yaml)


def parse_review(content: bytes, name: str) -> Review:
    """The review of a file's bytes, as `load_review`; `name` is how messages call it."""
    return review_of(read_yaml(content, name))


def review_of(yaml: YamlFile) -> Review:
    """The review of a file that was read; RuleError with every mistake."""
    problems = [*yaml.problems, *problems_of(yaml, REVIEW_FILE), *_mistakes(yaml)]
    if problems:
        raise RuleError(tuple(sorted(set(problems), key=lambda one: (one.line, one.column, one.message))))
    root = yaml.root
    documents = tuple(_reviewed(yaml, node, "path") for node in children(root, "documents"))
    regions = tuple(_reviewed(yaml, node, "id") for node in children(root, "regions"))
    first = root.line if root is not None else 1
    head = tuple(line.strip() for line in yaml.lines[: first - 1] if line.strip().startswith("#"))
    return Review(yaml.name, documents, regions, head, tuple(_lines_lost(yaml)))


def document_name(path: str) -> str:
    """A document's path as reviews are compared by it: NFC, with /."""
    return normalize("NFC", path.replace("\\", "/"))


def _reviewed(yaml: YamlFile, node: Node, key: str) -> Reviewed:
    name = text(node, key)
    return Reviewed(
        name=document_name(name) if key == "path" else name,
        entries=tuple(_entry(yaml, one) for one in children(node, "decisions")),
        sha256=text(node, "sha256"),
        comments=_above(yaml, node.line),
    )


def _entry(yaml: YamlFile, node: Node) -> ReviewEntry:
    level, replaces = text(node, "level"), text(node, "replaces")
    return ReviewEntry(
        direction=text(node, "direction"),
        focus_area=text(node, "focus_area"),
        decision=Ruling(text(node, "decision")),
        date=date.fromisoformat(text(node, "date")),
        passage=text(node, "passage"),
        quote=text(node, "quote"),
        level=Level(level) if level else None,
        reason=text(node, "reason"),
        role=text(node, "role"),
        comments=_above(yaml, node.line),
        line=node.line,
        replaces=Ruling(replaces) if replaces else None,
    )


def _mistakes(yaml: YamlFile) -> Iterator[Problem]:
    """What no shape can tell: doubled entries, dates that do not exist, keys that do not go together."""
    for group, key in (("documents", "path"), ("regions", "id")):
        names: dict[str, int] = {}
        for node in children(yaml.root, group):
            name = scalar(node, key)
            if name:
                known = document_name(name.text)
                if known in names:
                    message = f"'{name.text}' stands twice, first in line {names[known]}"
                    yield yaml.problem(name.line, name.column, message, "join the two lists of decisions")
                names.setdefault(known, name.line)
            keys: dict[tuple[str, str, str], int] = {}
            for decision in children(node, "decisions"):
                yield from _mistakes_in(yaml, decision, region=key == "id")
                about = text(decision, "direction"), text(decision, "focus_area"), text(decision, "passage")
                if about in keys:
                    message = f"decided twice, first in line {keys[about]}"
                    yield yaml.problem(decision.line, decision.column, message, "keep one of the two")
                keys.setdefault(about, decision.line)


def _mistakes_in(yaml: YamlFile, decision: Node, *, region: bool) -> Iterator[Problem]:
    ruling = scalar(decision, "decision")
    day = scalar(decision, "date")
    passage = scalar(decision, "passage")
    if day and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day.text):
        try:
            date.fromisoformat(day.text)
        except ValueError:
            yield yaml.problem(day.line, day.column, f"there is no day {day.text}")
    if ruling and ruling.text in (Ruling.REJECT, Ruling.JUSTIFY) and not text(decision, "reason"):
        message = f"'{ruling.text}' needs a reason"
        yield yaml.problem(ruling.line, ruling.column, message, "add 'reason: …'")
    if passage and region:
        advice = "decide on it under the document it stands in"
        yield yaml.problem(passage.line, passage.column, "a region has no passages of its own", advice)
    if ruling and ruling.text == Ruling.REJECT and region:
        advice = "reject passages, or the cells of its documents"
        yield yaml.problem(ruling.line, ruling.column, "a region's cell cannot be rejected", advice)
    misplaced = ("level",) if passage else ("quote",)
    for key in misplaced:
        found = scalar(decision, key)
        if found:
            what = "a passage" if passage else "a cell, which is decided on without a passage"
            yield yaml.problem(found.line, found.column, f"'{key}' does not go with {what}")


def _above(yaml: YamlFile, line: int) -> tuple[str, ...]:
    """The comment lines that stand right above a line."""
    found: list[str] = []
    for before in reversed(yaml.lines[: line - 1]):
        if not before.strip().startswith("#"):
            break
        found.append(before.strip())
    return tuple(reversed(found))


def _has_comment(line: str) -> bool:
    return bool(_COMMENT.search(_QUOTED.sub("", line)))


def _lines_lost(yaml: YamlFile) -> Iterator[int]:
    """Numbers of the lines whose comment stands above no entry."""
    root = yaml.root
    first = root.line if root is not None else 1
    keepers = [node for group in ("documents", "regions") for node in children(root, group)]
    keepers += [decision for node in keepers for decision in children(node, "decisions")]
    kept = set(range(1, first))
    for node in keepers:
        kept |= set(range(node.line - len(_above(yaml, node.line)), node.line))
    for number, line in enumerate(yaml.lines, 1):
        if number not in kept and _has_comment(line):
            yield number
