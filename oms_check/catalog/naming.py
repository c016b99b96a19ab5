"""Files as they were reached → how outputs name them: short, the same on every machine, and never alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize


@dataclass(frozen=True, slots=True)
class Reached:
    """A file (absolute, links kept) and the argument it was reached by: a folder above it, or itself."""

    file: Path
    argument: Path


def names(reached: Sequence[Reached], working_folder: Path) -> tuple[str, ...]:
    """A name each: POSIX, NFC, relative to the working folder below it.

    A file elsewhere is named by its argument's base name and the path inside it; where two would be named
    alike, by as many parent folders more as tell them apart.
    """
    parts = [_parts(one.file) for one in reached]
    below = [_below(one.file, working_folder) for one in reached]
    lengths = [
        len(inside.parts) if inside is not None else len(_parts(one.file)) - max(len(one.argument.parts) - 2, 0)
        for one, inside in zip(reached, below, strict=True)
    ]
    while True:
        named = [
            _joined(inside.parts if inside is not None else whole[-length:])
            for inside, whole, length in zip(below, parts, lengths, strict=True)
        ]
        alike = {name for name, count in Counter(named).items() if count > 1}
        longer = [
            i for i, name in enumerate(named) if name in alike and below[i] is None and lengths[i] < len(parts[i])
        ]
        if not longer:
            break
        for i in longer:
            lengths[i] += 1
    # Left alike: names that differ in Unicode form only, in one folder. Then each keeps its own.
    return tuple(
        (inside or one.file).as_posix() if name in alike else name
        for name, inside, one in zip(named, below, reached, strict=True)
    )


def _parts(file: Path) -> tuple[str, ...]:
    return file.parts[1:]  # without the root


def _joined(parts: Sequence[str]) -> str:
    # Bytes of a name that are no UTF-8 arrive as lone surrogates (PEP 383), which no output could encode.
    name = "/".join(parts).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return normalize("NFC", name)


def _below(file: Path, folder: Path) -> Path | None:
    """The path from `folder` to `file`, whether the folder itself was reached through links or not."""
    for base, path in ((folder, file), (folder.resolve(), file.parent.resolve() / file.name)):
        if path.is_relative_to(base):
            return path.relative_to(base)
    return None
