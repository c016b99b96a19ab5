"""Set the invented draft in docs/example/ from its typst source, or check the committed PDF against it.

Run `python docs/example/sources/build.py`, with `--check` to compare the text of every page only. The fonts
come embedded in the PyPI packages typst and reportlab.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import reportlab
import typst

SOURCE = Path(__file__).resolve().parent / "utkast.typ"
TARGET = SOURCE.parent.parent / "utkast.pdf"
FONTS = Path(reportlab.__file__).parent / "fonts"
SET_ON = datetime(2026, 11, 24, tzinfo=UTC)


def typeset() -> bytes:
    """The draft as a tagged PDF/UA-1."""
    return typst.compile(
        SOURCE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(SET_ON.timestamp()),
    )


def page_texts(content: bytes) -> tuple[str, ...]:
    """The text of each page with white space folded, as pdfium reads it."""
    with pypdfium2.PdfDocument(content) as document:
        return tuple(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or check; 1 when the committed PDF differs from its source."""
    parser = argparse.ArgumentParser(description="Set the invented draft in docs/example/.")
    parser.add_argument("--check", action="store_true", help="compare with the committed PDF, write nothing")
    options = parser.parse_args(arguments)
    built = typeset()
    if options.check:
        same = TARGET.is_file() and page_texts(TARGET.read_bytes()) == page_texts(built)
        if not same:
            print(f"{TARGET.name} differs from its source", file=sys.stderr)
        return 0 if same else 1
    TARGET.write_bytes(built)
    print(f"{TARGET.name}: {len(page_texts(built))} pages, {len(built) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
