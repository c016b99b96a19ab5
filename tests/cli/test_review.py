"""`review` as people use it: keys at a terminal, killed at any moment, and the decisions of the page taken over."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run

from oms_check.errors import RuleError
from oms_check.model.review import Review, Ruling
from oms_check.review.loading import load_review

SENTENCES = (
    "Elnätets kapacitet ska byggas ut i hela länet.",
    "Biogas ska produceras av avfall från regionens kommuner.",
    "Effektbristen i elnätet ska mötas med lagring och flexibilitet.",
    "Bredband med fiber ska nå alla hushåll på landsbygden.",
    "Mobiltäckningen längs järnvägar och vägar ska förbättras.",
    *(f"Elnätets kapacitet ska byggas ut i {place}." for place in ("norr", "söder", "öster", "väster", "skärgården")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "utkast.txt").write_text("\n\n".join(SENTENCES), encoding="utf-8")
    return tmp_path


REVIEW = ("review", "utkast.txt", "--focus", "energi")


def decided(folder: Path) -> Review:
    file = folder / "review.yaml"
    return load_review(file) if file.exists() else Review("review.yaml")


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, folder: Path, cache_home: Path, *arguments: str) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OMS_CHECK_")}
        environment |= {"XDG_CACHE_HOME": str(cache_home), "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100"}
        self._main, other = pty.openpty()
        command = [sys.executable, "-m", "oms_check", "review", "utkast.txt", "--focus", "energi", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=other, stdout=other, stderr=other, start_new_session=True
        )
        os.close(other)
        self.said = ""

    def until(self, pattern: str, seconds: float = 30) -> str:
        """What was printed up to the first match of the pattern, which is then behind us."""
        ends = time.monotonic() + seconds
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < ends, f"{pattern!r} never came: {self.said[-500:]!r}"
            if select.select([self._main], [], [], 0.05)[0]:
                try:
                    self.said += os.read(self._main, 65536).decode("utf-8", "replace")
                except OSError as error:  # Linux: EIO when the other end is closed
                    raise AssertionError(f"the command ended: {self.said[-500:]!r}") from error
        before, self.said = self.said[: found.end()], self.said[found.end() :]
        return before

    def press(self, keys: str) -> None:
        os.write(self._main, keys.encode())

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        os.close(self._main)


@pytest.fixture
def terminals(folder: Path, cache_home: Path) -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for one in started:
        one.close()


def start(terminals: list[Terminal], folder: Path, cache_home: Path, *arguments: str) -> Terminal:
    terminals.append(Terminal(folder, cache_home, *arguments))
    return terminals[-1]


def test_one_key_decides_and_the_line_for_a_reason_is_read_whole(
    terminals: list[Terminal], folder: Path, cache_home: Path
) -> None:
    terminal = start(terminals, folder, cache_home, "--lang", "en")
    first = terminal.until(r"1/\d+ ")
    assert "*" in first, "the words that met are marked"
    terminal.press("a")
    terminal.until("Role")
    terminal.press("planerare på länet\n")
    terminal.until(r"2/\d+ ")
    (accepted,) = decided(folder).entries
    assert (accepted.decision, accepted.role) == (Ruling.ACCEPT, "planerare på länet")
    terminal.press("x")
    terminal.until("Answer with one of the keys: a r j s b q")
    terminal.press("\x1b[A")  # an arrow key is no answer, and no three answers either
    terminal.press("r")
    terminal.until("Reason: ")
    terminal.press("öster om allt\n")
    terminal.until(r"3/\d+ ")
    assert {one.reason for one in decided(folder).entries} == {"", "öster om allt"}
    terminal.press("b")
    shown = terminal.until(r"2/\d+ ")
    assert "Decided: rejected: öster om allt (planerare på länet" in " ".join(shown.split())
    terminal.press("s")
    terminal.until(r"3/\d+ ")
    terminal.press("q")
    assert terminal.process.wait(20) == 0
    assert "2 decisions kept in review.yaml" in terminal.until("left to decide")


def test_a_kill_loses_at_most_the_decision_being_typed(
    terminals: list[Terminal], folder: Path, cache_home: Path
) -> None:
    safe = 0
    for moment in ("shown", "in a reason", "after a key", "in the next question"):
        terminal = start(terminals, folder, cache_home, "--role", "planerare")
        terminal.until(r"1/\d+ ")
        terminal.press("a")
        terminal.until(r"2/\d+ ")  # so the first is on disk
        safe += 1
        if moment == "in a reason":
            terminal.press("r")
            terminal.until("Skäl: ")
            terminal.press("halva skä")
        elif moment == "after a key":
            terminal.press("a")
        elif moment == "in the next question":
            terminal.press("s")
            terminal.until(r"3/\d+ ")
        terminal.kill()
        found = decided(folder).entries
        assert safe <= len(found) <= safe + (moment == "after a key")
        safe = len(found)
    assert len({one.passage for one in decided(folder).entries}) == safe, "no decision was asked for twice"


def test_an_interruption_ends_it_with_what_was_decided(
    terminals: list[Terminal], folder: Path, cache_home: Path
) -> None:
    terminal = start(terminals, folder, cache_home, "--role", "planerare")
    terminal.until(r"1/\d+ ")
    terminal.press("a")
    terminal.until(r"2/\d+ ")
    os.kill(terminal.process.pid, signal.SIGINT)
    assert terminal.process.wait(20) == 130
    assert "interrupted" in terminal.until("interrupted")
    assert len(decided(folder).entries) == 1


def test_kills_at_chance_moments_leave_a_whole_file(
    terminals: list[Terminal], folder: Path, cache_home: Path, quick_check: Run
) -> None:
    before = 0
    for pause in (0.002, 0.011, 0.023):
        terminal = start(terminals, folder, cache_home, "--role", "planerare", "--all")
        terminal.until(r"1/\d+ ")
        terminal.press("a" * 8)
        time.sleep(pause)
        terminal.kill()
        try:
            count = len(decided(folder).entries)
        except RuleError as error:
            pytest.fail(f"half a file was left: {error}")
        assert count >= before
        before = count
    done = quick_check("check", "utkast.txt", cwd=folder)
    assert done.returncode == 0, done.stderr


def test_without_a_terminal_a_line_is_an_answer_and_the_end_of_input_ends_it(folder: Path, quick_check: Run) -> None:
    done = quick_check("review", "utkast.txt", "--focus", "digital", cwd=folder, stdin="a\nplanerare\nr\ninte det\n")
    assert done.returncode == 0
    assert [one.decision for one in decided(folder).entries].count(Ruling.ACCEPT) == 1
    assert "Bredband" in done.stdout
    assert "Biogas" not in done.stdout
    again = quick_check("review", "utkast.txt", "--focus", "digital", cwd=folder, stdin="")
    assert again.returncode == 0
    assert "Bredband" not in again.stdout or "Mobil" not in again.stdout, "what was decided is not shown again"


def test_comments_that_cannot_be_kept_are_named_and_the_file_kept(folder: Path, quick_check: Run) -> None:
    quick_check(*REVIEW, "--role", "p", cwd=folder, stdin="a\n")
    file = folder / "review.yaml"
    text = file.read_text(encoding="utf-8").replace("decision: accept", "decision: accept  # se protokollet")
    file.write_text(text.replace("  - direction", "  # enligt mötet\n  - direction"), encoding="utf-8")
    written = file.read_text(encoding="utf-8")
    done = quick_check(*REVIEW, cwd=folder, stdin="a\n")
    assert "the comment in line 13 stands above no entry and cannot be kept" in done.stderr
    assert "review.yaml.before" in done.stderr
    assert (folder / "review.yaml.before").read_text(encoding="utf-8") == written
    assert "# enligt mötet" in file.read_text(encoding="utf-8")
    assert "se protokollet" not in file.read_text(encoding="utf-8")


def test_a_mistake_in_the_file_ends_everything_before_a_document_is_read(folder: Path, quick_check: Run) -> None:
    (folder / "review.yaml").write_text("schema: oms-check/review@1\ndocuments:\n- paht: a.pdf\n", encoding="utf-8")
    for command in ("check", "review", "evidence"):
        done = quick_check(command, "utkast.txt", cwd=folder, stdin="")
        assert done.returncode == 2
        assert "review.yaml:3:3: unknown key 'paht' in a document" in done.stderr
        assert "did you mean 'path'?" in done.stderr
    assert quick_check("check", "utkast.txt", "--no-review", cwd=folder).returncode == 0


def test_a_file_of_another_name_is_named_by_option_or_configuration(folder: Path, quick_check: Run) -> None:
    (folder / "kept").mkdir()
    done = quick_check(*REVIEW, "--review", "kept/mine.yaml", "--role", "p", cwd=folder, stdin="r\nfalsk\n")
    assert "1 decision kept in kept/mine.yaml" in done.stderr
    assert load_review(folder / "kept" / "mine.yaml").documents[0].name == "../utkast.txt"

    def rejected(*arguments: str) -> int:
        done = quick_check("check", "utkast.txt", "-f", "json", *arguments, cwd=folder)
        found = json.loads(done.stdout)
        return sum(cell["rejected"] for cell in found["strategies"][0]["coverage"].values())

    assert rejected() == 0
    assert rejected("--review", "kept/mine.yaml") == 1
    (folder / "oms-check.toml").write_text('review = "kept/mine.yaml"\n', encoding="utf-8")
    assert rejected() == 1
    assert rejected("--no-review") == 0
    missing = quick_check("check", "utkast.txt", "--review", "nix.yaml", cwd=folder)
    assert missing.returncode == 2
    assert "nix.yaml: no such review file" in missing.stderr


def exported(folder: Path, decision: str, reason: str = "", **more: str) -> Path:
    """A decisions file as the page saves it, for the first passage of the review."""
    (document,) = decided(folder).documents
    entry = document.entries[0]
    values = {
        "direction": entry.direction,
        "focus_area": entry.focus_area,
        "passage": entry.passage,
        "quote": entry.quote,
        "decision": decision,
        "role": "strateg",
        "date": "2026-11-25",
    } | more
    if reason:
        values["reason"] = reason
    found = {
        "schema": "oms-check/review@1",
        "documents": [{"path": "utkast.txt", "sha256": document.sha256, "decisions": [values]}],
        "regions": [],
    }
    file = folder / "beslut.json"
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def test_the_decisions_of_the_page_are_taken_over_and_contradictions_named(folder: Path, quick_check: Run) -> None:
    quick_check(*REVIEW, "--role", "planerare", cwd=folder, stdin="a\n")
    same = quick_check("review", "utkast.txt", "--apply", exported(folder, "accept"), cwd=folder)
    assert same.returncode == 0
    assert "1 stood there already" in same.stderr
    file = exported(folder, "reject", "falsk träff")
    done = quick_check("review", "utkast.txt", "--apply", file, cwd=folder)
    assert done.returncode == 2
    assert re.search(r"conflict: utkast\.txt, \w+, “.+”: \S+ says reject \(falsk träff; strateg; ", done.stderr)
    assert "accept (planerare; " in done.stderr
    assert [one.decision for one in decided(folder).entries] == [Ruling.ACCEPT]
    changed = exported(folder, "reject", "falsk träff", replaces="accept")
    assert quick_check("review", "utkast.txt", "--apply", changed, cwd=folder).returncode == 0
    assert [one.decision for one in decided(folder).entries] == [Ruling.REJECT]
    over = quick_check("review", "utkast.txt", "--apply", exported(folder, "accept"), "--overwrite", cwd=folder)
    assert over.returncode == 0
    assert [one.decision for one in decided(folder).entries] == [Ruling.ACCEPT]


def test_documents_of_the_page_are_found_by_bytes_and_unknown_ones_named(folder: Path, quick_check: Run) -> None:
    quick_check(*REVIEW, "--role", "planerare", cwd=folder, stdin="a\n")
    file = exported(folder, "accept")
    (folder / "review.yaml").unlink()
    below = folder / "strategier" / "uppsala"
    below.mkdir(parents=True)
    (folder / "utkast.txt").rename(below / "rus.txt")
    done = quick_check("review", "strategier", "--apply", file, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert load_review(folder / "strategier" / "review.yaml").documents[0].name == "uppsala/rus.txt"
    (below / "rus.txt").write_text("Något helt annat.", encoding="utf-8")
    lost = quick_check("review", "strategier", "--apply", file, cwd=folder)
    assert lost.returncode == 2
    assert "no document here is utkast.txt" in lost.stderr


def test_the_shipped_schema_is_the_one_printed(checkout: Path, quick_check: Run) -> None:
    shipped = (checkout / "rules" / "oms-check-review.schema.json").read_text(encoding="utf-8")
    assert quick_check("review", "--schema", cwd=checkout).stdout == shipped


def test_options_that_say_nothing_together_are_refused(folder: Path, quick_check: Run) -> None:
    for arguments in (("review", "-"), ("review", "utkast.txt", "--overwrite")):
        assert quick_check(*arguments, cwd=folder, stdin="").returncode == 2
    both = quick_check("check", "utkast.txt", "--review", "a.yaml", "--no-review", cwd=folder)
    assert "exclude each other" in both.stderr
