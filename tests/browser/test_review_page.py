"""Decisions on the page: those of the file shown, new ones made by mouse and keyboard, kept, saved, taken over."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from oms_check.model.coverage import Level, Matrix
from oms_check.model.review import Review, Reviewed, ReviewEntry, Ruling
from oms_check.pipeline.checking import check_strategies
from oms_check.pipeline.crops import render_pages
from oms_check.pipeline.settings import CheckSettings
from oms_check.review.loading import load_review
from oms_check.review.writing import dump_review

NAME = "rus-uppsala-lan-2021-sammandrag.pdf"
DAY = date(2026, 11, 24)


def checked(folder: Path, *, by: str = "strategy") -> Matrix:
    return check_strategies(CheckSettings(paths=(folder,), by=by)).matrix


@pytest.fixture(scope="module")
def folder(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A strategy with two decisions: a passage rejected, a gap justified; and the page of it."""
    folder = tmp_path_factory.mktemp("granskning")
    (folder / "uppsala").mkdir()
    shutil.copy(checkout / "strategies" / "uppsala" / NAME, folder / "uppsala" / NAME)
    (judged,) = checked(folder).strategies
    gap = next(cell for cell in judged.coverage if cell.level in (Level.MISSING, Level.MENTIONED))
    full = max(judged.coverage, key=lambda cell: len(cell.evidence))
    known = {"direction": "oms-2025", "date": DAY, "role": "planerare"}
    entries = (
        ReviewEntry(
            focus_area=full.focus_area,
            decision=Ruling.REJECT,
            passage=full.evidence[0].fingerprint,
            quote=full.evidence[0].quote,
            reason="en felträff",
            **known,  # type: ignore[arg-type]
        ),
        ReviewEntry(
            focus_area=gap.focus_area, decision=Ruling.JUSTIFY, level=gap.level, reason="tas på annat håll", **known
        ),  # type: ignore[arg-type]
    )
    review = Review("review.yaml", (Reviewed(f"uppsala/{NAME}", entries, judged.sha256),))
    (folder / "review.yaml").write_text(dump_review(review), encoding="utf-8")
    make_page(folder)
    return folder


def make_page(folder: Path) -> None:
    settings = CheckSettings(paths=(folder,), by="strategy")
    file = folder / "rapport.html"
    file.write_text(render_pages(check_strategies(settings), [file], settings)[file], encoding="utf-8")


@pytest.fixture
def page(request: pytest.FixtureRequest, watched: Any, folder: Path) -> Iterator[Any]:
    """At a desk unless the test asks for a width: only what is laid out depends on it."""
    size = {"width": getattr(request, "param", 1280), "height": 900}
    with watched(folder / "rapport.html", viewport=size, reduced_motion="reduce") as page:
        yield page
        page.evaluate("localStorage.clear()")


def open_cell(page: Any) -> Any:
    """The cell with most undecided passages, open."""
    counts = page.evaluate(
        "[...document.querySelectorAll('details.cell')].map(c => [c.id, c.querySelectorAll('.best li').length])"
    )
    name = max(counts, key=lambda one: one[1])[0]
    page.click(f"button[data-cell={name}]")
    cell = page.locator(f"#{name}")
    cell.locator("li.passage .decide").first.wait_for()
    return cell


def test_decisions_of_the_file_are_shown(page: Any) -> None:
    assert page.locator("button.cell .rejects", has_text="=").count() == 1
    listed = page.inner_text("section.review")
    assert "motiverad: tas på annat håll (planerare 2026-11-24)" in listed
    assert "underkänd: en felträff (planerare 2026-11-24)" in listed
    assert "motiverat" in page.inner_text(".gaps")
    page.click("#open-all")
    page.select_option("#by-decision", "reject")
    (shown,) = page.locator("li.passage >> visible=true").all()
    assert "en felträff" in shown.inner_text()
    assert shown.locator(".decide button[aria-pressed=true]").get_attribute("data-ruling") == "reject"
    assert "1 passage underkänd vid granskning" in page.inner_text("#passages")
    page.select_option("#by-decision", "justify")
    (cell,) = page.locator("details.cell >> visible=true").all()
    assert cell.get_attribute("data-decision") == "justify", "a cell that was decided on is found too"


def test_new_decisions_are_saved_as_a_file_that_the_command_takes_over(
    page: Any, folder: Path, tmp_path: Path, quick_check: Run
) -> None:
    cell = open_cell(page)
    assert not page.is_visible("#tray")
    passages = cell.locator(".best li.passage:not([data-decision])")
    first = passages.nth(0).get_attribute("data-fingerprint")
    passages.nth(0).locator("[data-ruling=reject]").click()
    assert page.evaluate("document.activeElement.id") == "reason"
    page.click("#keep")
    assert page.is_visible("dialog"), "no decision without a reason"
    page.fill("#reason", 'ett "talesätt"\növer två rader')
    page.fill("#role", "strateg")
    page.click("#keep")
    assert not page.is_visible("dialog")
    assert "underkänd" in page.inner_text(f"li[data-fingerprint='{first}'] .decided.fresh")
    passages.nth(0).locator("[data-ruling=accept]").click()
    assert page.inner_text("#tray-count") == "2", "the role is remembered: one press accepts"
    passages.nth(0).locator("[data-ruling=accept]").click()
    assert page.inner_text("#tray-count") == "3"
    with page.expect_download() as download:
        page.click("#export")
    assert page.is_visible("#exported")
    assert download.value.suggested_filename.startswith("oms-check-beslut-")
    file = tmp_path / "beslut.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text(encoding="utf-8"))
    (document,) = saved["documents"]
    assert document["path"].endswith(f"uppsala/{NAME}")
    assert {one["decision"] for one in document["decisions"]} == {"accept", "reject"}
    mine = shutil.copytree(folder, tmp_path / "strategier")
    done = quick_check("review", "strategier", "--apply", file, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    entries = load_review(mine / "review.yaml").entries
    assert len(entries) == 5
    (rejected,) = [one for one in entries if one.passage == first]
    assert (rejected.reason, rejected.role) == ('ett "talesätt" över två rader', "strateg")
    (judged,) = checked(mine).strategies
    assert {one.fingerprint for cell in judged.coverage for one in cell.evidence if one.rejected} >= {first}
    assert quick_check("check", "strategier", cwd=tmp_path).stderr.count("stale") == 0


def test_a_decision_of_the_file_can_be_changed_and_a_new_one_taken_back(page: Any) -> None:
    page.click("#open-all")
    page.select_option("#by-decision", "reject")
    decided = page.locator("li.passage[data-decision=reject]").first
    decided.locator("[data-ruling=justify]").click()
    page.fill("#reason", "hör ändå hit")
    page.fill("#role", "strateg")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    changed = page.locator("li.passage[data-decision=justify]").first
    assert changed.locator(".decided.fresh").count() == 1
    assert not changed.locator(".decided:not(.fresh)").is_visible()
    stored = page.evaluate("JSON.parse(Object.entries(localStorage).find(([key]) => !key.endsWith('role'))[1])")
    assert [one["replaces"] for one in stored] == ["reject"]
    changed.locator("[data-ruling=justify]").click()
    assert page.locator("li.passage[data-decision=reject] .decided:not(.fresh)").first.is_visible()
    assert not page.is_visible("#tray")


def test_the_keyboard_alone_decides(page: Any) -> None:
    cell = open_cell(page)
    button = cell.locator(".best li.passage:not([data-decision]) [data-ruling=justify]").first
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("som det ska vara")
    page.keyboard.press("Tab")
    page.keyboard.type("planerare")
    page.keyboard.press("Enter")
    assert not page.is_visible("dialog")
    assert page.evaluate("document.activeElement.dataset.ruling") == "justify", "focus is back where it was"
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.is_visible("dialog")
    page.keyboard.press("Escape")
    assert page.inner_text("#tray-count") == "1"


def test_the_decisions_outlive_a_reload_until_they_are_thrown_away(page: Any) -> None:
    cell = open_cell(page)
    cell.locator(".best li.passage:not([data-decision]) [data-ruling=accept]").first.click()
    page.fill("#role", "planerare")
    page.click("#keep")
    page.reload()
    assert page.inner_text("#tray-count") == "1"
    assert page.locator("li.passage .decided.fresh.accept").count() == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#discard")
    assert not page.is_visible("#tray")
    assert page.locator(".decided.fresh").count() == 0
    page.reload()
    assert not page.is_visible("#tray")


def test_the_words_of_decisions_switch_with_the_language(page: Any) -> None:
    cell = open_cell(page)
    page.click("button[data-lang=en]")
    assert cell.locator(".judge .decide").inner_text().startswith("Your decision on the whole cell")
    assert cell.locator("li.passage .decide").first.get_attribute("aria-label") == "Your decision"
    cell.locator("li.passage:not([data-decision]) [data-ruling=reject]").first.click()
    assert page.inner_text("#deciding-title") == "Reject: a false hit, not to be counted"
    page.fill("#reason", "false")
    page.fill("#role", "planner")
    page.click("#keep")
    assert "rejected" in cell.locator(".decided.fresh").inner_text()
    assert "new decisions" in page.inner_text("#tray").lower()
    page.click("button[data-lang=sv]")
    assert "underkänd" in cell.locator(".decided.fresh").inner_text()


@pytest.mark.parametrize("page", [1280, 400], ids=["wide", "narrow"], indirect=True)
def test_axe_finds_nothing_serious_and_nothing_is_too_wide(page: Any) -> None:
    axe_package = pytest.importorskip("axe_playwright_python", reason="needs the program axe-core")
    page.emulate_media(color_scheme="dark" if page.viewport_size["width"] < 1000 else "light")
    page.click("#open-all")
    cell = page.locator("details.cell[open]").first
    cell.locator("li.passage [data-ruling=accept]").first.click()
    page.fill("#role", "planerare")
    axe = (Path(axe_package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    for state in ("asking", "decided"):
        if state == "decided":
            page.click("#keep")
        outcome = page.evaluate("axe.run(document, {preload: false, resultTypes: ['violations']})")
        found = [
            f"{state}: {one['impact']} {one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in outcome["violations"]
            if one["impact"] in ("serious", "critical", "moderate")
        ]
        assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_in_a_region_the_cell_is_the_regions(watched: Any, folder: Path, tmp_path: Path) -> None:
    settings = CheckSettings(paths=(folder,), by="region")
    report = replace(check_strategies(settings), lang="sv")
    file = tmp_path / "region.html"
    file.write_text(render_pages(report, [file], settings)[file], encoding="utf-8")
    with watched(file) as page:
        assert page.locator("button.cell .rejects", has_text="=").count() == 1, "its only strategy's gap is its own"
        page.click("button.cell:not(.strong) >> nth=0")
        whole = page.locator("details.cell[open] .judge .decide")
        whole.wait_for()
        assert whole.locator("button").count() == 2
        whole.locator("[data-ruling=justify]").click()
        page.fill("#reason", "så ska det vara")
        page.fill("#role", "planerare")
        page.click("#keep")
        with page.expect_download() as download:
            page.click("#export")
        saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert [one["id"] for one in saved["regions"]] == ["uppsala"]
        assert saved["regions"][0]["decisions"][0]["level"] in ("missing", "mentioned", "partial")
        page.evaluate("localStorage.clear()")
