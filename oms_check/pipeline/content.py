"""A strategy → its bytes, or why they cannot be had; the one place where the pipeline opens input."""

import hashlib
import stat
from pathlib import Path

from oms_check.model.document import Status, Unreadable
from oms_check.model.strategy import Strategy

LARGEST_FILE = 500_000_000
"""Bytes. The largest public plan seen is 180 MB of map pictures; beyond this a file is refused unread."""


def content_of(strategy: Strategy) -> bytes | Unreadable:
    """The bytes of a strategy, or why they cannot be had."""
    if strategy.file is None:
        return _too_large(len(strategy.stdin or b"")) or strategy.stdin or b""
    try:
        return _refusal(strategy.file) or strategy.file.read_bytes()
    except OSError as error:
        return Unreadable(
            Status.NO_ACCESS, f"cannot be opened: {error.strerror}", "check that it exists and may be read"
        )


def digest_of(strategy: Strategy) -> str | None:
    """SHA-256 of the bytes, which are never in memory all at once; None where they cannot be had."""
    if strategy.file is None:
        return hashlib.sha256(strategy.stdin or b"").hexdigest()
    try:
        if _refusal(strategy.file):
            return None
        with strategy.file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


def _refusal(file: Path) -> Unreadable | None:
    """Why a file is not to be opened. Reading a pipe or a device may never end; OSError where nothing is there."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        return Unreadable(Status.UNSUPPORTED, "it is no regular file", "copy its content into a file")
    return _too_large(status.st_size)


def _too_large(size: int) -> Unreadable | None:
    if size <= LARGEST_FILE:
        return None
    return Unreadable(
        Status.TOO_LARGE,
        f"the file has more than {LARGEST_FILE:,} bytes",
        "split the document or save it with smaller pictures",
    )
