"""A flat ODF source → a tagged PDF as a word processor exports it, through LibreOffice without a window.

Its only font is the one that reportlab brings along; a font configuration of its own shows it to LibreOffice.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import reportlab

FONTS = Path(reportlab.__file__).parent / "fonts"
HYPHENS = Path("/usr/share/hyphen")
EXPORT = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def find_office() -> str | None:
    """The LibreOffice command, None where it or its Swedish hyphenation (Debian: hyphen-sv) is missing."""
    if not any(HYPHENS.glob("hyph_sv*.dic")):
        return None
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(office: str, source: Path) -> bytes:
    """The PDF of `source`; a profile of its own keeps the user's settings out of the lines."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            office,
            "--headless",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--convert-to",
            EXPORT,
            "--outdir",
            folder,
            str(source),
        ]
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/fonts</cachedir></fontconfig>")
        environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
        subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)
        return _without_clock((Path(folder) / (source.stem + ".pdf")).read_bytes())


def _without_clock(content: bytes) -> bytes:
    """The same PDF with a fixed date and identifier; LibreOffice takes both from the clock.

    Each keeps its length, so the cross-reference table stays right.
    """
    content = re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:20261124000000", content)
    return re.sub(rb"(?<=<|/)[0-9A-F]{32}(?=>|\n)", b"0" * 32, content)
