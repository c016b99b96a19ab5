"""Each case edits a rule file without mistakes; ‸ in the new text marks the place that must be told."""

import hashlib
from pathlib import Path

import pytest
from build import RULES_TEXT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oms_check.errors import RuleError
from oms_check.model.rules import (
    Example,
    Facet,
    LevelRule,
    Origin,
    RuleSet,
    Strength,
    Unit,
    Within,
)
from oms_check.ruleset.load import load_ruleset
from oms_check.ruleset.locate import rules_folder

MARK = "‸"


def load(tmp_path: Path, content: str | bytes) -> RuleSet:
    path = tmp_path / "prov.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_ruleset(path)


def told(tmp_path: Path, content: str) -> list[tuple[str, str]]:
    """(line:column, message) of every problem."""
    with pytest.raises(RuleError) as caught:
        load(tmp_path, content)
    return [(f"{p.line}:{p.column}", p.message) for p in caught.value.problems]


def marked_places(text: str) -> list[str]:
    """line:column of each mark, as if the marks were not there."""
    places = []
    for number, line in enumerate(text.split("\n"), 1):
        parts = line.split(MARK)
        places += [f"{number}:{len(''.join(parts[:i])) + 1}" for i in range(1, len(parts))]
    return places


def edited(old: str, new: str) -> str:
    assert RULES_TEXT.count(old) == 1, old
    return RULES_TEXT.replace(old, new)


def test_reads_everything_the_file_says(tmp_path: Path) -> None:
    rules = load(tmp_path, RULES_TEXT)
    assert (rules.id, rules.version, rules.language, rules.published) == ("oms-prov", "1.0.0", "sv", 2025)
    assert rules.origin == Origin("Ingen", "https://example.org/", "2026-11-01")
    assert rules.sha256 == hashlib.sha256(RULES_TEXT.encode()).hexdigest()
    assert rules.levels[0] == LevelRule("strong", (("concrete", 2), ("facets", 2)))
    assert [term.source for term in rules.stance.commitment] == ["ska", "verka- ~1 för"]
    area = rules.focus_area("energi")
    assert area.facets == (Facet("nat", "Elnät", "Grid", True),)
    assert (area.short, area.title_en, area.wording, area.became) == (area.title, area.title, (), ())
    first, second = area.signals
    assert (first.all, first.none) == (("energisystem", "stad"), ("vard",))
    assert (first.within, first.none_within) == (Within(Unit.WORDS, 12), Within(Unit.SENTENCE))
    assert (second.within, second.none_reach, second.strength) == (Within(Unit.SECTION), 1, Strength.WEAK)
    assert (first.focus_area, first.line) == ("energi", 30)
    assert area.examples.match == (Example("Elnätet i Uppsala ska byggas ut", "energi-nat-1", "commitment", "", 33),)
    assert area.examples.no_match[0].reason == "om vård"
    assert (rules.references[0].title, len(rules.references[0].terms)) == ("oms", 2)


def test_concepts_hold_the_terms_of_what_they_include_and_places_are_concepts(tmp_path: Path) -> None:
    concepts = load(tmp_path, RULES_TEXT).concepts
    assert [t.source for t in concepts["energisystem"].terms] == [
        "energiförsörj-",
        "-elnät-",
        "tillgång- ~2 el",
        "kapacitet",
        "=MW",
    ]
    assert [t.source for t in concepts["stad"].terms] == ["Uppsala", "Upplands Väsby"]
    assert {term.line for term in concepts["kapacitet"].terms} == {19}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("schema: oms-check/rules@1", "schema: ‸oms-check/rules@2", "is none of the words possible here"),
        ("  goal: Ett mål", "  ‸gaol: Ett mål", "unknown key 'gaol' in a direction"),
        ("version: 1.0.0", "version: ‸1.0", "'1.0' is read as a number, expected text"),
        ("version: 1.0.0", "version: ‸1", "is read as a whole number, expected text"),
        ("version: 1.0.0", "version: ‸ett", "'ett' is not a version such as 1.0.0"),
        ("title: En inriktning för prov", "title:‸", "empty text"),
        ("language: sv", "language: ‸no", "'no' is read as true or false, expected text"),
        ("published: 2025", "published: ‸'2025'", "expected a whole number from 1900 to 2100"),
        ("published: 2025", "published: ‸2025-09-18", "expected a whole number from 1900 to 2100"),
        ("retrieved: 2026-11-01", "retrieved: ‸nyss", "'nyss' is not a date such as 2026-11-01"),
        ('"https://example.org/"', "‸example.org", "'example.org' is not an http(s) address"),
        ("level: strong", "level: ‸stark", "'stark' is none of the words possible here"),
        ("level: strong", "level: ‸missing", "'missing' is none of the words possible here"),
        ("{concrete: 2, facets: 2}", "{‸concret: 2, facets: 2}", "'concret' is none of the words possible here"),
        ("{evidence: 1}", "{evidence: ‸0}", "0 is not a whole number from 1 to 1000"),
        ("{evidence: 1}", "‸{}", "at least 1 entry is needed here"),
        ("need: [bör, krävs]", "need: [bör, ‸no]", "'no' is read as true or false, expected text"),
        ("need: [bör, krävs]", "need: [bör, ‸3.10]", "'3.10' is read as a number, expected text"),
        ("need: [bör, krävs]", "need: [bör, ‸2025-01-01]", "is read as a date, expected text"),
        ("need: [bör, krävs]", "need: [bör, ‸null]", "is read as nothing, expected text"),
        ("need: [bör, krävs]", 'need: [bör, ‸""]', "empty text"),
        ("need: [bör, krävs]", "need: ‸bör", "expected a list, found 'bör'"),
        ("need: [bör, krävs]", "need: [bör, ‸{krävs: inte}]", "expected text, found a mapping"),
        ("need: [bör, krävs]", 'need: [‸"bör ~3"]', "'~3' must stand between two words of a phrase"),
        ("need: [bör, krävs]", 'need: [‸"~3 bör"]', "'~3' must stand between two words of a phrase"),
        ("need: [bör, krävs]", 'need: [‸"*nät*"]', "has a wildcard"),
        ("  against: [avstår]", "  ‸againts: [avstår]", "unknown key 'againts' in a list of stance cues"),
        ("  vard: {terms: [vård-]}", "  ‸Vard: {terms: [vård-]}\n  vard: {terms: [vård-]}", "'Vard' is not an id"),
        (
            "  vard: {terms: [vård-]}",
            "  ‸no: {terms: [vård-]}\n  vard: {terms: [vård-]}",
            "'no' is read as true or false",
        ),
        (
            "  vard: {terms: [vård-]}",
            "  vard: {terms: [vård-]}\n  ‸vard: {}",
            "key 'vard' stands twice, first in line 20",
        ),
        ("  vard: {terms: [vård-]}", "  ‸vard: {}", "concept 'vard' has no terms and includes none"),
        ("  vard: {terms: [vård-]}", "  vard: ‸[vård-]", "expected a concept, found a list"),
        ("includes: [kapacitet]", "includes: [‸kapasitet]", "there is no concept 'kapasitet'"),
        (
            "includes: [kapacitet]",
            "includes: [‸energisystem]",
            "concept 'energisystem' includes itself through 'energisystem'",
        ),
        (
            "{terms: [kapacitet, =MW]}",
            "{terms: [kapacitet], includes: [‸energisystem]}",
            "concept 'kapacitet' includes itself through 'energisystem'",
        ),
        (
            "  stad: [Uppsala, Upplands Väsby]",
            "  stad: [Uppsala]\n  ‸vard: [Vård]",
            "'vard' is both a concept and a place",
        ),
        ("  stad: [Uppsala, Upplands Väsby]", "  stad: [Uppsala]\n  ort: ‸[]", "a list of at least 1 is needed here"),
        ("number: 5", "number: ‸0", "0 is not a whole number from 1 to 99"),
        ("core: true", "core: ‸yes", "expected true or false, found 'yes'"),
        (
            "title_en: Grid, core: true}",
            "title_en: Grid}\n      - {id: ‸nat, title: Nät}",
            "facet id 'nat' stands twice, first in line 28",
        ),
        ("id: energi-nat-2", "id: ‸energi-nat-1", "signal id 'energi-nat-1' stands twice, first in line 30"),
        ("id: energi-nat-2, facet: nat", "id: energi-nat-2, facet: ‸nät2", "'nät2' is not an id"),
        ("id: energi-nat-2, facet: nat", "id: energi-nat-2, facet: ‸natt", "there is no facet 'natt'"),
        ("{id: energi-nat-2, facet: nat", "‸{id: energi-nat-2", "'facet' is missing in this signal"),
        ("all: [energisystem, stad]", "all: [energisystem, ‸stda]", "there is no concept 'stda'"),
        ("all: [energisystem, stad]", "all: ‸[]", "a list of at least 1 is needed here, found 0"),
        ("none: [vard]", "none: [‸vård2]", "'vård2' is not an id"),
        ("none: [vard]", "none: [‸stad]", "'stad' is both needed and excluded"),
        ("within: {words: 12}", "within: {words: ‸1}", "1 is not a whole number from 2 to 100"),
        ("within: {words: 12}", "within: {‸word: 12, words: 12}", "unknown key 'word' in a span"),
        ("within: section", "within: ‸page", "'page' is none of the words possible here"),
        ("none_reach: 1", "none_within: block, none_reach: ‸1", "none_reach counts sentences"),
        ("none_reach: 1", "none_within: {words: 5}, none_reach: ‸1", "none_reach counts sentences"),
        ("none_reach: 1", "none_reach: ‸2", "2 is not a whole number from 0 to 1"),
        ("strength: weak", "strength: ‸svag", "'svag' is none of the words possible here"),
        ("signal: energi-nat-1", "signal: ‸energi-nt-1", "there is no signal of focus area 'energi' 'energi-nt-1'"),
        ("stance: commitment}", "stance: ‸åtagande}", "'åtagande' is none of the words possible here"),
        (
            "{text: Vården i Uppsala, reason: om vård",
            "‸{text: Vården i Uppsala",
            "'reason' is missing in this example that must not match",
        ),
        ("    examples:", "    became: [‸energi]\n    examples:", "'became' needs a successor in 'direction'"),
        ("  goal: Ett mål", "  goal: Ett mål\n  successor: ‸oms-1900", "no rule file 'oms-1900.yaml' beside this one"),
        ("references:", "‸refrences:", "unknown key 'refrences' in a rule file"),
        ("terms: [=ÖMS,", "terms: [‸&x =ÖMS,", "anchor '&x' is not taken"),
        ("- {id: oms, terms", "- {id: oms, terms: [a]}\n  - {id: ‸oms, terms", "reference id 'oms' stands twice"),
    ],
)
def test_this_text_gives_this_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = edited(old, new)
    problems = told(tmp_path, text.replace(MARK, ""))
    # Where a key or id is misspelt, what it should have been is missing or dangling too.
    assert [place for place, said in problems if message in said] == marked_places(text)
    others = [said for _, said in problems if message not in said]
    assert all("is missing in" in said or "there is no" in said for said in others), others


def test_every_mistake_is_told_in_one_go_in_file_order(tmp_path: Path) -> None:
    text = RULES_TEXT
    for old, new in (
        ("version: 1.0.0", "version: ‸1.0"),
        ("level: mentioned", "level: ‸nämnd"),
        ("need: [bör,", "need: [‸no,"),
        ("includes: [kapacitet]", "includes: [‸kapasitet]"),
        ("all: [stad, stad]", "all: [stad, ‸stda]"),
        ("within: section", "within: ‸page"),
        ("references:", "‸refs:"),
    ):
        text = text.replace(old, new)
    assert [place for place, _ in told(tmp_path, text.replace(MARK, ""))] == marked_places(text)


def test_a_mistake_comes_with_its_line_a_caret_and_advice(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, RULES_TEXT.replace("  against:", "  againts:"))
    (problem,) = caught.value.problems
    assert problem.file.endswith("prov.yaml")
    assert problem.excerpt == "  againts: [avstår]\n  ^"
    assert problem.advice == "did you mean 'against'?"


def test_a_value_that_is_refused_is_not_also_dangling(tmp_path: Path) -> None:
    problems = told(tmp_path, edited("all: [stad, stad]", "all: [stad, no]"))
    assert [said for _, said in problems] == ["'no' is read as true or false, expected text"]


def test_became_names_focus_areas_of_the_successor_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "nytt.yaml").write_text(RULES_TEXT, encoding="utf-8")
    older = edited("  goal: Ett mål", "  goal: Ett mål\n  successor: nytt")
    good = older.replace("    examples:", "    became: [energi]\n    examples:")
    assert load(tmp_path, good).focus_areas[0].became == ("energi",)
    problems = told(tmp_path, good.replace("[energi]", "[energy]"))
    assert [said for _, said in problems] == ["there is no focus area of 'nytt' 'energy'"]


def test_a_successor_that_is_no_name_does_not_become_a_path(tmp_path: Path) -> None:
    problems = told(tmp_path, edited("  goal: Ett mål", "  goal: Ett mål\n  successor: ../../etc/x"))
    assert [said for _, said in problems] == ["'../../etc/x' is not an id: lower-case letters a to z, digits, - and _"]


def test_a_ring_of_many_concepts_and_a_swelling_of_terms_are_refused(tmp_path: Path) -> None:
    ring = "".join(f"  c{i}: {{terms: [a], includes: [c{(i + 1) % 3000}]}}\n" for i in range(3000))
    with_ring = edited("places:\n", ring + "places:\n")
    assert any("includes itself through" in said for _, said in told(tmp_path, with_ring))
    chain = ring.replace("includes: [c0]", "includes: []")
    with_chain = edited("places:\n", chain + "places:\n")
    assert [said for _, said in told(tmp_path, with_chain)] == [
        "with what they include, the concepts have more than 200000 terms"
    ]


@pytest.mark.parametrize("name", [".", "finns-inte.yaml", "a\0b.yaml"])
def test_what_is_no_file_is_a_rule_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError):
        load_ruleset(tmp_path / name)


def test_shipped_rule_files_load() -> None:
    for path in sorted(rules_folder().glob("oms-*.yaml")):
        rules = load_ruleset(path)
        assert rules.id == path.stem
        assert len(rules.focus_areas) == 5


lines = RULES_TEXT.splitlines(keepends=True)
scrap = st.sampled_from(
    ["no", "~", "[", "]", "{", "}", ": ", "- ", "&a ", "*a", "!!x ", "'", '"', "\t", "\n", "é", "3.1"]
)


@st.composite
def damaged_rules(draw: st.DrawFn) -> bytes:
    """A rule file with lines dropped or doubled and scraps of YAML strewn in."""
    text = "".join(line * draw(st.sampled_from([1, 1, 1, 1, 1, 1, 0, 2])) for line in lines)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(scrap) + text[at + draw(st.integers(0, 3)) :]
    return text.encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | damaged_rules())
def test_any_bytes_give_rules_or_a_rule_error(tmp_path: Path, content: bytes) -> None:
    try:
        rules = load(tmp_path, content)
    except RuleError as error:
        places = [(problem.line, problem.column) for problem in error.problems]
        assert places == sorted(places)
        return
    assert rules.focus_areas
    assert all(concept in rules.concepts for a in rules.focus_areas for s in a.signals for concept in s.all)


def test_a_column_name_in_english_is_optional(checkout: Path) -> None:
    newer = load_ruleset(checkout / "rules" / "oms-2025.yaml")
    older = load_ruleset(checkout / "rules" / "oms-2018.yaml")
    assert [area.short_en for area in newer.focus_areas] == [
        *("Node cities", "Settlement", "Wider links", "Digital", "Energy"),
    ]
    assert all(area.short_en for area in older.focus_areas)


def test_what_evidence_by_weight_is_called_is_no_id_of_a_concept_or_signal(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        load(tmp_path, RULES_TEXT.replace("concepts:\n", "concepts:\n  classifier: {terms: [ord]}\n", 1))
    assert [p.message for p in raised.value.problems] == ["'classifier' is what evidence by weight is called"]
