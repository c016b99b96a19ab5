"""How messages name a file."""

from pathlib import Path


def shown(path: Path) -> str:
    """How messages name a file: relative to the working folder where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError, RuntimeError):  # elsewhere; no working folder; a loop of links
        return path.as_posix()
