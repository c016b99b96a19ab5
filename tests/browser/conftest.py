"""A browser, and pages in it whose console and requests are watched: nothing may complain, nothing be fetched."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("needs the program chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the program playwright")
    with playwright.sync_playwright() as driver:
        # The sandbox needs privileges that containers lack, and the page is ours.
        running = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def watched(browser: Any) -> Callable[..., AbstractContextManager[Any]]:
    """Opens a file as a page; when it is left, whatever the page complained of or fetched fails the test."""

    @contextmanager
    def opened(file: Path, **options: Any) -> Iterator[Any]:
        page = browser.new_page(**options)
        complaints: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(file.as_uri())
        yield page
        # A download is a blob that the page itself made.
        loaded = {url for url in requests if not url.startswith(("data:", "blob:"))}
        assert loaded == {file.as_uri()}, "nothing but the file itself is fetched"
        assert complaints == []
        page.close()

    return opened
