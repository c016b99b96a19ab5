import tomllib
from pathlib import Path

import pytest

from oms_check.errors import UsageError
from oms_check.ruleset.locate import available, find_rules, rules_folder


def test_a_checkout_uses_its_own_rules(checkout: Path) -> None:
    assert rules_folder() == checkout / "rules"
    assert "oms-2025" in available()
    assert "regions" not in available()


def test_a_name_is_a_file_of_the_folder() -> None:
    assert find_rules("oms-2025") == rules_folder() / "oms-2025.yaml"


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "egna.yaml"
    own.touch()
    assert find_rules(str(own)) == own


@pytest.mark.parametrize(
    ("asked", "message", "advice"),
    [
        ("oms-2052", "no rule set is called 'oms-2052'", "did you mean 'oms-2025'?"),
        ("{folder}/egan.yaml", "{folder}/egan.yaml: no such rule file", "did you mean 'egna.yaml'?"),
        ("{folder}", "{folder}: is a folder", "known: egna.yaml"),
        ("borta/egna.yaml", "borta/egna.yaml: no such rule file", ""),
        ("a\0b", "no rule set is called 'a\0b'", None),
    ],
)
def test_what_is_not_there_is_a_usage_error(tmp_path: Path, asked: str, message: str, advice: str | None) -> None:
    (tmp_path / "egna.yaml").touch()
    with pytest.raises(UsageError) as caught:
        find_rules(asked.format(folder=tmp_path))
    assert caught.value.message == message.format(folder=tmp_path)
    assert advice is None or caught.value.advice == advice


def test_everything_beside_the_rules_is_packed_with_them(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    beside = {file.name for file in (checkout / "rules").iterdir() if file.is_file()}
    assert packed == {f"rules/{name}": f"oms_check/_rules/{name}" for name in beside}
