"""What a file may hold, declared as values: a node and a shape → everything in the node that does not fit.

The same declaration gives the loader's checks and the published JSON Schema, so that an editor and the loader
cannot disagree.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from oms_check.errors import Problem, did_you_mean
from oms_check.yamlfile.nodes import Kind, ListNode, MapNode, Node, ScalarNode
from oms_check.yamlfile.reading import MOST_PROBLEMS, YamlFile


@dataclass(frozen=True, slots=True)
class Text:
    """A text, not empty. `pattern` must fit all of it (JSON Schema gets it too); `hint` says it in words.

    `choices`: one of these. `dates`: a date or a year may stand without quotes. `check` raises ValueError
    with what is wrong; it must not accept what `pattern` refuses.
    """

    pattern: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    dates: bool = False
    check: Callable[[str], object] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`, whole unless `fraction`."""

    least: int
    most: int
    fraction: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least `least` values of one shape."""

    of: "Shape"
    least: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping whose keys the author chooses, at least `least`."""

    keys: Text
    of: "Shape"
    least: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A named value of `Fields`."""

    name: str
    of: "Shape"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with declared keys; `what` is the thing in messages ('signal')."""

    what: str
    fields: tuple[Field, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Either:
    """A word, or a mapping that says more."""

    text: Text
    fields: Fields
    note: str = ""


Shape = Text | Number | Flag | ListOf | MapOf | Fields | Either


@dataclass(frozen=True, slots=True)
class Misfit:
    """A node that does not fit; `path` leads to it from the root (`focus_areas[0].id`)."""

    path: str
    line: int
    column: int
    message: str
    advice: str = ""


def problems_of(yaml: YamlFile, shape: Shape) -> list[Problem]:
    """Everything in a file that does not fit its shape, up to `MOST_PROBLEMS`."""
    if yaml.root is None:
        return []
    found = islice(misfits(yaml.root, shape), MOST_PROBLEMS)
    return [yaml.problem(m.line, m.column, m.message, m.advice) for m in found]


def misfits(node: Node, shape: Shape, path: str = "") -> Iterator[Misfit]:
    """Everything under `node` that does not fit `shape`; recursion is as deep as the file may be."""
    if isinstance(node, ScalarNode) and node.kind is Kind.BROKEN:
        return
    match shape:
        case Text():
            yield from _text(node, shape, path)
        case Number():
            yield from _number(node, shape, path)
        case Flag():
            if not (isinstance(node, ScalarNode) and node.kind is Kind.BOOLEAN and node.text in ("true", "false")):
                yield _misfit(node, path, f"expected true or false, found {_name(node)}")
        case ListOf():
            yield from _list(node, shape, path)
        case MapOf():
            yield from _map(node, shape, path)
        case Fields():
            yield from _fields(node, shape, path)
        case Either():
            yield from misfits(node, shape.fields if isinstance(node, MapNode) else shape.text, path)


def _misfit(node: Node, path: str, message: str, advice: str = "") -> Misfit:
    return Misfit(path, node.line, node.column, message, advice)


def _name(node: Node) -> str:
    match node:
        case ListNode():
            return "a list"
        case MapNode():
            return "a mapping"
        case ScalarNode(kind=Kind.NULL):
            return "nothing"
        case ScalarNode(kind=Kind.TEXT) if not node.text.strip():
            return "nothing"
        case ScalarNode():
            return f"'{_short(node.text)}'"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "…"


def _text(node: Node, shape: Text, path: str) -> Iterator[Misfit]:
    if not isinstance(node, ScalarNode):
        advice = 'put it in quotes: "' + "{…}" + '"' if isinstance(node, MapNode) else ""
        yield _misfit(node, path, f"expected text, found {_name(node)}", advice)
        return
    if not node.text.strip():
        yield _misfit(node, path, "empty text")
        return
    dated = shape.dates and node.kind in (Kind.DATE, Kind.INTEGER)
    if node.kind is not Kind.TEXT and not dated:
        advice = f'put it in quotes: "{_short(node.text)}"'
        yield _misfit(node, path, f"'{_short(node.text)}' is read as {node.kind}, expected text", advice)
        return
    if shape.choices:
        if node.text not in shape.choices:
            advice = did_you_mean(node.text, shape.choices)
            yield _misfit(node, path, f"'{_short(node.text)}' is none of the words possible here", advice)
        return
    try:
        if shape.check:
            shape.check(node.text)
    except ValueError as error:
        yield _misfit(node, path, str(error))
        return
    if shape.pattern and not re.fullmatch(shape.pattern, node.text):
        yield _misfit(node, path, f"'{_short(node.text)}' is not {shape.hint}")


def _number(node: Node, shape: Number, path: str) -> Iterator[Misfit]:
    kinds = (Kind.INTEGER, Kind.NUMBER) if shape.fraction else (Kind.INTEGER,)
    pattern = r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?" if shape.fraction else "0|[1-9][0-9]{0,8}"
    if shape.least < 0:
        pattern = f"-?({pattern})"
    range_ = f"a {'' if shape.fraction else 'whole '}number from {shape.least} to {shape.most}"
    if not (isinstance(node, ScalarNode) and node.kind in kinds and re.fullmatch(pattern, node.text)):
        yield _misfit(node, path, f"expected {range_}, found {_name(node)}")
    elif not shape.least <= float(node.text) <= shape.most:
        yield _misfit(node, path, f"{node.text} is not {range_}")


def _list(node: Node, shape: ListOf, path: str) -> Iterator[Misfit]:
    if not isinstance(node, ListNode):
        lone = isinstance(node, ScalarNode) and node.kind is not Kind.NULL and node.text.strip()
        advice = f'write ["{_short(lone)}"]' if lone else ""
        yield _misfit(node, path, f"expected a list, found {_name(node)}", advice)
        return
    if len(node.nodes) < shape.least:
        yield _misfit(node, path, f"a list of at least {shape.least} is needed here, found {len(node.nodes)}")
    for index, found in enumerate(node.nodes):
        yield from misfits(found, shape.of, f"{path}[{index}]")


def _map(node: Node, shape: MapOf, path: str) -> Iterator[Misfit]:
    if not isinstance(node, MapNode):
        yield _misfit(node, path, f"expected a mapping, found {_name(node)}")
        return
    if len(node.entries) < shape.least:
        yield _misfit(node, path, f"at least {shape.least} entry is needed here")
    for key, value in node.entries:
        yield from _text(key, shape.keys, _join(path, key.text))
        yield from misfits(value, shape.of, _join(path, key.text))


def _fields(node: Node, shape: Fields, path: str) -> Iterator[Misfit]:
    if not isinstance(node, MapNode):
        yield _misfit(node, path, f"expected a {shape.what}, found {_name(node)}")
        return
    known = {field.name: field for field in shape.fields}
    for key, value in node.entries:
        field = known.get(key.text)
        if field is None:
            advice = did_you_mean(key.text, known)
            message = f"unknown key '{_short(key.text)}' in a {shape.what}"
            yield _misfit(key, path, message, advice)
        else:
            yield from misfits(value, field.of, _join(path, key.text))
    present = {key.text for key, _ in node.entries}
    for field in shape.fields:
        if field.required and field.name not in present:
            yield _misfit(node, path, f"'{field.name}' is missing in this {shape.what}")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
