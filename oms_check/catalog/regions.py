"""rules/regions.yaml → the regions, and any spelling of a region's name → the region meant."""

import re
import unicodedata
from collections.abc import Iterable

from oms_check.errors import Problem, RuleError, UsageError, did_you_mean
from oms_check.model.strategy import Region
from oms_check.shipped import rules_folder
from oms_check.yamlfile.nodes import Node, children, flag, scalar, scalars, text, texts
from oms_check.yamlfile.reading import YamlFile, read_yaml_file
from oms_check.yamlfile.shapes import Field, Fields, Flag, ListOf, Text, problems_of

REGION_FILE = Fields(
    "region list",
    (
        Field("schema", Text(choices=("oms-check/regions@1",))),
        Field(
            "regions",
            ListOf(
                Fields(
                    "region",
                    (
                        Field(
                            "id",
                            Text(pattern="^[a-z][a-z-]*$", hint="an id: lower-case letters a to z and -"),
                        ),
                        Field("name", Text()),
                        Field("code", Text(pattern="^[0-9]{2}$", hint='a länskod such as "03"'), required=False),
                        Field("aliases", ListOf(Text()), required=False),
                        Field("municipalities", ListOf(Text()), required=False),
                        Field("optional", Flag(), required=False),
                    ),
                ),
                least=1,
            ),
        ),
    ),
)

_SEPARATORS = re.compile(r"[^a-z0-9]+")


def load_regions() -> tuple[Region, ...]:
    """The regions that come with oms-check, in the order of the matrix's rows; RuleError where broken."""
    path = rules_folder() / "regions.yaml"
    yaml, _ = read_yaml_file(path)
    return regions_of(yaml)


def regions_of(yaml: YamlFile) -> tuple[Region, ...]:
    """The regions of a read file; RuleError with every mistake, also names that stand for two regions."""
    problems = [*yaml.problems, *problems_of(yaml, REGION_FILE), *_ambiguous(yaml)]
    if problems:
        raise RuleError(tuple(sorted(problems, key=lambda p: (p.line, p.column))))
    return tuple(_region(node) for node in children(yaml.root, "regions"))


def fold(name: str) -> str:
    """A name for comparing: no case, no diacritics, one space between words, whatever the Unicode form."""
    bare = unicodedata.normalize("NFKD", name).casefold().encode("ascii", "ignore").decode()
    return _SEPARATORS.sub(" ", bare).strip()


def find_region(name: str, regions: Iterable[Region]) -> Region | None:
    """The region with that id, name or alias in any spelling; None where there is none."""
    wanted = fold(name)
    for region in regions:
        if wanted and wanted in {fold(known) for known in (region.id, region.name, *region.aliases)}:
            return region
    return None


def region_named(name: str, regions: tuple[Region, ...]) -> Region:
    """The region the user names. UsageError where there is none."""
    region = find_region(name, regions)
    if region is None:
        advice = did_you_mean(name, [known.id for known in regions])
        raise UsageError(f"no region is called '{name}'", advice=advice)
    return region


def _region(node: Node) -> Region:
    return Region(
        id=text(node, "id"),
        name=text(node, "name"),
        code=text(node, "code"),
        aliases=texts(node, "aliases"),
        municipalities=texts(node, "municipalities"),
        optional=flag(node, "optional"),
    )


def _ambiguous(yaml: YamlFile) -> list[Problem]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for index, node in enumerate(children(yaml.root, "regions")):
        single = [found for key in ("id", "name") if (found := scalar(node, key))]
        named = [("region", found) for found in (*single, *scalars(node, "aliases"))]
        for sort, found in (*named, *(("kommun", found) for found in scalars(node, "municipalities"))):
            owner = first.setdefault((sort, fold(found.text)), index)
            if owner != index:
                message = f"{sort} '{found.text}' is in two regions"
                problems.append(yaml.problem(found.line, found.column, message))
    return problems
