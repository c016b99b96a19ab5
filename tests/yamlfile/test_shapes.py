import pytest

from oms_check.yamlfile.reading import read_yaml
from oms_check.yamlfile.shapes import (
    Either,
    Field,
    Fields,
    Flag,
    ListOf,
    MapOf,
    Number,
    Shape,
    Text,
    misfits,
    problems_of,
)

WORD = Text(pattern="^[a-z]+$", hint="a lower-case word")
THING = Fields("thing", (Field("name", WORD), Field("size", Number(1, 9), required=False)))


def told(shape: Shape, source: str) -> list[str]:
    """`column path: message (advice)` of everything that does not fit a one-line file."""
    root = read_yaml(source.encode(), "a.yaml").root
    assert root is not None
    return [f"{m.column} {m.path}: {m.message}" + (f" ({m.advice})" if m.advice else "") for m in misfits(root, shape)]


@pytest.mark.parametrize(
    ("shape", "source"),
    [
        (WORD, "ord"),
        (WORD, '"no"'),
        (Text(dates=True), "2026-11-01"),
        (Text(dates=True), "2026"),
        (Number(0, 9), "0"),
        (Number(0, 100, fraction=True), "62.5"),
        (Number(0, 100, fraction=True), "62"),
        (Flag(), "false"),
        (ListOf(WORD), "[]"),
        (ListOf(WORD, least=1), "[a]"),
        (MapOf(WORD, Flag()), "{}"),
        (THING, "{name: a, size: 3}"),
        (Either(WORD, THING), "a"),
        (Either(WORD, THING), "{name: a}"),
    ],
)
def test_what_fits_is_not_mentioned(shape: Shape, source: str) -> None:
    assert told(shape, source) == []


@pytest.mark.parametrize(
    ("shape", "source", "expected"),
    [
        (WORD, "no", "1 : 'no' is read as true or false, expected text (put it in quotes: \"no\")"),
        (WORD, "3.10", "1 : '3.10' is read as a number, expected text (put it in quotes: \"3.10\")"),
        (WORD, "2026-11-01", "1 : '2026-11-01' is read as a date, expected text (put it in quotes: \"2026-11-01\")"),
        (WORD, "null", "1 : 'null' is read as nothing, expected text (put it in quotes: \"null\")"),
        (WORD, '"  "', "1 : empty text"),
        (WORD, "Ord", "1 : 'Ord' is not a lower-case word"),
        (WORD, "[a]", "1 : expected text, found a list"),
        (WORD, "{a: b}", '1 : expected text, found a mapping (put it in quotes: "{…}")'),
        (Text(choices=("sv", "en", "fi")), "se", "1 : 'se' is none of the words possible here (known: en, fi, sv)"),
        (
            Text(choices=("block", "section")),
            "blok",
            "1 : 'blok' is none of the words possible here (did you mean 'block'?)",
        ),
        (Number(1, 9), "10", "1 : 10 is not a whole number from 1 to 9"),
        (Number(1, 9), "1.5", "1 : expected a whole number from 1 to 9, found '1.5'"),
        (Number(1, 99), "010", "1 : expected a whole number from 1 to 99, found '010'"),
        (Number(1, 99), "1:30", "1 : expected a whole number from 1 to 99, found '1:30'"),
        (Number(1, 9, fraction=True), ".inf", "1 : expected a number from 1 to 9, found '.inf'"),
        (Flag(), "yes", "1 : expected true or false, found 'yes'"),
        (ListOf(WORD), "a", "1 : expected a list, found 'a' (write [\"a\"])"),
        (ListOf(WORD), "~", "1 : expected a list, found nothing"),
        (ListOf(WORD, least=2), "[a]", "1 : a list of at least 2 is needed here, found 1"),
        (ListOf(WORD), "[a, B]", "5 [1]: 'B' is not a lower-case word"),
        (MapOf(WORD, Flag()), "{A: true}", "2 A: 'A' is not a lower-case word"),
        (
            MapOf(WORD, Flag()),
            "{no: true}",
            "2 no: 'no' is read as true or false, expected text (put it in quotes: \"no\")",
        ),
        (MapOf(WORD, Flag(), least=1), "{}", "1 : at least 1 entry is needed here"),
        (THING, "[a]", "1 : expected a thing, found a list"),
        (THING, "{size: 1}", "1 : 'name' is missing in this thing"),
        (THING, "{name: a, sice: 1}", "11 : unknown key 'sice' in a thing (did you mean 'size'?)"),
        (Either(WORD, THING), "{name: A}", "8 name: 'A' is not a lower-case word"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(shape: Shape, source: str, expected: str) -> None:
    assert told(shape, source) == [expected]


def test_all_misfits_are_told_in_one_go_and_up_to_a_limit() -> None:
    yaml_file = read_yaml(("\n".join(["- A"] * 2000)).encode(), "a.yaml")
    problems = problems_of(yaml_file, ListOf(WORD))
    assert len(problems) == 500
    assert problems[7].place == "a.yaml:8:3"


def test_what_was_refused_already_is_not_told_again() -> None:
    yaml_file = read_yaml(b"[*a]", "a.yaml")
    assert [p.message for p in yaml_file.problems] == ["alias '*a' is not taken"]
    assert problems_of(yaml_file, ListOf(WORD)) == []
