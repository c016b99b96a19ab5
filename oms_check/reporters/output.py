"""A rendered report → a file that is either the old one or the whole new one, never half of it."""

import contextlib
import os
import stat
from pathlib import Path

from oms_check.errors import OutputError


def write_atomic(path: Path, data: str | bytes) -> None:
    """Replace `path` by `data` (text as UTF-8): temporary file in the same folder, fsync, rename.

    A symlink at the target is refused, not followed: it could point out of the folder the user named. An
    existing file keeps its mode. A device or pipe (`/dev/null`) is written to, not replaced.
    Raises OutputError, and then the target is as it was.
    """
    raw = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    try:
        mode = _mode(path)
        if mode is not None and stat.S_ISLNK(mode):
            raise OutputError(f"{path} is a symbolic link", advice="name the file it points to, or remove the link")
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputError(f"{path} is a folder", advice="name a file in it")
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(raw)
            return
        _replace(path, raw, stat.S_IMODE(mode) if mode is not None else None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"cannot write {path}: {reason}", advice=_advice(path)) from error


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _replace(path: Path, raw: bytes, mode: int | None) -> None:
    # Named before it is there, so that no Ctrl-C falls between making it and knowing what to remove.
    temporary = path.parent / f".{path.name[:80]}.{os.urandom(6).hex()}.tmp"
    try:
        with open(temporary, "xb", opener=_private) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        # Ctrl-C too: no half-written file may be left behind.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _advice(path: Path) -> str:
    if not path.parent.is_dir():
        return f"make the folder {path.parent} first"
    return "choose another place with --output"
