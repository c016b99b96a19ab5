"""Bytes of a YAML file → nodes with places and the mistakes of its YAML, whatever the bytes are.

Works on the parser's events instead of constructed values: nothing is converted (`no` stays `no`), nothing is
expanded (an alias is a mistake, not a copy), and the limits hold while reading, not after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from oms_check.errors import Problem
from oms_check.yamlfile.nodes import Kind, ListNode, MapNode, Node, ScalarNode
from oms_check.yamlfile.places import shown

LARGEST_FILE = 2_000_000
"""Bytes. A rule set with ten times the terms of ours has a quarter of it."""
DEEPEST = 20
"""Levels of nesting; ours have nine."""
MOST_NODES = 200_000
MOST_PROBLEMS = 500
"""Told of one file: a file that is something else altogether has as many as it has lines."""

_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster, but not everywhere
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Outside YAML 1.1's printable characters, and U+FEFF within the text."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
"""What an escape such as `\\e` in quotes could still bring in."""
_EXCERPT = 100

_KINDS = {
    "tag:yaml.org,2002:str": Kind.TEXT,
    "tag:yaml.org,2002:value": Kind.TEXT,
    "tag:yaml.org,2002:int": Kind.INTEGER,
    "tag:yaml.org,2002:float": Kind.NUMBER,
    "tag:yaml.org,2002:bool": Kind.BOOLEAN,
    "tag:yaml.org,2002:null": Kind.NULL,
    "tag:yaml.org,2002:timestamp": Kind.DATE,
    "tag:yaml.org,2002:merge": Kind.MERGE,
}

_ADVICE = (
    ("cannot start any token", "put the value in quotes"),
    ("while scanning an alias", "a leading * is an alias in YAML; write '-word-' for 'contains'"),
    ("while scanning an anchor", "put a value that begins with & in quotes"),
    ("mapping values are not allowed", "put a value with ': ' in it in quotes"),
    ("block mapping", "look at the indentation, and for a quote that is never closed"),
    ("block collection", "look at the indentation, and for a '-' that is missing"),
    ("flow sequence", "look for a ']' or a ',' that is missing"),
    ("flow mapping", "look for a '}' or a ',' that is missing"),
    ("quoted scalar", "look for a quote that is never closed"),
    ("expected ':'", "look for a ':' that is missing, or a line that is indented too little"),
)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file as read: `root` is None where its syntax is so broken that there is nothing to look at."""

    name: str
    lines: tuple[str, ...]
    root: Node | None
    problems: tuple[Problem, ...]

    def problem(self, line: int, column: int, message: str, advice: str = "") -> Problem:
        """A mistake at a place, with the line it stands in and a caret under the column."""
        return _problem(self.name, self.lines, line, column, message, advice)


def read_yaml_file(path: Path) -> tuple[YamlFile, bytes]:
    """Read a file, and its bytes. Cannot fail: what the system refuses is a problem without a place."""
    name = shown(path)
    try:
        if not path.is_file():
            reason = "is a folder" if path.is_dir() else "no such file"
            return _unread(name, reason), b""
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return _unread(name, f"cannot be read: {getattr(error, 'strerror', None) or error}"), b""
    return read_yaml(content, name), content


def read_yaml(content: bytes, name: str) -> YamlFile:
    """Parse any bytes. `name` is how the problems call the file."""
    if len(content) > LARGEST_FILE:
        return _unread(name, f"larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        lines = _lines(content.decode("utf-8", "replace"))
        line, column = _place(before)
        problem = _problem(name, lines, line, column, "not UTF-8", "save the file as UTF-8")
        return YamlFile(name, lines, None, (problem,))
    lines = _lines(text)
    forbidden = [
        _problem(name, lines, *_place(text[: found.start()]), f"character U+{ord(found[0]):04X} is not allowed")
        for found, _ in zip(_NOT_ALLOWED.finditer(text), range(20), strict=False)
    ]
    if forbidden:
        return YamlFile(name, lines, None, tuple(forbidden))
    builder = _Builder(name, lines)
    root = builder.build(text)
    if root is None and not builder.problems:
        builder.problems.append(Problem(name, 0, 0, "the file is empty"))
    return YamlFile(name, lines, root, tuple(builder.problems))


def _unread(name: str, message: str) -> YamlFile:
    return YamlFile(name, (), None, (Problem(name, 0, 0, message),))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(_BREAK.split(text))


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows the text `before`."""
    lines = _BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def _problem(name: str, lines: tuple[str, ...], line: int, column: int, message: str, advice: str = "") -> Problem:
    excerpt = ""
    if 0 < line <= len(lines):
        # One column a character: long lines are cut, what would move the caret or the terminal is replaced.
        whole = lines[line - 1]
        start = max(0, column - 1 - _EXCERPT // 2) if len(whole) > _EXCERPT else 0
        shown = "".join(c if c.isprintable() else " " for c in whole[start : start + _EXCERPT])
        excerpt = shown.rstrip() + "\n" + " " * (column - 1 - start) + "^"
    return Problem(name, line, column, message, advice, excerpt)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet; `keys` only for mappings."""

    line: int
    column: int
    mapping: bool
    nodes: list[Node] = field(default_factory=list)
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    key: Node | None = None


class _Builder:
    """Events → nodes. Collects problems; stops early only where a limit is met or the syntax breaks."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._lines = lines
        self._stack: list[_Open] = []
        self._root: Node | None = None

    def build(self, text: str) -> Node | None:
        """The root node of the only document; None where the syntax is broken or there is nothing."""
        try:
            for count, event in enumerate(_events(text)):
                if count > 2 * MOST_NODES or len(self._stack) > DEEPEST:
                    limit = f"{MOST_NODES} values" if count > 2 * MOST_NODES else f"{DEEPEST} levels deep"
                    self._complain(*_start(event), f"more than {limit}")
                    return None
                if isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                    self._complain(*_start(event), "a second document begins here", "one document a file")
                    return self._root
                self._take(event)
                if len(self.problems) >= MOST_PROBLEMS:
                    return None
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return None
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # ValueError: the Python parser's chr() on an escape such as \U00110000.
            self.problems.append(Problem(self._name, 0, 0, f"not YAML: {str(error).splitlines()[0]}"))
            return None
        return self._root

    def _take(self, event: yaml.Event) -> None:
        line, column = _start(event)
        match event:
            case yaml.AliasEvent():
                advice = "write the value out"
                self._complain(line, column, f"alias '*{event.anchor}' is not taken", advice)
                self._put(ScalarNode("", Kind.BROKEN, line, column))
            case yaml.ScalarEvent():
                self._refuse_marks(event, line, column)
                self._put(self._scalar(event, line, column))
            case yaml.CollectionStartEvent():
                self._refuse_marks(event, line, column)
                self._stack.append(_Open(line, column, isinstance(event, yaml.MappingStartEvent)))
            case yaml.CollectionEndEvent():
                done = self._stack.pop()
                if done.mapping:
                    self._put(MapNode(tuple(done.entries), done.line, done.column))
                else:
                    self._put(ListNode(tuple(done.nodes), done.line, done.column))

    def _scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> ScalarNode:
        plain = bool(event.implicit[0]) and not event.style
        kind = Kind.TEXT
        if plain and event.tag is None:
            kind = _kind(event.value)
        found = _CONTROL.search(event.value)
        if found:
            self._complain(line, column, f"text with the control character U+{ord(found[0]):04X}")
        return ScalarNode(event.value, kind, line, column)

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int, column: int) -> None:
        if event.anchor is not None:
            self._complain(line, column, f"anchor '&{event.anchor}' is not taken", "write the value out")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._complain(line, column, f"tag '{tag}' is not taken", "values have no tags here")

    def _put(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if not top.mapping:
            top.nodes.append(node)
        elif top.key is None:
            top.key = node
        else:
            key, top.key = top.key, None
            self._enter(top, key, node)

    def _enter(self, table: _Open, key: Node, value: Node) -> None:
        if not isinstance(key, ScalarNode):
            self._complain(key.line, key.column, "a key must be a word", "look for a ':' too many")
        elif key.kind is Kind.MERGE:
            self._complain(key.line, key.column, "the merge key '<<' is not taken", "write the values out")
        elif key.text in table.keys:
            first = table.keys[key.text]
            self._complain(key.line, key.column, f"key '{key.text}' stands twice, first in line {first}")
        elif key.kind is not Kind.BROKEN:
            table.keys[key.text] = key.line
            table.entries.append((key, value))

    def _complain(self, line: int, column: int, message: str, advice: str = "") -> None:
        self.problems.append(_problem(self._name, self._lines, line, column, message, advice))

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        at_tab = 0 < line <= len(self._lines) and self._lines[line - 1][column - 1 : column] == "\t"
        fitting = (advice for sign, advice in _ADVICE if sign in said)
        advice = "indent with spaces, not tabs" if at_tab else next(fitting, "")
        self._complain(line, column, f"not YAML: {said}", advice)


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=_LOADER)


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _kind(plain: str) -> Kind:
    """What YAML 1.1 makes of a scalar without quotes."""
    for tag, pattern in _RESOLVERS.get(plain[:1], ()):
        if pattern.match(plain):
            return _KINDS.get(tag, Kind.TEXT)
    return Kind.TEXT
