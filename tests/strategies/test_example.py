"""The invented draft in docs/example says on every page that it is invented; its source sets the same text."""

import subprocess
import sys
from pathlib import Path

import pypdfium2

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
DRAFT = EXAMPLE / "utkast.pdf"
MARK = "Påhittat exempel – Region Mellanvik finns inte"


def test_every_page_and_the_metadata_say_that_the_draft_is_invented() -> None:
    with pypdfium2.PdfDocument(DRAFT) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        facts = document.get_metadata_dict()
    assert len(texts) >= 12
    assert all(MARK in text for text in texts)
    assert facts["Subject"] == MARK
    assert "påhittat exempel" in facts["Title"]


def test_the_source_reproduces_the_committed_draft() -> None:
    build = EXAMPLE / "sources" / "build.py"
    checked = subprocess.run(
        [sys.executable, str(build), "--check"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")
