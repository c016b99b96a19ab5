"""The nearest configuration file → settings, each with its origin; the first file found is the only one.

Files are not merged: what holds can be read in one place. Keys are the options of `check`, so that there is
one word for each; every unknown key and wrong type is told at once.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from oms_check.errors import ConfigError
from oms_check.model.coverage import Level
from oms_check.model.policy import Override, Requirement
from oms_check.model.strategy import KINDS
from oms_check.yamlfile.nodes import Kind, ListNode, MapNode, Node, ScalarNode
from oms_check.yamlfile.reading import shown
from oms_check.yamlfile.shapes import Field, Fields, Flag, ListOf, MapOf, Number, Shape, Text, misfits

FILE_NAME = "oms-check.toml"
VARIABLE = "OMS_CHECK_CONFIG"
DEFAULT = "default"
"""Origin of a setting that nothing tells."""

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

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """A value and its origin: `default`, the name of the configuration file, or what an option says."""

    value: V
    origin: str = DEFAULT

    def unless(self, option: V | None, origin: str = "command line") -> "Setting[V]":
        """The option where it was given, else this."""
        return self if option is None else Setting(option, origin)


def _as(shape: Shape, *, path: bool = False) -> dict[str, object]:
    """How a key stands in the file. `path`: a path or paths, told relative to the configuration's folder."""
    return {"shape": shape, "path": path}


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of `check`, None where the option's own default holds; paths are absolute.

    `overrides` are the tables `[policy.kind.…]` and `[policy.region.…]`, in file order, kinds first.
    """

    file: Path | None = None
    rules: Setting[str] = field(default=Setting("oms-2025"), metadata=_as(Text()))
    region: Setting[str | None] = field(default=Setting(None), metadata=_as(Text()))
    by: Setting[str] = field(default=Setting("region"), metadata=_as(Text(choices=("region", "strategy"))))
    format: Setting[str] = field(default=Setting("table"), metadata=_as(Text()))
    output: Setting[tuple[Path, ...]] = field(default=Setting(()), metadata=_as(ListOf(Text()), path=True))
    annotate: Setting[Path | None] = field(default=Setting(None), metadata=_as(Text(), path=True))
    require: Setting[tuple[str, ...]] = field(default=Setting(()), metadata=_as(ListOf(_REQUIREMENT)))
    fail_under: Setting[float | None] = field(default=Setting(None), metadata=_as(_SCORE))
    baseline: Setting[Path | None] = field(default=Setting(None), metadata=_as(Text(), path=True))
    exit_zero: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    allow_unreadable: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    lang: Setting[str] = field(default=Setting("sv"), metadata=_as(Text(choices=("sv", "en"))))
    csv_dialect: Setting[str] = field(default=Setting("default"), metadata=_as(Text(choices=("default", "excel-sv"))))
    jobs: Setting[int | None] = field(default=Setting(None), metadata=_as(Number(1, 64)))
    timeout: Setting[float | None] = field(default=Setting(None), metadata=_as(_SECONDS))
    page_timeout: Setting[float | None] = field(default=Setting(None), metadata=_as(_SECONDS))
    max_pages: Setting[int | None] = field(default=Setting(None), metadata=_as(Number(1, 1_000_000)))
    max_memory: Setting[int | None] = field(default=Setting(None), metadata=_as(Number(64, 1_000_000)))
    password_file: Setting[Path | None] = field(default=Setting(None), metadata=_as(Text(), path=True))
    ocr: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    cache_dir: Setting[Path | None] = field(default=Setting(None), metadata=_as(Text(), path=True))
    no_cache: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    color: Setting[str] = field(default=Setting("auto"), metadata=_as(Text(choices=("auto", "always", "never"))))
    no_progress: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    quiet: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    verbose: Setting[bool] = field(default=Setting(False), metadata=_as(Flag()))
    overrides: tuple[Override, ...] = ()

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """(key, value as TOML, origin) of every setting; an unset one has the value ''."""
        for key, (_, path) in _keys().items():
            setting = cast("Setting[object]", getattr(self, key))
            yield key, _toml(setting.value, path), setting.origin
        for override in self.overrides:
            name = f"policy.kind.{override.kinds[0]}" if override.kinds else f"policy.region.{override.regions[0]}"
            origin = shown(self.file) if self.file else DEFAULT
            if override.require:
                told = [f"{r.level}:{r.focus_area}" if r.focus_area else str(r.level) for r in override.require]
                yield f"{name}.require", _toml(told, False), origin
            if override.fail_under is not None:
                yield f"{name}.fail_under", _toml(override.fail_under, False), origin
            if override.exempt:
                yield f"{name}.exempt", _toml(override.exempt, False), origin


def load_config(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Config:
    """The settings that hold in `cwd`: of `explicit`, else what OMS_CHECK_CONFIG names, else the nearest.

    Raises ConfigError for a file that is named and missing, that cannot be read, or that has mistakes (all of
    them, each with its key).
    """
    if explicit is not None:
        return _read(cwd / explicit)
    if environ.get(VARIABLE):
        return _read(cwd / environ[VARIABLE])
    for file in _candidates(cwd):
        if file.name == FILE_NAME or _mentions_us(file):
            return _read(file)
    return Config()


def _candidates(cwd: Path) -> Iterator[Path]:
    """Configuration files from `cwd` up to the repository's root, the home folder or the top."""
    for folder in (cwd, *cwd.parents):
        for name in (FILE_NAME, "pyproject.toml"):
            if (folder / name).is_file():
                yield folder / name
        if (folder / ".git").exists() or folder == Path.home():
            return


def _mentions_us(pyproject: Path) -> bool:
    """Whether a pyproject.toml on the way speaks of us; another's broken file is no concern of ours."""
    try:
        return b"tool.oms-check" in pyproject.read_bytes()[:_LARGEST_FILE]
    except OSError:
        return False


def _read(file: Path) -> Config:
    name = shown(file)
    table = _table(file, name)
    shape = Fields(
        "configuration",
        (*(Field(key, shape, required=False) for key, (shape, _) in _keys().items()), _POLICY_FIELD),
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
        key: Setting(_value(table[key], file.parent if path else None), name)
        for key, (_, path) in _keys().items()
        if key in table
    }
    if "rules" in table and _is_path(str(table["rules"])):
        settings["rules"] = Setting(str(file.parent / str(table["rules"])), name)
    policy = cast("dict[str, dict[str, dict[str, object]]]", table.get("policy", {}))
    overrides = [_override(part, kinds=(kind,)) for kind, part in policy.get("kind", {}).items()]
    overrides += [_override(part, regions=(region,)) for region, part in policy.get("region", {}).items()]
    return replace(Config(), file=file, overrides=tuple(overrides), **settings)


_POLICY_FIELD = Field("policy", _POLICIES, required=False)


def _keys() -> dict[str, tuple[Shape, bool]]:
    """Key → its shape, and whether it is a path."""
    return {f.name: (f.metadata["shape"], f.metadata["path"]) for f in fields(Config) if "shape" in f.metadata}


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


def _toml(value: object, path: bool) -> str:
    """A value as it would be written in the file; '' for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:g}"
        case tuple() | list():
            return f"[{', '.join(_toml(one, path) for one in value)}]"
        case Path():
            return json.dumps(shown(value), ensure_ascii=False)
        case _:
            return json.dumps(str(value), ensure_ascii=False)
