"""A path as it was written → the path from the root: the one way two spellings of a place are told to be the same."""

import os
from pathlib import Path


def absolute(path: Path) -> Path:
    """The path from the root, `.` and `..` taken out, links kept."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.absolute keeps `..`, Path.resolve follows links)
