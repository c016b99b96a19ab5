"""One decision after the other into a file: each on disk, whatever else happens to the file meanwhile."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from build import judged

from oms_check.model.review import ReviewEntry, Ruling
from oms_check.reporters.output import write_atomic
from oms_check.review.loading import load_review
from oms_check.review.recording import Recorder

DAY = date(2026, 11, 24)


def entry(passage: str, decision: Ruling = Ruling.ACCEPT) -> ReviewEntry:
    return ReviewEntry("oms-2025", "energi", decision, DAY, passage * 16, "Ett citat.", reason="r", role="p")


def recorder(folder: Path, said: list[str]) -> Recorder:
    return Recorder([folder], None, write_atomic, said.append)


def test_decisions_are_on_disk_one_by_one_and_an_edit_meanwhile_is_kept(tmp_path: Path) -> None:
    said: list[str] = []
    strategy = replace(judged().strategy, file=tmp_path / "rus.pdf")
    one = recorder(tmp_path, said)
    file = tmp_path / "review.yaml"
    for number, passage in enumerate("abc", 1):
        one.record(strategy, "b" * 64, entry(passage))
        assert len(load_review(file).entries) == number
    file.write_text(file.read_text(encoding="utf-8").replace('reason: "r"', 'reason: "ändrat för hand"', 1), "utf-8")
    one.record(strategy, "c" * 64, entry("d"))
    (document,) = load_review(file).documents
    assert [found.reason for found in document.entries] == ["ändrat för hand", "r", "r", "r"]
    assert (document.name, document.sha256) == ("rus.pdf", "c" * 64)
    assert said == []
    assert one.files == {file: 4}


def test_a_decision_on_the_same_takes_the_place_of_the_former(tmp_path: Path) -> None:
    strategy = replace(judged().strategy, file=tmp_path / "rus.pdf")
    one = recorder(tmp_path, [])
    one.record(strategy, "", entry("a"))
    one.record(strategy, "", entry("a", Ruling.REJECT))
    assert [found.decision for found in load_review(tmp_path / "review.yaml").entries] == [Ruling.REJECT]


def test_a_file_with_comments_that_go_is_kept_once_beside_the_new_one(tmp_path: Path) -> None:
    said: list[str] = []
    strategy = replace(judged().strategy, file=tmp_path / "rus.pdf")
    file = tmp_path / "review.yaml"
    recorder(tmp_path, said).record(strategy, "", entry("a"))
    file.write_text(file.read_text(encoding="utf-8") + "# en kommentar sist\n", encoding="utf-8")
    again = recorder(tmp_path, said)
    again.record(strategy, "", entry("b"))
    again.record(strategy, "", entry("c"))
    assert len(said) == 1
    assert "cannot be kept" in said[0]
    assert "# en kommentar sist" in (tmp_path / "review.yaml.before").read_text(encoding="utf-8")
    assert not (tmp_path / "review.yaml.before2").exists()
