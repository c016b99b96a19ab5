"""Evidence to levels: the decision list alone decides, and repetition or length add nothing."""

from pathlib import Path

import pytest
from build import evidence

from oms_check.model.coverage import Level
from oms_check.model.evidence import Stance
from oms_check.model.rules import RuleSet
from oms_check.ruleset.load import load_ruleset
from oms_check.scoring import count, cover, unknown


@pytest.fixture(scope="module")
def rules(checkout: Path) -> RuleSet:
    return load_ruleset(checkout / "rules" / "oms-2025.yaml")


def promises(number: int, *, concrete: bool = False, facet: str = "nat") -> list:
    return [
        evidence(f"Mening {facet} {n} om elnätet.", concrete=concrete, facet=facet, page=n + 1) for n in range(number)
    ]


def test_levels_by_what_was_decided(rules: RuleSet) -> None:
    def level(found: list) -> Level:
        return cover(rules, "energi", found, []).level

    assert level([]) is Level.MISSING
    assert level([evidence(stance=Stance.MENTION)]) is Level.MENTIONED
    assert level(promises(1)) is Level.MENTIONED
    assert level(promises(2)) is Level.PARTIAL
    assert level(promises(3, concrete=True)) is Level.STRONG
    assert level(promises(1, concrete=True) + promises(1, concrete=True, facet="flex")) is Level.STRONG


def test_a_sentence_repeated_counts_once(rules: RuleSet) -> None:
    once = cover(rules, "energi", promises(1, concrete=True), [])
    often = cover(rules, "energi", promises(1, concrete=True) * 20, [])
    assert (often.level, often.counts.commitments) == (once.level, 1)


def test_refusals_and_quotations_are_shown_and_never_cover(rules: RuleSet) -> None:
    refused = cover(rules, "energi", [evidence(stance=Stance.AGAINST)] * 1, [])
    quoted = cover(rules, "energi", [evidence(stance=Stance.QUOTE)], [])
    assert (refused.level, refused.counts.against, refused.counts.evidence) == (Level.MENTIONED, 1, 0)
    assert (quoted.level, quoted.counts.quotes, quoted.counts.evidence) == (Level.MISSING, 1, 0)


def test_more_evidence_never_lowers_score_or_level(rules: RuleSet) -> None:
    found: list = []
    before = cover(rules, "energi", found, [])
    for one in [*promises(4), *promises(3, concrete=True, facet="flex"), *promises(2, facet="pris")]:
        found.append(one)
        after = cover(rules, "energi", found, [])
        assert after.level.rank >= before.level.rank
        assert after.score >= before.score
        assert 0 <= after.score <= 100
        before = after


def test_counts_add_up() -> None:
    found = [evidence("A."), evidence("B.", stance=Stance.NEED), evidence("C.", stance=Stance.MENTION, page=3)]
    counts = count(found)
    assert counts.evidence == counts.commitments + counts.needs + counts.mentions == 3
    assert counts.pages == 2


def test_unknown_is_outside_the_order(rules: RuleSet) -> None:
    cells = unknown(rules)
    assert [cell.focus_area for cell in cells] == [area.id for area in rules.focus_areas]
    assert {cell.level for cell in cells} == {Level.UNKNOWN}
    assert Level.UNKNOWN.rank < Level.MISSING.rank
