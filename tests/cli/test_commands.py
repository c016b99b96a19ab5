"""The smaller commands through a process of their own: extract, evidence, rules, eval."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]

DIGEST = "strategies/orebro/rus-2022-2030-sammandrag.pdf"


def test_extract_lists_blocks_with_kinds_and_boxes(oms_check: Run) -> None:
    done = oms_check("extract", DIGEST)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    blocks = [block for page in document["pages"] for block in page["blocks"]]
    assert document["schema_version"] == 1
    assert {"heading", "paragraph", "furniture"} <= {block["kind"] for block in blocks}
    for block in blocks:
        for placed in block["boxes"]:
            x0, top, x1, bottom = placed["box"]
            assert 0 <= x0 < x1 < 850
            assert 0 <= top < bottom < 1200


def test_extract_as_text_leaves_running_headers_out(oms_check: Run) -> None:
    pages = oms_check("extract", DIGEST, "-f", "text").stdout.split("\f")
    assert len(pages) == 3
    assert all(len(page.split()) > 20 for page in pages)
    assert all("Sammandrag – inte det antagna dokumentet\n\n" not in page for page in pages)


def test_contents_leaders_and_footnotes_do_not_cost_a_page_its_tags(oms_check: Run) -> None:
    pages = json.loads(oms_check("extract", "strategies/uppsala/rus-uppsala-lan-2021-sammandrag.pdf").stdout)["pages"]
    assert [note for page in pages for note in page.get("notes", []) if "tags ignored" in note] == []
    rows = [block["text"] for block in pages[0]["blocks"] if block["kind"] == "table_row"]
    assert "RUS i korthet (äldre) dag ej sedd mål för boende, resor och bredband" in rows


def test_extract_says_why_it_cannot(oms_check: Run, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"")
    done = oms_check("extract", tmp_path / "x.pdf")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "empty" in done.stderr


def test_evidence_shows_passages_and_how_others_put_it(oms_check: Run) -> None:
    done = oms_check("evidence", DIGEST, "-f", "json")
    assert done.returncode == 0, done.stderr
    view = json.loads(done.stdout)
    assert set(view["coverage"]) == {"nodstader", "bebyggelse", "omvarld", "digital", "energi"}
    assert any(cell["evidence"] for cell in view["coverage"].values())
    assert any(cell["others"] for cell in view["coverage"].values())
    one = oms_check("evidence", DIGEST, "--focus", "omvarld", "--others", "strategies/gavleborg")
    assert "Oslo" in one.stdout
    assert oms_check("evidence", DIGEST, "--focus", "energy").returncode == 2


def test_rules_that_come_along_hold_their_examples(oms_check: Run) -> None:
    assert oms_check("rules", "validate").returncode == 0
    done = oms_check("rules", "test")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("all hold") == 2


def test_rules_test_fails_on_an_example_that_does_not_hold(oms_check: Run, tmp_path: Path, checkout: Path) -> None:
    text = (checkout / "rules" / "oms-2025.yaml").read_text(encoding="utf-8")
    marker = "      match:\n"
    broken = text.replace(marker, marker + '        - {text: "En mening om ingenting."}\n', 1)
    (tmp_path / "mine.yaml").write_text(broken, encoding="utf-8")
    done = oms_check("rules", "test", tmp_path / "mine.yaml")
    assert done.returncode == 1
    assert "should match and does not: En mening om ingenting." in done.stdout


def test_rules_show_tells_what_a_word_meets(oms_check: Run) -> None:
    done = oms_check("rules", "show", "kraftvärmeverket")
    assert done.returncode == 0
    assert "elproduktion" in done.stdout
    assert oms_check("rules", "show", "nodstader").returncode == 0
    assert oms_check("rules", "show", "qwxz").returncode == 2


def test_rules_lint_has_nothing_to_say_of_our_rules(oms_check: Run) -> None:
    done = oms_check("rules", "lint")
    assert done.stdout.endswith("0 remarks\n"), done.stdout


def test_eval_measures_labelled_passages(oms_check: Run, checkout: Path) -> None:
    done = oms_check("eval", checkout / "rules" / "sources" / "passages" / "dev.jsonl", "-f", "json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures) == {"micro", "macro", "focus_areas", "by_kind", "negatives", "stance", "errors"}
    assert figures["micro"]["f1"] >= 0.9
    assert figures["negatives"]["false_hits"] <= 0.05 * figures["negatives"]["n"]


def test_eval_names_the_line_that_is_no_gold_line(oms_check: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": 1, "text": "x", "labels": []}\n{"text": 3}\n', encoding="utf-8")
    done = oms_check("eval", gold)
    assert done.returncode == 2
    assert "gold.jsonl:2:1" in done.stderr
