"""Shell completion, evaluated in bash as a person's shell does it."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NEEDS_TOOL


@pytest.fixture
def bash(tmp_path: Path) -> str:
    found = shutil.which("bash")
    if found is None:
        pytest.skip(f"{NEEDS_TOOL} bash")
    command = tmp_path / "oms-check"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m oms_check "$@"\n')
    command.chmod(0o755)
    return found


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("oms-check", "ba"), {"baseline"}),
        (("oms-check", "rules", ""), {"list", "show", "validate", "lint", "test", "schema"}),
        (("oms-check", "check", "--fail"), {"--fail-under"}),
        (("oms-check", "compare", "--fail"), {"--fail-on"}),
    ],
)
def test_bash_offers_commands_and_options(bash: str, tmp_path: Path, words: tuple[str, ...], offered: set[str]) -> None:
    script = f"""
        PATH={shlex.quote(str(tmp_path))}:$PATH
        eval "$(oms-check --show-completion bash)"
        complete -p oms-check >/dev/null || exit 9
        COMP_WORDS=({shlex.join(words)})
        COMP_CWORD={len(words) - 1}
        _oms_check_completion oms-check
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [bash, "--noprofile", "--norc", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.split()) >= offered
    assert all(word.startswith(words[-1]) for word in done.stdout.split())
