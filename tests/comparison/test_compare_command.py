"""The whole `compare`: exactly the edits made to a PDF, from documents and from saved reports, and its exit codes."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from build import SMALL_RULES
from made_pdfs import typeset
from started import Ran, Started

FILLER = "Länet har många sjöar och skogar, och berättelsen om dem är lång. " * 9
OLD = (
    "Regionen ska verka för fyra spår mellan Uppsala och Stockholm senast 2034.",
    "Elnätets kapacitet ska byggas ut i hela länet.",
    "Biogas ska produceras av avfall från regionens kommuner.",
    "Bredband med fiber ska nå alla hushåll på landsbygden.",
    "Mobiltäckningen längs järnvägar och vägar ska förbättras.",
    "Godstrafiken till hamnarna i Gävle och Norrköping ska flyttas till järnväg.",
    "Effektbristen i elnätet ska mötas med lagring och flexibilitet.",
    "Tågtrafiken mellan Örebro och Västerås ska få halvtimmestrafik.",
)
ADDED = (
    "Laddinfrastruktur för elfordon ska byggas ut längs de större vägarna.",
    "Driftsäkra nät med reservkraft och redundans ska finnas i hela skärgården.",
    "Förbindelserna till Oslo och Göteborg ska stärkas med snabba tåg.",
)
REMOVED = (OLD[2], OLD[7])
MOVED = OLD[4]


def edited(weakened: str) -> tuple[str, ...]:
    """Three sentences added, two removed, one moved to the last page, and one weakened from 'ska' to 'bör'."""
    order = (ADDED[0], OLD[0], OLD[1], OLD[3], ADDED[1], OLD[5], OLD[6], ADDED[2], MOVED)
    return tuple(weaker(text) if text == weakened else text for text in order)


def weaker(text: str) -> str:
    return text.replace(" ska ", " bör ")


def print_pdf(file: Path, sentences: Sequence[str]) -> None:
    """Each sentence in a paragraph of its own between unrelated text, so that pages break where they will."""
    body = "\n\n".join(part for sentence in sentences for part in (FILLER, sentence))
    file.write_bytes(typeset(f'#set page(paper: "a5")\n#set text(lang: "sv")\n= Inriktning\n{body}'))


GRID = "Elnätet i norr ska byggas ut."
BIOGAS = "Biogas ska produceras av avfall från kommunerna."
CABLE = "Bredband ska nå alla hushåll på landsbygden."
SPARES = "Elnätets reservdelar ska lagras inom länet."
FIBRE = "Fiber finns bland länets tillgångar."
BUSES = "Biogasbussar ska köras i varje stad."
EDITS = {("gained", BUSES), ("lost", BIOGAS), ("weaker", weaker(CABLE)), ("moved", GRID)}
"""What the small rules see change from `old` to `new`: the level of `digital` falls."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, started: Started) -> Path:
    """`old.pdf` and `new.pdf`, each also as a saved report, under rules that load at once."""
    folder = tmp_path_factory.mktemp("versions")
    (folder / "small.yaml").write_text(SMALL_RULES, encoding="utf-8")
    (folder / "oms-check.toml").write_text('rules = "small.yaml"\n', encoding="utf-8")
    print_pdf(folder / "old.pdf", (GRID, BIOGAS, CABLE, SPARES, FIBRE))
    print_pdf(folder / "new.pdf", (BUSES, weaker(CABLE), SPARES, FIBRE, GRID))
    for name in ("old", "new"):
        assert started.run("check", f"{name}.pdf", "-f", "plain", "-o", f"{name}.json", cwd=folder).code == 0
    return folder


def compared(started: Started, folder: Path, *arguments: str) -> dict[str, list[dict[str, object]]]:
    ran = started.run("compare", *arguments, "-f", "json", cwd=folder)
    assert ran.code == 0, ran.stderr
    (pair,) = json.loads(ran.stdout)["comparisons"]
    return dict(pair)


def told(pair: dict[str, list[dict[str, object]]]) -> set[tuple[str, str]]:
    return {(str(change["change"]), quote_of(change["new"] or change["old"])) for change in pair["changes"]}


def quote_of(passage: object) -> str:
    assert isinstance(passage, dict)
    return str(passage["quote"])


@pytest.mark.parametrize("weakened", [OLD[1], OLD[5]], ids=["Elnätet byggas", "Godstrafiken flyttas"])
def test_exactly_the_edits_are_told(started: Started, tmp_path: Path, weakened: str) -> None:
    print_pdf(tmp_path / "old.pdf", OLD)
    print_pdf(tmp_path / "new.pdf", edited(weakened))
    pair = compared(started, tmp_path, "old.pdf", "new.pdf")
    assert told(pair) == {
        *(("gained", text) for text in ADDED),
        *(("lost", text) for text in REMOVED),
        ("moved", MOVED),
        ("weaker", weaker(weakened)),
    }
    (change,) = [change for change in pair["changes"] if change["change"] == "weaker"]
    old, new = change["old"], change["new"]
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    assert (old["quote"], old["stance"], new["stance"]) == (weakened, "commitment", "need")
    (moved,) = [change for change in pair["changes"] if change["change"] == "moved"]
    assert [passage["page"] for passage in (moved["old"], moved["new"]) if isinstance(passage, dict)] == [2, 3]


def test_turned_round_the_edits_are_undone(started: Started, folder: Path) -> None:
    assert told(compared(started, folder, "old.pdf", "new.pdf")) == EDITS
    assert told(compared(started, folder, "new.pdf", "old.pdf")) == {
        ("lost", BUSES),
        ("gained", BIOGAS),
        ("firmer", CABLE),
        ("moved", GRID),
    }


@pytest.mark.parametrize("names", [("old.json", "new.json"), ("old.json", "new.pdf"), ("old.pdf", "new.json")])
def test_saved_reports_compare_like_the_documents(started: Started, folder: Path, names: tuple[str, str]) -> None:
    documents = compared(started, folder, "old.pdf", "new.pdf")
    assert compared(started, folder, *names) == documents


def test_every_format_tells_the_same_changes(started: Started, folder: Path) -> None:
    pair = compared(started, folder, "old.json", "new.json")
    quotes = {quote for _, quote in told(pair)}

    def of(name: str) -> str:
        return started.run("compare", "old.json", "new.json", "-f", name, cwd=folder).stdout.decode("utf-8")

    rows = list(csv.DictReader(io.StringIO(of("csv"))))
    assert {(row["change"], row["new_quote"] or row["old_quote"]) for row in rows} == told(pair)
    lines = [line.split("\t") for line in of("plain").splitlines()]
    assert {(line[2], line[-1] or line[-2]) for line in lines if line[2] != "level"} == told(pair)
    for name in ("table", "markdown"):
        flat = " ".join(of(name).split())
        assert all(quote in flat for quote in quotes), name
        assert "tillkommet: 1, borttaget: 1, flyttat: 1, försvagat: 1, oförändrat: 2" in flat


def test_one_comparison_feeds_many_reports(started: Started, folder: Path, tmp_path: Path) -> None:
    names = ("a.txt", "a.csv", "a.xlsx", "a.json", "a.gitlab.json", "a.md", "a.xml", "a.sarif")
    options = [part for name in names for part in ("-o", str(tmp_path / name))]
    ran = started.run("compare", "old.json", "new.json", "-f", "github", *options, cwd=folder)
    assert ran.code == 0, ran.stderr
    assert ran.stdout.startswith(b"::error file=new.pdf,line=1,")
    assert all((tmp_path / name).stat().st_size > 100 for name in names)
    refused = started.run("compare", "old.json", "new.json", "-o", str(tmp_path / "a.html"), cwd=folder)
    assert (refused.code, refused.stdout) == (2, b"")
    assert "compare cannot write" in refused.stderr


class TestFailOn:
    def run(self, started: Started, folder: Path, *arguments: str) -> Ran:
        return started.run("compare", *arguments, "-f", "plain", "--fail-on", "regression", cwd=folder)

    def test_a_fallen_level_ends_with_1_and_says_so(self, started: Started, folder: Path) -> None:
        assert started.run("compare", "old.json", "new.json", cwd=folder).code == 0
        ran = self.run(started, folder, "old.json", "new.json")
        assert ran.code == 1
        assert ran.stderr.splitlines()[-1].startswith("oms-check: exit 1: ")
        assert ran.stdout

    def test_the_same_and_the_better_end_with_0(self, started: Started, folder: Path) -> None:
        assert self.run(started, folder, "old.json", "old.json").code == 0
        print_pdf(folder / "better.pdf", (GRID, BIOGAS, CABLE, SPARES, FIBRE, BUSES))
        ran = self.run(started, folder, "old.json", "better.pdf")
        assert (ran.code, ran.stderr) == (0, "")
        assert b"\tgained\t" in ran.stdout

    def test_a_strategy_that_is_gone_ends_with_1(self, started: Started, folder: Path, tmp_path: Path) -> None:
        for name in ("a", "b"):
            print_pdf(folder / f"{name}.pdf", (GRID, CABLE))
        two = str(tmp_path / "two.json")
        assert started.run("check", "a.pdf", "b.pdf", "-f", "plain", "-o", two, cwd=folder).code == 0
        ran = self.run(started, folder, two, "a.pdf")
        assert ran.code == 1
        assert "b.pdf\t\tgone" in ran.stdout.decode("utf-8")
        assert self.run(started, folder, "a.pdf", two).code == 0

    def test_what_cannot_be_read_ends_with_2_whatever_is_asked(self, started: Started, folder: Path) -> None:
        (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
        for arguments in (("old.json", "broken.pdf"), ("broken.pdf", "old.json")):
            ran = started.run("compare", *arguments, cwd=folder)
            assert ran.code == 2
            assert ran.stderr.splitlines()[-1].startswith("oms-check: exit 2: ")

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("old.json",), "OLD and NEW"),
            (("old.json", "new.json", "--against", "oms-2025"), "OLD and NEW"),
            (("old.json", "none.json"), "none.json"),
            (("old.json", "new.json", "--fail-on", "regresion"), "did you mean 'regression'"),
            (("old.pdf", "--rules", "oms-2025", "--against", "oms-2018"), "no crosswalk"),
            (("old.json", "new.json", "-f", "tabel"), "did you mean 'table'"),
        ],
    )
    def test_what_cannot_be_asked_ends_with_2(
        self, started: Started, folder: Path, arguments: tuple[str, ...], says: str
    ) -> None:
        ran = started.run("compare", *arguments, cwd=folder)
        assert (ran.code, ran.stdout) == (2, b"")
        assert says in ran.stderr
