"""Measure matching: accuracy side by side with simpler methods, and speed by pages and by size of the rules.

    python bench/matching.py GOLD.jsonl... [--vocabulary terms.tsv] [--speed]

GOLD are labelled passages as `oms-check eval` reads them. The simpler methods get the same vocabulary: lines
`focus_area<TAB>term` of --vocabulary, else the single-word terms of the rules' own concepts; their
thresholds are the best ones on the same passages, which flatters them. Times are processor seconds.
"""

import argparse
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from oms_check.evaluation.gold import GoldLine, Tally, evaluate, parse_gold
from oms_check.matching import Matcher, compile_matcher
from oms_check.matching.wordlist import dictionary_forms
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Status
from oms_check.model.rules import Concept, RuleSet, Term
from oms_check.ruleset.load import load_ruleset
from oms_check.ruleset.locate import find_rules
from oms_check.text.normal import fold
from oms_check.text.words import words_of

Score = Callable[[str, str], float]
"""How well a passage fits a focus area."""

_SHORTEST_SUBSTRING = 4
"""Letters; 'el' stands in every third Swedish word and would only make the peer look bad."""
_PARAGRAPHS_A_PAGE = 9
_WORDS_A_PAGE = 400
_WORDS_A_DOCUMENT = 9_000
"""Different words in 200 pages of a plan (risk analyses and programmes of that length have 8,000 to 10,000)."""
_WORD_LENGTH = (3, 14)
_LETTERS = "etanrislodgmkvfhupåäbcöjy"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--vocabulary", type=Path)
    parser.add_argument("--rules", default="oms-2025")
    parser.add_argument("--speed", action="store_true", help="measure speed too")
    options = parser.parse_args()
    ruleset = load_ruleset(find_rules(options.rules))
    lines = [line for file in options.gold for line in parse_gold(file.read_text("utf-8"), str(file))]
    terms = _terms(ruleset, options.vocabulary)
    print(f"{len(lines)} passages, {sum(map(len, terms.values()))} terms")
    _compare(ruleset, lines, terms)
    if options.speed:
        _speed(ruleset, [line.text for line in lines])


def _terms(ruleset: RuleSet, file: Path | None) -> dict[str, list[str]]:
    terms: dict[str, list[str]] = defaultdict(list)
    if file is None:
        for area in ruleset.focus_areas:
            asked = {name for signal in area.signals for name in signal.all}
            known = [ruleset.concepts[name] for name in asked if name in ruleset.concepts]
            single = [term.words[0].text for concept in known for term in concept.terms if len(term.words) == 1]
            terms[area.id] = sorted(set(map(fold, single)))
        return dict(terms)
    for line in file.read_text("utf-8").splitlines()[1:]:
        area_id, _, term = line.partition("\t")
        terms[area_id] += [fold(part.strip()) for part in term.split("/") if len(part.strip()) > 1]
    return dict(terms)


def _compare(ruleset: RuleSet, lines: Sequence[GoldLine], terms: dict[str, list[str]]) -> None:
    found = evaluate(compile_matcher(ruleset), ruleset, lines)
    print(f"{'rule engine':28} F1 {found.micro.f1:.3f}  false hits {found.false_hits}/{found.negatives}")
    wording = {area.id: fold(" ".join(area.wording)) for area in ruleset.focus_areas}
    ranked = _Ranking(lines, terms)
    long = {area_id: [term for term in own if len(term) >= _SHORTEST_SUBSTRING] for area_id, own in terms.items()}
    methods: list[tuple[str, Score, Iterable[float]]] = [
        ("exact keywords", lambda area, text: _exact(terms[area], text), range(1, 9)),
        ("substring keywords", lambda area, text: sum(term in text for term in long[area]), range(1, 9)),
        ("rapidfuzz partial_ratio", lambda area, text: fuzz.partial_ratio(wording[area], text), range(30, 100, 2)),
        ("rapidfuzz token_set_ratio", lambda area, text: fuzz.token_set_ratio(wording[area], text), range(20, 100, 2)),
        ("BM25 with keywords", ranked.score, [step / 2 for step in range(1, 40)]),
    ]
    for name, score, thresholds in methods:
        scores = [{area: score(area, fold(line.text)) for area in wording} for line in lines]
        best = max((_tally(lines, scores, limit) for limit in thresholds), key=lambda pair: pair[0].f1)
        tally, false_hits = best
        print(f"{name:28} F1 {tally.f1:.3f}  false hits {false_hits}/{found.negatives}")


def _exact(terms: Sequence[str], text: str) -> float:
    padded = f" {' '.join(words_of(text))} "
    return sum(f" {' '.join(words_of(term))} " in padded for term in terms)


def _tally(lines: Sequence[GoldLine], scores: Sequence[dict[str, float]], least: float) -> tuple[Tally, int]:
    total, false_hits = Tally(), 0
    for line, own in zip(lines, scores, strict=True):
        found = {area for area, score in own.items() if score >= least}
        total += Tally(len(found & line.labels), len(found - line.labels), len(line.labels - found))
        false_hits += not line.labels and bool(found)
    return total, false_hits


class _Ranking:
    """BM25 (k1 1.2, b 0.75) of a focus area's terms as a query against the passages."""

    def __init__(self, lines: Sequence[GoldLine], terms: dict[str, list[str]]) -> None:
        texts = [words_of(fold(line.text)) for line in lines]
        self._mean = sum(map(len, texts)) / max(1, len(texts))
        counts = Counter(word for words in texts for word in set(words))
        self._weight = {word: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in counts.items()}
        self._query = {area: {word for term in own for word in words_of(term)} for area, own in terms.items()}

    def score(self, area: str, text: str) -> float:
        words = words_of(text)
        total = 0.0
        for word, n in Counter(words).items():
            if word in self._query[area]:
                part = n * 2.2 / (n + 1.2 * (0.25 + 0.75 * len(words) / self._mean))
                total += self._weight.get(word, 0.0) * part
        return total


def _speed(ruleset: RuleSet, passages: Sequence[str]) -> None:
    documents = [_document(passages, 200, seed) for seed in range(7)]
    base = 0.0
    for factor in (1, 10, 100):
        grown = _grown(ruleset, factor)
        begun = time.process_time()
        matcher = compile_matcher(grown)
        compiled = time.process_time() - begun
        cold, warm = _timed(matcher, documents[0]), _timed(matcher, documents[0])
        seven = sum(_timed(matcher, document) for document in documents[1:]) + cold
        base = base or cold
        print(
            f"rules ×{factor:<4} compile {compiled:.2f} s  200 pages cold {cold:.2f} s (×{cold / base:.1f})"
            f"  warm {warm:.2f} s  7×200 pages {seven:.2f} s"
        )


def _timed(matcher: Matcher, document: Document) -> float:
    begun = time.process_time()
    matcher.match(document)
    return time.process_time() - begun


def _document(passages: Sequence[str], pages: int, seed: int) -> Document:
    """A document of the passages in random order among prose of words drawn from the dictionary."""
    chance = random.Random(seed)
    unseen = chance.sample(_dictionary(), _WORDS_A_DOCUMENT)
    weights = [1 / (rank + 8) for rank in range(len(unseen))]
    blocks = []
    for page in range(1, pages + 1):
        for index in range(_PARAGRAPHS_A_PAGE):
            if index == 0:
                text = " ".join(chance.choice(passages).split())
            else:
                words = chance.choices(unseen, weights, k=_WORDS_A_PAGE // (_PARAGRAPHS_A_PAGE - 1))
                text = " ".join(words).capitalize() + "."
            blocks.append(Block(BlockKind.PARAGRAPH, text, page, index))
    health = tuple(Page(number, PageHealth.OK) for number in range(1, pages + 1))
    return Document(str(seed), "text/plain", Status.OK, health, tuple(blocks))


@cache
def _dictionary() -> list[str]:
    return sorted({form for form in dictionary_forms() if form.isalpha() and form.islower() and len(form) < 15})


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_LETTERS, range(len(_LETTERS), 0, -1), k=chance.randint(*_WORD_LENGTH)))


def _grown(ruleset: RuleSet, factor: int) -> RuleSet:
    """The rule set and `factor - 1` copies of its concepts and signals with words of their own."""
    concepts, areas = dict(ruleset.concepts), list(ruleset.focus_areas)
    for copy in range(1, factor):
        chance = random.Random(copy)
        names = {
            word.text: _word(chance) + word.text[-3:]
            for c in ruleset.concepts.values()
            for t in c.terms
            for word in t.words
        }
        for concept in ruleset.concepts.values():
            terms = tuple(_renamed(term, names) for term in concept.terms)
            concepts[f"{concept.id}-{copy}"] = Concept(f"{concept.id}-{copy}", terms)
        for number, area in enumerate(ruleset.focus_areas):
            signals = tuple(
                replace(
                    signal,
                    id=f"{signal.id}-{copy}",
                    all=tuple(f"{name}-{copy}" for name in signal.all),
                    none=tuple(f"{name}-{copy}" for name in signal.none),
                )
                for signal in area.signals
            )
            areas[number] = replace(areas[number], signals=areas[number].signals + signals)
    return replace(ruleset, concepts=concepts, focus_areas=tuple(areas))


def _renamed(term: Term, names: dict[str, str]) -> Term:
    words = tuple(replace(word, text=names[word.text]) for word in term.words)
    return replace(term, source=f"{term.source}#", words=words)


if __name__ == "__main__":
    main()
