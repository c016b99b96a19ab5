"""The settings of `check`, each a value with its origin; light, as every command carries them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from oms_check.yamlfile.places import shown

if TYPE_CHECKING:
    from oms_check.model.policy import Override

DEFAULT = "default"
"""Origin of a setting that nothing tells."""
COMMAND_LINE = "command line"
"""Origin of a setting that an option gives."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """A value and its origin: `default`, the name of the configuration file, or what an option says."""

    value: V
    origin: str = DEFAULT

    def unless(self, option: V | None, origin: str = COMMAND_LINE) -> "Setting[V]":
        """The option where it was given, else this."""
        return self if option is None else Setting(option, origin)


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of `check`, None where the option's own default holds; paths are absolute.

    `overrides` are the tables `[policy.kind.…]` and `[policy.region.…]`, in file order, kinds first.
    """

    file: Path | None = None
    rules: Setting[str] = Setting("oms-2025")
    region: Setting[str | None] = Setting(None)
    by: Setting[str] = Setting("region")
    format: Setting[str] = Setting("table")
    output: Setting[tuple[Path, ...]] = Setting(())
    annotate: Setting[Path | None] = Setting(None)
    require: Setting[tuple[str, ...]] = Setting(())
    fail_under: Setting[float | None] = Setting(None)
    baseline: Setting[Path | None] = Setting(None)
    review: Setting[Path | None] = Setting(None)
    no_review: Setting[bool] = Setting(False)
    exit_zero: Setting[bool] = Setting(False)
    allow_unreadable: Setting[bool] = Setting(False)
    lang: Setting[str] = Setting("sv")
    csv_dialect: Setting[str] = Setting("default")
    jobs: Setting[int | None] = Setting(None)
    timeout: Setting[float | None] = Setting(None)
    page_timeout: Setting[float | None] = Setting(None)
    max_pages: Setting[int | None] = Setting(None)
    max_memory: Setting[int | None] = Setting(None)
    password_file: Setting[Path | None] = Setting(None)
    ocr: Setting[bool] = Setting(False)
    cache_dir: Setting[Path | None] = Setting(None)
    no_cache: Setting[bool] = Setting(False)
    color: Setting[str] = Setting("auto")
    no_progress: Setting[bool] = Setting(False)
    quiet: Setting[bool] = Setting(False)
    verbose: Setting[bool] = Setting(False)
    overrides: "tuple[Override, ...]" = ()

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """(key, value as TOML, origin) of every setting; an unset one has the value ''."""
        for key in KEYS:
            setting = cast("Setting[object]", getattr(self, key))
            yield key, _toml(setting.value), setting.origin
        for override in self.overrides:
            name = f"policy.kind.{override.kinds[0]}" if override.kinds else f"policy.region.{override.regions[0]}"
            origin = shown(self.file) if self.file else DEFAULT
            if override.require:
                told = [f"{r.level}:{r.focus_area}" if r.focus_area else str(r.level) for r in override.require]
                yield f"{name}.require", _toml(told), origin
            if override.fail_under is not None:
                yield f"{name}.fail_under", _toml(override.fail_under), origin
            if override.exempt:
                yield f"{name}.exempt", _toml(override.exempt), origin


KEYS = tuple(one.name for one in fields(Config) if one.name not in ("file", "overrides"))
"""What a configuration file may set, in the order they are shown."""


def _toml(value: object) -> str:
    """A value as it would be written in the file; '' for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:g}"
        case tuple() | list():
            return f"[{', '.join(_toml(one) for one in value)}]"
        case Path():
            return json.dumps(shown(value), ensure_ascii=False)
        case _:
            return json.dumps(str(value), ensure_ascii=False)
