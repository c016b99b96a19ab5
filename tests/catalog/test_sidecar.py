import pytest

from oms_check.catalog.regions import load_regions
from oms_check.catalog.sidecar import Entry, read_sidecar
from oms_check.errors import RuleError

REGIONS = load_regions()
MARK = "‸"
"""Stands where the mistake is."""
HEAD = "schema: oms-check/strategies@1\nstrategies:\n"


def test_entries_are_read_by_their_path() -> None:
    text = HEAD + (
        "  - {path: ./uppsala/o\u0308p.pdf, title: En plan, kind: oversiktsplan, adopted: 2022-04-28,\n"
        "     source: example.org/a, note: ej antagen, region: Sörmland}\n"
        "  - {path: b.pdf, adopted: 2021}\n"
        "  - {path: c.pdf}\n"
    )
    entries = read_sidecar(text.encode(), "strategies.yaml", REGIONS)
    assert entries == {
        "uppsala/öp.pdf": Entry("En plan", "oversiktsplan", "2022-04-28", "example.org/a", "sormland"),
        "b.pdf": Entry(adopted="2021"),
        "c.pdf": Entry(),
    }
    assert [entry.year for entry in entries.values()] == [2022, 2021, None]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{path: a.pdf, kind: ‸ruz}", "'ruz' is none of the words possible here"),
        ("{path: a.pdf, adopted: ‸maj 2021}", "'maj 2021' is not a date such as 2022-04-28, 2022-04 or 2022"),
        ("{path: a.pdf, ‸regon: uppsala}", "unknown key 'regon' in a strategy"),
        ("{path: a.pdf, region: ‸upsala}", "no region is called 'upsala'"),
        ("{path: a.pdf, title: ‸no}", "'no' is read as true or false, expected text"),
        ("{path: ‸../a.pdf}", "'../a.pdf' does not lead to a file beside or below this one"),
        ("{path: ‸/a.pdf}", "'/a.pdf' does not lead to a file beside or below this one"),
        ("{path: ‸'u\\a.pdf'}", "'u\\a.pdf' does not lead to a file beside or below this one"),
        ("‸{title: x}", "'path' is missing in this strategy"),
        ("‸a.pdf", "expected a strategy, found 'a.pdf'"),
    ],
)
def test_mistakes_are_told_at_their_places(entry: str, message: str) -> None:
    line = f"  - {entry}\n"
    with pytest.raises(RuleError) as caught:
        read_sidecar(f"{HEAD}{line.replace(MARK, '')}".encode(), "strategies.yaml", REGIONS)
    assert [(p.line, p.column, p.message) for p in caught.value.problems] == [(3, line.index(MARK) + 1, message)]


def test_a_file_stands_once() -> None:
    with pytest.raises(RuleError, match=r"3|4") as caught:
        read_sidecar(f"{HEAD}  - path: a.pdf\n  - path: ./a.pdf\n".encode(), "strategies.yaml", REGIONS)
    assert [p.message for p in caught.value.problems] == ["'./a.pdf' stands twice, first in line 3"]


@pytest.mark.parametrize(
    "content", ["", "strategies: []\n", "- a.pdf\n", "schema: oms-check/rules@1\nstrategies: []\n"]
)
def test_a_file_of_another_kind_is_refused(content: str) -> None:
    with pytest.raises(RuleError):
        read_sidecar(content.encode(), "strategies.yaml", REGIONS)
