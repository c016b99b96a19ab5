"""Options over configuration over defaults → how documents are read.

An option that was not given is None (or False, or an empty list) and leaves the configured value standing.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from oms_check.cache import default_folder
from oms_check.config import Config, Setting
from oms_check.errors import UsageError, did_you_mean
from oms_check.extraction.options import ReadOptions
from oms_check.model.limits import Limits
from oms_check.pipeline.read_settings import ReadSettings

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
