"""A folder → the documents in it, in one order everywhere, whatever the file system holds."""

import os
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".pdf", ".docx", ".txt", ".md")
_SKIPPED_FOLDERS = ("sources",)
"""Where the sources of documents lie that are themselves in the folder beside."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Documents below a folder, sorted, and folders that could not be listed, with the system's reason."""

    files: tuple[Path, ...]
    unreadable: tuple[tuple[Path, str], ...]


def walk(folder: Path) -> Walk:
    """Every document below `folder`: by suffix, without hidden files, README*, lock files and `sources`.

    Linked folders are followed after all real ones, and each real folder once, so that a loop of links ends.
    A broken link or a file without permission is a document all the same: reading it tells what is wrong.
    """
    files: list[Path] = []
    unreadable: list[tuple[Path, str]] = []
    visited: set[str] = set()
    folders, links = [folder], list[Path]()
    while folders or links:
        here = folders.pop() if folders else links.pop(0)
        real = os.path.realpath(here)
        if real in visited:
            continue
        visited.add(real)
        try:
            with os.scandir(here) as scan:
                found = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            unreadable.append((here, error.strerror or str(error)))
            continue
        for entry in found:
            path = here / entry.name
            if _is_folder(entry):
                if not entry.name.startswith(".") and entry.name.casefold() not in _SKIPPED_FOLDERS:
                    (links if entry.is_symlink() else folders).append(path)
            elif _is_document(entry.name):
                files.append(path)
    return Walk(tuple(sorted(files)), tuple(sorted(unreadable)))


def would_reach(given: Path, target: Path) -> bool:
    """Whether a file at `target` is, or would be, a document that the path `given` leads to."""
    real, start = Path(os.path.realpath(target)), Path(os.path.realpath(given))
    if not start.is_dir():
        return real == start
    if not real.is_relative_to(start):
        return False
    *folders, name = real.relative_to(start).parts or ("",)
    passed = not any(folder.startswith(".") or folder.casefold() in _SKIPPED_FOLDERS for folder in folders)
    return passed and _is_document(name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def _is_document(name: str) -> bool:
    hidden = name.startswith((".", "~$"))  # ~$plan.docx: the lock file of a document that is open in Word
    return name.casefold().endswith(SUFFIXES) and not hidden and not name.casefold().startswith("readme")
