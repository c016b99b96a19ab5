"""The whole command on the sample strategies: the matrix, its trail to the page, its stability, its exit codes."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

Finished = subprocess.CompletedProcess[str]
Run = Callable[..., Finished]

REGIONS = {"stockholm", "uppsala", "sormland", "ostergotland", "orebro", "vastmanland", "gavleborg"}
FOCUS_AREAS = ["nodstader", "bebyggelse", "omvarld", "digital", "energi"]
DIGEST = "strategies/orebro/rus-2022-2030-sammandrag.pdf"


def folded(text: str) -> str:
    """White space and every kind of hyphen gone: what two readers of a page agree on."""
    return re.sub(r"[\s\u00ad\u2010\u2011\ufffe\x02-]+", "", text).casefold()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> dict:
    out = tmp_path_factory.mktemp("report") / "report.json"
    command = [sys.executable, "-m", "oms_check", "check", "strategies", "--no-cache", "-q", "-o", str(out)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text(encoding="utf-8"))


def test_matrix_has_every_region_and_focus_area(report: dict) -> None:
    assert {region["id"] for region in report["regions"]} >= REGIONS
    assert [area["id"] for area in report["focus_areas"]] == FOCUS_AREAS
    assert len(report["strategies"]) >= 9
    assert all(one["status"] == "ok" for one in report["strategies"])
    levels = {cell["level"] for region in report["regions"] for cell in region["coverage"].values()}
    assert levels >= {"missing", "mentioned", "partial", "strong"}


def test_every_quote_is_found_on_its_page_by_another_reader(report: dict, checkout: Path) -> None:
    """In one run, on the page stated: the digests' paragraphs stay whole where a column or a page ends."""
    lost, found = [], 0
    for strategy in report["strategies"]:
        pdf = pypdfium2.PdfDocument(checkout / strategy["path"])
        pages = [folded(page.get_textpage().get_text_range()) for page in pdf]
        for cell in strategy["coverage"].values():
            for one in cell["evidence"]:
                assert one["boxes"], one
                found += 1
                if folded(one["quote"]) not in pages[one["page"] - 1]:
                    lost.append((strategy["path"], one["page"], one["quote"]))
    assert lost == []
    assert found > 300


def test_start_and_end_cut_the_quote_out_of_its_block(report: dict) -> None:
    for strategy in report["strategies"]:
        for cell in strategy["coverage"].values():
            for one in cell["evidence"]:
                assert one["block"]["text"][one["start"] : one["end"]] == one["quote"]


def test_json_is_the_same_for_any_number_of_jobs_cache_or_order(oms_check: Run, checkout: Path) -> None:
    files = sorted(str(path.relative_to(checkout)) for path in checkout.glob("strategies/*/*.pdf"))
    first = oms_check("check", *files, "-f", "json", "-j", "1", "--no-cache")
    second = oms_check("check", *reversed(files), "-f", "json", "-j", "2")
    cached = oms_check("check", "strategies", "-f", "json", "-j", "2")
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout == cached.stdout


def test_gate_fails_with_reasons_and_exit_zero_turns_only_that_into_success(oms_check: Run) -> None:
    failed = oms_check("check", "strategies", "--require", "strong", "-f", "plain")
    assert failed.returncode == 1
    assert "exit 1" in failed.stderr.splitlines()[-1]
    assert len(failed.stdout.splitlines()) >= 9
    forgiven = oms_check("check", "strategies", "--require", "strong", "--exit-zero", "-f", "plain")
    assert forgiven.returncode == 0
    assert forgiven.stdout == failed.stdout


def test_outputs_by_suffix_from_one_run(oms_check: Run, tmp_path: Path) -> None:
    names = ["a.csv", "a.long.csv", "a.evidence.csv", "a.json", "a.md", "a.txt", "a.xlsx", "a.sarif", "a.xml"]
    options = [part for name in names for part in ("-o", tmp_path / name)]
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    done = oms_check("check", DIGEST, *options)
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / name).stat().st_size > 100 for name in names)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert rows[0]["energi_level"] in {"missing", "mentioned", "partial", "strong"}


def test_unknown_suffix_is_refused_before_anything_is_read(oms_check: Run, tmp_path: Path) -> None:
    done = oms_check("check", "strategies", "-o", tmp_path / "a.doc")
    assert done.returncode == 2
    assert "a.doc" in done.stderr
    assert list(tmp_path.glob("a.*")) == []


def test_stdin_is_a_document(oms_check: Run, checkout: Path) -> None:
    done = oms_check("check", "-", "--region", "uppsala", "-f", "plain", stdin="Elnätet ska förstärkas före 2030.\n")
    assert done.returncode == 2  # standard input has no name, so only a PDF is known by its bytes
    command = f"{sys.executable} -m oms_check check - --region uppsala -f json --no-cache < {DIGEST}"
    piped = subprocess.run(command, shell=True, cwd=checkout, capture_output=True, text=True, timeout=60, check=False)
    assert piped.returncode == 0, piped.stderr
    assert [region["id"] for region in json.loads(piped.stdout)["regions"]] == ["uppsala"]


def test_a_reader_that_leaves_ends_the_run_quietly(checkout: Path) -> None:
    command = f"set -o pipefail; {sys.executable} -m oms_check check strategies | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=checkout, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


class TestCouldNotCheck:
    def test_all_missing_paths_are_told_at_once(self, oms_check: Run) -> None:
        done = oms_check("check", "saknas-a.pdf", "saknas-b.pdf")
        assert done.returncode == 2
        assert "saknas-a.pdf" in done.stderr
        assert "saknas-b.pdf" in done.stderr
        assert done.stdout == ""

    def test_an_empty_folder(self, oms_check: Run, tmp_path: Path) -> None:
        folder = tmp_path / "tom"
        folder.mkdir()
        done = oms_check("check", folder)
        assert done.returncode == 2
        assert "tom" in done.stderr

    def test_a_broken_rule_file(self, oms_check: Run, tmp_path: Path) -> None:
        rules = tmp_path / "rules.yaml"
        rules.write_text("schema: oms-check/rules@1\ndirection: {id: x, titel: no}\n", encoding="utf-8")
        done = oms_check("check", DIGEST, "--rules", rules)
        assert done.returncode == 2
        assert re.search(r"rules\.yaml:2:\d+: ", done.stderr)

    def test_a_password(self, oms_check: Run, tmp_path: Path, checkout: Path) -> None:
        locked, opened = _encrypted(checkout / DIGEST, tmp_path, user="hemligt"), tmp_path / "pw"
        done = oms_check("check", locked, "--region", "orebro")
        assert done.returncode == 2
        assert "password" in done.stderr
        opened.write_text("hemligt\n", encoding="utf-8")
        assert oms_check("check", locked, "--region", "orebro", "--password-file", opened).returncode == 0

    def test_an_owner_password_opens_as_in_any_reader(self, oms_check: Run, tmp_path: Path, checkout: Path) -> None:
        locked = _encrypted(checkout / DIGEST, tmp_path, user="")
        done = oms_check("check", locked, "--region", "orebro", "-v")
        assert done.returncode == 0, done.stderr
        assert "encrypt" in done.stderr or "owner" in done.stderr or "permission" in done.stderr

    def test_text_that_is_called_pdf(self, oms_check: Run, tmp_path: Path) -> None:
        fake = tmp_path / "strategi.pdf"
        fake.write_text("Detta är ingen PDF.", encoding="utf-8")
        done = oms_check("check", fake, DIGEST, "-f", "json")
        assert done.returncode == 2
        by_path = {one["path"]: one["status"] for one in json.loads(done.stdout)["strategies"]}
        assert "not_a_pdf" in by_path.values()
        assert "ok" in by_path.values()


def _encrypted(source: Path, folder: Path, *, user: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.encrypt(user_password=user, owner_password="ägare", algorithm="AES-128")
    target = folder / f"last-{user or 'agare'}.pdf"
    writer.write(target)
    return target


def test_version_and_help_import_no_engine(checkout: Path) -> None:
    code = (
        "import sys; sys.argv = ['oms-check', 'check', '--help']\n"
        "from oms_check.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pypdfium2', 'pdfplumber', 'rich.table', 'yaml', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False)
    assert "--require" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
