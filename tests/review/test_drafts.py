"""A draft set by a real program and edited on page 3: the pages behind it move, the decisions stay."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import typst
from conftest import Run

from oms_check.review.loading import load_review

FILLER = "Länet har många sjöar och skogar, och berättelsen om dem är lång. " * 14
SENTENCES = (
    "Regionen ska verka för fyra spår mellan Uppsala och Stockholm senast 2034.",
    "Elnätets kapacitet ska byggas ut i hela länet.",
    "Biogas ska produceras av avfall från regionens kommuner.",
    "Bredband med fiber ska nå alla hushåll på landsbygden.",
    "Mobiltäckningen längs järnvägar och vägar ska förbättras.",
    "Godstrafiken till hamnarna i Gävle och Norrköping ska flyttas till järnväg.",
    "Effektbristen i elnätet ska mötas med lagring och flexibilitet.",
    "Tågtrafiken mellan Örebro och Västerås ska få halvtimmestrafik.",
)
ADDED = "Länet ska också ha en ny berättelse om sina sjöar. " * 40
EDITED = SENTENCES[3].replace("alla hushåll", "vartenda hushåll och företag")
HEAD = '#set page(paper: "a5", margin: 2cm)\n#set text(lang: "sv", size: 10pt)\n#set par(justify: true)\n'


def print_draft(file: Path, sentences: Sequence[str], *, added: str = "") -> None:
    """A paragraph a sentence, in the midst of other text; `added` stands before the fourth, on page 3."""
    parts = [f"{FILLER} {sentence} {FILLER}" for sentence in sentences]
    parts.insert(3, added)
    file.write_bytes(typst.compile((HEAD + "\n\n".join(parts)).encode()))


def report(quick_check: Run, folder: Path) -> dict[str, object]:
    done = quick_check("check", "utkast.pdf", "--region", "uppsala", "-f", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def passages(found: dict[str, object]) -> dict[tuple[str, str], tuple[int, str | None]]:
    """(focus area, quote) → (page, decision)."""
    (strategy,) = found["strategies"]  # type: ignore[misc]
    return {
        (area, one["quote"]): (one["page"], one["decision"] and one["decision"]["decision"])
        for area, cell in strategy["coverage"].items()
        for one in cell["evidence"]
    }


@pytest.fixture
def reviewed(quick_check: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft all of whose passages were decided on, in turn accepted, rejected and justified."""
    made = tmp_path_factory.getbasetemp() / "reviewed-draft"
    if not made.exists():
        made.mkdir()
        print_draft(made / "utkast.pdf", SENTENCES)
        keys = [("a", "r\nfalsk träff", "j\nsom det ska vara")[n % 3] for n in range(40)]
        done = quick_check("review", "utkast.pdf", "--role", "planerare", cwd=made, stdin="\n".join(keys))
        assert done.returncode == 0, done.stderr
        assert "nothing left to decide" in done.stderr
    return shutil.copytree(made, tmp_path / "strategier")


def test_decisions_on_other_passages_stay_though_pages_moved(quick_check: Run, reviewed: Path) -> None:
    before = passages(report(quick_check, reviewed))
    assert len(before) >= 8
    assert None not in {decision for _, decision in before.values()}
    file = reviewed / "review.yaml"
    text = file.read_bytes()
    new = [EDITED if sentence == SENTENCES[3] else sentence for sentence in SENTENCES]
    print_draft(reviewed / "utkast.pdf", new, added=ADDED)
    found = report(quick_check, reviewed)
    after = passages(found)
    others = [key for key in before if key[1] != SENTENCES[3]]
    assert {key: after[key][1] for key in others} == {key: before[key][1] for key in others}
    moved = [key for key in others if after[key][0] != before[key][0]]
    assert len(moved) >= 3, "the added text did move pages"
    assert all(decision is None for (_, quote), (_, decision) in after.items() if quote == EDITED)
    (stale,) = found["review"]["stale"]  # type: ignore[index]
    assert (stale["why"], stale["quote"], stale["subject"]) == ("passage", SENTENCES[3], "utkast.pdf")
    assert file.read_bytes() == text, "checking changes nothing"


def test_a_stale_decision_is_told_on_stderr_and_goes_only_when_asked_to(quick_check: Run, reviewed: Path) -> None:
    new = [EDITED if sentence == SENTENCES[3] else sentence for sentence in SENTENCES]
    print_draft(reviewed / "utkast.pdf", new)
    done = quick_check("check", "utkast.pdf", "--region", "uppsala", cwd=reviewed)
    assert "notice: review.yaml:" in done.stderr
    assert "not found in utkast.pdf for digital" in done.stderr
    assert f'like it: "{EDITED}"' in done.stderr
    assert "inaktuellt beslut" in done.stdout
    shown = quick_check("review", "utkast.pdf", cwd=reviewed, stdin="").stdout
    assert "Beslut om en tidigare lydelse: " in shown
    assert SENTENCES[3] in " ".join(shown.split())
    count = len(load_review(reviewed / "review.yaml").entries)
    dropped = quick_check("review", "utkast.pdf", "--drop-stale", cwd=reviewed)
    assert "1 stale decision removed" in dropped.stderr
    assert SENTENCES[3] in dropped.stderr
    assert len(load_review(reviewed / "review.yaml").entries) == count - 1
    assert "stale" not in quick_check("check", "utkast.pdf", cwd=reviewed).stderr


def test_a_renamed_draft_keeps_its_decisions(quick_check: Run, reviewed: Path) -> None:
    before = passages(report(quick_check, reviewed))
    (reviewed / "utkast.pdf").rename(reviewed / "antagen.pdf")
    done = quick_check("check", "antagen.pdf", "--region", "uppsala", "-f", "json", cwd=reviewed)
    assert passages(json.loads(done.stdout)) == before
    assert "stale" not in done.stderr


def test_rejected_passages_change_the_level_and_no_review_gives_it_back(quick_check: Run, reviewed: Path) -> None:
    review = reviewed / "review.yaml"
    review.write_text(review.read_text(encoding="utf-8").replace("decision: accept", "decision: reject\n    reason: x"))
    levels = {}
    for option in ("--quiet", "--no-review"):
        done = quick_check("check", "utkast.pdf", "-f", "json", option, cwd=reviewed)
        found = json.loads(done.stdout)
        levels[option] = found["strategies"][0]["coverage"]["digital"]["rejected"]
        if option == "--no-review":
            assert found["review"] is None
    assert levels["--quiet"] >= 1
    assert levels["--no-review"] == 0
