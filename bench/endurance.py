"""A thousand documents in one run: does memory stay flat, do descriptors leak, what do killed workers cost?

    python bench/endurance.py [--documents 1000] [--kill-every 0] [--jobs 2]
    python bench/endurance.py --interrupts 20 [--documents 60]

Runs `oms-check check --no-cache` on copies of the sample strategies, each made different by a comment at its
end, and looks at the process tree ten times a second: resident and proportional memory, open descriptors.
With --kill-every N one worker is killed every N seconds; each may cost only its document in hand.
With --interrupts N the run is interrupted N times, each at a random moment from the start of `main` on, as
Ctrl-C does it: exit code 130, no process left, no report in part, and a cache that is used by the next run
without a complaint.
Exit code 1 if the last tenth of the reading needs more than 1.1 times the memory of the second tenth, if more
is lost than was killed, or if a document that is not whole is not named, on
stderr or (beyond twenty) in the report. A worker that is killed between two documents costs none, and nothing is
said of it.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Look:
    """The process tree at a moment: seconds since the start, MB, descriptors of the parent."""

    seconds: float
    parent: float
    tree: float
    descriptors: int
    reading: bool
    """Whether the workers are there: not yet, or no more, while rules are loaded and reports written."""


def children(process: int) -> list[int]:
    """Direct children of a process."""
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def proportional(process: int) -> float:
    """Memory in MB, pages shared between processes counted once."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def descriptors(process: int) -> int:
    """Open descriptors of a process."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:
        return 0


def copies(folder: Path, count: int) -> None:
    """That many different documents of the samples, spread over the regions' folders."""
    originals = sorted((ROOT / "strategies").glob("*/*.pdf"))
    for number in range(count):
        original = originals[number % len(originals)]
        target = folder / original.parent.name / f"{number:05}-{original.name}"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(original.read_bytes() + b"\n%%%d\n" % number)


def watched(run: subprocess.Popen[bytes], kill_every: float, killed: list[int]) -> Iterator[Look]:
    """Looks at the tree until the run ends; kills a worker every so many seconds."""
    begin = time.monotonic()
    next_kill = begin + kill_every
    while run.poll() is None:
        workers = children(run.pid)
        now = time.monotonic()
        if kill_every and now > next_kill and workers:
            victim = random.choice(workers)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)
            next_kill = now + kill_every
        parent = proportional(run.pid)
        yield Look(now - begin, parent, parent + sum(map(proportional, workers)), descriptors(run.pid), bool(workers))
        time.sleep(0.1)


def gone(process: int) -> bool:
    """Whether a process has ended, or does so within a second."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def has_begun(run: subprocess.Popen[bytes]) -> bool:
    """Whether `main` runs: it catches SIGALRM. What Python says of Ctrl-C before, while it starts, is not ours."""
    try:
        lines = Path(f"/proc/{run.pid}/status").read_text().splitlines()
    except OSError:
        return True
    caught = next((int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")), 0)
    return bool(caught >> (signal.SIGALRM - 1) & 1)


def seconds_of(line: list[str]) -> float:
    """How long a command takes."""
    begin = time.monotonic()
    subprocess.run(line, capture_output=True, check=False)
    return time.monotonic() - begin


def interrupted(folder: Path, times: int, jobs: int) -> int:
    """Interrupt runs over `folder`; how many of them broke a promise."""
    cache, out = folder.parent / "cache", folder.parent / "out"
    out.mkdir()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background jobs ignore it
    line = [sys.executable, "-m", "oms_check", "check", str(folder), "-f", "plain", "--no-progress", "-j", str(jobs)]
    line += ["--cache-dir", str(cache), "-o", str(out / "a.json"), "-o", str(out / "a.xlsx"), "-o", str(out / "a.html")]
    longest = min(seconds_of(line), seconds_of([*line, "--no-cache"]))
    broken = 0
    codes: list[int] = []
    for _ in range(times):
        for file in (*out.iterdir(), *cache.glob("*")):
            file.unlink()
        run = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        while not has_begun(run):
            time.sleep(0.001)
        time.sleep(random.uniform(0, longest))
        family = [run.pid, *children(run.pid)]
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGINT)
        output, errors = run.communicate(timeout=60)
        codes.append(run.returncode)
        reports = sorted(file.name for file in out.iterdir())
        sound = b"Traceback" not in errors and all(map(gone, family))
        sound = sound and not any(name.endswith(".tmp") for name in reports) and run.returncode in (0, 1, 2, 130)
        if run.returncode == 130:
            # Reports are written one after another at the end: whole ones may stand there.
            sound = sound and output == b"" and all((out / name).stat().st_size for name in reports)
        again = subprocess.run(line, capture_output=True, check=False)
        sound = sound and b"damaged" not in again.stderr
        if not sound:
            broken += 1
            print(f"broken: exit {run.returncode}, reports {reports}, {errors[-300:]!r}")
    print(f"{times} interrupts within {longest:.1f} s: exit codes {sorted(codes)}, {broken} broke a promise")
    return broken


def main() -> int:
    """Run and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--kill-every", type=float, default=0, metavar="SECONDS")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--interrupts", type=int, default=0)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "strategies"
        folder.mkdir()
        copies(folder, asked.documents)
        if asked.interrupts:
            return int(interrupted(folder, asked.interrupts, asked.jobs) > 0)
        report = Path(name) / "report.json"
        line = [sys.executable, "-m", "oms_check", "check", str(folder), "--no-cache", "-f", "plain"]
        line += ["-o", str(report), "-j", str(asked.jobs), "--no-progress"]
        errors = Path(name) / "errors"
        killed: list[int] = []
        with errors.open("wb") as stderr:
            run = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=stderr)
            looks = list(watched(run, asked.kill_every, killed))
        told = json.loads(report.read_bytes())
        said = errors.read_text(errors="replace")
    ends = {one["path"]: one["status"] for one in told["strategies"]}
    statuses = list(ends.values())
    reading = [one for one in looks if one.reading]
    tenth = max(1, len(reading) // 10)
    early, late = reading[tenth : 2 * tenth], reading[-tenth:]
    growth = median(one.tree for one in late) / median(one.tree for one in early)
    lost = sum(1 for status in statuses if status not in ("ok", "partial", "not_swedish"))
    partial = statuses.count("partial")
    print(f"{len(statuses)} documents, {looks[-1].seconds:.0f} s, {asked.jobs} workers, exit {run.returncode}")
    print(f"memory of the tree: {median(one.tree for one in early):.0f} MB early, ", end="")
    print(f"{median(one.tree for one in late):.0f} MB late ({growth:.2f}×), peak {max(o.tree for o in looks):.0f} MB")
    print(f"memory of the parent: {early[0].parent:.0f} → {late[-1].parent:.0f} MB, at the end {looks[-1].parent:.0f}")
    print(f"descriptors of the parent: {early[0].descriptors} → {late[-1].descriptors}")
    named = {line.split(": ")[1] for line in said.splitlines() if "SIGKILL" in line and "; the pages" in line}
    named |= {one["path"] for one in told["errors"] if "SIGKILL" in one["message"]}
    unnamed = [path for path, status in ends.items() if status not in ("ok", "not_swedish") and path not in named]
    print(
        f"killed {len(killed)}, lost {lost}, partial {partial}, named {len(named)}, hurt but not named {len(unnamed)}"
    )
    return int(growth > 1.1 or lost + partial > len(killed) or (asked.kill_every > 0 and bool(unnamed)))


if __name__ == "__main__":
    sys.exit(main())
