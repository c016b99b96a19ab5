"""A rule set's own examples in, those that do not hold out: the tests a rule file carries with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from oms_check.evaluation.gold import stances_of
from oms_check.matching import Matcher
from oms_check.model.evidence import Evidence
from oms_check.model.rules import Example, FocusArea, RuleSet

FEWEST = 5
"""Examples of each kind a focus area needs before its rules can be called tested."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold, or one that is lacking; `line` is its place in the rule file, 0 if none."""

    focus_area: str
    line: int
    message: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """What `rules test` tells: how many examples were run, and everything that is wrong."""

    examples: int
    failures: tuple[Failure, ...]


def run_examples(matcher: Matcher, ruleset: RuleSet) -> Tested:
    """Run every example; every signal must be found by one, and a `todo_*` example that holds must move up."""
    failures: list[Failure] = []
    count = 0
    exercised: set[str] = set()
    for area in ruleset.focus_areas:
        examples = area.examples
        for name, own in (("match", examples.match), ("no_match", examples.no_match)):
            if len(own) < FEWEST:
                failures.append(Failure(area.id, 0, f"{len(own)} examples under {name}; at least {FEWEST} are needed"))
        count += len(examples.match) + len(examples.no_match) + len(examples.todo_match) + len(examples.todo_no_match)
        for example in examples.match:
            found = [e for e in matcher.match_text(example.text).evidence if e.focus_area == area.id]
            exercised.update(e.signal for e in matcher.match_text(example.text).evidence)
            failures += _unmatched(area, example, found)
        for example in examples.no_match:
            failures += _matched(area, example, matcher)
        for example in examples.todo_match:
            if any(e.focus_area == area.id for e in matcher.match_text(example.text).evidence):
                failures.append(Failure(area.id, example.line, "matches now; move it up to match", example.text))
        for example in examples.todo_no_match:
            if not any(e.focus_area == area.id for e in matcher.match_text(example.text).evidence):
                failures.append(Failure(area.id, example.line, "no longer matches; move it to no_match", example.text))
    failures += [
        Failure(area.id, signal.line, f"no example is found by signal {signal.id}")
        for area in ruleset.focus_areas
        for signal in area.signals
        if signal.id not in exercised
    ]
    return Tested(count, tuple(failures))


def _unmatched(area: FocusArea, example: Example, found: list[Evidence]) -> Iterator[Failure]:
    if not found:
        yield Failure(area.id, example.line, "should match and does not", example.text)
    elif example.signal and all(e.signal != example.signal for e in found):
        signals = ", ".join(sorted({e.signal for e in found}))
        yield Failure(area.id, example.line, f"should match by {example.signal}, matches by {signals}", example.text)
    elif example.stance:
        stance = stances_of(found)[area.id].value
        if stance != example.stance:
            yield Failure(area.id, example.line, f"should have stance {example.stance}, has {stance}", example.text)


def _matched(area: FocusArea, example: Example, matcher: Matcher) -> Iterator[Failure]:
    found = [e for e in matcher.match_text(example.text).evidence if e.focus_area == area.id]
    if found:
        words = ", ".join(f"{hit.concept}: {hit.term}" for hit in found[0].hits)
        yield Failure(area.id, example.line, f"should not match and does, by {found[0].signal} ({words})", example.text)
