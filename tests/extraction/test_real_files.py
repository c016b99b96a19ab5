"""Real, damaged and designed PDFs outside the repository, where they are at hand."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from oms_check.extraction.reading import read
from oms_check.model.document import BlockKind, Document, PageHealth, Status, Unreadable

DESIGNED = ("rl2_rows", "rl3_side", "typst3", "lo2", "chrome2", "weasy2")


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u2010", "-")
    return " ".join(re.findall(r"\w+(?:[-:,.]\w+)*-?", text))


@pytest.mark.parametrize("name", DESIGNED)
def test_paragraphs_of_designed_pages_come_out_whole(shared_data: Path, name: str) -> None:
    truth = json.loads((shared_data / "layout" / "truth" / f"{name}.json").read_text("utf-8"))
    document = read((shared_data / "layout" / "pdf" / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    assert isinstance(document, Document)
    text = f" {folded(' '.join(b.text for b in document.blocks if b.kind is not BlockKind.FURNITURE))} "
    paragraphs = [b["text"] for page in truth["pages"] for b in page["blocks"] if b["kind"] in ("p", "li", "quote")]
    whole = sum(f" {folded(paragraph)} " in text for paragraph in paragraphs)
    assert whole >= 0.985 * len(paragraphs)
    assert not any(f" {folded(line)} " in text for line in truth["pages"][0]["furniture"])


def test_damaged_files_are_read_or_named(shared_data: Path) -> None:
    for path in sorted((shared_data / "damaged").glob("*.pdf")):
        document = read(path.read_bytes(), path.name)
        if isinstance(document, Unreadable):
            assert document.message, path
            assert document.advice, path
    flipped = read((shared_data / "damaged" / "bitflip.pdf").read_bytes(), "bitflip.pdf")
    assert isinstance(flipped, Document)
    assert flipped.status is Status.PARTIAL
    assert sum(page.health is PageHealth.FAILED for page in flipped.pages) > 0.2 * len(flipped.pages)


def test_real_files_are_read_in_their_language(shared_data: Path) -> None:
    languages = {}
    for path in sorted((shared_data / "real").glob("*.pdf")):
        document = read(path.read_bytes(), path.name)
        assert isinstance(document, Document), path
        assert all(page.health.readable for page in document.pages), path
        languages[path.stem.split("_")[0]] = document.language
    assert languages["dk"] == "da"
    assert languages["no"] == "nb"
    assert {language for name, language in languages.items() if name not in ("dk", "no")} == {"sv"}
