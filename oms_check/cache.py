"""Bytes under a key, kept between runs in the user's cache folder, so that no document is read twice.

A cache may lose anything and must never lie. Each entry is a file of its own, written whole or not at all,
with a digest over key and content that is checked on every read; runs side by side only ever see whole
files. What goes wrong is said once and the run goes on without the cache.
"""

import contextlib
import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_MAGIC = b"oms-check cache 1\n"
_DIGEST_SIZE = hashlib.sha256().digest_size
_KEY = re.compile(r"[0-9a-f]{64}")
_ENTRY = re.compile(r"[0-9a-f]{64}\.entry")
_TEMPORARY = re.compile(r"[0-9a-f]{64}\.[a-z0-9_]{1,16}\.tmp")

LARGEST = 2**30
"""Bytes all entries together may take: a thousand long strategies. The longest unused go first."""

_KEPT_SHARE = 0.9
_ABANDONED_SECONDS = 3600
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of oms-check; backups may leave it out (bford.info/cachedir).\n"
)


def _nobody(_: str) -> None:
    return None


def default_folder() -> Path:
    """The user's cache folder for this program, as the operating system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("oms-check", appauthor=False)


class Cache:
    """Entries in one folder; `folder` None stores nothing. `warn` gets each kind of trouble once.

    Keys are 64 hex digits (a SHA-256); ValueError otherwise, so that no key can name another folder.
    """

    def __init__(self, folder: Path | None, warn: Callable[[str], None] = _nobody, *, largest: int = LARGEST) -> None:
        self._folder = folder
        self._warn = warn
        self._largest = largest
        self._said: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether there is an entry of that key; only `get` tells whether it is whole."""
        file = self._file(key)
        return file is not None and file.is_file()

    def get(self, key: str) -> bytes | None:
        """What was stored under the key; None if nothing was, or nothing that can be trusted."""
        file = self._file(key)
        if file is None or not self._trusted():
            return None
        try:
            raw = _read(file)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._say("read", f"the cache cannot be read ({error.strerror}); documents are read anew")
            return None
        start = len(_MAGIC) + _DIGEST_SIZE
        data = raw[start:]
        if raw[:start] != _MAGIC + _digest(key, data):
            with contextlib.suppress(OSError):
                file.unlink()
            self._say("corrupt", "a damaged entry of the cache was dropped; its document is read anew")
            return None
        return data

    def put(self, key: str, data: bytes) -> None:
        """Store the data under the key, replacing what was there; without effect if it cannot be written."""
        file = self._file(key)
        if file is None:
            return
        try:
            self._make_folder(file.parent)
            if not self._trusted():
                return
            _write(file, _MAGIC + _digest(key, data), data)
            if key.startswith("0"):  # one in 16: a look at all the entries at each would cost more
                self._evict(file.parent)
        except OSError as error:
            self._say("write", f"the cache cannot be written ({error.strerror}); what is read is not kept")

    def clear(self) -> int:
        """Remove all entries, and the folder if nothing else is in it; how many entries there were.

        Raises OSError where one cannot be removed. Files that are not ours, and links, stay.
        """
        if self._folder is None or not self._folder.is_dir():
            return 0
        count = 0
        for file, _ in _own_files(self._folder):
            file.unlink(missing_ok=True)
            count += file.suffix == ".entry"
        with contextlib.suppress(OSError):
            tag = self._folder / "CACHEDIR.TAG"
            if {entry.name for entry in self._folder.iterdir()} <= {tag.name}:
                tag.unlink(missing_ok=True)
                self._folder.rmdir()
        return count

    def _file(self, key: str) -> Path | None:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a cache key: {key[:80]!r}")
        return None if self._folder is None else self._folder / f"{key}.entry"

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="ascii")

    def _trusted(self) -> bool:
        """Whether nobody else can write into the folder: a digest shows damage, not forgery."""
        if self._folder is None or os.name != "posix":
            return True
        try:
            folder = self._folder.stat()
        except OSError:
            return True  # nothing there yet, or an error that reading and writing will meet and name
        foreign = os.geteuid() != 0 and folder.st_uid not in (os.geteuid(), 0)
        if foreign or folder.st_mode & stat.S_IWOTH:
            self._say("trust", f"the cache is not used: others can write to {self._folder}")
            return False
        return True

    def _evict(self, folder: Path) -> None:
        """Remove the longest unused entries beyond the size bound, and what killed runs left half-written."""
        now = time.time()
        entries: list[tuple[float, int, Path]] = []
        for file, status in _own_files(folder):
            if file.suffix == ".entry":
                entries.append((status.st_mtime, status.st_size, file))
            elif now - status.st_mtime > _ABANDONED_SECONDS:
                file.unlink(missing_ok=True)
        total = sum(size for _, size, _ in entries)
        if total <= self._largest:
            return
        for _, size, file in sorted(entries):
            file.unlink(missing_ok=True)
            total -= size
            if total <= self._largest * _KEPT_SHARE:
                return

    def _say(self, kind: str, message: str) -> None:
        if kind not in self._said:
            self._said.add(kind)
            self._warn(message)


def _digest(key: str, data: bytes) -> bytes:
    """Over the key too, so that an entry under another's name is none."""
    digest = hashlib.sha256(key.encode("ascii"))
    digest.update(data)
    return digest.digest()


def _read(file: Path) -> bytes:
    """All of a regular file; OSError for a link, a pipe or a folder in its place. Marks it as used now."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise FileNotFoundError(file)
        with contextlib.suppress(OSError, TypeError, NotImplementedError):
            os.utime(opened.fileno())
        return opened.read()


def _write(file: Path, head: bytes, data: bytes) -> None:
    """Replace a file by a whole new one. No fsync: what a power cut leaves half-written fails its digest."""
    # Named before it is there, so that no Ctrl-C falls between making it and knowing what to remove.
    temporary = file.parent / f"{file.stem}.{os.urandom(6).hex()}.tmp"
    try:
        with open(temporary, "xb", opener=_private) as opened:
            opened.write(head)
            opened.write(data)
        temporary.replace(file)
    except BaseException:  # Ctrl-C too must leave nothing half-written
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _own_files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Regular files whose names only we give. A file another run removes meanwhile is left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if _ENTRY.fullmatch(entry.name) or _TEMPORARY.fullmatch(entry.name):
                with contextlib.suppress(FileNotFoundError):
                    if entry.is_file(follow_symlinks=False):
                        yield Path(entry.path), entry.stat(follow_symlinks=False)
