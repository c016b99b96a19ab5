"""`config show` in a process of its own."""

import json
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
