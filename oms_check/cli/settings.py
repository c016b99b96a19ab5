"""Options over configuration over defaults → the settings of the pipeline.

An option that was not given is None (or False, or an empty list) and leaves the configured value standing.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from oms_check.cache import default_folder
from oms_check.cli.streams import read_stdin
from oms_check.config import Config, Setting
from oms_check.errors import UsageError, did_you_mean
from oms_check.extraction.reading import ReadOptions
from oms_check.gate import Policy, parse_requirement
from oms_check.pipeline.settings import CheckSettings, ReadSettings
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import Style
from oms_check.workers import Limits

STDIN = Path("-")
OCR_SECONDS = 3600.0
"""Recognising text takes seconds a page, and nothing is heard of it before the last one."""


def given(config: Config, parameters: Mapping[str, object]) -> Config:
    """The configuration with the options that were given in its place.

    `parameters` are those of the command (its `locals()`): the ones named as a setting are taken, the others
    are the command's own.
    """
    names = {field.name for field in fields(Config)}
    chosen: dict[str, Setting[object]] = {
        name: Setting(tuple(value) if isinstance(value, list) else value, "command line")
        for name, value in parameters.items()
        if name in names and value is not None and value is not False and value != []
    }
    return replace(config, **chosen)  # type: ignore[arg-type]  # typed option by option in `Config`


def check_settings(config: Config, paths: Sequence[Path]) -> CheckSettings:
    """Everything `check` needs; raises UsageError for a value that is none of an option's."""
    one_of("--by", config.by.value, ("region", "strategy"))
    one_of("--lang", config.lang.value, ("sv", "en"))
    return CheckSettings(
        paths=tuple(paths) or (Path("strategies"),),
        rules=config.rules.value,
        region=config.region.value,
        by=config.by.value,
        lang=config.lang.value,
        policy=Policy(
            require=tuple(parse_requirement(text) for text in config.require.value),
            fail_under=config.fail_under.value,
            overrides=config.overrides,
            allow_unreadable=config.allow_unreadable.value,
        ),
        baseline=config.baseline.value,
        reading=read_settings(config),
        stdin=read_stdin() if STDIN in paths else None,
    )


def read_settings(config: Config) -> ReadSettings:
    """How documents are to be read."""
    folder = None if config.no_cache.value else config.cache_dir.value or default_folder()
    password = _password(config.password_file.value)
    default = Limits()
    limits = Limits(
        page_seconds=OCR_SECONDS if config.ocr.value else config.page_timeout.value or default.page_seconds,
        document_seconds=OCR_SECONDS if config.ocr.value else config.timeout.value or default.document_seconds,
        memory_mb=config.max_memory.value or default.memory_mb,
    )
    return ReadSettings(
        processes=config.jobs.value or available_cores(),
        # What a password opened is not for everybody who can read the cache.
        cache_folder=None if password else folder,
        limits=limits,
        options=ReadOptions(password=password, max_pages=config.max_pages.value or ReadOptions().max_pages),
        ocr=config.ocr.value,
    )


def available_cores() -> int:
    """Cores this process may use (a container often grants fewer than the machine has)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _password(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"cannot read the password file {file}: {reason}") from error
    return lines[0] if lines else ""


def one_of(option: str, value: str, choices: Sequence[str]) -> None:
    """UsageError where an option's value is none of its choices."""
    if value not in choices:
        raise UsageError(f"{option} cannot be {value!r}", advice=did_you_mean(value, choices))


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal at the other end of stdout can show."""

    style: Style
    progress: bool


def look(config: Config) -> Look:
    """Colour as `--color`, NO_COLOR and FORCE_COLOR say, width from COLUMNS or the terminal, 80 in a pipe."""
    import shutil

    one_of("--color", config.color.value, ("auto", "always", "never"))
    one_of("--format", config.format.value, tuple(FORMATS))
    one_of("--csv-dialect", config.csv_dialect.value, ("default", "excel-sv"))
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    # Signs outside the encoding would print as escapes; a C locale still gets a table.
    style = Style(
        width=shutil.get_terminal_size((80, 24)).columns,
        color=_color(config.color.value),
        ascii_only=encoding not in ("utf8", "utf16", "utf32", "cp65001"),
        csv_dialect=config.csv_dialect.value,
    )
    return Look(style, not config.no_progress.value and not config.quiet.value)


def _color(wanted: str) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
