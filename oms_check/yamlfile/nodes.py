"""A parsed file as nodes with places, and reading from them without ever failing.

The readers answer with an empty value where a node is missing or of another kind: what is wrong is told once,
by holding the tree against its shape (`oms_check.yamlfile.shapes`), and the rest can still be looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a scalar would become by the rules of YAML 1.1; text in quotes is always text."""

    TEXT = "text"
    INTEGER = "a whole number"
    NUMBER = "a number"
    BOOLEAN = "true or false"
    NULL = "nothing"
    DATE = "a date"
    MERGE = "a merge key"
    BROKEN = "broken"
    """Refused already (an alias): stands where it stood, so that it is not complained about twice."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A scalar as written, before any conversion: `no`, `3.10` and `2026-11-01` keep their letters."""

    text: str
    kind: Kind
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence, in order."""

    nodes: tuple["Node", ...]
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in order; keys are scalars and distinct."""

    entries: tuple[tuple[ScalarNode, "Node"], ...]
    line: int = 0
    column: int = 0


Node = ScalarNode | ListNode | MapNode


def child(node: Node | None, key: str) -> Node | None:
    """The value under `key`, None where there is none."""
    for name, value in entries(node):
        if name.text == key:
            return value
    return None


def entries(node: Node | None) -> tuple[tuple[ScalarNode, Node], ...]:
    """Keys and values of a mapping, () of anything else."""
    return node.entries if isinstance(node, MapNode) else ()


def children(node: Node | None, key: str) -> tuple[Node, ...]:
    """The nodes of the list under `key`, () where there is none."""
    found = child(node, key)
    return found.nodes if isinstance(found, ListNode) else ()


def scalars(node: Node | None, key: str) -> Iterator[ScalarNode]:
    """The non-empty scalars of the list under `key`."""
    for found in children(node, key):
        if isinstance(found, ScalarNode) and found.kind is not Kind.BROKEN and found.text:
            yield found


def scalar(node: Node | None, key: str) -> ScalarNode | None:
    """The non-empty scalar under `key`, None where there is none."""
    found = child(node, key)
    if isinstance(found, ScalarNode) and found.kind is not Kind.BROKEN and found.text:
        return found
    return None


def text(node: Node | None, key: str, default: str = "") -> str:
    """The text of the scalar under `key`, surrounding white space cut off."""
    found = scalar(node, key)
    return found.text.strip() if found else default


def texts(node: Node | None, key: str) -> tuple[str, ...]:
    """The texts of the list under `key`."""
    return tuple(found.text.strip() for found in scalars(node, key))


def integer(node: Node | None, key: str, default: int = 0) -> int:
    """The whole number under `key`."""
    found = scalar(node, key)
    if found and found.kind is Kind.INTEGER and found.text.lstrip("+-").isdecimal() and len(found.text) < 10:
        return int(found.text)
    return default


def number(node: Node | None, key: str, default: float = 0.0) -> float:
    """The number under `key`, whole or not."""
    found = scalar(node, key)
    if found and found.kind in (Kind.INTEGER, Kind.NUMBER) and len(found.text) < 20:
        try:
            return float(found.text)
        except ValueError:
            return default
    return default


def flag(node: Node | None, key: str, default: bool = False) -> bool:
    """The true or false under `key`."""
    found = scalar(node, key)
    return found.text == "true" if found and found.kind is Kind.BOOLEAN else default
