import json
from pathlib import Path

import pytest
from build import RULES_TEXT

from oms_check.model.rules import RuleSet
from oms_check.reporters.rules_view import find, list_json, names, render_json, render_list, render_text
from oms_check.ruleset.load import load_ruleset


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    (tmp_path / "prov.yaml").write_text(RULES_TEXT, encoding="utf-8")
    return load_ruleset(tmp_path / "prov.yaml")


def shown(rules: RuleSet, name: str) -> str:
    found = find(rules, name)
    assert found is not None
    return render_text(found, rules)


def test_everything_that_has_an_id_is_found_and_can_be_shown(rules: RuleSet) -> None:
    assert names(rules) == (
        *("oms-prov", "energi", "energi-nat-1", "energi-nat-2"),
        *("energisystem", "kapacitet", "vard", "stad"),
    )
    for name in names(rules):
        found = find(rules, name)
        assert found is not None
        assert name in render_text(found, rules)
        assert json.loads(render_json(found))["id"] == name
    assert find(rules, "5") == rules.focus_areas[0]
    assert find(rules, "annat") is None


def test_a_rule_set_as_text(rules: RuleSet) -> None:
    assert shown(rules, "oms-prov") == (
        "oms-prov 1.0.0  En inriktning för prov\n"
        "goal: Ett mål\n"
        "published 2025 by Ingen, https://example.org/\n"
        f"sha256 {rules.sha256}\n"
        "\n"
        "5. energi  Energiförsörjning\n"
        "   facets: nat*\n"
        "   2 signals, 1 matching and 1 non-matching examples\n"
        "\n"
        "levels, the first that holds wins:\n"
        "   strong: concrete >= 2, facets >= 2\n"
        "   mentioned: evidence >= 1\n"
        "   else missing\n"
        "\n"
        "references: oms\n"
        "concepts: energisystem, kapacitet, stad, vard\n"
    )


def test_a_focus_area_as_text(rules: RuleSet) -> None:
    assert shown(rules, "energi") == (
        "5. energi  Energiförsörjning\n"
        "\n"
        "nat*  Elnät\n"
        "   energi-nat-1: energisystem + stad in 12 words, without vard in one sentence\n"
        "   energi-nat-2: stad + stad in one section; weak\n"
        "\n"
        "* core: named by the official wording\n"
        "matches:\n"
        "   - Elnätet i Uppsala ska byggas ut (energi-nat-1, commitment)\n"
        "does not match:\n"
        "   - Vården i Uppsala (om vård)\n"
    )


def test_a_concept_as_text_tells_its_own_terms_and_its_uses(rules: RuleSet) -> None:
    assert shown(rules, "energisystem") == (
        "energisystem\n"
        "   terms: energiförsörj-, -elnät-, tillgång- ~2 el\n"
        "   includes: kapacitet\n"
        "   needed by: energi-nat-1\n"
    )


def test_long_lists_are_wrapped_between_words(rules: RuleSet, tmp_path: Path) -> None:
    many = ", ".join(f"ord{i}-" for i in range(100))
    (tmp_path / "prov.yaml").write_text(RULES_TEXT.replace("vård-", many), encoding="utf-8")
    text = shown(load_ruleset(tmp_path / "prov.yaml"), "vard")
    assert max(map(len, text.splitlines())) <= 100
    assert [word.strip(",") for word in text.split() if word.startswith("ord")] == many.split(", ")


def test_json_leaves_out_where_the_file_lies(rules: RuleSet) -> None:
    whole = json.loads(render_json(rules))
    assert "file" not in whole
    assert "prov.yaml" not in render_json(rules)
    signal = whole["focus_areas"][0]["signals"][0]
    assert signal["within"] == {"words": 12}
    assert signal["none_within"] == "sentence"
    assert "line" not in signal
    assert whole["concepts"]["stad"]["terms"] == ["Uppsala", "Upplands Väsby"]


def test_the_list_counts_what_a_rule_set_holds(rules: RuleSet) -> None:
    assert render_list([rules]).splitlines()[1].split()[:6] == ["oms-prov", "1.0.0", "1", "2", "4", "2"]
    assert json.loads(list_json([rules])) == [
        {
            "id": "oms-prov",
            "version": "1.0.0",
            "title": "En inriktning för prov",
            "focus_areas": 1,
            "signals": 2,
            "concepts": 4,
            "examples": 2,
        }
    ]
