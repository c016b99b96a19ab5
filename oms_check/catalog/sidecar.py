"""strategies.yaml → what is known of the documents beside and below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from oms_check.catalog.regions import find_region
from oms_check.errors import Problem, RuleError, did_you_mean
from oms_check.model.strategy import KINDS, Region
from oms_check.yamlfile.nodes import Node, children, scalar, text
from oms_check.yamlfile.reading import YamlFile, read_yaml, read_yaml_file
from oms_check.yamlfile.shapes import Field, Fields, ListOf, Text, problems_of

NAME = "strategies.yaml"

SIDECAR = Fields(
    "catalog",
    (
        Field("schema", Text(choices=("oms-check/strategies@1",))),
        Field(
            "strategies",
            ListOf(
                Fields(
                    "strategy",
                    (
                        Field("path", Text(note="Relative to this file.")),
                        Field("title", Text(), required=False),
                        Field("kind", Text(choices=KINDS), required=False),
                        Field(
                            "adopted",
                            Text(
                                pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
                                hint="a date such as 2022-04-28, 2022-04 or 2022",
                                dates=True,
                            ),
                            required=False,
                        ),
                        Field("source", Text(), required=False),
                        Field("note", Text(), required=False),
                        Field("region", Text(), required=False),
                    ),
                )
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a catalog says of one document; '' or None where it says nothing. `region` is an id."""

    title: str = ""
    kind: str | None = None
    adopted: str = ""
    source: str = ""
    region: str | None = None

    @property
    def year(self) -> int | None:
        """The year of adoption."""
        return int(self.adopted[:4]) if self.adopted else None


class Sidecars:
    """The catalogs met in one run, each read once."""

    def __init__(self, regions: tuple[Region, ...]) -> None:
        self._regions = regions
        self._read: dict[Path, dict[str, Entry]] = {}

    def entry(self, file: Path, folders: tuple[Path, ...]) -> Entry | None:
        """What the nearest catalog in `folders` (nearest first) that names `file` says of it.

        Raises RuleError for a catalog with mistakes.
        """
        for folder in folders:
            if folder not in self._read:
                self._read[folder] = self._entries(folder)
            entry = self._read[folder].get(normalize("NFC", file.relative_to(folder).as_posix()))
            if entry is not None:
                return entry
        return None

    def _entries(self, folder: Path) -> dict[str, Entry]:
        path = folder / NAME
        if not path.is_file():
            return {}
        yaml, _ = read_yaml_file(path)
        return entries_of(yaml, self._regions)


def entries_of(yaml: YamlFile, regions: tuple[Region, ...]) -> dict[str, Entry]:
    """Entries by NFC path relative to the catalog; RuleError with every mistake."""
    problems = [*yaml.problems, *problems_of(yaml, SIDECAR), *_dangling(yaml, regions)]
    if problems:
        raise RuleError(tuple(sorted(problems, key=lambda p: (p.line, p.column))))
    return {_path(node): _entry(node, regions) for node in children(yaml.root, "strategies")}


def read_sidecar(content: bytes, name: str, regions: tuple[Region, ...]) -> dict[str, Entry]:
    """Entries of a catalog's bytes, as `entries_of`."""
    return entries_of(read_yaml(content, name), regions)


def _path(node: Node) -> str:
    return normalize("NFC", PurePosixPath(text(node, "path")).as_posix())


def _entry(node: Node, regions: tuple[Region, ...]) -> Entry:
    region = find_region(text(node, "region"), regions)
    return Entry(
        title=text(node, "title"),
        kind=text(node, "kind") or None,
        adopted=text(node, "adopted"),
        source=text(node, "source"),
        region=region.id if region else None,
    )


def _dangling(yaml: YamlFile, regions: tuple[Region, ...]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for node in children(yaml.root, "strategies"):
        path = scalar(node, "path")
        if path:
            key = _path(node)
            parts = PurePosixPath(path.text).parts
            if path.text.startswith("/") or "\\" in path.text or ".." in parts:
                message = f"'{path.text}' does not lead to a file beside or below this one"
                yield yaml.problem(path.line, path.column, message, "write it relative to this file, with /")
            elif key in first:
                message = f"'{path.text}' stands twice, first in line {first[key]}"
                yield yaml.problem(path.line, path.column, message)
            first.setdefault(key, path.line)
        region = scalar(node, "region")
        if region and find_region(region.text, regions) is None:
            advice = did_you_mean(region.text, [known.id for known in regions])
            yield yaml.problem(region.line, region.column, f"no region is called '{region.text}'", advice)
