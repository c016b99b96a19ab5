import copy
import json
from pathlib import Path

import jsonschema
import pytest
from build import RULES_TEXT
from hypothesis import given
from hypothesis import strategies as st

from oms_check.ruleset.locate import rules_folder
from oms_check.ruleset.schema import json_schema, schema_text
from oms_check.ruleset.shape import RULE_FILE
from oms_check.yamlfile.nodes import Kind, ListNode, MapNode, Node, ScalarNode
from oms_check.yamlfile.reading import read_yaml
from oms_check.yamlfile.shapes import misfits

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def plain(node: Node | None) -> object:
    """What a reader of YAML 1.2 makes of a file: dates are text there."""
    match node:
        case MapNode():
            return {key.text: plain(value) for key, value in node.entries}
        case ListNode():
            return [plain(one) for one in node.nodes]
        case ScalarNode(kind=Kind.INTEGER):
            return int(node.text)
        case ScalarNode(kind=Kind.NUMBER):
            return float(node.text)
        case ScalarNode(kind=Kind.BOOLEAN):
            return node.text == "true"
        case ScalarNode():
            return node.text
    return None


def noded(value: object) -> Node:
    """The way back; texts that look like a date or a number count as quoted."""
    match value:
        case dict():
            return MapNode(tuple((ScalarNode(key, Kind.TEXT), noded(one)) for key, one in value.items()))
        case list():
            return ListNode(tuple(noded(one) for one in value))
        case bool():
            return ScalarNode(str(value).lower(), Kind.BOOLEAN)
        case int():
            return ScalarNode(str(value), Kind.INTEGER)
        case float():
            return ScalarNode(str(value), Kind.NUMBER)
        case None:
            return ScalarNode("", Kind.NULL)
    return ScalarNode(str(value), Kind.TEXT)


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_shipped_file_is_what_the_code_says() -> None:
    shipped = rules_folder() / "oms-check-rules.schema.json"
    assert shipped.read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == json_schema()


@pytest.mark.parametrize("path", sorted(rules_folder().glob("oms-*.yaml")), ids=lambda path: path.stem)
def test_shipped_rules_fit_it(path: Path) -> None:
    errors = list(VALIDATOR.iter_errors(plain(read_yaml(path.read_bytes(), path.name).root)))
    assert errors == []


GOOD = plain(read_yaml(RULES_TEXT.encode(), "a.yaml").root)

values = st.sampled_from(
    [None, True, 0, 1, 7, -1, "", " ", "ord", "Ord", "strong", "block", "*nät*", "~3 a", "a ~3 b", "1.0.0"]
) | st.sampled_from([[], {}, ["ord"], [""], {"words": 5}, {"words": 1}, {"facets": 2}, {"ord": {}}])


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


@given(place=st.sampled_from(places(GOOD)[1:]), value=values, drop=st.booleans())
def test_schema_and_loader_agree(place: tuple[str | int, ...], value: object, drop: bool) -> None:
    changed = copy.deepcopy(GOOD)
    inner = changed
    for step in place[:-1]:
        inner = inner[step]  # type: ignore[index]  # a path found in this very value
    if drop:
        del inner[place[-1]]  # type: ignore[attr-defined]  # as above
    else:
        inner[place[-1]] = value  # type: ignore[index]  # as above
    if VALIDATOR.is_valid(changed):
        told = [misfit.message for misfit in misfits(noded(changed), RULE_FILE)]
        # Beyond regular expressions: what the term syntax says of hyphens and phrases.
        assert told == []
    else:
        assert list(misfits(noded(changed), RULE_FILE))
