"""A rule file's nodes → names in it that are doubled or point nowhere, and rules that can never hold."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from oms_check.errors import Problem, did_you_mean
from oms_check.model.evidence import CLASSIFIER
from oms_check.shipped import rules_folder
from oms_check.yamlfile.nodes import (
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    child,
    children,
    entries,
    integer,
    scalar,
    scalars,
    text,
)
from oms_check.yamlfile.reading import YamlFile, read_yaml_file

MOST_TERMS = 200_000
"""Of all concepts together, what they include counted each time; ours have some thousands."""
_MOST_RINGS = 10


def dangling(yaml: YamlFile, folder: Path) -> Iterator[Problem]:
    """Every doubled id and every reference without its target. `folder` is where a successor may lie."""
    root = yaml.root
    areas = children(root, "focus_areas")
    concepts = {key.text: key for key, _ in entries(child(root, "concepts"))}
    places = {key.text: key for key, _ in entries(child(root, "places"))}
    known = {**places, **concepts}
    for name in sorted(places.keys() & concepts.keys()):
        later = max(places[name], concepts[name], key=lambda node: node.line)
        yield yaml.problem(later.line, later.column, f"'{name}' is both a concept and a place", "rename one of them")
    signals = [scalar(signal, "id") for area in areas for signal in children(area, "signals")]
    for found in (*known.values(), *filter(None, signals)):
        if isinstance(found, ScalarNode) and found.text == CLASSIFIER:
            message = f"'{CLASSIFIER}' is what evidence by weight is called"
            yield yaml.problem(found.line, found.column, message, "choose another id")
    yield from _doubled(yaml, areas, "id", "focus area")
    yield from _doubled(yaml, areas, "number", "focus area")
    yield from _doubled(yaml, children(root, "references"), "id", "reference")
    yield from _doubled(yaml, [s for area in areas for s in children(area, "signals")], "id", "signal")
    yield from _inclusions(yaml, root, known)
    for key in ("none", "silent_under"):
        for found in scalars(root, key):
            yield from _unknown(yaml, found, "concept", known)
    for area in areas:
        yield from _focus_area(yaml, area, known)
    yield from _became(yaml, areas, child(root, "direction"), folder)


def _doubled(yaml: YamlFile, nodes: Iterable[Node], key: str, what: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for node in nodes:
        found = scalar(node, key)
        if not found:
            continue
        if found.text in first:
            message = f"{what} {key} '{found.text}' stands twice, first in line {first[found.text]}"
            yield yaml.problem(found.line, found.column, message)
        first.setdefault(found.text, found.line)


def _unknown(yaml: YamlFile, found: ScalarNode, what: str, known: Collection[str]) -> Iterator[Problem]:
    if found.text not in known:
        message = f"there is no {what} '{found.text}'"
        yield yaml.problem(found.line, found.column, message, did_you_mean(found.text, known))


def inclusion_order(includes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Concept ids, each after those it includes. Raises CycleError, `args[1]` being the ids in a ring."""
    return tuple(TopologicalSorter(includes).static_order())


def _inclusions(yaml: YamlFile, root: Node | None, known: Collection[str]) -> Iterator[Problem]:
    includes: dict[str, list[str]] = {name: [] for name in known}
    named: dict[tuple[str, str], ScalarNode] = {}
    sizes = dict.fromkeys(known, 0)
    for key, node in entries(child(root, "concepts")):
        includes[key.text] = [found.text for found in scalars(node, "includes") if found.text in known]
        named |= {(key.text, found.text): found for found in scalars(node, "includes")}
        sizes[key.text] = len(children(node, "terms"))
        if isinstance(node, MapNode) and not children(node, "terms") and not children(node, "includes"):
            yield yaml.problem(key.line, key.column, f"concept '{key.text}' has no terms and includes none")
    for found in named.values():
        yield from _unknown(yaml, found, "concept", known)
    for key, node in entries(child(root, "places")):
        sizes[key.text] = len(node.nodes) if isinstance(node, ListNode) else 0
    order: tuple[str, ...] = ()
    for _ in range(_MOST_RINGS):
        try:
            order = inclusion_order(includes)
            break
        except CycleError as error:
            # The ring is listed from the included to the including concept, its first id again at its end.
            included, concept = error.args[1][:2]
            found = named[concept, included]
            message = f"concept '{concept}' includes itself through '{included}'"
            yield yaml.problem(found.line, found.column, message)
            includes[concept] = [name for name in includes[concept] if name != included]
    for name in order:
        sizes[name] += sum(sizes[included] for included in includes[name])
    if sum(sizes.values()) > MOST_TERMS:
        message = f"with what they include, the concepts have more than {MOST_TERMS} terms"
        yield Problem(yaml.name, 0, 0, message)


def _focus_area(yaml: YamlFile, area: Node, known: Collection[str]) -> Iterator[Problem]:
    facets = {text(facet, "id") for facet in children(area, "facets")} - {""}
    signals = {text(signal, "id") for signal in children(area, "signals")} - {""}
    yield from _doubled(yaml, children(area, "facets"), "id", "facet")
    for signal in children(area, "signals"):
        yield from _signal(yaml, signal, facets, known)
    examples = child(area, "examples")
    for kind in ("match", "todo_match"):
        for example in children(examples, kind):
            found = scalar(example, "signal")
            if found:
                yield from _unknown(yaml, found, f"signal of focus area '{text(area, 'id')}'", signals)


def _signal(yaml: YamlFile, signal: Node, facets: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    facet = scalar(signal, "facet")
    if facet:
        yield from _unknown(yaml, facet, "facet", facets)
    needed = {found.text for found in scalars(signal, "all")}
    for key in ("all", "none"):
        for found in scalars(signal, key):
            yield from _unknown(yaml, found, "concept", known)
            if key == "none" and found.text in needed:
                message = f"'{found.text}' is both needed and excluded: the signal can never match"
                yield yaml.problem(found.line, found.column, message)
    none_within = child(signal, "none_within")
    reach = scalar(signal, "none_reach")
    other_unit = isinstance(none_within, MapNode) or text(signal, "none_within", "sentence") != "sentence"
    if reach and integer(signal, "none_reach") and other_unit:
        message = "none_reach counts sentences: it needs none_within: sentence"
        yield yaml.problem(reach.line, reach.column, message)


def _became(yaml: YamlFile, areas: Sequence[Node], direction: Node | None, folder: Path) -> Iterator[Problem]:
    named = [found for area in areas for found in scalars(area, "became")]
    successor = scalar(direction, "successor")
    if not successor:
        for found in named[:1]:
            message = "'became' needs a successor in 'direction'"
            yield yaml.problem(found.line, found.column, message)
        return
    targets = _ids_of(successor.text, folder)
    if targets is None:
        message = f"no rule file '{successor.text}.yaml' beside this one or among those that come with oms-check"
        yield yaml.problem(successor.line, successor.column, message)
        return
    for found in named:
        yield from _unknown(yaml, found, f"focus area of '{successor.text}'", targets)


def _ids_of(ruleset: str, folder: Path) -> set[str] | None:
    """Focus area ids of a rule file, None where there is none. Its own mistakes are told elsewhere."""
    if not ruleset.replace("-", "").replace("_", "").isalnum():
        return None  # a broken id must not become a path
    for place in (folder, rules_folder()):
        yaml, content = read_yaml_file(place / f"{ruleset}.yaml")
        if content:
            return {text(area, "id") for area in children(yaml.root, "focus_areas")}
    return None
