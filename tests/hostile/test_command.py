"""The whole command on files made to do harm and on a machine that fails: bounded, named, nothing lost."""

import io
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

import pypdf
import pytest
from hostile import bombs

from oms_check.cache import Cache

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and process tables are Linux's")

LIMITS = ("--max-memory", "128", "--page-timeout", "5", "-j", "2", "--no-progress")

BOMBS = {
    "bomb.docx": (bombs.word_bomb(65), {"too_large", "memory"}),
    "claimed.pdf": (bombs.claimed_pages(), {"too_large"}),
    "deep.pdf": (bombs.deep(50_000), {"ok", "damaged"}),
    "empty.pdf": (b"", {"not_a_pdf"}),
    "empty.txt": (b"", {"no_text"}),
    "fanout.pdf": (bombs.fanout(22), {"memory"}),
    "flate.pdf": (bombs.flate_bomb(160), {"memory"}),
    "half.pdf": (bombs.sound()[:300], {"damaged"}),
    "huge.pdf": (bombs.huge_page(), {"ok", "damaged"}),
    "loop.pdf": (bombs.loop(), {"memory"}),
    "operators.pdf": (bombs.operators(2), {"memory", "timeout"}),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), {"unsupported"}),
    "text.pdf": (b"inte en pdf", {"not_a_pdf"}),
    "themselves.pdf": (bombs.pages_of_themselves(), {"damaged"}),
}

SENT_TO_TERMINAL = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)


def command(*args: str | Path, cache: Path | None = None) -> list[str]:
    kept = ("--cache-dir", str(cache)) if cache else ("--no-cache",)
    return [sys.executable, "-m", "oms_check", *map(str, args), *kept]


def check(*args: str | Path, cache: Path | None = None, code: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """A finished `check`, after seeing to what must hold for any input."""
    ran = subprocess.run(command("check", *args, cache=cache), capture_output=True, timeout=60, check=False)
    said = ran.stdout + ran.stderr
    assert b"Traceback" not in said, said.decode()
    assert ran.returncode in ((0, 1, 2) if code is None else (code,)), said.decode()
    assert not SENT_TO_TERMINAL.search(said), SENT_TO_TERMINAL.findall(said)
    return ran


def strategies(out: bytes) -> dict[str, dict[str, object]]:
    return {Path(one["path"]).name: one for one in json.loads(out)["strategies"]}


def filled(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_every_bomb_ends_named_and_sound_documents_beside_them_are_read(tmp_path: Path) -> None:
    sound = {f"{place}-sound.pdf": bombs.sound() for place in ("a", "g", "z")}
    folder = filled(tmp_path / "in", sound | {name: content for name, (content, _) in BOMBS.items()})
    started = time.monotonic()
    found = strategies(check(folder, "-f", "json", *LIMITS, code=2).stdout)
    assert time.monotonic() - started < 45
    assert set(found) == set(sound) | set(BOMBS)
    for name in sound:
        assert found[name]["status"] == "ok"
        assert found[name]["coverage"]["energi"]["level"] != "unknown"
    for name, (_, allowed) in BOMBS.items():
        assert found[name]["status"] in allowed, (name, found[name]["status"])


def test_each_failure_is_said_with_its_path_and_advice(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"loop.pdf": bombs.loop(), "sound.pdf": bombs.sound()})
    ran = check(folder, "-f", "json", *LIMITS, code=2)
    assert b"loop.pdf could not be read" in ran.stderr
    (error,) = json.loads(ran.stdout)["errors"]
    assert error["code"] == "memory"
    assert error["message"]
    assert error["advice"]


PAYLOAD = "=\x1b]0;x\x07\x9b2J\u202e\u200b<b>|[red]"


REPORTS = (
    "a.txt",
    "a.csv",
    "a.long.csv",
    "a.evidence.csv",
    "a.json",
    "a.gitlab.json",
    "a.md",
    "a.html",
    "a.xml",
    "a.sarif",
)


def test_no_report_lets_control_characters_through(tmp_path: Path) -> None:
    names = ("\x1b[31mröd\x07.pdf", "rad\nbryt.pdf", "\u202efdp.txt", "=cmd|x.pdf", "[red]x.pdf")
    folder = filled(tmp_path / "in", dict.fromkeys(names, b"x") | {"t.pdf": bombs.terminal(PAYLOAD)})
    with open(os.fsencode(folder) + b"/\xff\xfe.pdf", "wb") as file:  # noqa: PTH123  a name that is no text
        file.write(bombs.sound())
    outputs = [word for name in REPORTS for word in ("-o", tmp_path / name)]
    check(folder, "-f", "table", *outputs, *LIMITS, code=2)
    check(folder, "-f", "github", "-v", *LIMITS, code=2)
    for name in REPORTS:
        found = SENT_TO_TERMINAL.findall((tmp_path / name).read_bytes().replace(b"\r\n", b"\n"))
        assert not found, (name, found)


@pytest.mark.parametrize(
    ("command_", "name", "code"), [("evidence", "loop.pdf", 2), ("extract", "loop.pdf", 2), ("extract", "t.pdf", 0)]
)
def test_the_other_commands_end_as_well(tmp_path: Path, command_: str, name: str, code: int) -> None:
    folder = filled(tmp_path, {"loop.pdf": bombs.loop(), "t.pdf": bombs.terminal(PAYLOAD)})
    line = command(command_, folder / name, "--max-memory", "128")
    ran = subprocess.run(line, capture_output=True, timeout=60, check=False)
    assert ran.returncode == code, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert not SENT_TO_TERMINAL.search(ran.stdout + ran.stderr)


def test_the_pages_read_before_a_kill_are_kept(tmp_path: Path) -> None:
    pages = bombs.many_pages(40).replace(b"/Count 40", b"/Count 41")
    last = pages.index(b" 0 R] /Count 41")
    number = pages[:last].rpartition(b" ")[2]
    pages = pages[:last] + b" 0 R %d 0 R] /Count 41" % (int(number) + 2) + pages[last + len(b" 0 R] /Count 41") :]
    bomb = b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /XObject << /A %d 0 R >> >> >>"
    first = int(number) + 2
    added = (
        b"%d 0 obj\n" % first + bomb % (first + 1, first + 2) + b"\nendobj\n%d 0 obj\n" % (first + 1)
        + bombs.stream(b"/A Do") + b"\nendobj\n%d 0 obj\n" % (first + 2)
        + bombs.form(b"/A Do /A Do", b"/A %d 0 R" % (first + 2)) + b"\nendobj\n"
    )  # fmt: skip
    end = pages.rindex(b"xref\n0 ")
    content = pages[:end] + added + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"  # its table is rebuilt on reading
    folder = filled(tmp_path / "in", {"part.pdf": content})
    ran = check(folder, "-f", "json", *LIMITS)
    (one,) = strategies(ran.stdout).values()
    assert one["status"] == "partial"
    assert one["pages"] == 41
    assert one["coverage"]["energi"]["level"] not in ("missing", "unknown")
    assert b"are kept" in ran.stderr


DENSE = {
    "letters.pdf": (bombs.letters(400_000), "letters on one page"),
    "scattered.pdf": (bombs.scattered(30_000), "scattered pieces of text"),
}


def test_a_page_too_dense_to_read_fails_by_itself(tmp_path: Path) -> None:
    files = {name: bombs.with_last_page(3, content) for name, (content, _) in DENSE.items()}
    folder = filled(tmp_path / "in", files | {"map.pdf": bombs.with_last_page(3, bombs.scattered(3_000))})
    started = time.monotonic()
    ran = check(folder, "-f", "json", "-v", "-j", "2")
    assert time.monotonic() - started < 20
    found = strategies(ran.stdout)
    assert found["map.pdf"]["status"] == "ok"
    for name, (_, why) in DENSE.items():
        assert found[name]["status"] == "partial"
        assert found[name]["pages"] == 4
        assert why.encode() in ran.stderr


def test_a_document_of_one_page_too_dense_is_named(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.pdf": bombs.with_last_page(0, bombs.letters(400_000))})
    ran = check(folder, "-f", "json", code=2)
    (error,) = json.loads(ran.stdout)["errors"]
    assert "letters on one page" in error["message"]
    assert "new PDF" in error["advice"]


@pytest.mark.parametrize("processes", ["2", "64"])
def test_memory_of_the_whole_tree_is_bounded_for_any_number_of_workers(tmp_path: Path, processes: str) -> None:
    """With twice what one document may take, and what the program takes itself; and the verdict is the same."""
    hostile = {f"{n}.pdf": bombs.flate_bomb(400) + b"%%%d" % n for n in range(3)}
    folder = filled(tmp_path / "in", hostile | {f"{n}-sound.pdf": bombs.sound() for n in range(4)})
    with running(folder, "-f", "json", "-j", processes, "--max-memory", "130") as run:
        peak = 0.0
        while run.poll() is None:
            peak = max(peak, sum(map(memory_of, (run.pid, *children_of(run.pid)))))
            if select.select([run.stdout], [], [], 0.02)[0]:
                break
        output, errors = run.communicate(timeout=60)
    assert peak < 2 * 130 + 120
    assert b"Traceback" not in errors
    found = strategies(output)
    assert {name: one["status"] for name, one in found.items()} == dict.fromkeys(hostile, "memory") | {
        f"{n}-sound.pdf": "ok" for n in range(4)
    }


def memory_of(process: int) -> float:
    """Proportional memory in MB: pages shared between processes counted once."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def test_a_page_of_repeated_words_makes_no_endless_report(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.txt": (bombs.SENTENCE + " ").encode() * 1500})
    ran = check(folder, "-f", "json", *LIMITS)
    (one,) = strategies(ran.stdout).values()
    assert len(ran.stdout) < 40_000_000
    assert one["coverage"]["energi"]["level"] not in ("missing", "unknown")


def children_of(process: int) -> list[int]:
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def gone(process: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@contextmanager
def running(*args: str | Path, cache: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    run = subprocess.Popen(
        command("check", *args, cache=cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield run
    finally:
        run.kill()
        run.communicate()


def wait_for_children(run: subprocess.Popen[bytes], count: int) -> list[int]:
    for _ in range(1000):
        if len(found := children_of(run.pid)) >= count:
            return found
        assert run.poll() is None
        time.sleep(0.005)
    raise AssertionError("the workers did not start")


LONG = 8


@pytest.fixture(scope="module")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = bombs.many_pages(40)
    files = {f"{n:02}.pdf": pages + b"%%%d" % n for n in range(LONG)}
    return filled(tmp_path_factory.mktemp("long"), files)


def has_begun(run: subprocess.Popen[bytes]) -> bool:
    """Whether `main` runs: it catches SIGALRM. What Python says of Ctrl-C before, while it starts, is not ours."""
    lines = Path(f"/proc/{run.pid}/status").read_text(encoding="ascii").splitlines()
    caught = next((int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")), 0)
    return bool(caught >> (signal.SIGALRM - 1) & 1)


MOMENTS = 12


def test_ctrl_c_leaves_no_process_and_no_partial_file(tmp_path: Path) -> None:
    """At moments of the whole run, two runs at a time."""
    documents = filled(tmp_path / "in", {f"{n}.pdf": bombs.many_pages(8) + b"%%%d" % n for n in range(3)})
    begin = time.monotonic()
    check(documents, "-j", "2", "-f", "json", cache=tmp_path / "measured")
    longest = time.monotonic() - begin

    def tried(number: int) -> int:
        return interrupted(documents, tmp_path / str(number), longest * (number + random.random()) / MOMENTS)

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(tried, range(MOMENTS)))
    assert set(codes) <= {0, 1, 2, 130}
    assert codes.count(130) > MOMENTS // 3


def interrupted(documents: Path, folder: Path, moment: float) -> int:
    """Exit code of a run that was interrupted, after seeing to what it left behind."""
    out, cache = folder / "out", folder / "cache"
    out.mkdir(parents=True)
    reports = ("-o", out / "a.json", "-o", out / "a.xlsx", "-f", "plain")
    with running(documents, "-j", "2", *reports, cache=cache) as run:
        while not has_begun(run):
            time.sleep(0.001)
        time.sleep(moment)
        children = children_of(run.pid)
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGINT)
        errors = run.communicate(timeout=20)[1]
    assert b"Traceback" not in errors, errors
    assert all(gone(child) for child in children)
    assert not list(out.glob(".*"))
    if run.returncode == 130:
        assert errors == b"oms-check: interrupted\n"
        # Reports are written one after the other at the end: whole ones may stand there.
        assert all(file.stat().st_size for file in out.iterdir())
    assert all(_is_fresh(file) for file in cache.glob("*.tmp"))
    said: list[str] = []
    for entry in cache.glob("*.entry"):
        assert Cache(cache, said.append).get(entry.stem) is not None
    assert said == []
    return run.returncode


def test_two_ctrl_c_are_as_one(tmp_path: Path, long_folder: Path) -> None:
    with running(long_folder, "-j", "2", cache=tmp_path) as run:
        children = wait_for_children(run, 2)
        for _ in range(20):
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGINT)
        errors = run.communicate(timeout=20)[1]
    assert run.returncode == 130
    assert errors == b"oms-check: interrupted\n"
    assert all(gone(child) for child in children)


def _is_fresh(file: Path) -> bool:
    """A killed worker may leave its temporary file: it is no entry, and goes after an hour."""
    return time.time() - file.stat().st_mtime < 60


def test_a_killed_worker_costs_its_document_alone_and_is_said(long_folder: Path) -> None:
    with running(long_folder, "-j", "2", "-f", "json") as run:
        victim = random.choice(wait_for_children(run, 2))
        time.sleep(0.2)
        os.kill(victim, signal.SIGKILL)
        output, errors = run.communicate(timeout=60)
    found = strategies(output)
    hurt = [name for name, one in found.items() if one["status"] != "ok"]
    said = [name for name in found if name.encode() in errors]
    assert len(found) == LONG
    assert len(said) <= 1  # it may have been between two documents, and then nothing is lost
    assert set(hurt) <= set(said)
    assert not said or b"was killed (SIGKILL)" in errors
    assert run.returncode in (0, 1, 2), errors
    assert b"Traceback" not in errors


def test_a_worker_that_hangs_is_named(long_folder: Path) -> None:
    with running(long_folder, "-j", "2", "-f", "json", "--page-timeout", "1") as run:
        victim = wait_for_children(run, 2)[0]
        time.sleep(0.2)
        os.kill(victim, signal.SIGSTOP)
        output, errors = run.communicate(timeout=60)
    assert run.returncode in (0, 1, 2), errors
    # All of them where the worker was stopped after the last page of its document: then nothing was lost.
    assert len([one for one in strategies(output).values() if one["status"] == "ok"]) >= LONG - 1
    assert b"no page was finished within 1 s" in errors
    assert gone(victim)


def test_a_fault_in_a_reader_is_told_in_a_line_and_whole_with_debug(tmp_path: Path) -> None:
    (tmp_path / "docx.py").write_text("raise RuntimeError('a broken \\x1b[31m installation')", encoding="utf-8")
    folder = filled(tmp_path / "in", {"a.docx": bombs.word_bomb(1), "b.pdf": bombs.sound()})
    search = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    line = [
        sys.executable,
        "-c",
        "from oms_check.cli.main import main; main()",
        "check",
        folder,
        "-f",
        "json",
        "--no-cache",
    ]
    ran = [
        subprocess.run(
            [*line, *more], env=os.environ | {"PYTHONPATH": search}, capture_output=True, timeout=60, check=False
        )
        for more in ((), ("--debug",))
    ]
    found = strategies(ran[0].stdout)
    assert {name: one["status"] for name, one in found.items()} == {"a.docx": "crashed", "b.pdf": "ok"}
    assert b"a fault in the reader (RuntimeError in docx.py line 1)" in ran[0].stderr
    assert b"Traceback" not in ran[0].stderr
    assert b"Traceback" in ran[1].stderr
    assert b"RuntimeError: a broken \\x1b[31m installation" in ran[1].stderr
    assert ran[0].stdout == ran[1].stdout


def test_a_killed_run_leaves_no_worker(long_folder: Path) -> None:
    with running(long_folder, "-j", "2", "-f", "json") as run:
        children = wait_for_children(run, 2)
        run.send_signal(signal.SIGKILL)
        run.wait(timeout=10)
    assert all(gone(child) for child in children)


def test_two_runs_on_one_cache_agree(tmp_path: Path) -> None:
    files = {f"{n}.pdf": bombs.many_pages(8) + b"%%%d" % n for n in range(6)}
    folder = filled(tmp_path / "in", files)
    lines = command("check", folder, "-j", "1", "-f", "json", cache=tmp_path / "c")
    runs = [subprocess.Popen(lines, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outputs = [run.communicate(timeout=60) for run in runs]
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0][0])
    warm = check(folder, "-f", "json", cache=tmp_path / "c")
    assert warm.stdout == outputs[0][0]


def test_a_damaged_cache_changes_nothing(tmp_path: Path) -> None:
    hurts = ("empty", "head", "digest", "body", "end", "link", "folder")
    folder = filled(tmp_path / "in", {f"{hurt}.txt": (bombs.SENTENCE + hurt).encode() for hurt in hurts})
    cache = tmp_path / "c"
    first = check(folder, "-f", "json", cache=cache)
    entries = sorted(cache.glob("*.entry"))
    assert len(entries) == 2 * len(hurts), "a document, and what was found in it"
    for hurt, entry in zip(cycle(hurts), entries, strict=False):
        raw = bytearray(entry.read_bytes())
        if hurt == "empty":
            entry.write_bytes(b"")
        elif hurt in ("link", "folder"):
            entry.unlink()
            entry.symlink_to("/etc/passwd") if hurt == "link" else entry.mkdir()
        else:
            raw[{"head": 3, "digest": 30, "body": len(raw) // 2, "end": -1}[hurt]] ^= 0x20
            entry.write_bytes(raw)
    again = check(folder, "-f", "json", cache=cache)
    assert again.stdout == first.stdout
    assert again.returncode == first.returncode
    assert again.stderr.count(b"a damaged entry of the cache was dropped") == 1


def test_nothing_that_failed_is_cached(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.pdf": bombs.pages_of_themselves(), "b.pdf": bombs.loop()})
    check(folder, "-f", "json", *LIMITS, cache=tmp_path / "c", code=2)
    assert list((tmp_path / "c").glob("*.entry")) == []


def test_a_cache_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = filled(tmp_path / "in", {f"{n}.pdf": bombs.sound() + b"%%%d" % n for n in range(5)})
    ran = check(folder, "-f", "json", *LIMITS, cache=tmp_path / "file" / "c")
    assert {one["status"] for one in strategies(ran.stdout).values()} == {"ok"}
    assert ran.stderr.count(b"the cache cannot be written") == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB, where this user may mount one."""
    mount = shutil.which("mount")
    target = tmp_path / "disk"
    target.mkdir()
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root may mount")
    ran = subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", target], check=False, capture_output=True)
    if ran.returncode:
        pytest.skip("this machine mounts nothing")
    yield target
    subprocess.run(["umount", "-l", target], check=True)


def test_a_full_disk_under_the_reports_is_an_error_and_nothing_half_written(small_disk: Path, tmp_path: Path) -> None:
    (small_disk / "a.json").write_text("the old report")
    (small_disk / "filler").write_bytes(bytes(40_000))
    files = {f"{n}.pdf": bombs.many_pages(3) + b"%%%d" % n for n in range(8)}
    folder = filled(tmp_path / "in", files)
    ran = check(folder, "-f", "plain", "-o", small_disk / "a.json", "--no-progress", code=2)
    assert b"cannot write" in ran.stderr
    assert (small_disk / "a.json").read_text() == "the old report"
    assert sorted(file.name for file in small_disk.iterdir()) == ["a.json", "filler"]


def test_a_full_disk_under_the_cache_is_said_once(small_disk: Path, tmp_path: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(61_000))
    files = {f"{n}.pdf": bombs.many_pages(30) + b"%%%d" % n for n in range(4)}
    folder = filled(tmp_path / "in", files)
    ran = check(folder, "-f", "json", cache=small_disk / "c")
    assert {one["status"] for one in strategies(ran.stdout).values()} == {"ok"}
    assert ran.stderr.count(b"the cache cannot be written") == 1
    assert not list(small_disk.glob("c/*.tmp"))


def test_a_link_at_the_reports_place_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.pdf": bombs.sound()})
    (tmp_path / "target").write_text("not ours")
    (tmp_path / "a.csv").symlink_to(tmp_path / "target")
    ran = check(folder, "-o", tmp_path / "a.csv", code=2)
    assert b"symbolic link" in ran.stderr
    assert (tmp_path / "target").read_text() == "not ours"


@pytest.fixture
def locked_disk(small_disk: Path) -> Path:
    """A disk that can only be read, also by root."""
    (small_disk / "a.json").write_text("the old report")
    (small_disk / "c").mkdir(mode=0o700)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    return small_disk


def test_reports_in_a_folder_that_cannot_be_written(locked_disk: Path, tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.pdf": bombs.sound()})
    ran = check(folder, "-o", locked_disk / "a.json", code=2)
    assert b"cannot write" in ran.stderr
    assert b"Read-only file system; choose another place" in ran.stderr
    assert (locked_disk / "a.json").read_text() == "the old report"


def test_a_cache_in_a_folder_that_cannot_be_written_is_said_once(locked_disk: Path, tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {f"{n}.pdf": bombs.sound() + b"%%%d" % n for n in range(3)})
    ran = check(folder, "-f", "json", cache=locked_disk / "c")
    assert {one["status"] for one in strategies(ran.stdout).values()} == {"ok"}
    assert ran.stderr.count(b"the cache cannot be written (Read-only file system)") == 1


@pytest.mark.parametrize("target", ["b.md", "new.txt", "../in/b.md"])
def test_a_report_never_takes_a_documents_place(tmp_path: Path, target: str) -> None:
    folder = filled(tmp_path / "in", {"a.pdf": bombs.sound(), "b.md": bombs.SENTENCE.encode()})
    ran = check(folder, "-o", folder / target, code=2)
    assert b"name a file outside" in ran.stderr
    assert sorted(file.name for file in folder.iterdir()) == ["a.pdf", "b.md"]
    assert (folder / "b.md").read_bytes() == bombs.SENTENCE.encode()


def test_reports_in_a_folder_that_is_a_file(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.pdf": bombs.sound()})
    (tmp_path / "file").write_text("in the way")
    assert b"cannot write" in check(folder, "-o", tmp_path / "file" / "a.csv", code=2).stderr


def test_a_password_is_neither_kept_nor_said(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(bombs.sound()))
    writer.encrypt("hemligt-lösen-77")
    writer.write(tmp_path / "a.pdf")
    (tmp_path / "word").write_text("hemligt-lösen-77\n", encoding="utf-8")
    cache = tmp_path / "c"
    shut = check(tmp_path / "a.pdf", "-f", "json", cache=cache, code=2)
    assert strategies(shut.stdout)["a.pdf"]["status"] == "encrypted"
    opened = check(tmp_path / "a.pdf", "-f", "json", "-v", "--password-file", tmp_path / "word", cache=cache)
    assert strategies(opened.stdout)["a.pdf"]["status"] == "ok"
    assert "hemligt" not in (opened.stdout + opened.stderr).decode()
    assert not list(cache.glob("*.entry"))


def test_pipes_and_devices_are_refused_unread(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {})
    os.mkfifo(folder / "pipe.pdf")
    ran = check(folder, "-f", "json", cache=tmp_path / "c", code=2)
    (one,) = strategies(ran.stdout).values()
    assert one["status"] == "unsupported"


def test_yaml_bombs_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    files: Sequence[bytes] = ("\n".join(lines).encode(), b"[" * 100_000, b"a: " + b"x" * 5_000_000)
    sound = filled(tmp_path / "in", {"a.pdf": bombs.sound()})
    for number, content in enumerate(files):
        rules = tmp_path / f"{number}.yaml"
        rules.write_bytes(content)
        started = time.monotonic()
        check(sound, "--rules", rules, code=2)
        assert time.monotonic() - started < 10
