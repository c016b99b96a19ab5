"""Mutated documents and rule files through the readers: how many end in which way, and which faults turn up.

    python bench/fuzz.py [--count 2000] [--seed 1] [--keep FOLDER] [SAMPLE...]

Small valid PDFs, a .docx and the shipped rules (or the samples named) are mutated: bytes flipped, runs cut,
doubled, moved or replaced by numbers and names that parsers trip over, inside unpacked streams too. Each goes
to a worker as in a run. Exit code 1 if any ended by an exception or a signal; `--keep` stores those.
"""

import argparse
import io
import random
import re
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hostile import bombs  # noqa: E402  the same small writer as in the tests

from oms_check.errors import RuleError  # noqa: E402
from oms_check.extraction.reading import ReadOptions, read  # noqa: E402
from oms_check.model.document import Status, Unreadable  # noqa: E402
from oms_check.ruleset.load import load_ruleset  # noqa: E402
from oms_check.workers import Done, Emit, Limits, Workers  # noqa: E402

TRIPPERS = (
    b"0", b"-1", b"65536", b"2147483648", b"-2147483649", b"1e30", b"nan", b"<<", b">>", b"[", b"]", b"null", b"R",
    b"endobj", b"stream", b"/Length", b"/Kids", b"%", b"(", b")", b"\\", b"\x00", b"\xff\xfe", b"<w:p>", b"</w:p>",
    b"&a", b"*a", b"!!python", b"- ", b": ", b"\t", b"...", b"{", b"}",
)  # fmt: skip
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def read_one(argument: tuple[str, bytes], emit: Emit) -> str:
    """The status a document ends with; in a worker."""
    name, content = argument
    document = read(content, name, ReadOptions(max_pages=200), emit)
    return f"unreadable: {document.status}" if isinstance(document, Unreadable) else f"read: {document.status}"


def load_rules(argument: tuple[str, bytes], emit: Emit) -> str:
    """How loading a rule file ends; in a worker."""
    name, content = argument
    file = Path(name)
    file.write_bytes(content)
    try:
        load_ruleset(file)
    except RuleError:
        return "refused"
    finally:
        file.unlink()
    return "loaded"


def mutated(content: bytes, dice: random.Random) -> bytes:
    """The bytes with one to six changes."""
    raw = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        if not raw:
            break
        start = dice.randrange(len(raw))
        length = min(len(raw) - start, int(2 ** dice.uniform(0, 9)))
        match dice.randrange(7):
            case 0:
                raw[start] ^= 1 << dice.randrange(8)
            case 1:
                raw[start : start + length] = b""
            case 2:
                raw[start:start] = raw[start : start + length] * dice.choice((1, 2, 50))
            case 3:
                piece = bytes(raw[start : start + length])
                raw[start : start + length] = b""
                place = dice.randrange(len(raw) + 1)
                raw[place:place] = piece
            case 4:
                raw[start : start + dice.randrange(4)] = dice.choice(TRIPPERS)
            case 5:
                raw[start : start + length] = dice.randbytes(length)
            case _:
                numbers = [found.span() for found in re.finditer(rb"\d+", raw)]
                if numbers:
                    first, last = dice.choice(numbers)
                    raw[first:last] = dice.choice(TRIPPERS[:8])
    return bytes(raw)


def mutated_pdf(content: bytes, dice: random.Random) -> bytes:
    """A PDF mutated as it is, or inside one of its streams."""
    streams = list(STREAM.finditer(content))
    if not streams or dice.random() < 0.4:
        return mutated(content, dice)
    chosen = dice.choice(streams)
    try:
        inner = zlib.compress(mutated(zlib.decompress(chosen.group(1)), dice), 1)
    except zlib.error:
        inner = mutated(chosen.group(1), dice)
    return content[: chosen.start(1)] + inner + content[chosen.end(1) :]


def mutated_docx(content: bytes, dice: random.Random) -> bytes:
    """A .docx mutated as it is, or inside one of its parts."""
    if dice.random() < 0.2:
        return mutated(content, dice)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        hurt = dice.choice(("word/document.xml", "word/document.xml", "word/styles.xml", *old.namelist()))
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, mutated(data, dice) if name == hurt else data)
    return file.getvalue()


def samples() -> dict[str, bytes]:
    """Valid documents of every kind."""
    import docx

    word = docx.Document()
    word.add_heading("Energi", 1)
    word.add_paragraph(bombs.SENTENCE, style="List Bullet")
    table = word.add_table(2, 2)
    table.cell(0, 0).text = bombs.SENTENCE
    file = io.BytesIO()
    word.save(file)
    found = {
        "sound.pdf": bombs.sound(),
        "pages.pdf": bombs.many_pages(5),
        "mapped.pdf": bombs.terminal("elnät och mer"),
        "word.docx": file.getvalue(),
        "text.md": b"# Energi\n\n" + bombs.SENTENCE.encode() + b"\n\n| a | b |\n|---|---|\n| c | d |\n",
        "oms-2025.yaml": (ROOT / "rules" / "oms-2025.yaml").read_bytes(),
    }
    for file_ in sorted((ROOT / "strategies").glob("*/*.pdf"))[:4]:
        found[file_.name] = file_.read_bytes()
    return found


def mutants(originals: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each mutant; the same for the same seed."""
    dice = random.Random(seed)
    names = sorted(originals)
    for number in range(count):
        name = names[number % len(names)]
        mutate = {".pdf": mutated_pdf, ".docx": mutated_docx}.get(Path(name).suffix, mutated)
        yield f"{number:06}-{name}", mutate(originals[name], dice)


def main() -> int:
    """Run, print the table, keep what fell over."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("samples", nargs="*", type=Path)
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path)
    asked = options.parse_args()
    originals = {file.name: file.read_bytes() for file in asked.samples} or samples()
    scratch = asked.keep or Path("/tmp")
    scratch.mkdir(parents=True, exist_ok=True)
    ends: Counter[tuple[str, str]] = Counter()
    fallen: list[tuple[str, str]] = []
    contents: dict[str, bytes] = {}
    slowest = (0.0, "")
    started: dict[str, float] = {}
    waiting = mutants(originals, asked.count, asked.seed)
    begin = time.monotonic()
    with Workers[str](2, Limits(page_seconds=10, document_seconds=30)) as workers:

        def fill() -> None:
            while workers.room:
                one = next(waiting, None)
                if one is None:
                    return
                name, content = one
                contents[name], started[name] = content, time.monotonic()
                call = load_rules if name.endswith(".yaml") else read_one
                workers.submit(name, call, (str(scratch / name), content))

        fill()
        for name, end in workers.results():
            kind = Path(name).suffix
            ends[kind, end.value if isinstance(end, Done) else f"stopped: {end.status}"] += 1
            slowest = max(slowest, (time.monotonic() - started.pop(name), name))
            if not isinstance(end, Done) and end.status is Status.CRASHED:
                fallen.append((name, end.message))
                if asked.keep:
                    (asked.keep / name).write_bytes(contents[name])
            del contents[name]
            fill()
    seconds = time.monotonic() - begin
    for (kind, end), number in sorted(ends.items()):
        print(f"{kind:6} {end:28} {number:6}")
    print(
        f"{sum(ends.values())} mutants, seed {asked.seed}, {seconds:.0f} s; slowest {slowest[0]:.1f} s ({slowest[1]})"
    )
    for message, number in Counter(message for _, message in fallen).most_common():
        print(f"fell over {number:4} ×  {message}  e.g. {next(n for n, m in fallen if m == message)}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
