"""Reports of comparisons: every format tells the same changes, with both quotes, and stays harmless."""

import csv
import io
import json
import unicodedata

import pytest
from build import AREAS, coverage, evidence, judged

from oms_check.comparison.sides import side_of
from oms_check.comparison.strategies import compare_strategies
from oms_check.model.coverage import Level
from oms_check.model.evidence import Stance
from oms_check.reporters.changes import FORMATS, ChangeReport
from oms_check.reporters.style import PLAIN, Style

HOSTILE = '=HYPERLINK("http://x") [/bold] <script> ::error:: | \x1b[31m \u202e'


def a_report(new_quote: str = "Regionen bör bygga ut elnätet till 2030.", lang: str = "sv") -> ChangeReport:
    old = judged(cells=[coverage("energi", Level.PARTIAL, [evidence(page=3)])])
    weaker = evidence(new_quote, page=3, stance=Stance.NEED)
    new = judged(cells=[coverage("energi", Level.MENTIONED, [weaker])])
    return ChangeReport(compare_strategies([side_of(old)], [side_of(new)]), AREAS, lang)


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_a_weakened_commitment_is_told_in_words_with_both_quotes_and_pages(name: str) -> None:
    out = FORMATS[name](a_report(), Style(width=120))
    assert "försvagat: åtagande → behov (Elnät och kapacitet)" in out
    assert "s. 3: Regionen ska bygga ut elnätet till 2030." in out
    assert "s. 3: Regionen bör bygga ut elnätet till 2030." in out
    assert "Energi: ◐ delvis → ○ nämns" in out


def test_words_are_english_where_asked_and_signs_ascii_where_needed() -> None:
    out = FORMATS["table"](a_report(lang="en"), Style(width=120, ascii_only=True))
    assert "weaker: commitment → need" in out
    assert "Energi: + partial → . mentioned" in out


def test_csv_and_json_hold_the_same_change() -> None:
    (row,) = csv.DictReader(io.StringIO(FORMATS["csv"](a_report(), PLAIN)))
    shown = json.loads(FORMATS["json"](a_report(), PLAIN))
    (change,) = shown["comparisons"][0]["changes"]
    assert shown["regression"] is True
    assert row["change"] == change["change"] == "weaker"
    assert row["new_quote"] == change["new"]["quote"]
    assert (row["old_stance"], row["new_stance"]) == (change["old"]["stance"], change["new"]["stance"])
    levels = {(one["focus_area"], one["facet"]): (one["old"], one["new"]) for one in shown["comparisons"][0]["levels"]}
    assert levels["energi", ""] == ("partial", "mentioned")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_hostile_text_comes_out_harmless(name: str) -> None:
    out = FORMATS[name](a_report(HOSTILE), PLAIN)
    assert not {c for c in out if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t"}
    if name == "csv":
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert not any(cell.startswith("=") for cell in cells)
    if name == "markdown":
        assert "<script>" not in out
