"""`rules list`, `show`, `validate` and `schema` in a process of their own."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from build import RULES_TEXT

Run = Callable[..., subprocess.CompletedProcess[str]]


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_validate_tells_every_mistake_of_every_file_with_a_caret(oms_check: Run, tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", RULES_TEXT.replace("language: sv", "language: no"))
    put(tmp_path, "b.yaml", RULES_TEXT.replace("  against:", "  againts:"))
    put(tmp_path, "c.yaml", RULES_TEXT)
    done = oms_check("rules", "validate", "a.yaml", "b.yaml", "c.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[:4] == [
        "a.yaml:6:13: 'no' is read as true or false, expected text",
        "      language: no",
        "                ^",
        '    put it in quotes: "no"',
    ]
    assert lines[4] == "b.yaml:16:3: unknown key 'againts' in a list of stance cues"
    assert "Traceback" not in done.stderr


def test_validate_says_what_it_has_looked_at(oms_check: Run, tmp_path: Path) -> None:
    put(tmp_path, "c.yaml", RULES_TEXT)
    done = oms_check("rules", "validate", "c.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "c.yaml: ok (1 focus areas, 2 signals, 4 concepts, 2 examples)\n"


def test_list_is_a_table_or_json(oms_check: Run) -> None:
    table = oms_check("rules", "list").stdout.splitlines()
    assert table[0].split() == ["ID", "VERSION", "FOCUS", "AREAS", "SIGNALS", "CONCEPTS", "EXAMPLES", "TITLE"]
    heads = json.loads(oms_check("rules", "list", "-f", "json").stdout)
    assert [head["id"] for head in heads] == [line.split()[0] for line in table[1:]] == ["oms-2018", "oms-2025"]
    assert all(head["focus_areas"] == 5 for head in heads)


def test_show_takes_the_rules_of_the_option_or_the_configuration(oms_check: Run, tmp_path: Path) -> None:
    put(tmp_path, "mina.yaml", RULES_TEXT)
    shown = oms_check("rules", "show", "--rules", "mina.yaml", "energi-nat-1", cwd=tmp_path)
    assert shown.stdout.startswith("energi-nat-1  (focus area energi, facet nat, strong)\n")
    put(tmp_path, "oms-check.toml", 'rules = "./mina.yaml"\n')
    assert oms_check("rules", "show", "energi-nat-1", cwd=tmp_path).stdout == shown.stdout
    assert oms_check("rules", "show", "oms-2018", cwd=tmp_path).stdout.startswith("oms-2018 ")


def test_a_format_that_is_not_there_is_a_usage_error(oms_check: Run) -> None:
    done = oms_check("rules", "show", "-f", "jsn")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no format is called 'jsn' here; did you mean 'json'?" in done.stderr


def test_schema_is_the_shipped_one(oms_check: Run, checkout: Path) -> None:
    shipped = (checkout / "rules" / "oms-check-rules.schema.json").read_text(encoding="utf-8")
    assert oms_check("rules", "schema").stdout == shipped


def test_the_classifier_is_shown_by_what_it_does_and_not_by_its_weights(oms_check: Run) -> None:
    shown = oms_check("rules", "show", "classifier")
    assert shown.returncode == 0, shown.stderr
    assert "from a score of 0.6 a passage is evidence" in shown.stdout
    whole = json.loads(oms_check("rules", "show", "oms-2025", "-f", "json").stdout)
    assert whole["classifier"]["accept"] == 0.6
    assert whole["classifier"]["n_grams"] > 10_000
    assert "weights" not in whole["classifier"]


def test_a_word_is_shown_with_what_it_weighs_and_rules_out(oms_check: Run) -> None:
    (first, *_) = json.loads(oms_check("rules", "show", "pannorna", "-f", "json").stdout)
    area, weight = first["weights"][0]
    assert (area, weight > 0) == ("energi", True)
    assert "weighs energi +" in oms_check("rules", "show", "pannorna").stdout
    assert "rules out every signal" in oms_check("rules", "show", "ordlista").stdout
    assert "rules out: every signal" in oms_check("rules", "show", "annat_amne").stdout
