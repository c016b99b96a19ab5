"""Text that would be a formula, markup, a command or a control sequence, in a PDF's sentence, title and file name.

The whole command reads it twice, with the hostile text and with a calm one in its place: whatever a format's reader
makes of the two reports must differ in words alone, never in rows, elements, links, formulas or commands.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest
from build import SMALL_RULES
from hostile import bombs
from markdown_it import MarkdownIt
from started import Started

from oms_check.reporters.change_formats import FORMATS as CHANGE_FORMATS
from oms_check.reporters.formats import FORMATS, SUFFIXES

CONTROLS = "\x1b[31m\u202e\x9b2J\x07"
HOSTILE = f'=HYPERLINK("http://x") [/bold] <script> ::error:: | `b` *c* ![d](e) @f %0A &amp; x{CONTROLS}x'
CALM = f"lugnt innehåll x{CONTROLS}x"
NAMES = {
    HOSTILE: ("=HYPERLINK(1) [", f"bold] <script> ::error::x,y | {CONTROLS} `b` %0A\n@f ![d](e) &amp;"),
    CALM: ("lugn mapp", "lugnt namn"),
}
"""Text of the sentence → folder and file: a path can hold `[/bold]` across its slash."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class Case:
    """Strategies that say the same but for one text: `old` commits to what `new` only needs."""

    text: str
    folder: Path
    old: Path
    new: Path


def print_pdf(file: Path, text: str, verb: str) -> None:
    """A sentence in a font whose own map says that letters stand for what `text` is."""
    sentence = f"Elnätet {text} {verb} byggas."
    literal = bytes(65 + number for number in range(len(sentence)))
    # Its letters include the backslash and would not all be read between parentheses.
    content = bombs.terminal(sentence).replace(b"(%s)" % literal, b"<%s>" % literal.hex().encode(), 1)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.add_metadata({"/Title": text, "/Author": text, "/Subject": text})
    file.parent.mkdir(parents=True, exist_ok=True)
    writer.write(file)


@pytest.fixture(scope="module", params=[HOSTILE], ids=["hostile"])
def cases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Case]:
    """The hostile case and the calm one."""
    made = []
    for text in (request.param, CALM):
        root = tmp_path_factory.mktemp("hostile")
        (root / "small.yaml").write_text(SMALL_RULES, encoding="utf-8")
        (root / "oms-check.toml").write_text('rules = "small.yaml"\nby = "strategy"\n', encoding="utf-8")
        folder, name = NAMES[text]
        old, new = (root / folder / f"{name} {version}.pdf" for version in "12")
        print_pdf(old, text, "ska")
        print_pdf(new, text, "bör")
        # A sidecar with control characters is refused; what can be seen is a title like any other.
        print_pdf(root / "tredje.pdf", text, "ska")
        title = json.dumps(CONTROL.sub("", text))
        (root / "strategies.yaml").write_text(
            f"schema: oms-check/strategies@1\nstrategies:\n  - {{path: tredje.pdf, title: {title}}}\n", encoding="utf-8"
        )
        made.append(Case(text, root, old, new))
    return made[0], made[1]


def outputs(
    started: Started, cases: tuple[Case, Case], arguments: Callable[[Case], list[str]], code: int
) -> list[bytes]:
    """What the command prints for both cases, after seeing to what it says on stderr."""
    printed = []
    for case in cases:
        ran = started.run(*arguments(case), cwd=case.folder, environment={"COLUMNS": "4000"})
        assert ran.code == code, ran.stderr
        assert not CONTROL.search(ran.stderr)
        printed.append(ran.stdout)
    return printed


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_check(started: Started, cases: tuple[Case, Case], name: str) -> None:
    options = ["--require", "strong", "-f", name]
    hostile, calm = outputs(started, cases, lambda case: ["check", ".", *options], 1)
    assert SKELETONS[name](hostile) == SKELETONS[name](calm)
    assert_no_control(name, hostile)


@pytest.mark.parametrize("name", sorted(CHANGE_FORMATS))
def test_compare(started: Started, cases: tuple[Case, Case], name: str) -> None:
    def arguments(case: Case) -> list[str]:
        return ["compare", str(case.old), str(case.new), "-f", name]

    hostile, calm = outputs(started, cases, arguments, 0)
    assert SKELETONS[name](hostile) == SKELETONS[name](calm)
    assert_no_control(name, hostile)


@pytest.mark.parametrize(("command", "name"), [(c, f) for c in ("evidence", "extract") for f in ("text", "json")])
def test_evidence_and_extract(started: Started, cases: tuple[Case, Case], command: str, name: str) -> None:
    def arguments(case: Case) -> list[str]:
        others = ["--others", "."] if command == "evidence" else []
        return [command, str(case.old.relative_to(case.folder)), "-f", name, *others]

    hostile, calm = outputs(started, cases, arguments, 0)
    assert SKELETONS["json" if name == "json" else "table"](hostile) == SKELETONS[
        "json" if name == "json" else "table"
    ](calm)
    assert_no_control(name, hostile.replace(b"\f", b""))  # pages of a text are parted by form feeds
    assert b"[/bold]" in hostile


def test_the_notes_of_highlighted_copies(started: Started, cases: tuple[Case, Case]) -> None:
    notes = []
    for case in cases:
        ran = started.run(
            "check", ".", "-f", "plain", "--annotate", str(case.folder.parent / "marked"), cwd=case.folder
        )
        assert ran.code == 0, ran.stderr
        copies = sorted((case.folder.parent / "marked").rglob("*.pdf"))
        assert len(copies) == 3
        notes.append([note for copy in copies for note in notes_of(copy)])
        for copy in copies:
            copy.unlink()
    hostile, calm = notes
    assert len(hostile) == len(calm) > 0
    assert [keys for keys, _ in hostile] == [keys for keys, _ in calm]
    for _, text in hostile:
        assert not CONTROL.search(text)


def notes_of(file: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """The keys and all text of every annotation of a PDF: an action would be a key more."""
    for page in pypdf.PdfReader(file).pages:
        for reference in page.get("/Annots", []):
            note = reference.get_object()
            text = " ".join(str(value) for value in note.values() if isinstance(value, str))
            yield tuple(sorted(key for key in note if key not in ("/NM", "/M"))), text


def assert_no_control(name: str, report: bytes) -> None:
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(report))
        text = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)
    else:
        text = report.decode("utf-8").removeprefix("\ufeff")
    found = CONTROL.findall(text)
    assert found == [], [unicodedata.name(char, hex(ord(char))) for char in found]


def of_json(report: bytes) -> object:
    """The keys of objects and the lengths of lists."""

    def shape(value: object) -> object:
        match value:
            case dict():
                return {key: shape(one) for key, one in value.items()}
            case list():
                return [shape(one) for one in value]
            case _:
                return type(value).__name__

    found = json.loads(report)
    if isinstance(found, dict):
        for one in found.get("strategies", []):
            one["references"] = {}
    return shape(found)


def of_csv(report: bytes) -> object:
    """Columns of every row; no cell may be a formula."""
    rows = list(csv.reader(io.StringIO(report.decode("utf-8"), newline="")))
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"\s*[=+\-@\t\r]", cell), cell
    return [len(row) for row in rows]


def of_plain(report: bytes) -> object:
    return [line.count(b"\t") for line in report.split(b"\n")]


def of_table(report: bytes) -> object:
    """Lines: with a wide terminal nothing is wrapped. Markup would be swallowed, so it has to be there to be seen."""
    text = report.decode("utf-8")
    assert "lugn" in text or ("[/bold]" in text and "<script>" in text)
    return text.count("\n")


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and where links lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            if name in ("href", "src"):
                assert not re.match(r"\s*(?:https?:|javascript:|//)", value or ""), value


def elements(text: str) -> object:
    reader = Elements()
    reader.feed(text)
    return reader.found


def of_html(report: bytes) -> object:
    return elements(report.decode("utf-8"))


def of_markdown(report: bytes) -> object:
    """As GitHub shows it: tables, and HTML where HTML is allowed."""
    return elements(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(report.decode("utf-8")))


def of_github(report: bytes) -> object:
    """The commands with the names of their properties: a line of another kind would be none."""
    found = []
    for line in report.decode("utf-8").splitlines():
        command, properties, message = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()  # type: ignore[union-attr]
        assert message
        found.append((command, tuple(one.partition("=")[0] for one in properties.split(","))))
    return found


def of_junit(report: bytes) -> object:
    return [(element.tag, sorted(element.attrib)) for element in ET.fromstring(report).iter()]


def of_xlsx(report: bytes) -> object:
    """The kinds of all cells; no formula, and no link, which a click would follow."""
    book = openpyxl.load_workbook(io.BytesIO(report))
    assert not any(cell.hyperlink for sheet in book for row in sheet for cell in row)
    kinds = [[[cell.data_type for cell in row] for row in sheet] for sheet in book]
    assert "f" not in str(kinds)
    return kinds


SKELETONS: dict[str, Callable[[bytes], object]] = {
    "table": of_table,
    "plain": of_plain,
    "csv": of_csv,
    "csv-long": of_csv,
    "csv-evidence": of_csv,
    "json": of_json,
    "gitlab": of_json,
    "sarif": of_json,
    "markdown": of_markdown,
    "github": of_github,
    "junit": of_junit,
    "xlsx": of_xlsx,
    "html": of_html,
}
"""Format → what is left of a report when the words are taken away."""


def test_every_format_is_tried() -> None:
    assert set(SKELETONS) == set(FORMATS) | set(CHANGE_FORMATS)
    assert set(SUFFIXES.values()) <= set(SKELETONS)
