"""Build the digests in strategies/ from their sources, or check that the committed PDFs still say the same.

Run `python strategies/sources/build.py` to write every PDF, with `--check` to compare text and pages only.
Fonts come embedded in the PyPI packages typst and reportlab, so every machine sets the same lines. Only the
word-processor digest needs LibreOffice: without it the committed PDF stands, and a line says so.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pypdfium2
import reportlab
import typst
from plain_layout import set_plain
from scan_layout import scan
from word_layout import convert, find_office

SOURCES = Path(__file__).resolve().parent
STRATEGIES = SOURCES.parent
FONTS = Path(reportlab.__file__).parent / "fonts"
SET_ON = datetime(2026, 11, 24, tzinfo=UTC)


class CannotBuildError(Exception):
    """A digest that cannot be built on this machine; the message says what is missing."""


def typeset(source: Path) -> bytes:
    """A tagged PDF/UA-1 from a typst source."""
    return _typeset(source, standards="ua-1", tags=True)


def typeset_untagged(source: Path) -> bytes:
    """An untagged PDF from a typst source, as most published before 2020 are."""
    return _typeset(source, standards="1.7", tags=False)


def _typeset(source: Path, standards: Literal["1.7", "ua-1"], tags: bool) -> bytes:
    return typst.compile(
        source,
        root=SOURCES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        pdf_tags=tags,
        timestamp=int(SET_ON.timestamp()),
    )


def scanned(source: Path) -> bytes:
    """Pictures of a typeset PDF's pages under a text layer without diacritics."""
    return scan(typeset_untagged(source))


def word_processed(source: Path) -> bytes:
    """A PDF exported by LibreOffice from a flat ODF source."""
    office = find_office()
    if office is None:
        raise CannotBuildError("needs LibreOffice Writer and hyphen-sv, the committed PDF stands")
    return convert(office, source)


@dataclass(frozen=True, slots=True)
class Digest:
    """A PDF below strategies/, the source it is made from and how."""

    name: str
    suffix: str
    build: Callable[[Path], bytes]

    @property
    def source(self) -> Path:
        return SOURCES / (self.name + self.suffix)

    @property
    def target(self) -> Path:
        return STRATEGIES / (self.name + ".pdf")


DIGESTS = (
    Digest("gavleborg/aldre-strategier-2012-2013-sammandrag", ".typ", scanned),
    Digest("gavleborg/rus-gavleborg-2020-2030-sammandrag", ".typ", typeset),
    Digest("malardalsradet/storregional-samverkan-sammandrag", ".typ", typeset),
    Digest("orebro/energi-och-klimatprogram-sammandrag", ".txt", set_plain),
    Digest("orebro/rus-2022-2030-sammandrag", ".typ", typeset),
    Digest("ostergotland/bredbandsstrategi-2018-2025-sammandrag", ".txt", set_plain),
    Digest("ostergotland/utvecklingsstrategi-ostergotland-2021-sammandrag", ".typ", typeset_untagged),
    Digest("sormland/sormlandsstrategin-2022-sammandrag", ".fodt", word_processed),
    Digest("sormland/strukturbild-sormland-2020-sammandrag", ".typ", typeset),
    Digest("stockholm/lagesbild-elforsorjning-2023-sammandrag", ".txt", set_plain),
    Digest("stockholm/rufs-2050-sammandrag", ".typ", typeset),
    Digest("uppsala/rus-uppsala-lan-2021-sammandrag", ".typ", typeset),
    Digest("uppsala/strategi-digital-infrastruktur-2022-2030-sammandrag", ".typ", typeset),
    Digest("vastmanland/rus-vastmanland-2020-2030-sammandrag", ".typ", typeset_untagged),
)


def page_texts(content: bytes) -> tuple[str, ...]:
    """The text of each page with white space folded, as pdfium reads it."""
    with pypdfium2.PdfDocument(content) as document:
        return tuple(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def differences(digest: Digest, built: bytes) -> list[str]:
    """What the committed PDF says otherwise than the one just built.

    Another release of LibreOffice may break a line elsewhere, so of the word-processed digest only letters
    and the number of pages are compared, not where a page or a line ends.
    """
    if not digest.target.is_file():
        return [f"{digest.name}: no committed PDF"]
    old, new = page_texts(digest.target.read_bytes()), page_texts(built)
    if len(old) != len(new):
        return [f"{digest.name}: {len(old)} pages committed, {len(new)} built"]
    if digest.build is word_processed:
        same = Counter(filter(str.isalnum, "".join(old))) == Counter(filter(str.isalnum, "".join(new)))
        return [] if same else [f"{digest.name}: the text differs"]
    pairs = enumerate(zip(old, new, strict=True), 1)
    return [f"{digest.name}: the text of page {n} differs" for n, (a, b) in pairs if a != b]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or check; 1 when a committed PDF differs from its source."""
    parser = argparse.ArgumentParser(description="Build the digests in strategies/ from their sources.")
    parser.add_argument("--check", action="store_true", help="compare with the committed PDFs, write nothing")
    parser.add_argument("names", nargs="*", help="only digests whose name contains one of these words")
    options = parser.parse_args(arguments)
    found: list[str] = []
    for digest in DIGESTS:
        if options.names and not any(word in digest.name for word in options.names):
            continue
        try:
            built = digest.build(digest.source)
        except CannotBuildError as reason:
            print(f"skipped {digest.name}: {reason}")
            continue
        if options.check:
            found += differences(digest, built)
        else:
            digest.target.parent.mkdir(parents=True, exist_ok=True)
            digest.target.write_bytes(built)
            print(f"{digest.name}.pdf: {len(page_texts(built))} pages, {len(built) / 1000:.0f} kB")
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
