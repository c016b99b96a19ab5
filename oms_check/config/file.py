"""A configuration file → its settings over the defaults; every unknown key and wrong type is told at once.

Keys are the options of `check`, so that there is one word for each.
"""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from oms_check.config.values import Config, Setting
from oms_check.errors import ConfigError
from oms_check.model.coverage import Level
from oms_check.model.policy import Override, Requirement
from oms_check.model.strategy import KINDS
from oms_check.yamlfile.nodes import Kind, ListNode, MapNode, Node, ScalarNode
from oms_check.yamlfile.places import shown
from oms_check.yamlfile.shapes import Field, Fields, Flag, ListOf, MapOf, Number, Shape, Text, misfits

_LARGEST_FILE = 1_000_000
_MOST_TOLD = 20
_ID = Text(pattern="^[a-z0-9][a-z0-9_-]*$", hint="an id")
_REQUIREMENT = Text(
    pattern="^(?:mentioned|partial|strong)(?::[a-z0-9][a-z0-9_-]*)?$",
    hint="a level (mentioned, partial, strong) or a level and a focus area such as 'strong:energi'",
)
_SCORE = Number(0, 100, fraction=True)
_SECONDS = Number(1, 86_400, fraction=True)
_POLICY = Fields(
    "policy",
    (
        Field("require", ListOf(_REQUIREMENT), required=False),
        Field("fail_under", _SCORE, required=False),
        Field("exempt", ListOf(_ID), required=False),
    ),
)
_POLICIES = Fields(
    "policy table",
    (
        Field("kind", MapOf(Text(choices=KINDS), _POLICY), required=False),
        Field("region", MapOf(_ID, _POLICY), required=False),
    ),
)

SHAPES: dict[str, Shape] = {
    "rules": Text(),
    "region": Text(),
    "by": Text(choices=("region", "strategy")),
    "format": Text(),
    "output": ListOf(Text()),
    "annotate": Text(),
    "require": ListOf(_REQUIREMENT),
    "fail_under": _SCORE,
    "baseline": Text(),
    "review": Text(),
    "no_review": Flag(),
    "exit_zero": Flag(),
    "allow_unreadable": Flag(),
    "lang": Text(choices=("sv", "en")),
    "csv_dialect": Text(choices=("default", "excel-sv")),
    "jobs": Number(1, 64),
    "timeout": _SECONDS,
    "page_timeout": _SECONDS,
    "max_pages": Number(1, 1_000_000),
    "max_memory": Number(64, 1_000_000),
    "password_file": Text(),
    "ocr": Flag(),
    "cache_dir": Text(),
    "no_cache": Flag(),
    "color": Text(choices=("auto", "always", "never")),
    "no_progress": Flag(),
    "quiet": Flag(),
    "verbose": Flag(),
}
"""How each key stands in the file: the settings of `Config`."""

_PATHS = frozenset(("output", "annotate", "baseline", "review", "password_file", "cache_dir"))
"""Told relative to the configuration's folder."""


def read_file(file: Path) -> Config:
    """The settings of a file over the defaults; ConfigError with every mistake in it."""
    name = shown(file)
    table = _table(file, name)
    shape = Fields(
        "configuration",
        (*(Field(key, shape, required=False) for key, shape in SHAPES.items()), _POLICY_FIELD),
    )
    try:
        told = [
            (f"{misfit.path}: " if misfit.path else "")
            + misfit.message
            + (f" ({misfit.advice})" if misfit.advice else "")
            for misfit in misfits(_node(table), shape)
        ]
    except RecursionError:  # dotted keys nest without limit
        raise ConfigError(f"{name}: nested too deep") from None
    if told:
        more = f"; and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
        raise ConfigError(f"{name}: {'; '.join(told[:_MOST_TOLD])}{more}")
    # Any: a Setting each, of the type its key's shape has just been held to.
    settings: dict[str, Any] = {
        key: Setting(_value(table[key], file.parent if key in _PATHS else None), name) for key in SHAPES if key in table
    }
    if "rules" in table and _is_path(str(table["rules"])):
        settings["rules"] = Setting(str(file.parent / str(table["rules"])), name)
    policy = cast("dict[str, dict[str, dict[str, object]]]", table.get("policy", {}))
    overrides = [_override(part, kinds=(kind,)) for kind, part in policy.get("kind", {}).items()]
    overrides += [_override(part, regions=(region,)) for region, part in policy.get("region", {}).items()]
    return replace(Config(), file=file, overrides=tuple(overrides), **settings)


_POLICY_FIELD = Field("policy", _POLICIES, required=False)


def _table(file: Path, name: str) -> dict[str, object]:
    """The file's table of ours as plain values."""
    try:
        if not file.is_file():
            raise ConfigError(f"{name}: {'is a folder' if file.is_dir() else 'no such configuration file'}")
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise ConfigError(f"{name}: larger than {_LARGEST_FILE // 1_000_000} MB")
        table: dict[str, object] = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: not UTF-8", advice="save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{name}: not TOML: {error}") from error
    if file.name != "pyproject.toml":
        return table
    tools = table.get("tool")
    ours = tools.get("oms-check") if isinstance(tools, dict) else None
    if not isinstance(ours, dict):
        raise ConfigError(f"{name}: has no table [tool.oms-check]")
    return ours


def _node(value: object) -> Node:
    """A TOML value as a node, so that it is held against shapes as YAML is; places are unknown."""
    match value:
        case bool():
            return ScalarNode("true" if value else "false", Kind.BOOLEAN)
        case int():
            return ScalarNode(str(value), Kind.INTEGER)
        case float():
            return ScalarNode(repr(value), Kind.NUMBER)
        case str():
            return ScalarNode(value, Kind.TEXT)
        case list():
            return ListNode(tuple(_node(one) for one in value))
        case dict():
            return MapNode(tuple((ScalarNode(key, Kind.TEXT), _node(one)) for key, one in value.items()))
        case _:
            return ScalarNode(str(value), Kind.DATE)


def _value(value: object, folder: Path | None) -> object:
    """A checked TOML value as a setting has it: lists as tuples, paths below `folder` where it is given."""
    if isinstance(value, list):
        return tuple(_value(one, folder) for one in value)
    return folder / str(value) if folder else value


def _override(part: dict[str, object], *, kinds: tuple[str, ...] = (), regions: tuple[str, ...] = ()) -> Override:
    score = part.get("fail_under")
    return Override(
        regions=regions,
        kinds=kinds,
        require=tuple(_requirement(text) for text in cast("list[str]", part.get("require", []))),
        fail_under=None if score is None else float(cast("float", score)),
        exempt=tuple(cast("list[str]", part.get("exempt", []))),
    )


def _requirement(text: str) -> Requirement:
    level, _, focus_area = text.partition(":")
    return Requirement(Level(level), focus_area or None)


def _is_path(rules: str) -> bool:
    return "/" in rules or "\\" in rules or rules.endswith((".yaml", ".yml"))
