"""A word or phrase in, what the rules make of it out: the terms it meets, how, and the signals they serve."""

from collections.abc import Iterator
from dataclasses import dataclass

from oms_check.matching import Matcher
from oms_check.matching.classifier import Scales
from oms_check.matching.reading import read
from oms_check.model.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Meeting:
    """A concept the text meets: by which term, how, and the signals that ask for the concept.

    `excludes` are the signals it rules out, `everywhere`: it rules out every one. `weights` are how far the words
    speak for (above 0) or against each focus area by the classifier, the strongest first; () without one.
    """

    words: str
    concept: str
    term: str
    match: str
    similarity: float
    signals: tuple[str, ...]
    excludes: tuple[str, ...]
    everywhere: bool = False
    weights: tuple[tuple[str, float], ...] = ()


def meetings(matcher: Matcher, ruleset: RuleSet, text: str) -> tuple[Meeting, ...]:
    """Every concept of the rule set that words of the text meet, in text order."""
    return tuple(_meetings(matcher, ruleset, text))


def _meetings(matcher: Matcher, ruleset: RuleSet, text: str) -> Iterator[Meeting]:
    names = list(matcher.vocabulary.concepts)
    reading = read(text, matcher.vocabulary)
    signals = [signal for area in ruleset.focus_areas for signal in area.signals]
    seen: set[tuple[str, str]] = set()
    for posting in reading.postings:
        concept = names[posting.concept]
        words = " ".join(reading.words[number] for number in posting.words)
        if (words, concept) in seen:
            continue
        seen.add((words, concept))
        yield Meeting(
            words,
            concept,
            posting.term,
            posting.kind.value,
            posting.similarity,
            tuple(signal.id for signal in signals if concept in signal.all),
            tuple(signal.id for signal in signals if concept in signal.none),
            concept in ruleset.none,
            _weights(ruleset, words),
        )


def _weights(ruleset: RuleSet, words: str) -> tuple[tuple[str, float], ...]:
    if ruleset.classifier is None:
        return ()
    alone = Scales(ruleset.classifier).alone(words.split())
    told = [(area, round(weight, 2)) for area, weight in zip(ruleset.classifier.focus_areas, alone, strict=True)]
    return tuple(sorted(told, key=lambda one: (-one[1], one[0])))


def as_text(found: tuple[Meeting, ...], text: str) -> str:
    """The meetings as lines for a person."""
    if not found:
        return f"{text}: no term of the rules meets it\n"
    lines = []
    weighed: set[str] = set()
    for one in found:
        lines.append(f"{one.words}  {one.match} {one.similarity:.0f}  {one.concept}  by term {one.term}")
        if one.signals:
            lines.append(f"    asked for by {', '.join(one.signals)}")
        if one.everywhere:
            lines.append("    rules out every signal")
        elif one.excludes:
            lines.append(f"    rules out {', '.join(one.excludes)}")
        if one.weights and one.words not in weighed:
            weighed.add(one.words)
            lines.append("    weighs " + ", ".join(f"{area} {weight:+.2f}" for area, weight in one.weights))
    return "\n".join(lines) + "\n"
