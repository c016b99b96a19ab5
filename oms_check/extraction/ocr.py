"""A scanned PDF → the same with a text layer, by the program ocrmypdf where it is installed.

A program and not a package: ocrmypdf needs tesseract and Ghostscript from the system anyway.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from oms_check.model.document import Status, Unreadable

PROGRAM = "ocrmypdf"
ADVICE = "install ocrmypdf with tesseract's Swedish data (packages ocrmypdf and tesseract-ocr-swe), or leave out --ocr"


def ocr(content: bytes, password: str | None = None) -> bytes | Unreadable:
    """The PDF with recognised Swedish text on its pictures of pages; pages that have text stay as they are."""
    program = shutil.which(PROGRAM)
    if program is None:
        return Unreadable(Status.UNSUPPORTED, f"--ocr needs the program {PROGRAM}, which is not installed", ADVICE)
    if password:
        return Unreadable(
            Status.UNSUPPORTED, "an encrypted PDF cannot be recognised", "save it without its password first"
        )
    with tempfile.TemporaryDirectory(prefix="oms-check-") as folder:
        source, target = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(content)
        arguments = [program, "--language", "swe", "--skip-text", "--jobs", "1", "--quiet", str(source), str(target)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        if done.returncode != 0 or not target.is_file():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            return Unreadable(Status.UNSUPPORTED, f"{PROGRAM} failed with code {done.returncode}: {last}", ADVICE)
        return target.read_bytes()
