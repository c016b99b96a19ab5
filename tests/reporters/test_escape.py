"""Escaping: no sink takes document text for markup, a formula, a command or a control sequence."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.reporters import escape

ANY = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\u3000＝1", "＋1", "－1", "＠x", "\u00a0=1", "\r=1"]
)
def test_a_formula_gets_an_apostrophe_even_behind_spaces(text: str) -> None:
    assert escape.csv_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Elnät", "– strecksats", "2030", "a=b", ""])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert escape.csv_cell(text) == text


@given(ANY)
def test_one_line_is_one_visible_line(text: str) -> None:
    out = escape.one_line(text)
    assert out == out.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") or c in "\u2028\u2029\u202e\u200b" for c in out)


@given(ANY)
def test_json_is_read_back_as_it_was_and_shows_no_control_character(text: str) -> None:
    out = escape.json_text({"x": [text]})
    assert json.loads(out) == {"x": [text]}
    assert not any(c in out for c in "\x1b\u202e\u200b\ufeff\x7f")
    out.encode("utf-8")


@given(ANY)
def test_a_workflow_command_stays_one_line_and_its_properties_end_where_they_should(text: str) -> None:
    assert len(escape.annotation(text).splitlines()) <= 1
    assert not set(escape.annotation_property(text)) & set(":,\n\r")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a\\|b"),
        ("<script>", "&lt;script&gt;"),
        ("[x](http://y)", "\\[x\\](http\\://y)"),
        ("1. x", "1\\. x"),
        ("- x", "\\- x"),
        ("# x", "\\# x"),
        ("@region", "&#64;region"),
        ("2020–2030, t.ex. nu", "2020–2030, t.ex. nu"),
    ],
)
def test_markdown_shows_text_as_it_stands(text: str, shown: str) -> None:
    assert escape.markdown(text) == shown


def test_a_path_is_a_uri_reference_byte_for_byte() -> None:
    assert escape.uri("ö a/%#?.pdf") == "%C3%B6%20a/%25%23%3F.pdf"
    assert escape.uri("x\udcff.pdf") == "x%FF.pdf"


def test_a_sheet_cell_is_at_most_what_excel_takes() -> None:
    assert len(escape.sheet_text("x" * 40_000)) == 32_767
