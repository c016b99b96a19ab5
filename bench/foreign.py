"""A folder of foreign PDFs through the whole command: does each end under a name, and what does isolation cost?

    python bench/foreign.py FOLDER [--jobs 2] [--pairs 3] [--extract-every 10]

Meant for the test files of other PDF projects, which hold what broke their readers once. `check` reads the folder
in one run, `extract` every so many documents in a run of its own. Then the same stage is timed both ways over all
documents that end by themselves: called here, and called in one worker with all its limits.
Exit code 1 if a traceback was printed, a document is missing from the report or ended without a name, an exception
or a signal ended one, or a worker takes more than 1.15 times the time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from endurance import children, proportional

from oms_check.extraction.packing import pack
from oms_check.extraction.reading import read
from oms_check.model.document import Status, Unreadable
from oms_check.pdf.engines import load_engines
from oms_check.workers import Done, Emit, Workers

MOST_TIMES = 1.15
OURS = (sys.executable, "-m", "oms_check")


def checked(folder: Path, jobs: int) -> tuple[dict[str, str], int]:
    """Status of every document by its name, and how many promises were broken."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.json"
        line = [*OURS, "check", str(folder), "--no-cache", "-f", "plain", "-o", str(report), "-j", str(jobs)]
        begin = time.monotonic()
        run = subprocess.Popen([*line, "--no-progress"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        peak = 0.0
        while run.poll() is None:
            peak = max(peak, sum(map(proportional, (run.pid, *children(run.pid)))))
            time.sleep(0.05)
        said = run.communicate()[1]
        seconds = time.monotonic() - begin
        told = json.loads(report.read_bytes())
    found = {Path(one["path"]).name: one["status"] for one in told["strategies"]}
    explained = {Path(one["path"]).name for one in told["errors"] if one["message"] and one["advice"]}
    expected = {file.name for file in folder.glob("*.pdf")}
    unnamed = [name for name, status in found.items() if not Status(status).read and name not in explained]
    crashed = [name for name, status in found.items() if status == Status.CRASHED]
    print(f"check: {len(found)} documents in {seconds:.1f} s, exit {run.returncode}, peak {peak:.0f} MB")
    for status, count in Counter(found.values()).most_common():
        print(f"    {status:12} {count:6}")
    print(f"    {said.count(b'Traceback')} tracebacks, {len(expected - set(found))} missing, ", end="")
    print(f"{len(unnamed)} without a reason, {len(crashed)} fell over {crashed[:3]}")
    broken = said.count(b"Traceback") + len(expected - set(found)) + len(unnamed) + len(crashed)
    return found, broken + (run.returncode not in (0, 1, 2))


def extracted(files: list[Path]) -> int:
    """How many runs of `extract` end otherwise than with text or a named reason."""
    broken = 0
    slowest = 0.0
    for file in files:
        begin = time.monotonic()
        ran = subprocess.run([*OURS, "extract", file, "--no-cache"], capture_output=True, timeout=400, check=False)
        slowest = max(slowest, time.monotonic() - begin)
        named = b"could not be read: " in ran.stderr
        sound = (ran.returncode == 0 and ran.stdout.startswith(b"{")) or (ran.returncode == 2 and named)
        if not sound or b"Traceback" in ran.stderr:
            broken += 1
            print(f"extract {file.name}: exit {ran.returncode}, {ran.stderr[-200:]!r}")
    print(f"extract: {len(files)} documents one by one, {broken} ended unnamed, the slowest took {slowest:.1f} s")
    return broken


def stage(file: Path, emit: Emit) -> bytes:
    """What is timed: from the file to the packed document; b"" where there is none."""
    document = read(file.read_bytes(), file.name, emit=emit)
    return b"" if isinstance(document, Unreadable) else pack(document)


def spent() -> tuple[float, float]:
    """Wall clock, and processor time of this process and its ended children, in seconds."""
    return time.monotonic(), sum(os.times()[:4])


def since(begin: tuple[float, float]) -> tuple[float, float]:
    """What was spent since."""
    now = spent()
    return now[0] - begin[0], now[1] - begin[1]


def here(files: list[Path]) -> tuple[float, float]:
    """Seconds and processor seconds of the stage in this process."""
    begin = spent()
    for file in files:
        stage(file, lambda _: None)
    return since(begin)


def isolated(files: list[Path]) -> tuple[float, float]:
    """The same in one worker, its start included."""
    begin = spent()
    with Workers[bytes](1) as workers:
        for file in files:
            workers.submit(file.name, stage, file)
        ends = [end for _, end in workers.results()]
    assert all(isinstance(end, Done) for end in ends)
    return since(begin)


def main() -> int:
    """Run and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--pairs", type=int, default=3)
    options.add_argument("--extract-every", type=int, default=10)
    asked = options.parse_args()
    found, broken = checked(asked.folder, asked.jobs)
    files = sorted(asked.folder.glob("*.pdf"))
    broken += extracted(files[:: asked.extract_every])
    ended = [file for file in files if found[file.name] not in ("timeout", "memory", "crashed")]
    load_engines()
    here(ended[:100])  # imports, and the files into the page cache
    ratios, processor = [], []
    for _ in range(asked.pairs):
        alone, worker = here(ended), isolated(ended)
        ratios.append(worker[0] / alone[0])
        processor.append(worker[1] / alone[1])
        print(f"{len(ended)} documents: {alone[0]:.2f} s here, {worker[0]:.2f} s in a worker, ", end="")
        print(f"{ratios[-1]:.2f}×; processor {alone[1]:.2f} s and {worker[1]:.2f} s, {processor[-1]:.2f}×")
    print(f"isolation: {median(ratios):.2f}× the time, {median(processor):.2f}× the processor time, ", end="")
    print(f"medians of {asked.pairs} pairs")
    return int(broken > 0 or median(ratios) > MOST_TIMES)


if __name__ == "__main__":
    sys.exit(main())
