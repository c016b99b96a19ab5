"""A second `extract` says what the first said, whatever has become of the cache, and imports next to nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oms_check.model.document import Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline.extracting import extract_json, extract_text
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.watch import Watch

DIGEST = Path("strategies/orebro/rus-2022-2030-sammandrag.pdf")


@pytest.fixture
def digest(checkout: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(checkout / DIGEST, tmp_path / "a.pdf"))


def extracted(file: Path, cache: Path | None, said: list[str] | None = None) -> str:
    watch = Watch(warn=said.append) if said is not None else Watch()
    text = extract_json(Strategy(file.name, file), ReadSettings(cache_folder=cache), watch)
    assert isinstance(text, str)
    return text


def test_what_is_kept_is_what_was_said(digest: Path, tmp_path: Path) -> None:
    first = extracted(digest, tmp_path / "cache")
    assert first == extracted(digest, None)
    assert len(list((tmp_path / "cache").glob("*.entry"))) == 2
    assert extracted(digest, tmp_path / "cache") == first
    renamed = extracted(digest.rename(tmp_path / "b.pdf"), tmp_path / "cache")
    assert renamed == first.replace('"source":"a.pdf"', '"source":"b.pdf"')


def test_a_damaged_form_is_made_anew(digest: Path, tmp_path: Path) -> None:
    first = extracted(digest, tmp_path / "cache")
    for entry in (tmp_path / "cache").glob("*.entry"):
        entry.write_bytes(entry.read_bytes().replace(b"paragraph", b"pARAGRAPH"))
    said: list[str] = []
    assert extracted(digest, tmp_path / "cache", said) == first
    assert [line for line in said if "damaged" in line]


def test_what_cannot_be_read_is_never_kept(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"")
    settings = ReadSettings(cache_folder=tmp_path / "cache")
    for extract in (extract_json, extract_text):
        assert isinstance(extract(Strategy("x.pdf", file), settings, Watch()), Unreadable)
    assert not list(tmp_path.glob("cache/*.entry"))


def test_a_cached_read_imports_no_engine_no_matcher_and_no_processes(digest: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['oms-check', 'extract', 'a.pdf', '--cache-dir', 'cache']\n"
        "from oms_check.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sorted(sys.modules)))"
    )
    lines = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
        lines.append(done.stdout.splitlines())
    assert json.loads(lines[0][0]) == json.loads(lines[1][0])
    loaded = set(lines[1][-1].split())
    assert "oms_check.cache" in loaded
    unwanted = {"pypdfium2", "pdfplumber", "rapidfuzz", "yaml", "rich", "multiprocessing", "oms_check.matching"}
    assert not unwanted & loaded
