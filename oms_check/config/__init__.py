"""The nearest configuration file → settings, each with its origin; the first file found is the only one.

Files are not merged: what holds can be read in one place.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from oms_check.config.values import Config, Setting

__all__ = ["Config", "Setting", "load_config"]

FILE_NAME = "oms-check.toml"
VARIABLE = "OMS_CHECK_CONFIG"
_LARGEST_FILE = 1_000_000


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
    from oms_check.config.file import read_file  # what it needs costs 20 ms, and most runs have no file

    return read_file(file)
