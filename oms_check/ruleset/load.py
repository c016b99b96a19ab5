"""A rule file → a rule set, or all its mistakes at once in file order.

Three passes over one tree of nodes: does it fit its shape, do its names point somewhere (`references.py`),
what does it say. The last two read what is there and skip what is not, so that one mistake hides no other.
"""

import hashlib
from dataclasses import replace
from itertools import islice
from pathlib import Path

from oms_check.errors import Problem, RuleError
from oms_check.model.rules import (
    CitedWork,
    Classifier,
    Concept,
    Example,
    Examples,
    Facet,
    FocusArea,
    LevelRule,
    Origin,
    RuleSet,
    Signal,
    StanceCues,
    Strength,
    Term,
    Unit,
    Within,
    WordForm,
)
from oms_check.ruleset.references import dangling, inclusion_order
from oms_check.ruleset.shape import RULE_FILE
from oms_check.ruleset.terms import parse_term
from oms_check.ruleset.weights import WeightsError, place_names, read_weights
from oms_check.shipped import rules_folder
from oms_check.yamlfile.nodes import (
    MapNode,
    Node,
    child,
    children,
    entries,
    flag,
    integer,
    number,
    scalar,
    scalars,
    text,
    texts,
)
from oms_check.yamlfile.reading import MOST_PROBLEMS, YamlFile, read_yaml_file
from oms_check.yamlfile.shapes import problems_of


def load_ruleset(path: Path) -> RuleSet:
    """Load a rule file. Raises RuleError with every mistake, in file order, whatever the file holds."""
    yaml, content = read_yaml_file(path)
    problems = [*yaml.problems, *problems_of(yaml, RULE_FILE)]
    told = {(problem.line, problem.column) for problem in problems}
    pointers = islice(dangling(yaml, path.parent), MOST_PROBLEMS)
    problems += [problem for problem in pointers if (problem.line, problem.column) not in told]
    classifier, weights = None, b""
    node = child(yaml.root, "classifier")
    named = scalar(node, "weights")
    if named and not problems:
        areas = [text(area, "id") for area in children(yaml.root, "focus_areas")]
        accept, reject = number(node, "accept"), number(node, "reject")
        try:
            names = place_names(places_of(yaml.root))
            beside, shipped = path.parent / named.text, rules_folder() / named.text
            file = shipped if shipped.is_file() and not beside.exists() else beside
            classifier, weights = read_weights(file, areas, accept, reject, names)
        except WeightsError as error:
            problems.append(yaml.problem(named.line, named.column, f"{named.text} {error}"))
    if problems:
        raise RuleError(tuple(sorted(set(problems), key=_order)))
    return _ruleset(yaml, hashlib.sha256(content + weights).hexdigest(), classifier)


def _order(problem: Problem) -> tuple[int, int, str]:
    return problem.line, problem.column, problem.message


def _ruleset(yaml: YamlFile, sha256: str, classifier: Classifier | None) -> RuleSet:
    root = yaml.root
    direction = child(root, "direction")
    source = child(direction, "source")
    return RuleSet(
        id=text(direction, "id"),
        version=text(direction, "version"),
        title=text(direction, "title"),
        language=text(direction, "language"),
        published=integer(direction, "published"),
        origin=Origin(text(source, "publisher"), text(source, "url"), text(source, "retrieved")),
        goal=text(direction, "goal"),
        focus_areas=tuple(_focus_area(node) for node in children(root, "focus_areas")),
        concepts=_concepts(root),
        stance=_stance(child(root, "stance")),
        levels=tuple(_level(node) for node in children(root, "levels")),
        references=tuple(_reference(node) for node in children(root, "references")),
        successor=text(direction, "successor"),
        file=yaml.name,
        sha256=sha256,
        classifier=classifier,
        none=texts(root, "none"),
        silent_under=texts(root, "silent_under"),
    )


def places_of(root: Node | None) -> tuple[Term, ...]:
    """The terms of all places of a rule file."""
    places = child(root, "places")
    return tuple(term for key, _ in entries(places) for term in _names(places, key.text))


def _names(places: Node | None, key: str) -> tuple[Term, ...]:
    """Terms of names: a word with a capital and without marks is inflected as a name is."""
    return tuple(
        replace(
            term,
            words=tuple(
                replace(word, form=WordForm.NAME) if word.form is WordForm.WORD and word.text[:1].isupper() else word
                for word in term.words
            ),
        )
        for term in _terms(places, key)
    )


def _terms(node: Node | None, key: str) -> tuple[Term, ...]:
    return tuple(parse_term(found.text, found.line) for found in scalars(node, key))


def _concepts(root: Node | None) -> dict[str, Concept]:
    """Concepts and places by id, each with the terms of what it includes; a term counts once."""
    own: dict[str, Concept] = {}
    resolved: dict[str, dict[str, Term]] = {}
    for key, node in entries(child(root, "concepts")):
        own[key.text] = Concept(key.text, _terms(node, "terms"), texts(node, "includes"), key.line)
    places = child(root, "places")
    for key, _ in entries(places):
        own[key.text] = Concept(key.text, _names(places, key.text), (), key.line)

    includes = {name: concept.includes for name, concept in own.items()}
    for name in inclusion_order(includes):
        terms = {term.source: term for term in own[name].terms}
        for included in includes[name]:
            terms |= {source: term for source, term in resolved[included].items() if source not in terms}
        resolved[name] = terms
    return {
        name: Concept(name, tuple(resolved[name].values()), concept.includes, concept.line)
        for name, concept in own.items()
    }


def _stance(node: Node | None) -> StanceCues:
    return StanceCues(
        commitment=_terms(node, "commitment"),
        need=_terms(node, "need"),
        against=_terms(node, "against"),
        not_against=_terms(node, "not_against"),
        concrete=_terms(node, "concrete"),
        imperative=_terms(node, "imperative"),
        reported=_terms(node, "reported"),
        outside=_terms(node, "outside"),
        owner=_terms(node, "owner"),
    )


def _level(node: Node) -> LevelRule:
    when = child(node, "when")
    return LevelRule(text(node, "level"), tuple((key.text, integer(when, key.text)) for key, _ in entries(when)))


def _reference(node: Node) -> CitedWork:
    return CitedWork(text(node, "id"), text(node, "title", text(node, "id")), _terms(node, "terms"))


def _focus_area(node: Node) -> FocusArea:
    area_id = text(node, "id")
    title = text(node, "title")
    examples = child(node, "examples")
    return FocusArea(
        id=area_id,
        number=integer(node, "number"),
        title=title,
        short=text(node, "short", title),
        title_en=text(node, "title_en", title),
        wording=texts(node, "wording"),
        facets=tuple(
            Facet(text(f, "id"), text(f, "title"), text(f, "title_en", text(f, "title")), flag(f, "core"))
            for f in children(node, "facets")
        ),
        signals=tuple(_signal(signal, area_id) for signal in children(node, "signals")),
        examples=Examples(
            match=_examples(examples, "match"),
            no_match=_examples(examples, "no_match"),
            todo_match=_examples(examples, "todo_match"),
            todo_no_match=_examples(examples, "todo_no_match"),
        ),
        became=texts(node, "became"),
        short_en=text(node, "short_en"),
    )


def _signal(node: Node, area_id: str) -> Signal:
    return Signal(
        id=text(node, "id"),
        focus_area=area_id,
        facet=text(node, "facet"),
        all=texts(node, "all"),
        none=texts(node, "none"),
        within=_within(node, "within"),
        none_within=_within(node, "none_within"),
        none_reach=integer(node, "none_reach"),
        strength=Strength(text(node, "strength", Strength.STRONG)),
        why=text(node, "why"),
        line=node.line,
    )


def _within(node: Node, key: str) -> Within:
    span = child(node, key)
    if isinstance(span, MapNode):
        return Within(Unit.WORDS, integer(span, "words"))
    return Within(Unit(text(node, key, Unit.SENTENCE)))


def _examples(node: Node | None, key: str) -> tuple[Example, ...]:
    return tuple(
        Example(
            text=text(example, "text"),
            signal=text(example, "signal"),
            stance=text(example, "stance"),
            reason=text(example, "reason"),
            line=example.line,
        )
        for example in children(node, key)
    )
