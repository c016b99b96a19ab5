from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from oms_check.yamlfile import reading
from oms_check.yamlfile.nodes import Kind, ListNode, MapNode, Node, ScalarNode, children, flag, integer, text
from oms_check.yamlfile.reading import DEEPEST, LARGEST_FILE, MOST_NODES, read_yaml, read_yaml_file


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML: which one there is depends on how it was installed."""
    if request.param == "python":
        monkeypatch.setattr(reading, "_LOADER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML without libyaml")
    return str(request.param)


def told(source: str) -> list[tuple[str, str]]:
    """(line:column, message) of every problem."""
    return [(f"{p.line}:{p.column}", p.message) for p in read_yaml(source.encode(), "a.yaml").problems]


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "key 'a' stands twice, first in line 1"),
        ("a: &x 1\n", "1:4", "anchor '&x' is not taken"),
        ("a: &x {b: 1}\n", "1:4", "anchor '&x' is not taken"),
        ("a: !!python/object:os.system x\n", "1:4", "tag '!!python/object:os.system' is not taken"),
        ("a: !!str 3\n", "1:4", "tag '!!str' is not taken"),
        ("a: !eget [1]\n", "1:4", "tag '!eget' is not taken"),
        ("<<: {a: 1}\n", "1:1", "the merge key '<<' is not taken"),
        ("? [a]\n: 1\n", "1:3", "a key must be a word"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document begins here"),
        ('a: "\\e[31m"\n', "1:4", "text with the control character U+001B"),
        ("a: å\nb: \x1b[0m\n", "2:4", "character U+001B is not allowed"),
        ("a: x\ufeffy\n", "1:5", "character U+FEFF is not allowed"),
    ],
)
def test_refuses_at_its_place(parser: str, source: str, place: str, message: str) -> None:
    assert told(source) == [(place, message)]


def test_an_alias_is_told_with_its_anchor(parser: str) -> None:
    assert told("a: &x 1\nb: [*x]\n") == [
        ("1:4", "anchor '&x' is not taken"),
        ("2:5", "alias '*x' is not taken"),
    ]


@pytest.mark.parametrize(
    ("source", "line", "advice"),
    [
        ("a:\n\tb: 1\n", 2, "indent with spaces, not tabs"),
        ("a: b: c\n", 1, "put a value with ': ' in it in quotes"),
        ("a: [*elnät*]\n", 1, "a leading * is an alias in YAML; write '-word-' for 'contains'"),
        ("a: @b\n", 1, "put the value in quotes"),
        ("a: [1, 2\nb: 3\n", 2, "look for a ']' or a ',' that is missing"),
    ],
)
def test_broken_syntax_comes_with_advice(parser: str, source: str, line: int, advice: str) -> None:
    yaml_file = read_yaml(source.encode(), "a.yaml")
    (problem,) = yaml_file.problems
    assert (problem.line, problem.advice) == (line, advice)
    assert problem.message.startswith("not YAML: ")
    assert yaml_file.root is None


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# only words\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_mistake(parser: str, content: bytes) -> None:
    (problem,) = read_yaml(content, "a.yaml").problems
    assert problem.message == "the file is empty"


def test_bytes_that_are_no_utf8_have_a_place() -> None:
    (problem,) = read_yaml(b"a: b\nc: d\xe5", "a.yaml").problems
    assert (problem.line, problem.column, problem.message) == (2, 5, "not UTF-8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), f"more than {DEEPEST} levels deep"),
        (b"a: " + b"[{b: " * DEEPEST, f"more than {DEEPEST} levels deep"),
        (b"[" + b"a," * (2 * MOST_NODES) + b"]", f"more than {MOST_NODES} values"),
        (b"a" * (LARGEST_FILE + 1), "larger than 2 MB"),
    ],
)
def test_limits(content: bytes, message: str) -> None:
    (problem,) = read_yaml(content, "a.yaml").problems
    assert problem.message == message


def test_a_byte_order_mark_moves_no_column(parser: str) -> None:
    (problem,) = read_yaml("\ufeffa: &x b\n".encode(), "a.yaml").problems
    assert (problem.line, problem.column) == (1, 4)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_are_counted_as_yaml_breaks_them(parser: str, line_end: str) -> None:
    (problem,) = read_yaml(line_end.join(["a: 1", "b: &x å", ""]).encode(), "a.yaml").problems
    assert (problem.line, problem.column) == (2, 4)
    assert problem.excerpt == "b: &x å\n   ^"


def test_the_caret_stands_under_the_column_of_a_long_line() -> None:
    (problem,) = read_yaml(("a: [" + "b, " * 100 + "&x c]").encode(), "a.yaml").problems
    line, caret = problem.excerpt.split("\n")
    assert len(line) <= 100
    assert line[len(caret) - 1 :].startswith("&x")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("no", Kind.BOOLEAN),
        ("true", Kind.BOOLEAN),
        ("3.10", Kind.NUMBER),
        ("12", Kind.INTEGER),
        ("2026-11-01", Kind.DATE),
        ("~", Kind.NULL),
        ("", Kind.NULL),
        ("1.0.0", Kind.TEXT),
        ("-elnät-", Kind.TEXT),
        ("=E4", Kind.TEXT),
        ("'no'", Kind.TEXT),
        ('"3.10"', Kind.TEXT),
        ("|\n  no\n", Kind.TEXT),
    ],
)
def test_scalars_keep_their_letters_and_know_what_yaml_makes_of_them(parser: str, written: str, kind: Kind) -> None:
    root = read_yaml(f"a: {written}".encode(), "a.yaml").root
    assert isinstance(root, MapNode)
    node = root.entries[0][1]
    assert isinstance(node, ScalarNode)
    assert node.kind is kind
    assert node.text.strip() == written.strip("'\"|\n ")


def test_readers_answer_with_empty_values_where_there_is_nothing() -> None:
    root = read_yaml(b"a: {b: 2, c: true, d: [x, y]}\ne: ordet\n", "a.yaml").root
    inner = root.entries[0][1] if isinstance(root, MapNode) else None
    assert (integer(inner, "b"), flag(inner, "c"), len(children(inner, "d"))) == (2, True, 2)
    assert (integer(inner, "c"), flag(inner, "b"), children(inner, "b")) == (0, False, ())
    assert (text(root, "e"), text(root, "f", "annat"), text(None, "e")) == ("ordet", "annat", "")


@pytest.mark.parametrize(
    ("name", "message"), [(".", "is a folder"), ("none.yaml", "no such file"), ("a\0b", "no such file")]
)
def test_what_cannot_be_read_is_a_problem_without_a_place(tmp_path: Path, name: str, message: str) -> None:
    yaml_file, content = read_yaml_file(tmp_path / name)
    (problem,) = yaml_file.problems
    assert (problem.line, content) == (0, b"")
    assert message in problem.message or "null" in problem.message


def depth(node: Node | None) -> int:
    match node:
        case ListNode():
            return 1 + max(map(depth, node.nodes), default=0)
        case MapNode():
            return 1 + max((depth(value) for _, value in node.entries), default=0)
    return 0


yaml_like = st.text(alphabet="ab01:-[]{},&*!#|>'\"%@` \n\t?~<=é\\", max_size=60).map(str.encode)


@given(st.binary(max_size=200) | yaml_like)
def test_any_bytes_give_nodes_or_problems(content: bytes) -> None:
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reading, "_LOADER", loader)
            yaml_file = read_yaml(content, "a.yaml")
        assert yaml_file.root is not None or yaml_file.problems
        assert depth(yaml_file.root) <= DEEPEST
        for problem in yaml_file.problems:
            assert problem.message.isprintable()
            assert all(line.isprintable() for line in problem.excerpt.split("\n"))
