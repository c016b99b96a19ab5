"""Pictures of the best passages: all of the samples' have one, they show the passage, and they stay affordable."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from readback import folded, text_under

from oms_check.model.coverage import Report
from oms_check.model.crop import Crop, CropKey
from oms_check.model.document import PlacedBox
from oms_check.pdf.opening import OpenPdf, open_pdf
from oms_check.pdf.rendering import plan_strips
from oms_check.pdf.words import read_words
from oms_check.pipeline import crops
from oms_check.pipeline.checking import check_strategies
from oms_check.pipeline.crops import crops_for, render_pages
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.settings import CheckSettings
from oms_check.pipeline.watch import Watch
from oms_check.reporters.html.passages import pictured

TWO = ReadSettings(processes=2)


@pytest.fixture(scope="module")
def samples(checkout: Path) -> Report:
    return check_strategies(CheckSettings(paths=(checkout / "strategies",), reading=TWO))


@pytest.fixture(scope="module")
def pictures(samples: Report) -> dict[CropKey, Crop]:
    return crops_for(samples, TWO)


def test_every_passage_to_be_pictured_is(samples: Report, pictures: dict[CropKey, Crop]) -> None:
    wanted = {key for _, key, _ in pictured(samples.matrix)}
    assert len(wanted) > 50
    assert set(pictures) == wanted
    assert sum(len(crop.image) for crop in pictures.values()) < crops.MOST_BYTES
    assert {crop.media_type for crop in pictures.values()} == {"image/png", "image/jpeg"}, "text, and a scan"


def test_the_text_under_every_mark_is_the_quote(samples: Report) -> None:
    files = {judged.strategy.path: judged.strategy.file for judged in samples.matrix.strategies}
    for _, key, evidence in pictured(samples.matrix):
        file = files[key.path]
        assert file is not None
        pdf = open_pdf(file.read_bytes())
        assert isinstance(pdf, OpenPdf)
        with pdf, pdf.page(evidence.page - 1) as page:
            on_page = [box for box in evidence.boxes if box.page == evidence.page]
            strips = plan_strips(read_words(page), on_page)
            marked = [PlacedBox(evidence.page, *area) for strip in strips for area in strip.marked]
            # The number of a note may stand between two sentences of a passage.
            shown = re.sub(r"(?<=[.!?”])\d{1,3}(?=[A-ZÅÄÖ])", "", folded(text_under(page, marked)))
        quote = folded(evidence.quote)
        whole = len(on_page) == len(evidence.boxes)
        assert shown == (quote if whole else quote[: len(shown)]), key


def test_the_number_of_processes_changes_nothing(samples: Report, pictures: dict[CropKey, Crop]) -> None:
    one_row = replace(samples, matrix=replace(samples.matrix, rows=samples.matrix.rows[:1]))
    alone = crops_for(one_row, ReadSettings(processes=1))
    assert alone == {key: pictures[key] for key in alone}
    assert alone


def test_the_best_passages_keep_their_pictures_when_there_is_not_room_for_all(
    samples: Report, pictures: dict[CropKey, Crop], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = sum(len(crop.image) for crop in pictures.values()) // 2
    monkeypatch.setattr(crops, "MOST_BYTES", room)
    kept = crops_for(samples, TWO)
    assert 0 < sum(len(crop.image) for crop in kept.values()) <= room
    ranks = {key: rank for rank, key, _ in pictured(samples.matrix)}
    best = [key for key, rank in ranks.items() if rank == 0]
    assert sum(key in kept for key in best) >= sum(rank > 0 and key in kept for key, rank in ranks.items()) / 2
    assert len([key for key in best if key in kept]) / len(best) > len(kept) / len(ranks)


def test_documents_without_pages_and_lost_files_have_none(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uppsala"
    folder.mkdir()
    (folder / "utkast.txt").write_text("Regionen ska bygga ut elnätet med 200 MW till 2030.\n", encoding="utf-8")
    source = checkout / "strategies/ostergotland/bredbandsstrategi-2018-2025-sammandrag.pdf"
    lost = folder / "bredband.pdf"
    lost.write_bytes(source.read_bytes())
    report = check_strategies(CheckSettings(paths=(tmp_path,)))
    assert any(cell.evidence for judged in report.matrix.strategies for cell in judged.coverage)
    lost.unlink()
    assert crops_for(report, ReadSettings()) == {}


def test_a_document_that_stops_the_worker_is_named(samples: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    one = replace(samples, matrix=replace(samples.matrix, rows=samples.matrix.rows[-1:]))
    strict = replace(TWO, limits=replace(TWO.limits, page_seconds=0.3))
    monkeypatch.setattr("oms_check.pdf.rendering.render_crops", lambda *_: time.sleep(60))
    crops_for(one, strict, Watch(warn=said.append))
    assert len(said) == 1
    assert "no pictures of some passages" in said[0]


def test_pages_differ_only_in_their_links(samples: Report, tmp_path: Path) -> None:
    one = replace(samples, matrix=replace(samples.matrix, rows=samples.matrix.rows[:1]))
    files = [tmp_path / "a.html", tmp_path / "djupare" / "b.html"]
    pages = render_pages(one, files, CheckSettings(paths=(), reading=TWO))
    assert set(pages) == set(files)
    hrefs = [re.findall(r'class="doc" href="([^"]+)"', pages[file]) for file in files]
    assert hrefs[1] == [f"../{href}" for href in hrefs[0]]
    assert render_pages(one, [], CheckSettings(paths=())) == {}


def test_the_page_says_how_many_pictures_there_was_no_room_for(
    samples: Report, pictures: dict[CropKey, Crop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crops, "MOST_BYTES", sum(len(crop.image) for crop in pictures.values()) // 2)
    file = tmp_path / "rapport.html"
    page = render_pages(samples, [file], CheckSettings(paths=(), reading=TWO))[file]
    shown = page.count('src="data:image/')
    assert f"{len(pictures) - shown} bilder fick inte plats" in page
