"""A review file: read back as written, and every mistake told at its place."""

from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oms_check.errors import OutputError, RuleError
from oms_check.model.coverage import Level
from oms_check.model.review import Review, Reviewed, ReviewEntry, Ruling
from oms_check.review.loading import load_review, parse_review
from oms_check.review.shape import REVIEW_FILE
from oms_check.review.writing import HEAD, dump_review
from oms_check.ruleset.schema import schema_of

DAY = date(2026, 11, 24)
FILE = """\
# Vår granskning
schema: oms-check/review@1
documents:
# den antagna
- path: uppsala/rus.pdf
  decisions:
  # enligt beslut i nämnden
  - direction: oms-2025
    focus_area: energi
    decision: justify
    level: missing
    reason: tas i energiprogrammet
    role: planerare
    date: 2026-11-24
  - direction: oms-2025
    focus_area: energi
    passage: "0123456789abcdef"
    quote: "Kraften i #samverkan"
    decision: reject
    reason: fel kraft  # se protokollet
    role: planerare
    date: 2026-11-24
regions:
- id: uppsala
  decisions:
  - {direction: oms-2025, focus_area: digital, decision: accept, role: planerare, date: 2026-11-24}
"""


def told(text: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        parse_review(text.encode(), "review.yaml")
    return [f"{one.line}:{one.column} {one.message}" for one in caught.value.problems]


def test_a_file_is_read_with_its_comments() -> None:
    review = parse_review(FILE.encode(), "review.yaml")
    (document,), (region,) = review.documents, review.regions
    assert (document.name, region.name) == ("uppsala/rus.pdf", "uppsala")
    cell, passage = document.entries
    assert (cell.decision, cell.level, cell.line) == (Ruling.JUSTIFY, Level.MISSING, 8)
    assert (passage.passage, passage.quote) == ("0123456789abcdef", "Kraften i #samverkan")
    assert review.comments == ("# Vår granskning",)
    assert document.comments == ("# den antagna",)
    assert cell.comments == ("# enligt beslut i nämnden",)
    assert review.lost == (20,), "only the comment behind a value cannot be kept, and is known"


def test_comments_above_entries_survive_writing() -> None:
    text = dump_review(parse_review(FILE.encode(), "review.yaml"))
    assert [line.strip() for line in text.splitlines() if line.strip().startswith("#")] == [
        "# Vår granskning",
        *HEAD,
        "# den antagna",
        "# enligt beslut i nämnden",
    ]
    assert dump_review(parse_review(text.encode(), "review.yaml")) == text


@pytest.mark.parametrize(
    ("wrong", "right", "problems"),
    [
        ("decision: justify", "decision: justfy", ["10:15 'justfy' is none of the words possible here"]),
        ("    reason: tas i energiprogrammet\n", "", ["10:15 'justify' needs a reason"]),
        ("date: 2026-11-24\n  - dir", "date: 2026-13-40\n  - dir", ["14:11 there is no day 2026-13-40"]),
        ("level: missing", "levle: missing", ["11:5 unknown key 'levle' in a decision"]),
        ('    quote: "Kraften', '    level: strong\n    quote: "Kraften', ["18:12 'level' does not go with a passage"]),
        ('passage: "0123456789abcdef"', "passage: 12", ["17:14 '12' is read as a whole number, expected text"]),
        (
            "digital, decision: accept",
            "digital, decision: reject, reason: x",
            ["26:58 a region's cell cannot be rejected"],
        ),
        ("- id: uppsala", "- id: Uppsala", ["24:7 'Uppsala' is not an id: lower-case letters a to z, digits, - and _"]),
        ("oms-check/review@1", "oms-check/review@2", ["2:9 'oms-check/review@2' is none of the words possible here"]),
    ],
)
def test_a_mistake_is_told_at_its_place(wrong: str, right: str, problems: list[str]) -> None:
    assert wrong in FILE
    assert told(FILE.replace(wrong, right, 1)) == problems


def test_all_mistakes_are_told_at_once() -> None:
    broken = FILE.replace("decision: justify", "decision: no").replace("role: planerare", "role: ''", 1)
    broken = broken.replace("- id: uppsala", "- path: uppsala")
    assert len(told(broken)) == 4


def test_a_passage_or_a_document_that_stands_twice_is_refused() -> None:
    again = FILE.replace('    passage: "0123456789abcdef"\n    quote: "Kraften i #samverkan"\n', "")
    assert told(again) == ["15:5 decided twice, first in line 8"]
    twice = FILE.replace("regions:\n- id: uppsala", "- path: uppsala/rus.pdf")
    assert told(twice) == ["23:9 'uppsala/rus.pdf' stands twice, first in line 5"]


def test_a_missing_or_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such file"):
        load_review(tmp_path / "review.yaml")
    assert told("") == ["0:0 the file is empty"]


def test_the_schema_accepts_what_the_loader_does() -> None:
    schema = schema_of(REVIEW_FILE)
    jsonschema.Draft202012Validator.check_schema(schema)
    decision = {
        "direction": "oms-2025",
        "focus_area": "energi",
        "decision": "accept",
        "role": "r",
        "date": "2026-11-24",
    }
    valid = {"schema": "oms-check/review@1", "documents": [{"path": "a.pdf", "decisions": [decision]}]}
    jsonschema.validate(valid, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(valid | {"documents": [{"path": "a.pdf", "decisions": [decision | {"page": 4}]}]}, schema)


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cn")), min_size=1, max_size=40).filter(
    lambda text: "".join(char if char.isprintable() else " " for char in text).strip() != ""
)
NAMES = st.text("abcåäö /.-_'\"#:{}[]", min_size=1, max_size=20).filter(lambda text: text.strip() == text)
ENTRIES = st.builds(
    ReviewEntry,
    direction=st.sampled_from(["oms-2018", "oms-2025"]),
    focus_area=st.sampled_from(["energi", "no", "digital"]),
    decision=st.sampled_from(Ruling),
    date=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    passage=st.text("0123456789abcdef", min_size=16, max_size=16),
    quote=TEXTS,
    reason=TEXTS,
    role=TEXTS,
)
GROUPS = st.builds(
    Reviewed,
    name=NAMES,
    entries=st.lists(ENTRIES, min_size=1, max_size=4, unique_by=lambda one: one.key).map(tuple),
    sha256=st.sampled_from(["", "a" * 64]),
)


@settings(deadline=None)
@given(st.lists(GROUPS, max_size=3, unique_by=lambda one: one.name))
def test_what_is_written_reads_back_and_is_the_same_in_any_order(groups: list[Reviewed]) -> None:
    def said(review: Review) -> object:
        return {
            (one.name, one.sha256, entry.key, entry.decision, entry.date, " ".join(entry.reason.split()))
            for one in review.documents
            for entry in one.entries
        }

    if not groups:
        return
    text = dump_review(Review("review.yaml", tuple(groups)))
    back = parse_review(text.encode(), "review.yaml")
    spaced = Review(
        "review.yaml",
        tuple(
            Reviewed(
                one.name,
                tuple(
                    ReviewEntry(
                        *(entry.direction, entry.focus_area, entry.decision, entry.date, entry.passage),
                        reason="".join(c if c.isprintable() else " " for c in entry.reason),
                    )
                    for entry in one.entries
                ),
                one.sha256,
            )
            for one in groups
        ),
    )
    assert said(back) == said(spaced)
    assert dump_review(Review("review.yaml", tuple(reversed(back.documents)))) == text
    assert back.lost == ()


def test_a_file_that_could_not_be_loaded_is_not_written() -> None:
    entries = tuple(
        ReviewEntry("oms-2025", "energi", Ruling.ACCEPT, DAY, f"{n:016x}", "x" * 300, role="r") for n in range(5000)
    )
    with pytest.raises(OutputError, match="larger than 2 MB"):
        dump_review(Review("review.yaml", (Reviewed("a.pdf", entries),)))


def test_the_file_shown_in_the_docs_is_one(checkout: Path) -> None:
    page = (checkout / "docs" / "review.md").read_text(encoding="utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    review = parse_review(shown.encode(), "review.yaml")
    assert [one.decision for one in review.entries] == [Ruling.JUSTIFY, Ruling.REJECT, Ruling.ACCEPT]
    assert review.lost == ()
    kept = [line for line in dump_review(review).splitlines() if line not in HEAD]
    assert kept == shown.splitlines(), "it is written as the page shows it"
