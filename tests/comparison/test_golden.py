"""Comparisons as files to judge by looking; running this file as a program renews them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build import AREAS, coverage, evidence, judged
from started import Started

from oms_check.comparison.sides import side_of
from oms_check.comparison.strategies import compare_strategies
from oms_check.model.coverage import Judged, Level
from oms_check.model.evidence import Stance
from oms_check.reporters.change_formats import FORMATS
from oms_check.reporters.changes import ChangeReport
from oms_check.reporters.style import Style

FOLDER = Path(__file__).parent / "golden"
ADOPTED_2019 = FOLDER / "antagen-2019.md"
"""A strategy in our own words as one of that time could read: what it says of digital and energi counts only now."""

GRID = "Elnätet i norra länet ska förstärkas före 2030."
BIOGAS = "Biogas ska tas till vara vid varje reningsverk."
WIND = "Vindkraft till havs ska planeras tillsammans med staten."
SOLAR = "Solceller på sjukhusens tak bör sättas upp senast 2028."
TRACKS = "Regionen ska verka för fyra spår till Stockholm senast 2034."
SHAFT = "Elnät och fiber ska läggas i samma schakt."
KEPT = "Effektbehovet ska redovisas i varje översiktsplan."
WIND_AS_NEED = WIND.replace("ska", "bör")
SOLAR_FIRMER = SOLAR.replace("bör", "ska")
GRID_REWORDED = GRID.replace("före", "senast")


def _version(path: str, *, newer: bool) -> Judged:
    """Older and newer: one gained for two focus areas, the others lost, moved, weakened, firmer, reworded, the same."""
    if newer:
        energy = [
            evidence(GRID_REWORDED, page=2, concrete=True),
            evidence(WIND_AS_NEED, facet="produktion", page=3, stance=Stance.NEED),
            evidence(SOLAR_FIRMER, facet="produktion", page=4, concrete=True),
            evidence(KEPT, page=5),
            evidence(SHAFT, page=6),
        ]
        digital = [evidence(SHAFT, focus_area="digital", facet="fast", page=6)]
        tracks = [evidence(TRACKS, focus_area="nodstader", facet="stockholm", page=7, concrete=True)]
    else:
        energy = [
            evidence(GRID, page=2, concrete=True),
            evidence(BIOGAS, facet="produktion", page=2, index=1),
            evidence(WIND, facet="produktion", page=3),
            evidence(SOLAR, facet="produktion", page=4, stance=Stance.NEED),
            evidence(KEPT, page=5),
        ]
        digital = []
        tracks = [evidence(TRACKS, focus_area="nodstader", facet="stockholm", page=1, concrete=True)]
    return judged(
        path,
        [
            coverage("energi", Level.PARTIAL if newer else Level.STRONG, energy),
            coverage("digital", Level.MENTIONED if newer else Level.MISSING, digital),
            coverage("nodstader", Level.PARTIAL, tracks),
        ],
    )


def outputs() -> dict[str, str]:
    old = [side_of(_version("utkast-1.pdf", newer=False)), side_of(judged("bredband-2019.pdf", region="orebro"))]
    new = [side_of(_version("utkast-2.pdf", newer=True))]
    report = {lang: ChangeReport(compare_strategies(old, new), AREAS, lang) for lang in ("sv", "en")}
    found = {
        "changes.txt": FORMATS["table"](report["sv"], Style()),
        "changes-ascii-en.txt": FORMATS["table"](report["en"], Style(width=120, ascii_only=True)),
        "changes.tsv": FORMATS["plain"](report["sv"], Style()),
        "changes.md": FORMATS["markdown"](report["sv"], Style()),
        "changes.json": FORMATS["json"](report["sv"], Style()),
        "changes.csv": FORMATS["csv"](report["sv"], Style()),
        "changes.excel-sv.csv": FORMATS["csv"](report["sv"], Style(csv_dialect="excel-sv")),
        "changes.github.txt": FORMATS["github"](report["sv"], Style()),
        "changes.junit.xml": FORMATS["junit"](report["sv"], Style()),
    }
    return {name: out if isinstance(out, str) else out.decode("utf-8") for name, out in found.items()}


@pytest.mark.parametrize("name", sorted(outputs()))
def test_the_comparison_is_as_judged(name: str) -> None:
    assert outputs()[name] == (FOLDER / name).read_bytes().decode("utf-8")


CROSSWALK = ("compare", ADOPTED_2019.name, "--rules", "oms-2018", "--against", "oms-2025", "--color", "never")
CROSSWALKS = {"crosswalk.txt": ("-f", "table"), "crosswalk-en.md": ("-f", "markdown", "--lang", "en")}


@pytest.mark.parametrize("name", sorted(CROSSWALKS))
def test_a_document_under_both_directions_is_as_judged(started: Started, name: str) -> None:
    ran = started.run(*CROSSWALK, *CROSSWALKS[name], cwd=FOLDER, environment={"COLUMNS": "80"})
    assert ran.code == 0, ran.stderr
    assert ran.stdout.decode("utf-8") == (FOLDER / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for file_name, content in outputs().items():
        (FOLDER / file_name).write_bytes(content.encode("utf-8"))
    for file_name, options in CROSSWALKS.items():
        command = [sys.executable, "-m", "oms_check", *CROSSWALK, *options]
        with (FOLDER / file_name).open("wb") as file:
            subprocess.run(command, cwd=FOLDER, env=os.environ | {"COLUMNS": "80"}, stdout=file, check=True)
