"""The formats people read, as files to judge by looking; running this file as a program renews them."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build import sample_report

from oms_check.gate import Policy, Requirement, decide
from oms_check.model.coverage import Level, Report
from oms_check.reporters.evidence import View
from oms_check.reporters.evidence import render as render_evidence
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import Style

FOLDER = Path(__file__).parent / "golden"


def _report(lang: str) -> Report:
    drawn = sample_report().matrix
    decision = decide(drawn, Policy((Requirement(Level.PARTIAL),)), today=date(2026, 11, 24))
    return sample_report(lang=lang, decision=decision)


def outputs() -> dict[str, str]:
    one = _report("sv")
    found = {
        "matrix.txt": FORMATS["table"](one, Style()),
        "matrix-ascii-en.txt": FORMATS["table"](_report("en"), Style(ascii_only=True)),
        "matrix.tsv": FORMATS["plain"](one, Style()),
        "matrix.csv": FORMATS["csv"](one, Style()),
        "matrix.excel-sv.csv": FORMATS["csv"](one, Style(csv_dialect="excel-sv")),
        "matrix.long.csv": FORMATS["csv-long"](one, Style()),
        "matrix.evidence.csv": FORMATS["csv-evidence"](one, Style()),
        "matrix.json": FORMATS["json"](one, Style()),
        "matrix.md": FORMATS["markdown"](one, Style()),
        "matrix.github.txt": FORMATS["github"](one, Style()),
        "matrix.junit.xml": FORMATS["junit"](one, Style()),
        "evidence.txt": render_evidence(View(one.matrix.strategies[2], one.matrix.rules.focus_areas)),
    }
    return {name: text if isinstance(text, str) else text.decode("utf-8") for name, text in found.items()}


@pytest.mark.parametrize("name", sorted(outputs()))
def test_the_report_is_as_judged(name: str) -> None:
    assert outputs()[name] == (FOLDER / name).read_bytes().decode("utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_name, content in outputs().items():
        (FOLDER / file_name).write_bytes(content.encode("utf-8"))
