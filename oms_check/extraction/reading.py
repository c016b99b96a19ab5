"""A file's bytes → a document, or the reason why not; in two halves so that pages can be read in parallel."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from oms_check.extraction.assembling import assemble
from oms_check.extraction.options import ReadOptions, Share
from oms_check.extraction.part import PartHead, pack_part
from oms_check.model.document import Document, Status, Unreadable

__all__ = ["ReadOptions", "Share", "assemble", "read", "read_pages"]

_SEARCHED_FOR_HEADER = 1024
_PACKAGES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""A zip (.docx) and Microsoft's older container (.doc, and a .docx with a password)."""


def read_pages(
    content: bytes, name: str, options: ReadOptions, share: Share, emit: Callable[[bytes], None]
) -> Unreadable | None:
    """Read a share of a PDF's pages and `emit` them as parts; `assemble` puts all parts together."""
    from oms_check.extraction.pages import PageReader
    from oms_check.pdf.opening import open_pdf

    opened = open_pdf(content, options.password)
    if isinstance(opened, Unreadable):
        return opened
    with opened as pdf:
        facts = pdf.facts
        if facts.pages > options.max_pages:
            return Unreadable(
                Status.TOO_LARGE,
                f"the PDF says it has {facts.pages:,} pages, {options.max_pages:,} are allowed",
                "split it, or allow more with --max-pages",
                pages=facts.pages,
            )
        with pdf.page(0) as first:
            reader = PageReader(first if facts.tagged else None)
        head = PartHead(facts.pages, facts.title, facts.notes)
        characters = 0
        for index in share.pages(facts.pages):
            with pdf.page(index) as page:
                part = reader.read(page, index + 1)
            characters += part.characters
            if characters > options.max_characters:
                return Unreadable(
                    Status.TOO_LARGE,
                    f"the PDF holds more than {options.max_characters:,} characters",
                    "split it",
                    pages=facts.pages,
                )
            # Each page by itself: should the next one cost the process its life, only that is lost. Sending one
            # takes 0.1 ms, most of it the parent's.
            emit(pack_part(head, [part]))
    return None


def read(
    content: bytes,
    name: str,
    options: ReadOptions | None = None,
    emit: Callable[[bytes], None] | None = None,
) -> Document | Unreadable:
    """Read a document of any supported format in this process; format by content, then by the name's suffix.

    `emit` is handed every part as it is read, as in `read_pages`.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    match _format_of(content, name):
        case "docx":
            from oms_check.extraction.docx_reading import read_docx

            return read_docx(content, sha256)
        case "text" | "markdown" as kind:
            from oms_check.extraction.plain_reading import read_text

            return read_text(content, sha256, markdown=kind == "markdown")
        case _:
            return _read_pdf(content, name, sha256, options or ReadOptions(), emit)


def _format_of(content: bytes, name: str) -> str:
    """'pdf', 'docx', 'text' or 'markdown'. The name decides only where the bytes do not."""
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in content[:_SEARCHED_FOR_HEADER]:
        return "pdf"
    if content.startswith(_PACKAGES) and (suffix != ".pdf" or b"word/" in content):
        return "docx"
    return {".docx": "docx", ".txt": "text", ".md": "markdown", ".markdown": "markdown"}.get(suffix, "pdf")


def _read_pdf(
    content: bytes, name: str, sha256: str, options: ReadOptions, emit: Callable[[bytes], None] | None
) -> Document | Unreadable:
    parts: list[bytes] = []

    def keep(part: bytes) -> None:
        parts.append(part)
        if emit is not None:
            emit(part)

    refusal = read_pages(content, name, options, Share(), keep)
    return assemble(parts, sha256) if refusal is None else replace(refusal, sha256=sha256)
