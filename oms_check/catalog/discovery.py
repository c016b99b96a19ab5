"""Paths of the command line → strategies, with what folders and catalogs say of them; no document is opened.

Everything that is missing or empty is told at once: a run in CI should not need five tries to learn it.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import normalize

from oms_check.catalog.identification import kind_in_name, year_in_name
from oms_check.catalog.naming import Reached, names
from oms_check.catalog.regions import find_region, region_named
from oms_check.catalog.sidecar import Entry, Sidecars
from oms_check.catalog.walking import SUFFIXES, walk
from oms_check.errors import SourceError
from oms_check.model.strategy import Region, Strategy
from oms_check.paths import absolute

STDIN = Path("-")
_NEAREST = 3
"""Folders above a file that may tell its region or hold its catalog, however the file was reached."""


def discover(
    paths: Sequence[Path], *, region: str | None, regions: tuple[Region, ...], stdin: bytes | None = None
) -> tuple[Strategy, ...]:
    """The strategies under `paths`, sorted by the name outputs give them; `-` is `stdin`.

    `region` (id, name or alias) goes before catalogs, and they before folders. Raises UsageError (unknown
    region), SourceError (every path that is missing, empty or cannot be listed) and RuleError (mistakes in a
    catalog).
    """
    given = region_named(region, regions).id if region else None
    reached = _distinct(_reached([path for path in paths if path != STDIN]))
    sidecars = Sidecars(regions)
    strategies = [
        _strategy(one, name, given, regions, sidecars)
        for one, name in zip(reached, names(reached, Path.cwd()), strict=True)
    ]
    if STDIN in paths:
        strategies.append(Strategy(path="-", file=None, region=given, stdin=stdin or b""))
    if not strategies:
        raise SourceError("nothing to check", advice="name a file or a folder")
    return tuple(sorted(strategies, key=lambda strategy: strategy.path))


def _reached(paths: Sequence[Path]) -> list[Reached]:
    """Every file under every path; SourceError with all that is wrong with the paths."""
    reached: list[Reached] = []
    faults: dict[str, list[str]] = {}
    for given in dict.fromkeys(paths):
        path = _existing(given)
        argument = absolute(path)
        try:
            if not os.path.lexists(path):
                faults.setdefault("no such file or folder", []).append(str(given))
            elif path.is_dir():
                found = walk(argument)
                reached += [Reached(file, argument) for file in found.files]
                for folder, reason in found.unreadable:
                    faults.setdefault(f"folder cannot be listed ({reason.lower()})", []).append(str(folder))
                if not found.files and not found.unreadable:
                    faults.setdefault("no documents in folder", []).append(str(given))
            elif path.exists() and not path.is_file():
                faults.setdefault("not a file or folder", []).append(str(given))
            else:
                reached.append(Reached(argument, argument))
        except OSError as error:  # no permission on a folder above, a loop of links, a name too long
            faults.setdefault((error.strerror or "cannot be read").lower(), []).append(str(given))
    if faults:
        raise SourceError("; ".join(_told(faults)), advice=_advice(faults))
    return reached


def _told(faults: dict[str, list[str]]) -> Iterator[str]:
    for fault, found in faults.items():
        yield f"{fault}: {', '.join(found)}"


def _advice(faults: dict[str, list[str]]) -> str:
    if "no documents in folder" in faults:
        return f"documents end in {' '.join(SUFFIXES)}; README*, hidden files and folders 'sources' are not"
    return "standard input is -" if "not a file or folder" in faults else ""


def _existing(path: Path) -> Path:
    """The path, or one that exists and differs in Unicode form only (`ö` is one character or two)."""
    for form in ("NFC", "NFD"):
        other = Path(normalize(form, str(path)))
        if not os.path.lexists(path) and os.path.lexists(other):
            return other
    return path


def _distinct(reached: Sequence[Reached]) -> list[Reached]:
    """Each real file once, in one order for any order of arguments: reached without links before with them,
    by the argument farthest up before nearer ones."""
    first: dict[str, Reached] = {}

    def standing(one: Reached) -> tuple[bool, int, Path, Path]:
        return os.path.realpath(one.file) != str(one.file), len(one.argument.parts), one.file, one.argument

    for one in sorted(reached, key=standing):
        first.setdefault(os.path.realpath(one.file), one)
    return sorted(first.values(), key=lambda one: one.file)


def _folders(one: Reached) -> tuple[Path, ...]:
    """Folders that may tell of a file, nearest first: up to its argument, and at least the nearest few."""
    inside = len(one.file.parents) - len(one.argument.parents) if one.file != one.argument else 0
    return tuple(one.file.parents)[: max(inside, _NEAREST)]


def _strategy(one: Reached, name: str, given: str | None, regions: tuple[Region, ...], sidecars: Sidecars) -> Strategy:
    folders = _folders(one)
    entry = sidecars.entry(one.file, folders) or Entry()
    by_folder = next((found.id for folder in folders if (found := find_region(folder.name, regions))), None)
    kind = entry.kind or kind_in_name(one.file.stem)
    year = entry.year or year_in_name(one.file.stem)
    return Strategy(
        path=name,
        file=one.file,
        region=given or entry.region or by_folder,
        kind=kind,
        kind_guessed=kind is not None and entry.kind is None,
        year=year,
        year_guessed=year is not None and entry.year is None,
        title=entry.title,
        adopted=entry.adopted,
        source=entry.source,
    )
