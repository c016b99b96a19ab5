"""Text and Markdown: every paragraph whole, of its kind, with a place; bytes that are no text are refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.extraction.plain_reading import read_text
from oms_check.model.document import BlockKind, Document, PageHealth, Status, Unreadable

H, P, L, T = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW

PLAN = """Strategi för Sörmland

3.2 Energi

Regionen ska verka för att kapaciteten i elnä-
tet byggs ut. Sol- och vindkraft ska
utvecklas.

Vi ska:
- samverka med elnätsföretagen om nät-
  kapacitet
- kartlägga behoven
1) ta fram en färdplan
"""


def read(text: str | bytes, markdown: bool = False) -> Document:
    content = text.encode() if isinstance(text, str) else text
    document = read_text(content, hashlib.sha256(content).hexdigest(), markdown)
    assert isinstance(document, Document), document
    return document


def refused(content: bytes, markdown: bool = False) -> Unreadable:
    end = read_text(content, "ab", markdown)
    assert isinstance(end, Unreadable)
    assert end.message
    assert end.advice
    assert end.sha256 == "ab"
    return end


def shape(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def test_paragraphs_lists_and_headings_of_plain_text() -> None:
    document = read(PLAN)
    assert shape(document) == [
        (H, "Strategi för Sörmland"),
        (H, "3.2 Energi"),
        (P, "Regionen ska verka för att kapaciteten i elnätet byggs ut. Sol- och vindkraft ska utvecklas."),
        (P, "Vi ska:"),
        (L, "samverka med elnätsföretagen om nätkapacitet"),
        (L, "kartlägga behoven"),
        (L, "ta fram en färdplan"),
    ]
    assert [block.place for block in document.blocks[1:4]] == [
        "3.2 Energi",
        "3.2 Energi, stycke 1",
        "3.2 Energi, stycke 2",
    ]
    assert [block.index for block in document.blocks] == list(range(7))
    assert document.blocks[1].level == 2
    assert document.pages[0].number == 1
    assert document.pages[0].health is PageHealth.OK
    assert document.language in ("", "sv")
    assert document.status is Status.OK


def test_a_sentence_on_a_line_of_its_own_is_no_heading() -> None:
    text = "Vi bygger ut elnätet.\n\nvi tar fram en plan\n\nRegionen ska stärka kollektivtrafiken i länet."
    assert [kind for kind, _ in shape(read(text))] == [P, P, P]


def test_long_lines_are_paragraphs() -> None:
    line = "Regionen ska tillsammans med kommunerna stärka kollektivtrafiken mellan nodstäderna. " * 2
    assert [kind for kind, _ in shape(read(f"{line}\n{line}\n- {line}\n"))] == [P, P, L]


MARKDOWN = """---
title: Utkast
---
# Regional utvecklingsstrategi

<!-- kommentar -->
Vi ska **stärka** *elnätet*, se [planen](https://x.example/a_b) och `kod`.[^1]

Energi
------

> Citat ur
> remissen

* första \\*punkten\\*
  fortsätter
* andra __punkten__ i snake_case_namn
    1. underpunkt

| Åtgärd | Ansvar |
|--------|:------:|
| Bygga ut. | Regionen |
| **Kartlägga** | |

```
# ingen rubrik
```

[^1]: En fotnot.

[mål]: https://x.example
"""


def test_markdown() -> None:
    document = read(MARKDOWN, markdown=True)
    assert shape(document) == [
        (H, "Regional utvecklingsstrategi"),
        (P, "Vi ska stärka elnätet, se planen och kod."),
        (H, "Energi"),
        (P, "Citat ur remissen"),
        (L, "första *punkten* fortsätter"),
        (L, "andra punkten i snake_case_namn"),
        (L, "underpunkt"),
        (T, "Åtgärd | Ansvar"),
        (T, "Bygga ut. | Regionen"),
        (T, "Kartlägga"),
        (BlockKind.OTHER, "# ingen rubrik"),
        (BlockKind.NOTE, "En fotnot."),
    ]
    assert [block.level for block in document.blocks if block.kind is H] == [1, 2]
    assert document.media_type == "text/markdown"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Regionens elnät ska byggas ut – så når vi målen, och på sikt även öarna."
    document = read(text.encode(encoding))
    assert document.blocks[0].text == text
    assert document.notes == (("decoded as Windows-1252",) if encoding == "cp1252" else ())


def test_line_ends_of_all_systems_and_page_breaks() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f"Första stycket.{end}{end}Andra\x0cTredje stycket."
        assert [block for _, block in shape(read(text))] == ["Första stycket.", "Andra", "Tredje stycket."]


def test_text_is_sanitised() -> None:
    document = read("Regionens \x1b[31mel\u200bnät\x1b]0;ägd\x07 by\u202eggs\u00a0ut e\u0301n gång i veckan.")
    assert document.blocks[0].text == "Regionens elnät byggs ut én gång i veckan."


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", Status.NO_TEXT),
        (b" \n\n ", Status.NO_TEXT),
        (b"--- 123 ---", Status.NO_TEXT),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Status.UNSUPPORTED),
        (bytes(range(256)) * 10, Status.UNSUPPORTED),
        (b"\xff\xfeabc", Status.UNSUPPORTED),
        (b"<!DOCTYPE html><html><body>Hej</body></html>", Status.UNSUPPORTED),
        (b"7KH UHJLRQ\xb6V " * 30, Status.DAMAGED),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, status: Status) -> None:
    assert refused(content).status is status


def test_other_languages_are_told() -> None:
    text = "Regionen skal sammen med kommunene arbeide for å styrke kollektivtrafikken, og det er viktig. "
    document = read(text * 5)
    assert document.status is Status.NOT_SWEDISH
    assert document.language in ("nb", "da")


def test_lost_diacritics_are_told() -> None:
    text = "Regionen ska arbeta for att starka kollektivtrafiken och det ar viktigt att detta inte gloms. "
    assert read(text * 6).pages[0].health is PageHealth.DIACRITICS_LOST


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_end_in_a_document_or_a_reason(content: bytes, markdown: bool) -> None:
    end = read_text(content, "ab", markdown)
    if isinstance(end, Document):
        assert all(block.text and block.text == " ".join(block.text.split()) for block in end.blocks)
    else:
        assert end.message


_PIECES = st.sampled_from(
    ["- ", "# ", "|", "\n", "\n\n", "elnät", "*", "_", "[a](b)", "```", "<b>", "---", ">", "\\", "`"]
)


@given(st.lists(_PIECES, max_size=40).map("".join), st.booleans())
def test_any_marks_end_in_a_document_or_a_reason(text: str, markdown: bool) -> None:
    end = read_text(text.encode(), "ab", markdown)
    if isinstance(end, Document):
        assert sum(block.text.count("elnät") for block in end.blocks) <= text.count("elnät")


@pytest.mark.parametrize("unit", ["*", "[", "`", "<", "_a", "!", "[](", "| ", "<!--", "\\", "-", " "])
def test_long_runs_of_marks_take_no_time(unit: str) -> None:
    content = ("a" + unit * 100_000).encode()
    assert read_text(content, "ab", True) is not None
