"""Strategies and the paths they were reached by → the review files that speak of them, and where new decisions go."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oms_check.errors import ConfigError
from oms_check.model.review import Review
from oms_check.model.strategy import Strategy
from oms_check.paths import absolute
from oms_check.review.loading import document_name, load_review
from oms_check.review.shape import FILE_NAME

_NEAREST = 3
"""Folders above a document that may hold its review, however it was reached; the catalog's rule too."""


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A review and the file it was read from; documents in it are named as seen from that file's folder."""

    path: Path
    review: Review
    name: str
    """How outputs call the file: the same on every machine, as they call strategies."""


def named_from(review: Path, file: Path) -> str:
    """The path from a review file's folder to a document, with /."""
    relative = os.path.relpath(os.path.realpath(file), os.path.realpath(review.parent))
    # Bytes of a name that are no UTF-8 arrive as lone surrogates (PEP 383), which no file of ours could hold.
    shown = Path(relative).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return document_name(shown)


def find_reviews(
    strategies: Sequence[Strategy], paths: Sequence[Path], explicit: Path | None = None
) -> tuple[ReviewFile, ...]:
    """The reviews beside the strategies and in the folders above them, nearest last; only `explicit` where given.

    Raises RuleError for a file with mistakes, ConfigError for an `explicit` one that is not there.
    """
    if explicit is not None:
        if not explicit.is_file():
            raise ConfigError(f"{explicit}: no such review file", advice="`oms-check review` writes one")
        return (ReviewFile(explicit, load_review(explicit), _name(explicit, paths)),)
    files = [folder / FILE_NAME for folder in _folders(strategies, paths)]
    return tuple(ReviewFile(file, load_review(file), _name(file, paths)) for file in files if file.is_file())


def review_file_for(strategy: Strategy, paths: Sequence[Path], explicit: Path | None = None) -> Path:
    """Where a new decision on a strategy is written: the nearest review there is, else one beside what was named.

    For a folder that was named that is the folder, for a single document its own folder.
    """
    if explicit is not None:
        return explicit
    if strategy.file is None:
        return Path(FILE_NAME)
    arguments = _absolute(paths)
    above = list(_folders_of(strategy, arguments))
    existing = next((folder / FILE_NAME for folder in above if (folder / FILE_NAME).is_file()), None)
    if existing is not None:
        return existing
    named = next((folder for folder in above if folder in arguments), strategy.file.parent)
    return named / FILE_NAME


def _name(file: Path, paths: Sequence[Path]) -> str:
    """Relative to the working folder below it, else to the folder above the argument it lies in."""
    whole = absolute(file)
    for base in (Path.cwd(), *(absolute(path).parent for path in paths)):
        if whole.is_relative_to(base):
            return document_name(whole.relative_to(base).as_posix())
    return file.name


def _folders(strategies: Iterable[Strategy], paths: Sequence[Path]) -> list[Path]:
    """Every folder that may hold a review, the farthest first."""
    arguments = _absolute(paths)
    found = {folder: None for strategy in strategies for folder in _folders_of(strategy, arguments)}
    return sorted(found, key=lambda folder: (len(folder.parts), folder))


def _folders_of(strategy: Strategy, arguments: frozenset[Path]) -> Iterator[Path]:
    """Folders above a document, nearest first: up to the argument it was reached by, at least the nearest few."""
    if strategy.file is None:
        return
    parents = strategy.file.parents
    inside = max((i + 1 for i, folder in enumerate(parents) if folder in arguments), default=0)
    yield from list(parents)[: max(inside, _NEAREST)]


def _absolute(paths: Sequence[Path]) -> frozenset[Path]:
    return frozenset(map(absolute, paths))
