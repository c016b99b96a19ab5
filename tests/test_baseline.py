"""Baselines: what is written, what is kept, and every mistake in a file told at once."""

from datetime import date
from pathlib import Path

import pytest
from build import coverage, judged, matrix
from hypothesis import given
from hypothesis import strategies as st

from oms_check.baseline import dump_baseline, load_baseline, parse_baseline, record
from oms_check.errors import ConfigError
from oms_check.model.baseline import Baseline, BaselineEntry
from oms_check.model.coverage import Level
from oms_check.model.document import Status

PATH = "strategies/uppsala/rus.pdf"
KNOWN = (Level.MISSING, Level.MENTIONED, Level.PARTIAL, Level.STRONG)


def test_a_baseline_is_one_sorted_entry_a_line_without_scores_pages_and_times() -> None:
    text = dump_baseline(record(matrix([judged(PATH, [coverage("energi", Level.STRONG)])])))
    lines = [line for line in text.splitlines() if line.startswith("  {")]
    assert len(lines) == 5
    assert lines == sorted(lines)
    wanted = f'  {{ direction = "oms-2025", strategy = "{PATH}", focus_area = "energi", level = "strong" }},'
    assert wanted in lines
    assert "score" not in text


names = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
entries = st.builds(
    BaselineEntry,
    direction=names,
    row=names,
    focus_area=names,
    level=st.sampled_from(KNOWN),
    reason=names,
    until=st.none() | st.dates(),
)


@given(st.lists(entries, unique_by=lambda e: (e.direction, e.row, e.focus_area)))
def test_what_is_written_is_read_back(written: list[BaselineEntry]) -> None:
    read = parse_baseline(dump_baseline(Baseline("b", "region", tuple(written))), "b")
    assert read.by == "region"
    assert {(e.direction, e.row, e.focus_area, e.level, e.reason, e.until) for e in read.entries} == {
        (e.direction, e.row, e.focus_area, e.level, e.reason, e.until) for e in written
    }


def test_writing_anew_keeps_reason_and_date_of_the_same_level_only() -> None:
    before = Baseline(
        "b",
        "strategy",
        (
            BaselineEntry("oms-2025", PATH, "energi", Level.MISSING, "tas upp 2027", date(2027, 1, 1)),
            BaselineEntry("oms-2025", PATH, "digital", Level.MISSING, "väntar"),
            BaselineEntry("oms-2018", PATH, "gods", Level.PARTIAL),
        ),
    )
    now = record(matrix([judged(PATH, [coverage("digital", Level.PARTIAL)])]), before)
    by_area = {entry.focus_area: entry for entry in now.entries}
    assert by_area["energi"].reason == "tas upp 2027"
    assert by_area["energi"].until == date(2027, 1, 1)
    assert by_area["digital"].reason == ""
    assert by_area["gods"].direction == "oms-2018"


def test_writing_anew_replaces_the_entries_of_its_own_direction() -> None:
    before = Baseline("b", "strategy", (BaselineEntry("oms-2025", "borta.pdf", "energi", Level.STRONG),))
    assert {entry.row for entry in record(matrix([judged(PATH)]), before).entries} == {PATH}


def test_what_could_not_be_read_keeps_the_entry_it_had() -> None:
    known = BaselineEntry("oms-2025", PATH, "energi", Level.STRONG, "väntar", date(2027, 1, 1))
    before = Baseline("b", "strategy", (known,))
    assert record(matrix([judged(PATH, status=Status.DAMAGED, message="damaged")]), before).entries == (known,)


def test_entries_are_sorted_whatever_the_order_they_come_in() -> None:
    rows = ("b.pdf", "a.pdf", "c.pdf")
    entries = tuple(BaselineEntry("oms-2018", row, area, Level.STRONG) for row in rows for area in ("gods", "energi"))
    lines = [line for line in dump_baseline(Baseline("b", "strategy", entries)).splitlines() if line.startswith("  {")]
    assert lines == sorted(lines)
    recorded = record(matrix([judged(PATH)]), Baseline("b", "strategy", entries)).entries
    assert list(recorded) == sorted(recorded, key=lambda one: (one.direction, one.row, one.focus_area))


def test_what_could_not_be_read_gets_no_entry() -> None:
    assert record(matrix([judged(PATH, status=Status.DAMAGED, message="damaged")])).entries == ()


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = (
        'schema = "oms-check/baseline@1"\nby = "region"\nlevels = [\n'
        '  { direction = "a", strategy = "b", focus_area = "c", level = "storng" },\n'
        '  { direction = "a", strategy = "b", focus_area = "d", level = "strong", resaon = "x" },\n'
        '  { direction = "a", strategy = "b", focus_area = "e", level = "strong", until = "2027-01-01" },\n'
        '  { direction = "a", strategy = "b", focus_area = "f", level = "strong" },\n'
        '  { direction = "a", strategy = "b", focus_area = "f", level = "strong" },\n]\n'
    )
    with pytest.raises(ConfigError) as caught:
        parse_baseline(text, "b.toml")
    told = caught.value.message
    assert "b.toml:4: no level 'storng'" in told
    assert "b.toml:5: unknown key 'resaon', did you mean 'reason'?" in told
    assert "b.toml:6: until must be a date" in told
    assert "b.toml:8: b and f stand twice" in told


@pytest.mark.parametrize("text", ["", "levels = 3", "nonsense", 'schema = "other"\nby = "region"\nlevels = []\n'])
def test_a_file_that_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_baseline(text, "b.toml")


def test_a_missing_baseline_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_baseline(tmp_path / "none.toml")
    assert "baseline write" in caught.value.advice
