"""The ready-made CI files: the action's own script run as a runner would, hooks and documented commands real."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CHECKOUT, Run

TEXT = """# Energi

Elnätets kapacitet ska byggas ut i hela länet före 2030. Biogas ska produceras för 20 miljoner kronor.
"""


def loaded(name: str) -> Any:
    return yaml.safe_load((CHECKOUT / name).read_text(encoding="utf-8"))


def test_the_action_passes_inputs_by_environment_only() -> None:
    for step in loaded("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"]


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"OMS_REQUIRE": "mentioned:energi"}, 0),
        ({"OMS_REQUIRE": "mentioned:energi\nstrong:digital"}, 1),
        ({"OMS_PATHS": "none.md"}, 2),
        ({"OMS_PATHS": "$(touch owned)\n`touch owned`\nplan.md"}, 2),
        ({"OMS_REQUIRE": "partial; touch owned"}, 2),
    ],
)
def test_the_actions_script_reports_and_passes_the_code_on(tmp_path: Path, inputs: dict[str, str], code: int) -> None:
    (tmp_path / "plan.md").write_text(TEXT, encoding="utf-8")
    program = tmp_path / "temp" / "oms-check" / "bin" / "oms-check"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m oms_check "$@"\n')
    program.chmod(0o755)
    (step,) = [one for one in loaded("action.yml")["runs"]["steps"] if one.get("id") == "check"]
    defaults = {name: str(value["default"]) for name, value in loaded("action.yml")["inputs"].items()}
    given = {key: defaults[re.sub(r".*inputs\.([\w-]+).*", r"\1", value)] for key, value in step["env"].items()}
    environment = dict(os.environ) | given | {"OMS_PATHS": "plan.md"} | inputs
    environment |= {
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert (tmp_path / "output").read_text() == f"exit-code={code}\n"
    assert not (tmp_path / "owned").exists()
    if code < 2:
        assert "| Region | År |" in (tmp_path / "summary.md").read_text(encoding="utf-8")
        assert all(line.startswith("::") for line in done.stdout.splitlines())


def test_hooks_run_the_program_with_options_it_has(oms_check: Run, tmp_path: Path) -> None:
    hooks = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}
    assert hooks["oms-check"]["pass_filenames"] is False
    (tmp_path / "strategies" / "uppsala").mkdir(parents=True)
    (tmp_path / "strategies" / "uppsala" / "rus.md").write_text(TEXT, encoding="utf-8")
    corpus = oms_check(*shlex.split(hooks["oms-check"]["entry"])[1:], cwd=tmp_path)
    assert corpus.returncode == 0, corpus.stderr
    rules = oms_check(*shlex.split(hooks["oms-check-rules"]["entry"])[1:], "rules/oms-2025.yaml")
    assert rules.returncode == 0, rules.stderr
    assert re.search(hooks["oms-check-rules"]["files"], "rules/oms-2025.yaml")
    assert not re.search(hooks["oms-check-rules"]["files"], "rules/regions.yaml")


def test_the_example_workflow_gives_the_action_inputs_it_has() -> None:
    steps = loaded("docs/example-workflow.yml")["jobs"]["check"]["steps"]
    (given,) = [step["with"] for step in steps if "oms-check" in step.get("uses", "")]
    assert set(given) <= set(loaded("action.yml")["inputs"])


def test_baseline_and_compare_end_with_their_codes(oms_check: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(TEXT, encoding="utf-8")
    assert oms_check("check", "plan.md", "-o", "old.json", cwd=tmp_path).returncode == 0
    assert oms_check("baseline", "write", "plan.md", cwd=tmp_path).returncode == 0
    shown = oms_check("baseline", "show", cwd=tmp_path)
    assert "energi" in shown.stdout
    assert oms_check("check", "plan.md", "--baseline", "oms-baseline.toml", cwd=tmp_path).returncode == 0
    written = (tmp_path / "oms-baseline.toml").read_bytes()
    plan.write_text("# Energi\n\nElnätet är bra.\n", encoding="utf-8")
    fell = oms_check("check", "plan.md", "--baseline", "oms-baseline.toml", cwd=tmp_path)
    assert fell.returncode == 1
    assert "fell from" in fell.stderr
    assert (tmp_path / "oms-baseline.toml").read_bytes() == written
    compared = oms_check("compare", "old.json", "plan.md", "--fail-on", "regression", "-f", "json", cwd=tmp_path)
    assert compared.returncode == 1, compared.stderr
    assert '"regression": true' in compared.stdout
    assert oms_check("compare", "old.json", cwd=tmp_path).returncode == 2
    assert oms_check("compare", "old.json", "none.json", cwd=tmp_path).returncode == 2


def test_one_document_under_two_directions(oms_check: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(TEXT, encoding="utf-8")
    found = oms_check("compare", "plan.md", "--rules", "oms-2018", "--against", "oms-2025", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "Energi: finns inte →" in found.stdout
    turned = oms_check("compare", "plan.md", "--rules", "oms-2025", "--against", "oms-2018", cwd=tmp_path)
    assert turned.returncode == 2
    assert "no crosswalk" in turned.stderr
