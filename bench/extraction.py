"""Measure reading PDFs: quality on pages whose text is known, time, memory and scaling, side by side with peers.

    python bench/extraction.py [--data FOLDER] [--pages 200] [--long 1000] [--repeat 3]

The documents are made here (typst: tagged; reportlab: untagged, two columns, painted by line, by word, row by
row and in shuffled frames). FOLDER may hold more: pdf/*.pdf with truth/*.json (pages of blocks with kind and
text). Peers take part where they are installed. Every timing is a whole process, in processor seconds (user
and system, children too), the least of the repeats, unless it says wall; a Markdown page goes to standard output.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import mean

from made_documents import Made, painted, story, typeset
from rapidfuzz.distance import LCSseq

OURS = """
import json, sys
from pathlib import Path
from oms_check.extraction.reading import read
document = read(Path(sys.argv[1]).read_bytes(), sys.argv[1])
pages = [[] for _ in document.pages]
for block in document.blocks:
    if block.kind != "furniture":
        pages[block.page - 1].append(block.text)
json.dump(["\\n".join(page) for page in pages], sys.stdout)
"""

PEERS: dict[str, tuple[str, str]] = {
    "pdfplumber": (
        "pdfplumber",
        "import sys,json,pdfplumber\nd=pdfplumber.open(sys.argv[1])\n"
        "json.dump([p.extract_text() or '' for p in d.pages],sys.stdout)",
    ),
    "pdfminer.six": (
        "pdfminer.six",
        "import sys,json\nfrom pdfminer.high_level import extract_text\n"
        "json.dump(extract_text(sys.argv[1]).split('\\f')[:-1],sys.stdout)",
    ),
    "pypdf": (
        "pypdf",
        "import sys,json,pypdf\njson.dump([p.extract_text() for p in pypdf.PdfReader(sys.argv[1]).pages],sys.stdout)",
    ),
    "pypdfium2 raw": (
        "pypdfium2",
        "import sys,json,pypdfium2\nd=pypdfium2.PdfDocument(sys.argv[1])\n"
        "json.dump([p.get_textpage().get_text_range() for p in d],sys.stdout)",
    ),
    "PyMuPDF": (
        "pymupdf",
        "import sys,json,pymupdf\njson.dump([p.get_text() for p in pymupdf.open(sys.argv[1])],sys.stdout)",
    ),
}

EMPTY = """
import typer
app = typer.Typer()
@app.command()
def main() -> None:
    pass
app()
"""

SCALING = """
import hashlib, sys, time
from multiprocessing import get_context
from pathlib import Path
from oms_check.extraction.reading import ReadOptions, Share, assemble, read_pages

def share(number, of, content, queue):
    parts = []
    read_pages(content, "x.pdf", ReadOptions(), Share(number, of), parts.append)
    queue.put(parts)

content, of = Path(sys.argv[1]).read_bytes(), int(sys.argv[2])
began = time.perf_counter()
context = get_context("fork")
queue = context.SimpleQueue()
workers = [context.Process(target=share, args=(i, of, content, queue)) for i in range(of)]
for worker in workers:
    worker.start()
parts = [part for _ in workers for part in queue.get()]
for worker in workers:
    worker.join()
assemble(parts, hashlib.sha256(content).hexdigest())
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process printed, its processor seconds and the seconds on the wall."""

    output: str
    seconds: float
    wall: float


# --- documents --------------------------------------------------------------------------------------------


def given(folder: Path) -> Iterator[Made]:
    """Documents with their truth from a folder; scans apart."""
    for path in sorted((folder / "pdf").glob("*.pdf")):
        truth_file = folder / "truth" / f"{path.stem}.json"
        if path.stem.startswith("scan") or not truth_file.is_file():
            continue
        truth = json.loads(truth_file.read_text("utf-8"))
        kinds = {"h1": "heading", "h2": "heading", "p": "p", "li": "li", "quote": "p"}
        blocks = [
            (kinds[block["kind"]], block["text"])
            for page in truth["pages"]
            for block in page["blocks"]
            if block["kind"] in kinds
        ]
        yield Made(path.stem, path, tuple(blocks), tuple(truth["pages"][0]["furniture"]))


# --- quality ----------------------------------------------------------------------------------------------


def folded(text: str) -> list[str]:
    """Words of a text; hyphens at line ends resolved in everybody's favour."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"([a-zåäö])[-\u00ad\u2010\ufffe\x02]\s*\n\s*(?=(?:och|eller)\b)", r"\1- ", text)
    text = re.sub(r"([a-zåäö])[-\u00ad\u2010]\s*\n\s*(?=[a-zåäö])", r"\1", text)
    text = re.sub(r"[\ufffe\x02]\s*(?=(?:och|eller)\b)", "- ", text)
    text = re.sub(r"(?<=[A-ZÅÄÖ])[\ufffe\x02]", "-", text)
    text = re.sub(r"[\u00ad\ufffe\x02]", "", text).replace("\u2010", "-").replace("-\n", "-")
    return re.findall(r"\w+(?:[-:,.]\w+)*-?", text)


def quality(made: Made, pages: Sequence[str]) -> tuple[float, float, float]:
    """(paragraphs unbroken, reading order, furniture left), each 0–1."""
    words = folded("\n".join(pages))
    run = f" {' '.join(words)} "
    body = [word for _, text in made.blocks for word in folded(text)]
    paragraphs = [text for kind, text in made.blocks if kind != "heading"]
    unbroken = mean(f" {' '.join(folded(text))} " in run for text in paragraphs)
    order = LCSseq.similarity(body, words) / len(body)
    return unbroken, order, mean(f" {' '.join(folded(text))} " in run for text in made.furniture)


# --- processes --------------------------------------------------------------------------------------------


def run(arguments: Sequence[str | Path], repeat: int) -> Run:
    """The cheapest of some runs of a program."""
    best: Run | None = None
    for _ in range(repeat):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([*map(str, arguments)], capture_output=True, text=True, check=True)
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if best is None or seconds < best.seconds:
            best = Run(done.stdout, seconds, wall)
    assert best is not None
    return best


def peak_memory(arguments: Sequence[str | Path]) -> float:
    """Peak resident memory of a program in MB (of its largest process)."""
    probe = "import resource,subprocess,sys\nsubprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,check=True)\n"
    probe += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", probe, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def readers() -> dict[str, list[str]]:
    """Program and first arguments of each reader that is installed; the PDF's path follows."""
    found = {"oms-check": [sys.executable, "-c", OURS]}
    for name, (package, code) in PEERS.items():
        try:
            found[f"{name} {version(package)}"] = [sys.executable, "-c", code]
        except PackageNotFoundError:
            continue
    if shutil.which("pdftotext"):
        banner = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True, check=False).stderr.split("\n")[0]
        found[f"pdftotext -bbox-layout {banner.split()[-1]}"] = ["pdftotext", "-bbox-layout"]
    return found


def command(reader: Sequence[str], path: Path) -> list[str | Path]:
    """The whole command line that prints a document's pages."""
    return [*reader, path, "-"] if reader[0] == "pdftotext" else [*reader, path]


def pages_of(reader: Sequence[str], output: str) -> list[str]:
    """The text of each page out of what a reader printed."""
    if reader[0] != "pdftotext":
        return list(json.loads(output))
    pages = []
    for page in output.split("<page ")[1:]:
        blocks = []
        for block in page.split("<block ")[1:]:
            lines = [" ".join(re.findall(r"<word[^>]*>(.*?)</word>", line)) for line in block.split("<line ")[1:]]
            blocks.append("\n".join(lines))
        pages.append("\n\n".join(blocks).replace("&amp;", "&"))
    return pages


# --- the page ---------------------------------------------------------------------------------------------


def report_quality(documents: Sequence[Made], found: dict[str, list[str]]) -> None:
    """One line a reader: means over the documents."""
    print("| reader | paragraphs unbroken | reading order | running headers left |\n|---|---|---|---|")
    for name, reader in found.items():
        scores = []
        for made in documents:
            output = run(command(reader, made.path), 1).output
            scores.append(quality(made, pages_of(reader, output)))
        columns = [mean(score[i] for score in scores) for i in range(3)]
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in columns) + " |")


def report_speed(documents: Sequence[tuple[Made, int]], found: dict[str, list[str]], repeat: int) -> None:
    """Milliseconds a page of each document (made, pages), and peak memory on the last."""
    heads = "".join(f" {made.name}, {pages} pages: ms/page |" for made, pages in documents)
    print(f"\n| reader |{heads} peak memory, MB |\n|---|" + "---|" * (len(documents) + 1))
    for name, reader in found.items():
        cells = [f"{1000 * run(command(reader, m.path), repeat).seconds / n:.1f}" for m, n in documents]
        print(f"| {name} | " + " | ".join(cells) + f" | {peak_memory(command(reader, documents[-1][0].path)):.0f} |")


def report_scaling(lengths: dict[str, list[tuple[int, Path]]], repeat: int) -> None:
    """Seconds by pages and processes."""
    print("\n| pages | tags | 1 process: s | 2 processes: s | gain | peak memory, MB |\n|---|---|---|---|---|---|")
    for tags, documents in lengths.items():
        for pages, path in documents:
            walls = []
            for processes in (1, 2):
                arguments = [sys.executable, "-c", SCALING, str(path), str(processes)]
                walls.append(min(float(run(arguments, 1).output) for _ in range(repeat)))
            memory = peak_memory([sys.executable, "-c", OURS, path])
            print(f"| {pages} | {tags} | {walls[0]:.2f} | {walls[1]:.2f} | {walls[0] / walls[1]:.2f} | {memory:.0f} |")


def report_command(folder: Path, tagged: Path, untagged: Path, repeat: int) -> None:
    """The command itself, beside a typer command that does nothing; and a check of seven long documents."""
    print("\n| command | processor s | wall s | processor ms over the empty command |\n|---|---|---|---|")
    command = [sys.executable, "-m", "oms_check"]
    empty = run([sys.executable, "-c", EMPTY], 3 * repeat)
    print(f"| a typer command that does nothing | {empty.seconds:.3f} | {empty.wall:.3f} | |")

    def row(name: str, *arguments: str | Path, times: int = repeat) -> None:
        one = run([*command, *arguments], times)
        over = 1000 * (one.seconds - empty.seconds)
        print(f"| {name} | {one.seconds:.3f} | {one.wall:.3f} | {over:.0f} |")

    row("`--version`", "--version", times=3 * repeat)
    for name, path in (("tagged", tagged), ("untagged", untagged)):
        row(f"`extract`, {name}, no cache, 1 process", "extract", path, "--no-cache", "-j", "1")
        row(f"`extract`, {name}, no cache, 2 processes", "extract", path, "--no-cache", "-j", "2")
        run([*command, "extract", path, "--cache-dir", folder / "cache"], 1)
        row(f"`extract`, {name}, cached", "extract", path, "--cache-dir", folder / "cache", times=3 * repeat)
    strategies = folder / "strategies"
    strategies.mkdir()
    for number in range(7):
        (strategies / f"{number}.pdf").write_bytes(tagged.read_bytes() + b"%%%d\n" % number)
    row("`check`, 7 × tagged, no cache, 2 processes", "check", strategies, "-j", "2", "-f", "json", "--no-cache")
    cached = ("check", strategies, "-j", "2", "-f", "json", "--cache-dir", folder / "cache")
    run([*command, *cached], 1)
    row("`check`, 7 × tagged, cached", *cached)


def sections_for(pages: int, columns: int) -> int:
    """Sections of `story` that fill about so many pages."""
    return round(pages * (3.25 if columns == 1 else 4.2))


def page_count(path: Path) -> int:
    """Pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def main() -> None:
    """Make the documents, run everybody, print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of more documents with their truth")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--long", type=int, default=1000, help="pages of the longest document; 0 = no scaling")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = readers()
        print(f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, pypdfium2 {version('pypdfium2')}\n")
        documents = [typeset(folder, f"tagged {n} col", story(n, 30), n) for n in (1, 2, 3)]
        documents += [painted(folder, order, story(9, 30), order) for order in ("lines", "words", "rows", "shuffled")]
        report_quality(documents, found)
        if options.data:
            print("\nOn the given documents:\n")
            report_quality(list(given(options.data)), found)
        tagged = typeset(folder, "tagged", story(5, sections_for(options.pages, 1)), 1)
        untagged = painted(folder, "untagged", story(6, sections_for(options.pages, 2)), "lines")
        report_speed([(made, page_count(made.path)) for made in (tagged, untagged)], found, options.repeat)
        report_command(folder, tagged.path, untagged.path, options.repeat)
        if options.long:
            lengths: dict[str, list[tuple[int, Path]]] = {"tagged": [], "untagged": []}
            for pages in sorted({10, 100, options.pages, options.long}):
                one = typeset(folder, f"t{pages}", story(7, sections_for(pages, 1)), 1)
                two = painted(folder, f"u{pages}", story(8, sections_for(pages, 2)), "lines")
                lengths["tagged"].append((page_count(one.path), one.path))
                lengths["untagged"].append((page_count(two.path), two.path))
            report_scaling(lengths, options.repeat)


if __name__ == "__main__":
    main()
