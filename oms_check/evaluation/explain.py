"""A word or phrase in, what the rules make of it out: the terms it meets, how, and the signals they serve."""

from collections.abc import Iterator
from dataclasses import dataclass

from oms_check.matching import Matcher
from oms_check.matching.reading import read
from oms_check.model.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Meeting:
    """A concept the text meets: by which term, how, and the signals that ask for the concept."""

    words: str
    concept: str
    term: str
    match: str
    similarity: float
    signals: tuple[str, ...]
    excludes: tuple[str, ...]


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
        )


def as_text(found: tuple[Meeting, ...], text: str) -> str:
    """The meetings as lines for a person."""
    if not found:
        return f"{text}: no term of the rules meets it\n"
    lines = []
    for one in found:
        lines.append(f"{one.words}  {one.match} {one.similarity:.0f}  {one.concept}  by term {one.term}")
        if one.signals:
            lines.append(f"    asked for by {', '.join(one.signals)}")
        if one.excludes:
            lines.append(f"    rules out {', '.join(one.excludes)}")
    return "\n".join(lines) + "\n"
