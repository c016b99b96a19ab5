"""The classifier: what it finds that no signal knows, what it takes away, and that words tell its verdicts."""

import dataclasses
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from oms_check.errors import RuleError
from oms_check.matching import Matcher, compile_matcher
from oms_check.matching.classifier import Scales, n_grams
from oms_check.matching.weighing import SURE
from oms_check.model.evidence import CLASSIFIER, MatchKind, Stance
from oms_check.model.rules import Classifier, RuleSet
from oms_check.ruleset.load import load_ruleset

FULL_GRID = (
    "Snittet norr om Gävle är fullt när pannorna går för fullt i januari, och ingen ny kund släpps på förrän "
    "stolparna är bytta."
)
"""Energy supply without a word of the official sentence; no signal knows it."""
ACCOUNTS = (
    "Elkostnaden i skolorna blev 700 000 kronor lägre än budgeterat. Överskottet täcker delvis underskottet för "
    "skolskjuts, som steg när fler elever bytte skola efter sommaren."
)
"""A word of energy prices about something else."""
SMALL = Classifier(
    focus_areas=("energi",),
    lengths=(3, 3),
    bias=(-0.5,),
    unit=0.01,
    weights={"<el": (150, 100), "nät": (50, 100), "<ko": (-100, 100)},
    accept=0.0,
    reject=-1.0,
    names=frozenset({"elverum"}),
)


@pytest.fixture(scope="module")
def rules(checkout: Path) -> RuleSet:
    return load_ruleset(checkout / "rules" / "oms-2025.yaml")


@pytest.fixture(scope="module")
def matcher(rules: RuleSet) -> Matcher:
    return compile_matcher(rules)


@pytest.fixture(scope="module")
def without(rules: RuleSet) -> Matcher:
    """The same signals, no classifier."""
    return compile_matcher(dataclasses.replace(rules, classifier=None))


def test_n_grams_mark_where_a_word_begins_and_ends() -> None:
    assert sorted(n_grams("elnät", 3, 3)) == ["<el", "eln", "lnä", "nät", "ät>"]
    assert n_grams("el", 5, 5) == set()


def test_a_score_is_the_sum_of_its_words_over_their_length() -> None:
    weighed = Scales(SMALL).weigh(["Elnätet", "kostar", "2,5", "i"])
    assert weighed.words == 2
    assert weighed.scores[0] == pytest.approx(-0.5 + (1.5 + 0.5 - 1.0) / math.sqrt(3.0))


def test_a_word_weighs_once_and_a_place_name_not_at_all() -> None:
    scales = Scales(SMALL)
    assert scales.weigh(["elnät", "elnät"]) == scales.weigh(["elnät"])
    assert scales.weigh(["Elverum"]) == (0, (-0.5,))
    assert scales.heaviest(["kostar", "elnät", "elnät", "Elverum", "elever"], 0, 2) == [1, 4]


def test_it_finds_what_no_signal_knows_and_marks_the_words_it_went_by(matcher: Matcher, without: Matcher) -> None:
    assert not [one for one in without.match_text(FULL_GRID).evidence if one.focus_area == "energi"]
    (found,) = [one for one in matcher.match_text(FULL_GRID).evidence if one.focus_area == "energi"]
    assert (found.signal, found.match) == (CLASSIFIER, MatchKind.WEIGHED)
    assert {"fullt", "stolparna"} <= {found.quote[hit.start : hit.end] for hit in found.hits}
    assert 50 < found.similarity <= 100


@pytest.mark.parametrize(
    ("text", "concrete"),
    [
        (FULL_GRID + " Det ska vi ändra senast 2030.", False),
        (
            "Kommunen ska senast 2030 omvandla godsmagasinet och spårområdet i Hallsberg till en stadsdel där "
            "verkstäder, ateljéer och bostäder delar kvarter.",
            True,
        ),
    ],
)
def test_words_alone_are_concrete_only_where_they_weigh_much(matcher: Matcher, text: str, concrete: bool) -> None:
    """The highest level takes concrete commitments, so those are not told by words that weigh just enough."""
    (weighed,) = [one for one in matcher.match_text(text).evidence if one.signal == CLASSIFIER]
    assert weighed.stance is Stance.COMMITMENT
    assert weighed.concrete is concrete is (weighed.similarity >= SURE)


def test_a_signal_that_all_other_words_speak_against_becomes_a_near_miss(matcher: Matcher, without: Matcher) -> None:
    assert {one.focus_area for one in without.match_text(ACCOUNTS).evidence} == {"energi"}
    matches = matcher.match_text(ACCOUNTS)
    assert matches.evidence == ()
    rejected = [miss for miss in matches.near_misses if miss.lacking == (CLASSIFIER,)]
    assert {miss.focus_area for miss in rejected} == {"energi"}
    assert all(miss.met for miss in rejected)


@pytest.mark.parametrize(
    ("area", "subject"),
    [("nodstader", "tvärförbindelser"), ("bebyggelse", "kollektivtrafiknära lägen"), ("omvarld", "godsstråk"),
     ("digital", "öppna nät"), ("energi", "laddinfrastruktur"), ("energi", "leveranssäkerhet")],
)  # fmt: skip
def test_general_words_do_not_speak_against_a_subject(matcher: Matcher, area: str, subject: str) -> None:
    text = f"Regionen ska tillsammans med kommunerna verka för {subject} i hela länet före 2030."
    assert {one.focus_area for one in matcher.match_text(text).evidence} == {area}


def test_a_handful_of_words_is_not_weighed(matcher: Matcher) -> None:
    assert matcher.match_text("Två ledningar 53 125 kr (85 %)").evidence == ()


def test_the_weights_are_those_of_the_passages_beside_them(checkout: Path) -> None:
    command = [sys.executable, checkout / "rules" / "sources" / "learn.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.update(schema="other"), "schema is not"),
        (lambda data: data.pop("bias"), "'bias'"),
        (lambda data: data["weights"].update({"<ab": [1, 2]}), "whole numbers"),
        (lambda data: data["weights"].update({"<ab": [1, 2, 3, 4, 5.5, 6]}), "whole numbers"),
        (lambda data: data["weights"].update({"<ab": [1, 2, 3, 4, 5, 1 << 70]}), "beyond"),
        (lambda data: data.update(focus_areas=["x", "y", "z", "v", "w"]), "none of the rules' focus areas"),
        (lambda data: data.update(lengths=[5, 3]), "out of range"),
    ],
)
def test_weights_that_cannot_be_used_are_a_mistake_of_the_rule_file(
    checkout: Path, tmp_path: Path, change: object, said: str
) -> None:
    assert callable(change)
    data = json.loads((checkout / "rules" / "oms-2025.weights.json").read_text(encoding="utf-8"))
    data["weights"] = dict(list(data["weights"].items())[:5])
    change(data)
    copy = tmp_path / "mine.yaml"
    copy.write_bytes((checkout / "rules" / "oms-2025.yaml").read_bytes())
    (tmp_path / "oms-2025.weights.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RuleError) as raised:
        load_ruleset(copy)
    (problem,) = raised.value.problems
    assert said in problem.message
    assert problem.line > 1


def test_a_copied_rule_file_finds_the_weights_that_come_with_the_rules(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mine.yaml"
    copy.write_bytes((checkout / "rules" / "oms-2025.yaml").read_bytes())
    assert load_ruleset(copy).classifier is not None


def test_other_weights_are_other_rules(checkout: Path, tmp_path: Path) -> None:
    """Reports name the rules by their digest: whoever learns anew must get another."""
    copy = tmp_path / "mine.yaml"
    copy.write_bytes((checkout / "rules" / "oms-2025.yaml").read_bytes())
    shipped = load_ruleset(copy)
    weights = json.loads((checkout / "rules" / "oms-2025.weights.json").read_text(encoding="utf-8"))
    weights["bias"][0] += 0.1
    (tmp_path / "oms-2025.weights.json").write_text(json.dumps(weights), encoding="utf-8")
    assert load_ruleset(copy).sha256 != shipped.sha256
