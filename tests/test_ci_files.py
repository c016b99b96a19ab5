"""The ready-made CI files, each used as far as a machine without the services can: action, workflow and hooks."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import SMALL_RULES
from conftest import CHECKOUT, NEEDS_TOOL
from started import Started

TEXT = """# Energi

Elnätets kapacitet ska byggas ut i hela länet före 2030. Biogas ska produceras för 20 miljoner kronor.
"""


def loaded(name: str) -> Any:
    return yaml.safe_load((CHECKOUT / name).read_text(encoding="utf-8"))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with `oms-check` in it, as an installation has."""
    folder = tmp_path / "temp" / "oms-check" / "bin"
    folder.mkdir(parents=True)
    command = folder / "oms-check"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m oms_check "$@"\n')
    command.chmod(0o755)
    return folder


@pytest.fixture
def environment(program: Path, cache_home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMS_CHECK_", "GIT_"))}
    return kept | {"XDG_CACHE_HOME": str(cache_home), "PATH": f"{program}{os.pathsep}{os.environ['PATH']}"}


class TestAction:
    def run(
        self, folder: Path, environment: dict[str, str], inputs: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """The action's own script, with its own defaults, as a runner starts it."""
        (step,) = [one for one in loaded("action.yml")["runs"]["steps"] if one.get("id") == "check"]
        defaults = {name: str(value["default"]) for name, value in loaded("action.yml")["inputs"].items()} | inputs
        given = {key: defaults[re.sub(r".*inputs\.([\w-]+).*", r"\1", value)] for key, value in step["env"].items()}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=folder,
            env=environment
            | given
            | {
                "RUNNER_TEMP": str(folder / "temp"),
                "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
                "GITHUB_OUTPUT": str(folder / "output"),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def test_inputs_are_passed_by_environment_only(self) -> None:
        for step in loaded("action.yml")["runs"]["steps"]:
            assert "${{" not in step["run"]

    def test_every_input_is_used_and_every_default_is_text(self) -> None:
        action = loaded("action.yml")
        used = {name for step in action["runs"]["steps"] for name in re.findall(r"inputs\.([\w-]+)", str(step["env"]))}
        assert used == set(action["inputs"])
        assert all(isinstance(one["default"], str) for one in action["inputs"].values())

    @pytest.mark.parametrize(
        ("inputs", "code"),
        [
            ({"require": "mentioned:energi"}, 0),
            ({"require": "mentioned:energi\nstrong:digital"}, 1),
            ({"fail-under": "99.5"}, 1),
            ({"paths": "none.md"}, 2),
            ({"paths": "$(touch owned)\n`touch owned`\nplan.md"}, 2),
            ({"require": "partial; touch owned"}, 2),
        ],
    )
    def test_the_script_reports_and_passes_the_code_on(
        self, tmp_path: Path, environment: dict[str, str], inputs: dict[str, str], code: int
    ) -> None:
        (tmp_path / "plan.md").write_text(TEXT, encoding="utf-8")
        (tmp_path / "small.yaml").write_text(SMALL_RULES, encoding="utf-8")
        done = self.run(tmp_path, environment, {"paths": "plan.md", "rules": "small.yaml"} | inputs)
        assert done.returncode == code, done.stderr
        assert (tmp_path / "output").read_text() == f"exit-code={code}\n"
        assert not (tmp_path / "owned").exists()
        if code < 2:
            assert "| Region | Digitalt | Energi |" in re.sub(
                r"År \| ", "", (tmp_path / "summary.md").read_text(encoding="utf-8")
            )
            assert all(line.startswith("::") for line in done.stdout.splitlines())

    def test_the_example_workflow_works_with_the_inputs_it_gives(
        self, tmp_path: Path, environment: dict[str, str]
    ) -> None:
        steps = loaded("docs/example-workflow.yml")["jobs"]["check"]["steps"]
        (ours,) = [step for step in steps if step.get("uses", "").startswith("./")]
        (checkout,) = [step for step in steps if step.get("with", {}).get("path")]
        (upload,) = [step for step in steps if "upload-sarif" in step.get("uses", "")]
        assert ours["uses"] == f"./{checkout['with']['path']}"
        assert set(ours["with"]) <= set(loaded("action.yml")["inputs"])
        (tmp_path / "strategies" / "uppsala").mkdir(parents=True)
        (tmp_path / "strategies" / "uppsala" / "rus.md").write_text(TEXT, encoding="utf-8")
        done = self.run(tmp_path, environment, ours["with"])
        assert done.returncode == 1, done.stderr
        assert upload["with"]["sarif_file"] in upload["if"]
        (run,) = json.loads((tmp_path / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))["runs"]
        assert {found["ruleId"].partition("/")[0] for found in run["results"]} == {"level"}

    def test_nothing_in_the_workflow_has_to_be_filled_in(self) -> None:
        text = (CHECKOUT / "docs" / "example-workflow.yml").read_text(encoding="utf-8")
        assert not re.search(r"OWNER|TODO|\b(?:your|my)-", text)
        guide = (CHECKOUT / "docs" / "ci.md").read_text(encoding="utf-8")
        for name in re.findall(r"vars\.(\w+)", text):
            assert f"`{name}`" in guide, f"docs/ci.md does not say where {name} is set"


class TestHooks:
    @pytest.fixture
    def project(self, tmp_path: Path, environment: dict[str, str]) -> Path:
        """A repository with strategies, a rule file, and the configuration that docs/ci.md shows."""
        for tool in ("git", "pre-commit"):
            if shutil.which(tool, path=f"{environment['PATH']}{os.pathsep}{Path(sys.executable).parent}") is None:
                pytest.skip(f"{NEEDS_TOOL} {tool}")
        hooks = tmp_path / "hooks"
        hooks.mkdir()
        shutil.copy(CHECKOUT / ".pre-commit-hooks.yaml", hooks)
        self.committed(hooks, environment)
        version = self.git(hooks, environment, "rev-parse", "HEAD").strip()
        guide = (CHECKOUT / "docs" / "ci.md").read_text(encoding="utf-8")
        (shown,) = re.findall(r"```yaml\n(- repo: ADDRESS\n.*?)```", guide, flags=re.DOTALL)
        (repository,) = yaml.safe_load(shown.replace("ADDRESS", str(hooks)).replace("VERSION", version))
        for hook in repository["hooks"]:
            # pre-commit would install the package from an index; here it is installed already.
            hook["language"] = "system"
        project = tmp_path / "project"
        (project / "strategies" / "uppsala").mkdir(parents=True)
        (project / "strategies" / "uppsala" / "rus.md").write_text(TEXT, encoding="utf-8")
        (project / "rules").mkdir()
        (project / "rules" / "oms-small.yaml").write_text(SMALL_RULES, encoding="utf-8")
        (project / "oms-check.toml").write_text('rules = "rules/oms-small.yaml"\n', encoding="utf-8")
        (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repository]}), encoding="utf-8")
        self.committed(project, environment)
        return project

    def git(self, folder: Path, environment: dict[str, str], *arguments: str) -> str:
        who = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", *who, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout

    def committed(self, folder: Path, environment: dict[str, str]) -> None:
        self.git(folder, environment, "init", "--quiet")
        self.git(folder, environment, "add", ".")
        self.git(folder, environment, "commit", "--quiet", "--no-verify", "--message", "all")

    def hooks(self, project: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        home = {"PRE_COMMIT_HOME": str(project.parent / "pre-commit-home")}
        command = [sys.executable, "-m", "pre_commit", *arguments]
        return subprocess.run(
            command,
            cwd=project,
            env=environment | home,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def test_hooks_run_as_pre_commit_runs_them(self, project: Path, environment: dict[str, str]) -> None:
        done = self.hooks(project, environment, "run", "--all-files", "--verbose")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Region Uppsala" in done.stdout
        assert "rules/oms-small.yaml: ok" in done.stdout
        (project / "oms-check.toml").write_text(
            'rules = "rules/oms-small.yaml"\nrequire = ["strong:digital"]\n', encoding="utf-8"
        )
        (project / "rules" / "oms-small.yaml").write_text(SMALL_RULES.replace("level: strong", "level: stark"))
        strategy = self.hooks(project, environment, "run", "oms-check", "--files", "strategies/uppsala/rus.md")
        assert strategy.returncode == 1
        assert "exit code: 2" in strategy.stdout  # its rules are broken
        rules = self.hooks(project, environment, "run", "oms-check-rules", "--files", "rules/oms-small.yaml")
        assert rules.returncode == 1
        assert re.search(r"^rules/oms-small\.yaml:\d+:\d+: ", rules.stdout, re.MULTILINE)
        (project / "rules" / "oms-small.yaml").write_text(SMALL_RULES, encoding="utf-8")
        gate = self.hooks(project, environment, "run", "oms-check", "--files", "strategies/uppsala/rus.md")
        assert "exit code: 1" in gate.stdout

    def test_hooks_leave_other_files_alone(self, project: Path, environment: dict[str, str]) -> None:
        (project / "rules" / "regions.yaml").write_text("regions: []\n", encoding="utf-8")
        done = self.hooks(project, environment, "run", "--files", "rules/regions.yaml", ".pre-commit-config.yaml")
        assert done.returncode == 0
        assert done.stdout.count("Skipped") == 2

    @pytest.mark.parametrize(
        ("file", "checked"),
        [
            ("strategies/uppsala/rus.pdf", True),
            ("strategies/strategies.yaml", True),
            ("strategies/review.yaml", True),
            ("oms-check.toml", True),
            ("oms-baseline.toml", True),
            ("rules/regions.yaml", False),
            ("preview.yaml", False),
            ("src/main.py", False),
        ],
    )
    def test_the_corpus_is_checked_when_what_its_verdict_rests_on_changes(self, file: str, checked: bool) -> None:
        corpus = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}["oms-check"]
        assert bool(re.search(corpus["files"], file)) is checked

    def test_the_manifest_is_one_for_pre_commit(self, project: Path, environment: dict[str, str]) -> None:
        done = self.hooks(project, environment, "validate-manifest", str(CHECKOUT / ".pre-commit-hooks.yaml"))
        assert done.returncode == 0, done.stdout
        corpus = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}["oms-check"]
        assert (corpus["pass_filenames"], corpus["require_serial"]) == (False, True)


def test_a_baseline_lets_pass_what_it_records_and_nothing_worse(started: Started, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(TEXT, encoding="utf-8")
    (tmp_path / "oms-check.toml").write_text('rules = "small.yaml"\n', encoding="utf-8")
    (tmp_path / "small.yaml").write_text(SMALL_RULES, encoding="utf-8")
    check = ("check", "plan.md", "-f", "plain", "--require", "partial", "--baseline", "oms-baseline.toml")
    assert started.run(*check[:-2], cwd=tmp_path).code == 1
    assert started.run("baseline", "write", "plan.md", cwd=tmp_path).code == 0
    shown = started.run("baseline", "show", cwd=tmp_path).stdout.decode("utf-8")
    assert "liten\tplan.md\tenergi\tstrong\t\t\n" in shown
    accepted = started.run(*check, cwd=tmp_path)
    assert accepted.code == 0, accepted.stderr
    written = (tmp_path / "oms-baseline.toml").read_bytes()
    plan.write_text("# Energi\n\nElnätet är bra.\n", encoding="utf-8")
    fell = started.run(*check, cwd=tmp_path)
    assert fell.code == 1
    assert "fell from strong to mentioned" in fell.stderr
    plan.write_text(f"{TEXT}\nBredband ska nå alla.\n", encoding="utf-8")
    rose = started.run(*check, cwd=tmp_path)
    assert rose.code == 0
    assert "rose from missing to partial" in rose.stderr
    assert "oms-check baseline write" in rose.stderr
    assert (tmp_path / "oms-baseline.toml").read_bytes() == written
    gone = written.replace(b'"energi", level = "strong"', b'"energi", level = "strong", until = 2020-01-01')
    (tmp_path / "oms-baseline.toml").write_bytes(gone.replace(b'"digital"', b'"gods"'))
    stale = started.run(*check, cwd=tmp_path)
    assert stale.code == 1
    assert "was accepted until 2020-01-01" in stale.stderr
    assert "gods is no longer checked" in stale.stderr
