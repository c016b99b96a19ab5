"""Which reader a file gets: its bytes decide, its name only where they do not."""

import io

import docx
import pytest

from oms_check.extraction.reading import read
from oms_check.model.document import Document, Status, Unreadable

TEXT = "Energi\n\nRegionen ska bygga ut elnätet till 2030.\n".encode()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Regionen ska bygga ut elnätet till 2030.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (word(), "utkast.docx", "wordprocessingml.document"),
        (word(), "utkast.pdf", "wordprocessingml.document"),
        (word(), "-", "wordprocessingml.document"),
        (TEXT, "utkast.txt", "text/plain"),
        (TEXT, "UTKAST.TXT", "text/plain"),
        (TEXT, "utkast.md", "text/markdown"),
    ],
)
def test_formats(content: bytes, name: str, media_type: str) -> None:
    document = read(content, name)
    assert isinstance(document, Document)
    assert document.media_type.endswith(media_type)
    assert document.blocks[-1].text == "Regionen ska bygga ut elnätet till 2030."


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (TEXT, "utkast.pdf", Status.NOT_A_PDF),
        (TEXT, "utkast.docx", Status.UNSUPPORTED),
        (b"PK\x03\x04" + bytes(50), "utkast.pdf", Status.NOT_A_PDF),
        (b"PK\x03\x04" + bytes(50), "utkast.docx", Status.DAMAGED),
        (b"%PDF-1.7 och inget mer", "utkast.txt", Status.DAMAGED),
        (bytes(500), "utkast.txt", Status.UNSUPPORTED),
    ],
)
def test_what_is_not_what_its_name_says(content: bytes, name: str, status: Status) -> None:
    end = read(content, name)
    assert isinstance(end, Unreadable)
    assert end.status is status
