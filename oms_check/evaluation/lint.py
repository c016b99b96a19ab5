"""A rule set in, terms worth a second look out: shared, shadowed, never exercised, over-hitting.

Nothing here is a mistake by itself; the list is what a rule author reads before publishing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from oms_check.matching import Matcher
from oms_check.matching.reading import read
from oms_check.matching.wordlist import dictionary_forms
from oms_check.model.rules import Concept, RuleSet, Term, WordForm

MANY_WORDS = 1_000
"""Dictionary forms a single-word term may meet before it is called over-hitting (`stad-` begins 817, `va-` 9,696)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a term: `code` is the kind of remark, `line` its place in the rule file."""

    code: str
    concept: str
    term: str
    line: int
    message: str


def lint(matcher: Matcher, ruleset: RuleSet) -> tuple[Remark, ...]:
    """All remarks, by concept and line."""
    used = _used(ruleset)
    remarks = [
        *_unused(ruleset, used),
        *_shadowed(ruleset),
        *_never_exercised(matcher, ruleset),
        *_over_hitting(ruleset),
    ]
    return tuple(sorted(remarks, key=lambda one: (one.line, one.concept, one.code, one.term)))


def _used(ruleset: RuleSet) -> set[str]:
    signals = [signal for area in ruleset.focus_areas for signal in area.signals]
    direct = {concept for signal in signals for concept in (*signal.all, *signal.none)} | {
        *ruleset.none,
        *ruleset.silent_under,
    }
    included = {name for concept in direct for name in ruleset.concepts[concept].includes}
    while not included <= direct:
        direct |= included
        included = {name for concept in direct for name in ruleset.concepts[concept].includes}
    return direct


def _unused(ruleset: RuleSet, used: set[str]) -> Iterator[Remark]:
    for concept in ruleset.concepts.values():
        if concept.id not in used:
            yield Remark("unused-concept", concept.id, "", concept.line, "no signal asks for this concept")


def _own_terms(ruleset: RuleSet, concept: Concept) -> list[Term]:
    lent = {term.source for name in concept.includes for term in ruleset.concepts[name].terms}
    return [term for term in concept.terms if term.source not in lent]


def _shadowed(ruleset: RuleSet) -> Iterator[Remark]:
    """A term every hit of which another term of the same concept has too."""
    for concept in ruleset.concepts.values():
        terms = [term for term in _own_terms(ruleset, concept) if len(term.words) == 1]
        prefixes = {t.words[0].text.casefold(): t for t in terms if t.words[0].form is WordForm.PREFIX}
        seen: dict[str, Term] = {}
        for term in terms:
            word = term.words[0]
            if term.source in seen:
                message = "stands twice in this concept"
                yield Remark("repeated", concept.id, term.source, term.line, message)
            seen[term.source] = term
            if word.form in (WordForm.WORD, WordForm.PREFIX):
                text = word.text.casefold()
                longer = word.form is WordForm.WORD
                for cut in range(3, len(text) + longer):
                    by = prefixes.get(text[:cut])
                    if by is not None and by is not term:
                        message = f"shadowed by {by.source}"
                        yield Remark("shadowed", concept.id, term.source, term.line, message)
                        break


def _never_exercised(matcher: Matcher, ruleset: RuleSet) -> Iterator[Remark]:
    """Concepts a signal asks for none of whose terms any example meets.

    By term the list would be as long as the file; exclusions and places are exercised by what they rule out.
    """
    asked = {concept for area in ruleset.focus_areas for signal in area.signals for concept in signal.all}
    names = list(matcher.vocabulary.concepts)
    met: set[str] = set()
    for area in ruleset.focus_areas:
        for example in (*area.examples.match, *area.examples.no_match):
            for line in example.text.splitlines():
                met.update(names[posting.concept] for posting in read(line, matcher.vocabulary).postings)
    for concept in ruleset.concepts.values():
        if concept.id in asked and concept.id not in met:
            message = "no example meets any of its terms"
            yield Remark("never-exercised", concept.id, "", concept.line, message)


def _over_hitting(ruleset: RuleSet) -> Iterator[Remark]:
    """Prefixes and infixes that very many dictionary words begin with."""
    starts: dict[str, list[tuple[Concept, Term]]] = defaultdict(list)
    for concept in ruleset.concepts.values():
        for term in _own_terms(ruleset, concept):
            if len(term.words) == 1 and term.words[0].form is WordForm.PREFIX:
                starts[term.words[0].text.casefold()].append((concept, term))
    counts: dict[str, int] = dict.fromkeys(starts, 0)
    longest = max(map(len, starts), default=0)
    for form in dictionary_forms():
        word = form.casefold()
        for cut in range(1, min(longest, len(word)) + 1):
            if word[:cut] in counts:
                counts[word[:cut]] += 1
    for text, count in counts.items():
        if count > MANY_WORDS:
            for concept, term in starts[text]:
                message = f"{count:,} words of the dictionary begin so"
                yield Remark("over-hitting", concept.id, term.source, term.line, message)
