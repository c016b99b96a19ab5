"""The sources under strategies/sources set the same text on the same pages as the committed PDFs."""

import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).parents[2] / "strategies" / "sources" / "build.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BUILD), *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def test_sources_reproduce_the_committed_pdfs() -> None:
    checked = run("--check")
    assert checked.stderr == ""
    assert checked.returncode == 0
    # Only the word-processed digest may be left out, and only with its reason.
    for line in checked.stdout.splitlines():
        assert line == (
            "skipped sormland/sormlandsstrategin-2022-sammandrag: "
            "needs LibreOffice Writer and hyphen-sv, the committed PDF stands"
        )


def test_every_source_is_built_and_every_pdf_has_a_source() -> None:
    sources = BUILD.parent
    stems = {
        path.relative_to(sources).with_suffix("").as_posix()
        for path in sources.glob("*/*")
        if path.suffix in {".typ", ".txt", ".fodt"}
    }
    committed = {path.relative_to(sources.parent).with_suffix("").as_posix() for path in sources.parent.glob("*/*.pdf")}
    assert stems == committed
