import itertools
import os
from pathlib import Path

import pytest

from oms_check.catalog import discover, load_regions, would_reach
from oms_check.errors import RuleError, SourceError, UsageError
from oms_check.model.strategy import Strategy

REGIONS = load_regions()


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"")


def found(*paths: str | Path, region: str | None = None, stdin: bytes | None = None) -> tuple[Strategy, ...]:
    return discover([Path(path) for path in paths], region=region, regions=REGIONS, stdin=stdin)


def names(*paths: str | Path) -> list[str]:
    return [strategy.path for strategy in found(*paths)]


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "arbete"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_folder_gives_its_documents_sorted_and_nothing_else(working_folder: Path) -> None:
    put(working_folder, "s/uppsala/b.PDF", "s/uppsala/a.docx", "s/orebro/c.txt", "s/orebro/d.md", "s/e.pdf")
    put(working_folder, "s/README.md", "s/uppsala/readme.txt", "s/.dold.pdf", "s/.git/x.pdf", "s/sources/y.md")
    put(working_folder, "s/bild.png", "s/uppsala/~$a.docx", "s/uten")
    assert names("s") == [
        "s/e.pdf",
        "s/orebro/c.txt",
        "s/orebro/d.md",
        "s/uppsala/a.docx",
        "s/uppsala/b.PDF",
    ]


def test_a_file_named_is_taken_whatever_its_name(working_folder: Path) -> None:
    put(working_folder, "plan", ".dold.pdf", "sources/x.pdf")
    assert names("plan", ".dold.pdf", "sources") == [".dold.pdf", "plan", "sources/x.pdf"]


def test_every_path_that_is_wrong_is_told_at_once(working_folder: Path) -> None:
    put(working_folder, "a.pdf", "tom/README.md")
    with pytest.raises(SourceError) as caught:
        found("nej.pdf", "a.pdf", "tom", "borta")
    assert caught.value.message == "no such file or folder: nej.pdf, borta; no documents in folder: tom"
    assert ".pdf .docx .txt .md" in caught.value.advice


def test_nothing_is_an_error() -> None:
    with pytest.raises(SourceError, match="nothing to check"):
        found()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_instead_of_waited_for(working_folder: Path) -> None:
    os.mkfifo(working_folder / "pipa.pdf")
    with pytest.raises(SourceError, match=r"not a file or folder: pipa\.pdf") as caught:
        found("pipa.pdf")
    assert caught.value.advice == "standard input is -"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_told(working_folder: Path) -> None:
    put(working_folder, "s/a.pdf", "s/last/b.pdf")
    (working_folder / "s/last").chmod(0)
    try:
        with pytest.raises(SourceError, match=r"folder cannot be listed \(permission denied\): .*s/last"):
            found("s")
    finally:
        (working_folder / "s/last").chmod(0o700)


def test_names_and_order_do_not_depend_on_how_the_files_were_reached(working_folder: Path) -> None:
    put(working_folder, "s/uppsala/a.pdf", "s/orebro/b.pdf", "s/c.pdf")
    arguments = ["s/uppsala", "s/orebro/b.pdf", "s", str(working_folder / "s/c.pdf"), "s/../s/uppsala/a.pdf"]
    told = {tuple(names(*order)) for order in itertools.permutations(arguments)}
    assert told == {("s/c.pdf", "s/orebro/b.pdf", "s/uppsala/a.pdf")}


def test_a_link_and_its_target_are_one_document_with_the_targets_name(working_folder: Path) -> None:
    put(working_folder, "s/b.pdf")
    (working_folder / "s/a.pdf").symlink_to("b.pdf")
    assert names("s") == names("s/a.pdf", "s/b.pdf") == ["s/b.pdf"]
    assert names("s/a.pdf") == ["s/a.pdf"]


def test_loops_of_links_end_and_broken_links_are_left_to_the_reader(working_folder: Path) -> None:
    put(working_folder, "s/uppsala/a.pdf")
    (working_folder / "s/uppsala/upp").symlink_to("..")
    (working_folder / "s/sig").symlink_to("sig")
    (working_folder / "s/slinga.pdf").symlink_to("slinga.pdf")
    (working_folder / "s/borta.pdf").symlink_to("ingenting.pdf")
    assert names("s") == ["s/borta.pdf", "s/slinga.pdf", "s/uppsala/a.pdf"]


def test_linked_folders_are_followed_after_real_ones(tmp_path: Path, working_folder: Path) -> None:
    put(tmp_path, "annan/x.pdf", "arbete/s/ren/y.pdf")
    (working_folder / "s/alias").symlink_to("ren")
    (working_folder / "s/annan").symlink_to(tmp_path / "annan")
    assert names("s") == ["s/annan/x.pdf", "s/ren/y.pdf"]


def test_files_elsewhere_are_named_from_their_argument(tmp_path: Path) -> None:
    put(tmp_path, "ute/strategier/uppsala/a.pdf", "ute/b.pdf")
    assert names("../ute/strategier") == ["strategier/uppsala/a.pdf"]
    assert names(tmp_path / "ute/b.pdf") == ["b.pdf"]
    assert names("../ute/strategier/uppsala/..") == ["strategier/uppsala/a.pdf"]


def test_names_that_collide_get_as_many_folders_as_tell_them_apart(tmp_path: Path) -> None:
    put(tmp_path, "ett/s/a.pdf", "ett/s/b.pdf", "tva/s/a.pdf", "arbete/s/c.pdf", "tre/s/c.pdf")
    assert names("../ett/s", "../tva/s", "../tre/s", "s") == [
        "ett/s/a.pdf",
        "s/b.pdf",
        "s/c.pdf",
        "tre/s/c.pdf",
        "tva/s/a.pdf",
    ]


def test_a_working_folder_reached_through_a_link_is_the_same_folder(
    tmp_path: Path, working_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(working_folder, "s/a.pdf")
    (tmp_path / "lank").symlink_to(working_folder)
    assert names(tmp_path / "lank" / "s") == ["s/a.pdf"]


def test_names_are_composed_and_found_in_either_unicode_form(working_folder: Path) -> None:
    put(working_folder, "s/o\u0308p.pdf")
    assert names("s") == ["s/öp.pdf"]
    assert names("s/öp.pdf") == ["s/öp.pdf"]
    put(working_folder, "s/öp.pdf")
    both = names("s")
    assert sorted(both) == ["s/o\u0308p.pdf", "s/öp.pdf"] or both == ["s/öp.pdf"]  # one file where forms are folded


@pytest.mark.skipif(os.name != "posix", reason="file names are text on this system")
def test_a_name_that_is_no_utf8_can_be_written_out(working_folder: Path) -> None:
    (working_folder / "s").mkdir()
    try:
        Path(os.fsdecode(b"s/f\xf6rr.pdf")).write_bytes(b"")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    assert [name.encode() for name in names("s")] == [b"s/f\\xf6rr.pdf"]


def test_standard_input_is_one_document() -> None:
    (strategy,) = found("-", "-", stdin=b"%PDF", region="uppsala")
    assert (strategy.path, strategy.file, strategy.stdin, strategy.region) == ("-", None, b"%PDF", "uppsala")


@pytest.mark.parametrize(
    ("path", "region"),
    [
        ("s/uppsala/a.pdf", "uppsala"),
        ("s/uppsala/2021/bilagor/a.pdf", "uppsala"),
        ("s/sodermanland/a.pdf", "sormland"),
        ("s/Region Örebro län/a.pdf", "orebro"),
        ("s/ebs/a.pdf", "malardalsradet"),
        ("s/uppsala/orebro/a.pdf", "orebro"),
        ("s/annat/a.pdf", None),
    ],
)
def test_the_region_is_told_by_the_nearest_folder(working_folder: Path, path: str, region: str | None) -> None:
    put(working_folder, path)
    for argument in ("s", path):
        (strategy,) = found(argument)
        assert (strategy.region, strategy.region_guessed) == (region, False)


def test_a_given_region_goes_before_the_catalog_and_the_catalog_before_the_folder(working_folder: Path) -> None:
    put(working_folder, "s/uppsala/a.pdf", "s/uppsala/b.pdf")
    (working_folder / "s/strategies.yaml").write_text(
        "schema: oms-check/strategies@1\nstrategies:\n"
        "  - {path: uppsala/a.pdf, region: ebs, kind: rus, adopted: 2020-03-01, title: T, source: S}\n",
        encoding="utf-8",
    )
    first, second = found("s")
    assert (first.region, second.region) == ("malardalsradet", "uppsala")
    assert (first.kind, first.kind_guessed, first.year, first.year_guessed) == ("rus", False, 2020, False)
    assert (first.title, first.adopted, first.source) == ("T", "2020-03-01", "S")
    assert {strategy.region for strategy in found("s", region="Region Gävleborg")} == {"gavleborg"}
    (alone,) = found("s/uppsala/a.pdf")
    assert alone.title == "T"


def test_the_nearest_catalog_that_names_a_file_tells_of_it(working_folder: Path) -> None:
    put(working_folder, "s/uppsala/a.pdf", "s/uppsala/b.pdf")
    head = "schema: oms-check/strategies@1\nstrategies:\n"
    for folder, title, name in (("s", "Yttre", "uppsala/a.pdf"), ("s", "Yttre", "uppsala/b.pdf")):
        path = working_folder / folder / "strategies.yaml"
        before = path.read_text(encoding="utf-8") if path.exists() else head
        path.write_text(f"{before}  - {{path: {name}, title: {title}}}\n", encoding="utf-8")
    (working_folder / "s/uppsala/strategies.yaml").write_text(
        head + "  - {path: a.pdf, title: Inre}\n", encoding="utf-8"
    )
    assert [strategy.title for strategy in found("s")] == ["Inre", "Yttre"]


def test_kind_and_year_of_a_file_name_are_marked_as_guesses(working_folder: Path) -> None:
    put(working_folder, "s/rus-uppsala-2021.pdf")
    (strategy,) = found("s")
    assert (strategy.kind, strategy.kind_guessed) == ("rus", True)
    assert (strategy.year, strategy.year_guessed) == (2021, True)


def test_mistakes_in_a_catalog_and_an_unknown_region_stop_the_run(working_folder: Path) -> None:
    put(working_folder, "s/uppsala/a.pdf")
    with pytest.raises(UsageError, match="no region is called 'upsala'"):
        found("s", region="upsala")
    (working_folder / "s/strategies.yaml").write_text("strategier: []\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        found("s")
    assert caught.value.problems[0].place == "s/strategies.yaml:1:1"


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("in/new.md", True),
        ("in/deep/plan.TXT", True),
        ("other/../in/new.md", True),
        ("in/report.csv", False),
        ("in/README.md", False),
        ("in/.hidden/new.md", False),
        ("in/sources/new.md", False),
        ("other/new.md", False),
        ("in", False),
    ],
)
def test_what_a_folder_would_lead_to_is_known_before_it_is_there(tmp_path: Path, target: str, reached: bool) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "other").mkdir()
    assert would_reach(tmp_path / "in", tmp_path / target) is reached
    if reached:
        file = tmp_path / target
        file.parent.mkdir(exist_ok=True)
        file.write_text("Regionen ska bygga.")
        assert discover([tmp_path / "in"], region=None, regions=())[0].path.endswith(file.name)


def test_a_file_leads_to_itself_alone_by_whatever_name(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_text("Regionen ska bygga.")
    link.symlink_to(file)
    assert would_reach(file, link)
    assert would_reach(link, file)
    assert not would_reach(file, tmp_path / "c.md")
