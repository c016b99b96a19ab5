"""A rule set, or one thing in it → text a planner can read, or JSON.

Rules are read more often than they are written; this view needs no knowledge of YAML.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence

from oms_check.model.evidence import CLASSIFIER
from oms_check.model.rules import Classifier, Concept, Example, FocusArea, RuleSet, Signal, Term, Unit, Within

Shown = RuleSet | FocusArea | Signal | Concept | Classifier

_WIDTH = 100


def find(ruleset: RuleSet, name: str) -> Shown | None:
    """The rule set, focus area, signal, concept or the classifier of that id; None where there is none."""
    if name == ruleset.id:
        return ruleset
    if name == CLASSIFIER:
        return ruleset.classifier
    for area in ruleset.focus_areas:
        if name in (area.id, str(area.number)):
            return area
        for signal in area.signals:
            if name == signal.id:
                return signal
    return ruleset.concepts.get(name)


def names(ruleset: RuleSet) -> tuple[str, ...]:
    """Every id `find` knows."""
    signals = (signal.id for area in ruleset.focus_areas for signal in area.signals)
    areas = (area.id for area in ruleset.focus_areas)
    classifier = (CLASSIFIER,) if ruleset.classifier else ()
    return (ruleset.id, *areas, *signals, *ruleset.concepts, *classifier)


def render_list(rulesets: Sequence[RuleSet]) -> str:
    """One line a rule set: id, version, counts, title; columns aligned."""
    rows: list[tuple[str, ...]] = [("ID", "VERSION", "FOCUS AREAS", "SIGNALS", "CONCEPTS", "EXAMPLES", "TITLE")]
    rows += [(r.id, r.version, *map(str, counts(r).values()), r.title) for r in rulesets]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = ["  ".join((*map(str.ljust, row[:-1], widths), row[-1])).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def counts(ruleset: RuleSet) -> dict[str, int]:
    """How much a rule set holds; todo examples are not counted."""
    return {
        "focus_areas": len(ruleset.focus_areas),
        "signals": sum(len(area.signals) for area in ruleset.focus_areas),
        "concepts": len(ruleset.concepts),
        "examples": sum(len(a.examples.match) + len(a.examples.no_match) for a in ruleset.focus_areas),
    }


def list_json(rulesets: Sequence[RuleSet]) -> str:
    """The list as a JSON array."""
    heads = [{"id": r.id, "version": r.version, "title": r.title, **counts(r)} for r in rulesets]
    return _dump(heads)


def render_json(shown: Shown) -> str:
    """Everything the value holds, as JSON; terms as they are written in the file."""
    return _dump(_plain(shown))


def render_text(shown: Shown, ruleset: RuleSet) -> str:
    """The value as text, lines of at most 100 characters where words allow it."""
    match shown:
        case RuleSet():
            lines = _ruleset(shown)
        case FocusArea():
            lines = _focus_area(shown)
        case Signal():
            lines = _signal(shown, ruleset)
        case Concept():
            lines = _concept(shown, ruleset)
        case Classifier():
            lines = _classifier(shown)
    return "\n".join(lines) + "\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    match value:
        case Term():
            return value.source
        case Within():
            return {"words": value.words} if value.unit is Unit.WORDS else str(value.unit)
        case str() | int() | float() | None:
            return value
        case Classifier():
            return _told(value)
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case tuple():
            return [_plain(item) for item in value]
    fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
    # Lines of the file and where it lies are no part of the rules.
    return {f.name: _plain(getattr(value, f.name)) for f in fields if f.name not in ("line", "file")}


def _ruleset(ruleset: RuleSet) -> Iterator[str]:
    yield f"{ruleset.id} {ruleset.version}  {ruleset.title}"
    yield from _wrapped("goal: ", [ruleset.goal] if ruleset.goal else [])
    origin = ", ".join(filter(None, (ruleset.origin.publisher, ruleset.origin.url)))
    yield f"published {ruleset.published}" + (f" by {origin}" if origin else "")
    if ruleset.successor:
        yield f"replaced by {ruleset.successor}"
    yield f"sha256 {ruleset.sha256}"
    for area in ruleset.focus_areas:
        yield ""
        yield f"{area.number}. {area.id}  {area.title}"
        yield from _wrapped("   facets: ", [f.id + ("*" if f.core else "") for f in area.facets])
        examples = area.examples
        yield (
            f"   {len(area.signals)} signals, {len(examples.match)} matching and "
            f"{len(examples.no_match)} non-matching examples"
        )
    yield ""
    yield from _wrapped("ruled out by: ", ruleset.none)
    yield from _wrapped("lists say nothing under: ", ruleset.silent_under)
    if ruleset.classifier:
        yield from _classifier(ruleset.classifier)
    yield "levels, the first that holds wins:"
    for rule in ruleset.levels:
        yield f"   {rule.level}: " + ", ".join(f"{counter} >= {least}" for counter, least in rule.when)
    yield "   else missing"
    if ruleset.references:
        yield ""
        yield from _wrapped("references: ", [work.id for work in ruleset.references])
    yield from _wrapped("concepts: ", sorted(ruleset.concepts))


def _focus_area(area: FocusArea) -> Iterator[str]:
    yield f"{area.number}. {area.id}  {area.title}"
    for wording in area.wording:
        yield from _wrapped("   wording: ", [wording])
    yield from _wrapped("   became: ", area.became)
    for facet in area.facets:
        yield ""
        yield f"{facet.id}{'*' if facet.core else ''}  {facet.title}"
        for signal in area.signals:
            if signal.facet == facet.id:
                yield from _wrapped(f"   {signal.id}: ", [_formula(signal)])
    yield ""
    if any(facet.core for facet in area.facets):
        yield "* core: named by the official wording"
    for title, examples in (
        ("matches", area.examples.match),
        ("does not match", area.examples.no_match),
        ("should match, does not yet", area.examples.todo_match),
        ("should not match, still does", area.examples.todo_no_match),
    ):
        if examples:
            yield f"{title}:"
            for example in examples:
                yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    notes = ", ".join(filter(None, (example.signal, example.stance, example.reason)))
    yield from _wrapped("   - ", [f"{' '.join(example.text.split())}" + (f" ({notes})" if notes else "")])


def _signal(signal: Signal, ruleset: RuleSet) -> Iterator[str]:
    yield f"{signal.id}  (focus area {signal.focus_area}, facet {signal.facet}, {signal.strength})"
    yield from _wrapped("   ", [_formula(signal)])
    if signal.why:
        yield from _wrapped("   why: ", [signal.why])
    for name in dict.fromkeys((*signal.all, *signal.none)):
        yield ""
        yield from _concept(ruleset.concepts[name], ruleset)


def _told(classifier: Classifier) -> dict[str, object]:
    """What a person may want of a classifier: not the weights themselves, which are told word by word."""
    return {
        "focus_areas": list(classifier.focus_areas),
        "n_grams": len(classifier.weights),
        "lengths": list(classifier.lengths),
        "accept": classifier.accept,
        "reject": classifier.reject,
    }


def _classifier(classifier: Classifier) -> Iterator[str]:
    shortest, longest = classifier.lengths
    yield f"{CLASSIFIER}: {len(classifier.weights):,} n-grams of {shortest} to {longest} letters, learned from passages"
    yield from _wrapped("   focus areas: ", classifier.focus_areas)
    yield f"   from a score of {classifier.accept:g} a passage is evidence though no signal holds"
    yield f"   below a score of {classifier.reject:g} a signal among enough words is only a near miss"


def _formula(signal: Signal) -> str:
    told = f"{' + '.join(signal.all)} in {_span(signal.within)}"
    if signal.none:
        reach = f" (and {signal.none_reach} beside it)" if signal.none_reach else ""
        told += f", without {' or '.join(signal.none)} in {_span(signal.none_within)}{reach}"
    return told + ("; weak" if signal.strength == "weak" else "")


def _span(within: Within) -> str:
    return f"{within.words} words" if within.unit is Unit.WORDS else f"one {within.unit}"


def _concept(concept: Concept, ruleset: RuleSet) -> Iterator[str]:
    yield concept.id
    inherited = {t.source for name in concept.includes for t in ruleset.concepts[name].terms}
    yield from _wrapped("   terms: ", [t.source for t in concept.terms if t.source not in inherited])
    yield from _wrapped("   includes: ", concept.includes)
    uses = [s.id for area in ruleset.focus_areas for s in area.signals if concept.id in s.all]
    bars = [s.id for area in ruleset.focus_areas for s in area.signals if concept.id in s.none]
    yield from _wrapped("   needed by: ", uses)
    yield from _wrapped("   rules out: ", ["every signal"] if concept.id in ruleset.none else bars)


def _wrapped(label: str, words: Sequence[str]) -> Iterator[str]:
    """`label` and the words with commas between, broken between words; nothing where there are none."""
    line = label
    pieces = [word + ("," if i < len(words) - 1 else "") for i, word in enumerate(words)]
    for piece in (part for whole in pieces for part in (whole.split(" ") if len(words) == 1 else [whole])):
        if line != label and len(line) + len(piece) >= _WIDTH and line.strip():
            yield line.rstrip()
            line = " " * len(label)
        line += piece + " "
    if words:
        yield line.rstrip()
