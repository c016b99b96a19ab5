"""What was found in a strategy ⇄ the cache: checking an unchanged document again costs a look at its bytes.

The key names everything the findings depend on: the document and how it was read, the rules, the regions, what
was known of the strategy, and the code that matches. That code is told by its bytes, not by a number to be
raised by hand: a verdict of yesterday's matcher would be worse than a slow one.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import oms_check
from oms_check.cache import Cache
from oms_check.model.document import Page, Status
from oms_check.model.evidence import Matches
from oms_check.model.strategy import Region, Strategy

T = TypeVar("T")

_CODE = ("catalog", "matching", "model", "ruleset", "text", "pipeline/examining.py", "pipeline/keeping.py")
_PACKAGES = ("hunspell-sv", "rapidfuzz")
_NOT_TOLD = frozenset(("path", "file", "stdin"))
"""Of a strategy: where it was found, which is the caller's to say."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a document once it is matched."""

    sha256: str
    status: Status
    pages: tuple[Page, ...]
    language: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What reading and matching found in a strategy, which has its region, kind and year now."""

    strategy: Strategy
    facts: Facts
    matches: Matches


def found_key(document_key: str, strategy: Strategy, rules_sha256: str, regions: Iterable[Region]) -> str:
    """The key of what is found in a document of that key."""
    told = [document_key, rules_sha256, code_digest(), strategy.path, repr(_told(strategy)), repr(tuple(regions))]
    return hashlib.sha256("\0".join(told).encode("utf-8", "backslashreplace")).hexdigest()


@cache
def code_digest() -> str:
    """Digest of all that decides what is found in a document under given rules."""
    package = Path(oms_check.__file__).parent
    digest = hashlib.sha256(" ".join((oms_check.__version__, *map(version, _PACKAGES))).encode())
    for name in _CODE:
        place = package / name
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def keep(cache: Cache, key: str, found: Found) -> None:
    """Store what was found."""
    facts, matches = _encode(found.facts), _encode(found.matches)
    cache.put(key, json.dumps([_told(found.strategy), facts, matches], separators=(",", ":")).encode())


def kept(cache: Cache, key: str, strategy: Strategy) -> Found | None:
    """What was found in the strategy before; None where that is not known."""
    data = cache.get(key)
    if data is None:
        return None
    try:
        told, facts, matches = json.loads(data)
        return Found(replace(strategy, **told), _decoder(Facts)(facts), _decoder(Matches)(matches))
    except (ValueError, TypeError, KeyError):  # whole, but of another form: as good as nothing
        return None


def _told(strategy: Strategy) -> Mapping[str, Any]:
    """Any: strings, numbers, flags and None, as JSON has them."""
    return {field.name: getattr(strategy, field.name) for field in fields(strategy) if field.name not in _NOT_TOLD}


def _encode(value: Any) -> Any:
    """Values of ours as JSON: dataclasses as lists in the order of their fields."""
    if is_dataclass(value):
        return [_encode(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_encode(one) for one in value]
    return value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """What turns JSON back into a value of that type (a dataclass, an enumeration, a tuple of equals, a plain one)."""
    if get_origin(kind) in (Union, UnionType):
        (inner,) = (_decoder(one) for one in get_args(kind) if one is not NoneType)
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        each = _decoder(get_args(kind)[0])
        return lambda value: tuple(map(each, value))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [_decoder(hints[field.name]) for field in fields(kind)]
        make: Any = kind
        return lambda values: make(*[part(value) for part, value in zip(parts, values, strict=True)])
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    return _plain


def _plain(value: T) -> T:
    return value
