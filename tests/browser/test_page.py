"""The page in a browser: filter, open, follow, search, switch language, by mouse and by keyboard; axe finds nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oms_check.pipeline.checking import check_strategies
from oms_check.pipeline.crops import render_pages
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.settings import CheckSettings


@pytest.fixture(scope="module")
def report_file(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on some of the samples, as the command writes it: enough for every kind of cell."""
    file = tmp_path_factory.mktemp("rapport") / "rapport.html"
    paths = tuple(checkout / "strategies" / region for region in ("uppsala", "vastmanland", "sormland"))
    settings = CheckSettings(paths=paths, reading=ReadSettings(processes=2))
    file.write_text(render_pages(check_strategies(settings), [file], settings)[file], encoding="utf-8")
    return file


@pytest.fixture(params=[(1280, 900), (400, 800)], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, watched: Any, report_file: Path) -> Iterator[Any]:
    width, height = request.param
    with watched(report_file, viewport={"width": width, "height": height}, reduced_motion="reduce") as page:
        yield page


def shown(page: Any, selector: str) -> int:
    return int(page.locator(f"{selector} >> visible=true").count())


def test_a_cell_opens_its_passages_and_their_pictures(page: Any) -> None:
    button = page.locator("button.cell.strong").first
    cell = page.locator(f"#{button.get_attribute('data-cell')}")
    assert shown(page, "li.passage") == 0
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert cell.locator("summary").first.evaluate("node => node === document.activeElement")
    picture = cell.locator("figure.crop img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 300
    assert cell.locator("blockquote").first.inner_text() in picture.get_attribute("alt")
    link = cell.locator("li.passage a.doc").first.get_attribute("href")
    assert ".pdf#page=" in link
    target = page.evaluate("href => new URL(href, location.href).pathname", link)
    assert Path(target).is_file(), "the link leads to the document"
    cell.locator("summary").first.click()
    page.wait_for_function("id => !document.getElementById(id).open", arg=cell.get_attribute("id"))
    assert button.get_attribute("aria-expanded") == "false"


def test_filters_narrow_the_cells_and_the_matrix_follows(page: Any) -> None:
    everything = shown(page, "details.cell")
    page.select_option("#by-area", "energi")
    assert shown(page, "details.cell") == everything / 5
    assert page.locator("button.cell.off").count() == everything * 4 / 5
    level = page.locator("details.cell >> visible=true").first.get_attribute("data-level")
    page.select_option("#by-level", level)
    assert shown(page, "details.cell") == shown(page, f"details.cell[data-level={level}][data-area=energi]") > 0
    page.select_option("#by-row", label="Region Uppsala")
    assert shown(page, "details.cell") <= 1
    page.click("#clear")
    assert shown(page, "details.cell") == everything
    page.select_option("#by-stance", "commitment")
    count = int(page.inner_text("#count"))
    assert 0 < count == page.locator("li.passage[data-stance=commitment]").count()
    page.click("button.cell.missing >> nth=0")
    assert shown(page, "details.cell") == everything, "a cell that was filtered away opens nevertheless"


def test_the_search_opens_what_it_finds_and_closes_it_again(page: Any) -> None:
    page.fill("#search", "BREDBAND")
    found = page.locator("li.passage >> visible=true")
    assert found.count() == int(page.inner_text("#count")) > 3
    assert all("bredband" in text.lower() for text in found.all_text_contents())
    page.fill("#search", "xyzzy")
    assert page.is_visible("#nothing")
    page.fill("#search", "")
    assert not page.is_visible("#nothing")
    assert shown(page, "details.cell[open]") == 0


def test_the_language_switches_everything(page: Any) -> None:
    assert page.locator("html").get_attribute("lang") == "sv"
    assert "delvis" in page.inner_text("table.matrix")
    page.click("button[data-lang=en]")
    assert page.locator("html").get_attribute("lang") == "en"
    text = page.inner_text("main")
    assert "partial" in text
    heads = page.locator("table.matrix thead .short").all_text_contents()
    assert heads == ["Node cities", "Settlement", "Wider links", "Digital", "Energy"]
    for swedish in ("delvis", "saknas", "Passager", "facetter"):
        assert swedish not in page.inner_text("table.matrix") + page.inner_text("form.filter")
    assert page.title().startswith("Coverage of")
    assert page.locator("#by-level option").first.inner_text() == "all"
    assert page.locator("mark.exact[data-term]").first.get_attribute("title").startswith("exact: ")
    assert page.locator("button[data-lang=en]").get_attribute("aria-pressed") == "true"
    page.click("button[data-lang=sv]")
    assert "delvis" in page.inner_text("table.matrix")


def test_the_keyboard_alone_goes_from_the_matrix_to_the_picture(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "matrix"
    # The browser ends its jump to the fragment a frame later and takes the focus along.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.dataset.cell")
    assert first == "cell-1-1", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.cell") == first
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "focus is seen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "doc"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.getElementById('cell-1-1').open")


def test_a_link_to_a_passage_opens_it_though_it_was_filtered_away(page: Any) -> None:
    page.fill("#search", "xyzzy")
    target = page.locator("details.more li.passage").first.get_attribute("id")
    page.evaluate("id => { location.hash = id }", target)
    page.wait_for_function("id => document.activeElement.id === id", arg=target)
    assert page.is_visible(f"#{target}")


def test_an_image_shown_twice_is_lent(page: Any) -> None:
    lent = page.locator("img[data-same]").first
    if lent.count() == 0:
        pytest.skip("the samples' cells share no picture")
    page.click("#open-all")
    lent.scroll_into_view_if_needed()
    assert lent.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 100


def test_nothing_is_wider_than_the_screen(page: Any) -> None:
    page.click("#open-all")
    for more in page.locator("details:not(.cell) > summary").all()[:6]:
        more.evaluate("node => { node.parentElement.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_serious(page: Any) -> None:
    scheme = "dark" if page.viewport_size["width"] < 1000 else "light"
    axe_package = pytest.importorskip("axe_playwright_python", reason="needs the program axe-core")
    page.emulate_media(color_scheme=scheme)
    page.click("button.cell.partial >> nth=0")
    page.evaluate("document.querySelectorAll('details[open] details').forEach(one => { one.open = true })")
    page.evaluate((Path(axe_package.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    # Style sheets need not be fetched: there is one, in the page.
    outcome = page.evaluate("axe.run(document, {preload: false, resultTypes: ['violations']})")
    found = [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in outcome["violations"]
        if one["impact"] in ("serious", "critical", "moderate")
    ]
    assert found == []
    assert len(outcome["passes"]) > 20


def test_print_has_the_matrix_and_the_open_passages_on_a4(browser: Any, report_file: Path, tmp_path: Path) -> None:
    import pypdf

    page = browser.new_page()
    page.goto(report_file.as_uri())
    page.click("button.cell.strong >> nth=0")
    printed = tmp_path / "utskrift.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True, print_background=True)
    page.close()
    reader = pypdf.PdfReader(printed)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == pytest.approx([595, 842], abs=2)
    text = " ".join(one.extract_text() for one in reader.pages)
    assert "Region Uppsala" in reader.pages[0].extract_text()
    assert "Öppna alla" not in text
    assert len(reader.pages) < 20
