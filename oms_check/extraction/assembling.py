"""Parts of all pages → the document: furniture, joins, kinds, hyphens, health and language."""

from collections.abc import Sequence

from oms_check.extraction.contents import mark_contents
from oms_check.extraction.drafts import Draft, Vocabulary, resolve_hyphens
from oms_check.extraction.furniture import mark_furniture
from oms_check.extraction.health import page_healths
from oms_check.extraction.joining import join_broken
from oms_check.extraction.kinds import tell_kinds
from oms_check.extraction.language import language_of
from oms_check.extraction.long_blocks import cut_block
from oms_check.extraction.part import PagePart, PartHead, unpack_part
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Pieces, Status, Unreadable

OCR_ADVICE = "recognise its text with --ocr, or: ocrmypdf -l swe in.pdf out.pdf"
REPAIR_ADVICE = "fetch it again, or repair it: qpdf in.pdf out.pdf"


def assemble(parts: Sequence[bytes], content_sha256: str) -> Document | Unreadable:
    """Put the parts of a PDF together. Pages the reading did not come to have failed, so the document is partial."""
    head, pages = _all_pages(parts)
    if head is None:
        return Unreadable(Status.DAMAGED, "no page of the PDF could be read", REPAIR_ADVICE, sha256=content_sha256)
    drafts = [Draft.of(page, block) for page in pages for block in page.blocks if block.text]
    mark_furniture(drafts, pages)
    mark_contents(drafts)
    drafts = join_broken(drafts)
    tell_kinds(drafts)
    blocks, pieces = _finished(drafts)
    shown = page_healths(pages)
    language = language_of(" ".join(block.text for block in blocks if block.kind is not BlockKind.FURNITURE))
    failure = _failure(shown, content_sha256, any(part.characters for part in pages))
    if failure is not None:
        return failure
    return Document(
        sha256=content_sha256,
        media_type="application/pdf",
        status=_status(language, shown),
        pages=shown,
        blocks=blocks,
        pieces=pieces,
        title=head.title,
        language=language,
        notes=head.notes,
    )


def _all_pages(parts: Sequence[bytes]) -> tuple[PartHead | None, list[PagePart]]:
    head: PartHead | None = None
    found: dict[int, PagePart] = {}
    for data in parts:
        head, pages = unpack_part(data)
        found.update((page.number, page) for page in pages)
    if head is None:
        return None, []
    return head, [found.get(number) or _missing(number) for number in range(1, head.pages + 1)]


def _missing(number: int) -> PagePart:
    return PagePart(number, failed=True, notes=["not read before the reading stopped"])


def _finished(drafts: list[Draft]) -> tuple[tuple[Block, ...], Pieces]:
    vocabulary = Vocabulary(draft.text for draft in drafts)
    pieces = Pieces()
    blocks = []
    page = index = 0
    for draft in drafts:
        text, pieces_range = resolve_hyphens(draft, vocabulary.between, pieces)
        kind = draft.kind or BlockKind.PARAGRAPH
        level = draft.level if kind is BlockKind.HEADING else 0
        for part, part_range in cut_block(text, pieces, pieces_range):
            index = index + 1 if draft.page == page else 0
            page = draft.page
            blocks.append(Block(kind, part, draft.page, index, part_range, level))
    return tuple(blocks), pieces


def _failure(pages: tuple[Page, ...], sha256: str, has_text: bool) -> Unreadable | None:
    """Why there is nothing to judge, if no page can be read."""
    healths = {page.health for page in pages}
    if has_text and any(health.readable for health in healths):
        return None
    status, message, advice = Status.DAMAGED, "no page of the PDF can be read", REPAIR_ADVICE
    if PageHealth.NO_TEXT in healths:
        status, message, advice = Status.NO_TEXT, "the PDF is scanned and has no text layer", OCR_ADVICE
    elif PageHealth.GARBLED in healths:
        message, advice = "the text of the PDF cannot be decoded", OCR_ADVICE
    elif PageHealth.FAILED not in healths:
        status, message, advice = Status.NO_TEXT, "the PDF holds no text", OCR_ADVICE
    elif note := next((note for page in pages for note in page.notes), ""):
        why, _, mending = note.partition("; ")
        message, advice = f"{message} ({why})", mending or advice
    return Unreadable(status, message, advice, sha256=sha256, pages=len(pages))


def _status(language: str, pages: tuple[Page, ...]) -> Status:
    if any(page.health is PageHealth.FAILED for page in pages):
        return Status.PARTIAL
    return Status.NOT_SWEDISH if language and language != "sv" else Status.OK
