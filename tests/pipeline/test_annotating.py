"""`--annotate`: a copy of every PDF with its passages highlighted, and never a change to an original."""

import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdf
import pytest

from oms_check.errors import OutputError
from oms_check.model.coverage import Report
from oms_check.model.review import Review, Reviewed, ReviewEntry, Ruling
from oms_check.pipeline.annotating import COLOURS, annotate_all, highlights
from oms_check.pipeline.checking import check_strategies
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.settings import CheckSettings
from oms_check.pipeline.watch import Watch
from oms_check.review.writing import dump_review

Checked = tuple[Report, CheckSettings, Path]


@pytest.fixture
def checked(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Checked]:
    """Check a folder with two PDFs and a text file, in a working folder of its own."""

    def check(lang: str = "sv") -> Checked:
        monkeypatch.chdir(tmp_path)
        folder = tmp_path / "strategier"
        for region, name in (
            ("uppsala", "rus-uppsala-lan-2021-sammandrag.pdf"),
            ("orebro", "energi-och-klimatprogram-sammandrag.pdf"),
        ):
            target = folder / region / name
            target.parent.mkdir(parents=True)
            target.write_bytes((checkout / "strategies" / region / name).read_bytes())
        (folder / "uppsala" / "utkast.txt").write_text("Elnätet ska byggas ut till 2030.", encoding="utf-8")
        settings = CheckSettings(paths=(Path("strategier"),), lang=lang, reading=ReadSettings(processes=2))
        return check_strategies(settings), settings, folder

    return check


def digests(folder: Path) -> dict[Path, str]:
    return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*")) if file.is_file()}


def notes(file: Path) -> list[tuple[str, tuple[int, ...]]]:
    reader = pypdf.PdfReader(io.BytesIO(file.read_bytes()))
    found = []
    for page in reader.pages:
        for reference in page.get("/Annots", []):
            one = reference.get_object()
            if one["/Subtype"] == "/Highlight":
                found.append((one["/Contents"], tuple(round(float(part) * 255) for part in one["/C"])))
    return found


def test_copies_have_the_passages_and_originals_are_untouched(checked: Callable[..., Checked]) -> None:
    report, settings, folder = checked()
    before = digests(folder)
    said: list[str] = []
    written = annotate_all(report, Path("markerade"), settings, Watch(warn=said.append))
    assert digests(folder) == before
    assert [file.as_posix() for file in written] == [
        "markerade/strategier/orebro/energi-och-klimatprogram-sammandrag.pdf",
        "markerade/strategier/uppsala/rus-uppsala-lan-2021-sammandrag.pdf",
    ]
    assert said == ["strategier/uppsala/utkast.txt: no annotated copy: only PDFs can be annotated"]
    for file, judged in zip(written, report.matrix.strategies, strict=False):
        expected = list(highlights(report, judged))
        assert len(notes(file)) == len(expected) > 5
        assert {text for text, _ in notes(file)} == {one.text for one in expected}


def test_the_note_says_focus_area_facet_stance_and_signal_in_the_colour_of_the_area(
    checked: Callable[..., Checked],
) -> None:
    report, settings, _ = checked()
    orebro, *_ = annotate_all(report, Path("markerade"), settings)
    (evidence, *_), *_ = [cell.evidence for cell in report.matrix.strategies[0].coverage if cell.evidence]
    text, colour = next(note for note in notes(orebro) if evidence.signal in note[0])
    assert text.startswith("5 Energi: ")
    assert "Signal: " in text
    assert colour == COLOURS[4]


def test_english_notes(checked: Callable[..., Checked]) -> None:
    report, settings, _ = checked("en")
    orebro, *_ = annotate_all(report, Path("markerade"), settings)
    texts = " ".join(text for text, _ in notes(orebro))
    assert "Power grid and capacity" in texts
    assert "commitment" in texts


def test_a_second_run_writes_the_same_bytes(checked: Callable[..., Checked]) -> None:
    report, settings, _ = checked()
    annotate_all(report, Path("markerade"), settings)
    first = digests(Path("markerade"))
    annotate_all(report, Path("markerade"), settings)
    assert digests(Path("markerade")) == first


@pytest.mark.parametrize("place", ["strategier", "strategier/markerade"])
def test_copies_among_the_strategies_are_refused(checked: Callable[..., Checked], place: str) -> None:
    report, settings, folder = checked()
    before = digests(folder)
    with pytest.raises(OutputError, match="would be read as strategies the next time"):
        annotate_all(report, Path(place), settings)
    assert digests(folder) == before


def test_a_copy_in_an_originals_place_is_refused(checked: Callable[..., Checked]) -> None:
    report, _, folder = checked()
    before = digests(folder)
    by_file = CheckSettings(paths=tuple(sorted(folder.rglob("*.pdf"))))
    with pytest.raises(OutputError, match="would replace an original"):
        annotate_all(report, Path(), by_file)
    assert digests(folder) == before


def test_the_command_writes_page_and_copies(
    checked: Callable[..., Checked], oms_check: Callable[..., object], tmp_path: Path
) -> None:
    checked()
    run = oms_check("check", "strategier", "-o", "rapport.html", "--annotate", "markerade", cwd=tmp_path)
    assert getattr(run, "returncode", None) == 0, run
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    assert 'href="strategier/uppsala/rus-uppsala-lan-2021-sammandrag.pdf#page=' in page
    assert "data:image/png;base64," in page
    assert len(list((tmp_path / "markerade").rglob("*.pdf"))) == 2


def test_the_note_says_what_a_reader_decided(checked: Callable[..., Checked]) -> None:
    report, settings, folder = checked()
    judged = next(one for one in report.matrix.strategies if one.strategy.path.endswith(".pdf"))
    passage = next(found for cell in judged.coverage for found in cell.evidence)
    entry = ReviewEntry(
        *("oms-2025", passage.focus_area, Ruling.REJECT, date(2026, 11, 24), passage.fingerprint),
        reason="ett talesätt",
        role="planerare",
    )
    name = judged.strategy.path.removeprefix("strategier/")
    review = Review("review.yaml", (Reviewed(name, (entry,)),))
    (folder / "review.yaml").write_text(dump_review(review), encoding="utf-8")
    reviewed = check_strategies(settings)
    (same,) = [one for one in reviewed.matrix.strategies if one.strategy.path == judged.strategy.path]
    said = [
        one.text for one in highlights(reviewed, same) if "underkänd: ett talesätt (planerare 2026-11-24)" in one.text
    ]
    assert len(said) >= 1
