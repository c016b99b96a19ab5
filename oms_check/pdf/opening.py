"""PDF bytes → an open document with its pages, or the reason why it cannot be opened.

pdfium must never be used from two threads (it crashes); one process reads one document at a time.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from oms_check.model.document import Status, Unreadable
from oms_check.text.sanitise import clean

_SEARCHED_FOR_HEADER = 1024
"""Readers accept rubbish before `%PDF-` (ISO 32000-1, implementation note 13)."""

_COPY_PERMISSION = 1 << 4
"""Bit 5 of the permissions: "copy or otherwise extract text" (ISO 32000-1, table 22)."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is known of the whole file before any page is read; `notes` are short English facts."""

    pages: int
    tagged: bool
    title: str
    producer: str
    notes: tuple[str, ...]


class OpenPdf:
    """An open PDF; use as a context manager. `raw` is pdfium's handle, for this package only."""

    def __init__(self, document: PdfDocument, facts: PdfFacts) -> None:
        self._document = document
        self.raw: Any = document.raw
        self.facts = facts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    @contextmanager
    def page(self, index: int) -> Iterator[Any]:
        """pdfium's handle of the page at `index` (from 0), None where it cannot be loaded."""
        handle = pdfium.FPDF_LoadPage(self.raw, index)
        try:
            yield handle or None
        finally:
            if handle:
                pdfium.FPDF_ClosePage(handle)


def open_pdf(content: bytes, password: str | None = None) -> OpenPdf | Unreadable:
    """Open a PDF from its bytes, with the user's password if there is one."""
    if not content:
        return Unreadable(Status.NOT_A_PDF, "the file is empty", "fetch the document again")
    if b"%PDF-" not in content[:_SEARCHED_FOR_HEADER]:
        return Unreadable(Status.NOT_A_PDF, _what_it_is(content), "fetch the document again, as a PDF")
    try:
        document = PdfDocument(content, password=password)
    except PdfiumError as error:
        return _refusal(error.err_code, password)
    facts = _facts(document)
    if facts.pages < 1:
        document.close()
        return Unreadable(Status.DAMAGED, "the PDF has no pages", "open and save the file anew, or fetch it again")
    return OpenPdf(document, facts)


def _refusal(code: int | None, password: str | None) -> Unreadable:
    if code == pdfium.FPDF_ERR_PASSWORD:
        if password is None:
            return Unreadable(
                Status.ENCRYPTED,
                "the PDF is encrypted and opens only with a password",
                "give its password with --password-file, or save a copy without: "
                "qpdf --decrypt --password=… in.pdf out.pdf",
            )
        return Unreadable(
            Status.ENCRYPTED, "the password does not open the PDF", "check the first line of the password file"
        )
    if code == pdfium.FPDF_ERR_SECURITY:
        return Unreadable(
            Status.ENCRYPTED,
            "the PDF is protected in a way that is not supported",
            "save a copy without protection",
        )
    return Unreadable(
        Status.DAMAGED,
        "the PDF is damaged: its structure cannot be read",
        "fetch it again, or repair it: qpdf in.pdf out.pdf",
    )


def _facts(document: PdfDocument) -> PdfFacts:
    notes = []
    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) >= 0:
        notes.append("encrypted, opens without a password")
        if not pdfium.FPDF_GetDocPermissions(document.raw) & _COPY_PERMISSION:
            notes.append("its owner asks not to copy text out of it")
    return PdfFacts(
        pages=pdfium.FPDF_GetPageCount(document.raw),
        tagged=bool(pdfium.FPDFCatalog_IsTagged(document.raw)),
        title=_meta(document, "Title"),
        producer=_meta(document, "Producer"),
        notes=tuple(notes),
    )


def _meta(document: PdfDocument, key: str) -> str:
    tag = key.encode("ascii")
    size = pdfium.FPDF_GetMetaText(document.raw, tag, None, 0)
    if not 2 < size < 4096:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document.raw, tag, buffer, size)
    return clean(buffer.raw[: size - 2].decode("utf-16-le", "replace")).strip()


def _what_it_is(content: bytes) -> str:
    start = content[:1024].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "the file is a web page, not a PDF"
    if start.startswith(b"pk\x03\x04"):
        return "the file is a zip archive, not a PDF"
    return "the file is not a PDF"
