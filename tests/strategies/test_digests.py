"""The committed digests say on every page what they are, and strategies.yaml tells of exactly those files."""

import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import yaml

STRATEGIES = Path(__file__).parents[2] / "strategies"
MARK = "Sammandrag – inte det antagna dokumentet"
REGIONS = ("stockholm", "uppsala", "sormland", "ostergotland", "orebro", "vastmanland", "gavleborg")
KINDS = {
    "rus",
    "rufs",
    "rumslig-strategi",
    "strukturbild",
    "oversiktsplan",
    "lanstransportplan",
    "systemanalys",
    "energi-och-klimatprogram",
    "bredbandsstrategi",
    "annat",
}
PDFS = sorted(STRATEGIES.glob("*/*.pdf"))


def name(path: Path) -> str:
    return path.relative_to(STRATEGIES).as_posix()


def page_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture(scope="module")
def entries() -> list[dict[str, object]]:
    sidecar = yaml.safe_load((STRATEGIES / "strategies.yaml").read_text(encoding="utf-8"))
    assert sidecar["schema"] == "oms-check/strategies@1"
    return list(sidecar["strategies"])


@pytest.mark.parametrize("path", PDFS, ids=name)
def test_every_page_is_marked_as_a_digest(path: Path) -> None:
    texts = page_texts(path)
    assert 2 <= len(texts) <= 8
    for number, text in enumerate(texts, 1):
        # The scan's text layer has no en dash.
        assert MARK in text.replace(" - ", " – "), f"page {number}"


@pytest.mark.parametrize("path", PDFS, ids=name)
def test_metadata_names_the_digest(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        facts = document.get_metadata_dict()
    assert "sammandrag, inte det antagna dokumentet" in facts["Title"]
    assert MARK in facts["Subject"]
    assert "sammandrag" in facts["Author"]


@pytest.mark.parametrize("path", PDFS, ids=name)
def test_every_digest_names_its_sources(path: Path) -> None:
    whole = " ".join(page_texts(path))
    assert re.search(r"K[äa]ll(a:|or \[1\])", whole)
    assert re.search(r"\b[a-z]+\.(se|com|org|nu)\b", whole)


def test_each_region_has_one_or_two_digests() -> None:
    for region in REGIONS:
        assert 1 <= len(list((STRATEGIES / region).glob("*.pdf"))) <= 2, region


def test_the_digests_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in PDFS) < 4_000_000
    assert max(path.stat().st_size for path in PDFS) < 700_000


def test_sidecar_and_files_agree(entries: list[dict[str, object]]) -> None:
    assert [entry["path"] for entry in entries] == [name(path) for path in PDFS]


def test_sidecar_entries_are_complete(entries: list[dict[str, object]]) -> None:
    for entry in entries:
        assert list(entry) == ["path", "title", "kind", "adopted", "source", "note"]
        assert entry["kind"] in KINDS
        assert isinstance(entry["adopted"], date | int)
        assert "Sammandrag med egna ord" in str(entry["note"])


def test_the_sidecar_title_is_the_title_in_the_pdf(entries: list[dict[str, object]]) -> None:
    for entry in entries:
        with pypdfium2.PdfDocument(STRATEGIES / str(entry["path"])) as document:
            title = document.get_metadata_dict()["Title"]
        assert entry["title"] == title.replace(" – sammandrag, inte det antagna dokumentet", " (sammandrag)")


def test_a_source_that_a_digest_rests_on_is_cited_in_it(entries: list[dict[str, object]]) -> None:
    for entry in entries:
        whole = "".join(page_texts(STRATEGIES / str(entry["path"]))).replace(" ", "")
        # A line end inside an address leaves a hyphen or nothing behind, depending on who set it.
        folded = re.sub(r"[\W_]", "", whole).lower()
        assert re.sub(r"[\W_]", "", str(entry["source"])).lower() in folded, entry["path"]
