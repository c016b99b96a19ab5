"""`config show` in a process of its own."""

import json
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_every_setting_is_shown_with_its_origin(oms_check: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "oms-check.toml").write_text(
        'lang = "en"\nbaseline = "bas.json"\n[policy.kind.rus]\nexempt = ["energi"]\n', encoding="utf-8"
    )
    done = oms_check("config", "show", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert tomllib.loads(done.stdout)["policy"] == {"kind": {"rus": {"exempt": ["energi"]}}}
    told = {line.split("#")[-1].strip() for line in done.stdout.splitlines() if line.startswith(("lang", "base"))}
    assert told == {"oms-check.toml"}
    assert any(line.startswith("# region ") and line.endswith("# default") for line in done.stdout.splitlines())
    shown = json.loads(oms_check("config", "show", "-f", "json", cwd=tmp_path).stdout)
    assert shown["lang"] == {"value": "en", "origin": "oms-check.toml"}
    assert shown["baseline"]["value"] == "bas.json"
    assert shown["by"] == {"value": "region", "origin": "default"}


def test_a_wrong_file_ends_with_2_and_says_which(oms_check: Run, tmp_path: Path) -> None:
    (tmp_path / "val.toml").write_text("langg = 1\n", encoding="utf-8")
    for arguments, env in (
        (("--config", "val.toml"), {}),
        ((), {"OMS_CHECK_CONFIG": "val.toml"}),
    ):
        done = oms_check("config", "show", *arguments, cwd=tmp_path, env=env)
        assert (done.returncode, done.stdout) == (2, "")
        assert "val.toml: unknown key 'langg' in a configuration (did you mean 'lang'?)" in done.stderr


def test_the_origin_is_the_file_that_was_told_and_no_other(oms_check: Run, tmp_path: Path) -> None:
    """An option's file stands before the variable's, that before the nearest one; files are not mixed."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.oms-check]\nlang = "en"\nby = "strategy"\n', encoding="utf-8")
    (tmp_path / "ci.toml").write_text("require = ['partial']\n", encoding="utf-8")
    (tmp_path / "annan.toml").write_text("fail_under = 60\n", encoding="utf-8")

    def told(*arguments: str, **env: str) -> dict[str, str]:
        done = oms_check("config", "show", "-f", "json", *arguments, cwd=inner, env=env)
        assert done.returncode == 0, done.stderr
        settings = json.loads(done.stdout)
        return {key: Path(one["origin"]).name for key, one in settings.items() if one["origin"] != "default"}

    assert told() == {"lang": "pyproject.toml", "by": "pyproject.toml"}
    assert told(OMS_CHECK_CONFIG="../ci.toml") == {"require": "ci.toml"}
    assert told("--config", "../annan.toml", OMS_CHECK_CONFIG="../ci.toml") == {"fail_under": "annan.toml"}


def test_every_option_of_check_that_is_a_setting_is_shown(oms_check: Run, tmp_path: Path) -> None:
    shown = json.loads(oms_check("config", "show", "-f", "json", cwd=tmp_path).stdout)
    assert {one["origin"] for one in shown.values()} == {"default"}
    options = set(re.findall(r"--([a-z-]+)", oms_check("check", "--help", env={"COLUMNS": "200"}).stdout))
    own = {"config", "help"}
    assert {option.replace("-", "_") for option in options - own} <= set(shown)
