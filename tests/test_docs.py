"""The pages people read: links lead somewhere, and every command they show is run, word for word.

A fenced block that is neither run here nor by a test named here fails, so that none is left out unseen.
"""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import CHECKOUT
from started import Started

OUR_PAGES = sorted(
    page.relative_to(CHECKOUT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "strategies/*.md", "rules/**/*.md")
    for page in CHECKOUT.glob(pattern)
)
COMMANDS = ("sh", "bash", "console", "")
"""Languages of fenced blocks whose lines are commands."""

GATED = ("--require", "--fail-under", "--baseline", "--fail-on")
"""Options with which 1 is as good an answer as 0."""

INSTALLS = "installs from an index: a minute of network for what tests/run.sh does at its start"
LINTED = "tests/cli/test_commands.py::test_rules_lint_has_nothing_to_say_of_our_rules"
ELSEWHERE = {
    "python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/oms-check check strategies/": INSTALLS,
    "pip install -e '.[dev]'": INSTALLS,
    "pip install -e '.[learn]'": INSTALLS,
    "python rules/sources/learn.py": "needs scikit-learn; tests/matching/test_classifier.py holds its result",
    "python rules/sources/learn.py --cross-validate": "needs scikit-learn, and is a measurement",
    'pip install "$OMS_CHECK"': INSTALLS,
    "bash tests/run.sh": "is what runs this test",
    "oms-check rules lint": LINTED,
    "oms-check rules lint --rules rules/oms-2025.yaml": LINTED,
    "python docs/example/sources/build.py": "writes into the checkout",
    "python docs/example/sources/build.py --check": (
        "tests/strategies/test_example.py::test_the_source_reproduces_the_committed_draft"
    ),
    "python strategies/sources/build.py": "writes into the checkout",
    "python strategies/sources/build.py --check": (
        "tests/strategies/test_build.py::test_sources_reproduce_the_committed_pdfs"
    ),
}
"""Commands that are not run here → the test that runs them, or why none does."""

MEASUREMENTS = re.compile(r"python bench/\S+\.py ")
"""Commands of docs/benchmarks.md: minutes on a quiet machine, not a test."""

OTHER_BLOCKS = {
    "docs/ci.md: toml 'require = [\"partial\"]'": "test_the_policy_shown_is_a_configuration",
    "docs/ci.md: yaml 'strategies:'": "test_the_job_of_other_services_writes_what_it_declares",
    "docs/ci.md: yaml '- repo: ADDRESS'": "tests/test_ci_files.py::test_hooks_run_as_pre_commit_runs_them",
    "docs/exports.md: python 'import pandas'": "test_the_commands_of_a_page_do_what_it_says",
    "docs/review.md: yaml 'schema: oms-check/review@1'": (
        "tests/review/test_loading.py::test_the_file_shown_in_the_docs_is_one"
    ),
    "docs/rules.md: yaml '- id: beb-lage-3'": "tests/ruleset/test_load.py::test_reads_everything_the_file_says",
    "docs/rules.md: yaml 'classifier:'": "tests/matching/test_classifier.py::test_other_weights_are_other_rules",
    "strategies/README.md: yaml '- path: uppsala/rus-uppsala-lan.pdf     # from this folder'": (
        "test_the_sidecar_shown_is_one"
    ),
}
"""Blocks of other languages → the test that uses them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it begins, its language, its lines without the indentation of the fence."""

    page: str
    line: int
    language: str
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.page}: {self.language} {self.lines[0]!r}"

    def commands(self) -> list[str]:
        """The command lines, of a console those after its prompt."""
        if self.language == "console":
            return [line[2:] for line in self.lines if line.startswith("$ ")]
        return [line for line in self.lines if line.strip()] if self.language in COMMANDS else []

    def printed_by(self, command: str) -> list[str]:
        """What a console shows under a command."""
        after = self.lines[self.lines.index(f"$ {command}") + 1 :]
        return list(after[: next((n for n, line in enumerate(after) if line.startswith("$ ")), len(after))])


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    lines = (CHECKOUT / page).read_text(encoding="utf-8").splitlines()
    start = -1
    for number, line in enumerate(lines):
        if line.strip().startswith("```"):
            if start < 0:
                start = number
            else:
                indent = len(lines[start]) - len(lines[start].lstrip())
                inside = tuple(text[indent:] for text in lines[start + 1 : number])
                yield Block(page, start + 1, lines[start].strip().strip("`"), inside)
                start = -1
    assert start < 0, f"{page}:{start + 1}: the block does not end"


def of_page(page: str, language: str, first: str) -> Block:
    (found,) = [block for block in blocks(page) if block.language == language and block.lines[0].startswith(first)]
    return found


@pytest.mark.parametrize("page", OUR_PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", (CHECKOUT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    if page == "README.md":
        assert len(links) >= 5
    assert [link for link in links if link and not ((CHECKOUT / page).parent / link).exists()] == []


def test_every_block_is_run_or_named() -> None:
    found = [block for page in OUR_PAGES for block in blocks(page)]
    assert len(found) > 15
    unknown = [block.name for block in found if block.language not in COMMANDS and block.name not in OTHER_BLOCKS]
    assert unknown == []
    shown = {command.partition("  #")[0].strip() for block in found for command in block.commands()}
    shown |= {line.strip().removeprefix("- ") for block in found for line in block.lines}
    assert set(ELSEWHERE) <= shown, "a command that no page shows any more needs no exception"
    assert set(OTHER_BLOCKS) <= {block.name for block in found}


@pytest.mark.parametrize("test", sorted({*ELSEWHERE.values(), *OTHER_BLOCKS.values()}))
def test_a_test_that_is_named_is_there(test: str) -> None:
    file, _, name = test.rpartition("::")
    if name.startswith("test_"):
        text = (CHECKOUT / (file or "tests/test_docs.py")).read_text(encoding="utf-8")
        assert f"def {name}(" in text, test


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, started: Started) -> Path:
    """What the pages take to be at hand: some of the sample strategies, drafts and saved reports."""
    folder = tmp_path_factory.mktemp("reader")
    for name in ("strategies/uppsala", "strategies/gavleborg", "docs/example"):
        shutil.copytree(CHECKOUT / name, folder / name)
    for name in ("utkast-1.pdf", "utkast-2.pdf", "rus-2019.pdf"):
        shutil.copy(CHECKOUT / "docs" / "example" / "utkast.pdf", folder / name)
    shutil.copy(CHECKOUT / "tests" / "review" / "beslut.json", folder)
    options = ("-f", "plain", "-o", "report-2025.json", "-o", "report-2026.json")
    assert started.run("check", "strategies/uppsala", *options, cwd=folder).code == 0
    return folder


PAGES_WITH_COMMANDS = [page for page in OUR_PAGES if any(block.commands() for block in blocks(page))]


@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS)
def test_the_commands_of_a_page_do_what_it_says(page: str, folder: Path, started: Started) -> None:
    for block in blocks(page):
        for command in block.commands():
            bare = command.partition("  #")[0].strip()
            if bare not in ELSEWHERE and not MEASUREMENTS.match(bare):
                _run(block, command, folder, started)
        if block.language == "python":
            code = "\n".join(block.lines)
            subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, timeout=60)


def _run(block: Block, command: str, folder: Path, started: Started) -> None:
    program, *arguments = shlex.split(command, comments=True)
    assert program == "oms-check", f"{block.page}:{block.line}: {command}"
    # A console shows what is printed in the checkout; there nothing is written.
    ran = started.run(*arguments, cwd=CHECKOUT if block.language == "console" else folder)
    allowed = (0, 1) if any(option in arguments for option in GATED) else (0,)
    assert ran.code in allowed, f"{block.page}:{block.line}: {command}: {ran.stderr}"
    assert ran.stdout or arguments[:2] == ["baseline", "write"] or {"--apply", "--drop-stale"} & set(arguments)
    for output in (value for option, value in zip(arguments, arguments[1:], strict=False) if option == "-o"):
        assert (folder / output).stat().st_size > 100
    if block.language == "console":
        # Counts change with the rules; the sentences are what the page promises.
        printed = re.sub(r"\d+", "n", ran.stdout.decode("utf-8")).splitlines()
        assert [re.sub(r"\d+", "n", line) for line in block.printed_by(command)] in ([], printed)


def test_the_gate_of_the_readme_fails_with_one_reason_a_line(folder: Path, started: Started) -> None:
    (command,) = [c for block in blocks("README.md") for c in block.commands() if "--format github" in c]
    ran = started.run(*shlex.split(command)[1:], cwd=folder)
    assert ran.code == 1
    lines = ran.stdout.decode("utf-8").splitlines()
    assert lines
    assert all(line.startswith("::error ") for line in lines)


def test_the_policy_shown_is_a_configuration(tmp_path: Path, started: Started) -> None:
    shown = of_page("docs/ci.md", "toml", "require")
    (tmp_path / ".git").mkdir()
    (tmp_path / "oms-check.toml").write_text("\n".join(shown.lines) + "\n", encoding="utf-8")
    told = started.run("config", "show", cwd=tmp_path)
    assert told.code == 0, told.stderr
    for line in shown.lines:
        if "=" in line:
            assert line.partition("#")[0].strip() in told.stdout.decode("utf-8"), line


def test_the_job_of_other_services_writes_what_it_declares(folder: Path, started: Started) -> None:
    import yaml

    job = yaml.safe_load("\n".join(of_page("docs/ci.md", "yaml", "strategies:").lines))["strategies"]
    ran = [command for command in job["script"] if command not in ELSEWHERE]
    assert len(ran) == 1
    assert started.run(*shlex.split(ran[0])[1:], cwd=folder).code == 1
    assert job["artifacts"]["when"] == "always"
    for report in job["artifacts"]["reports"].values():
        assert (folder / report).stat().st_size > 100


def test_the_sidecar_shown_is_one(tmp_path: Path, started: Started) -> None:
    shown = of_page("strategies/README.md", "yaml", "- path:")
    target = tmp_path / "nya" / "uppsala"
    target.mkdir(parents=True)
    shutil.copy(CHECKOUT / "docs" / "example" / "utkast.pdf", target / "rus-uppsala-lan.pdf")
    head = (CHECKOUT / "strategies" / "strategies.yaml").read_text(encoding="utf-8").partition("  - path:")[0]
    text = head + "".join(f"  {line}\n" for line in shown.lines)
    (tmp_path / "nya" / "strategies.yaml").write_text(text, encoding="utf-8")
    ran = started.run("check", "nya", "-f", "plain", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert ran.stdout.decode("utf-8").split("\t")[1:5] == ["uppsala", "rus", "2021", "ok"]
