"""Blocks of a document without pages, one by one → the document, each block with its place in words."""

import re
import unicodedata

from oms_check.extraction.health import text_health
from oms_check.extraction.language import language_of
from oms_check.extraction.long_blocks import cuts_of
from oms_check.model.document import Block, BlockKind, Document, Page, PageHealth, Status, Unreadable
from oms_check.text.sanitise import clean

_MOST_CHARACTERS = 20_000_000
_LONGEST_PLACE = 80
_SPACES = re.compile(r"\s+")

CELL_BREAK = " | "
"""Between the cells of a row: a row reads as one sentence, whatever full stops its cells end with."""


class Flow:
    """Takes blocks in reading order; `document` makes the whole of them.

    A block's place is the nearest heading above it and its number under that heading, from 1.
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._heading = ""
        self._under = 0
        self._characters = 0

    def add(self, kind: BlockKind, text: str, level: int = 0, place: str = "") -> None:
        """One block of raw text, none if nothing of it is visible. `place` overrides the counted one."""
        text = plain_text(text)
        if not text:
            return
        self._characters += len(text)
        cuts = cuts_of(text)
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            self._add(kind, text[start:end].rstrip(), level, place)

    def _add(self, kind: BlockKind, text: str, level: int, place: str) -> None:
        if kind is BlockKind.HEADING:
            self._heading, self._under = _shortened(text), 0
            place = self._heading
        elif not place:
            self._under += 1
            place = f"{self._heading}, stycke {self._under}" if self._heading else f"stycke {self._under}"
        self._blocks.append(Block(kind, text, 1, len(self._blocks), level=level, place=place))

    @property
    def too_large(self) -> bool:
        """Whether there is more text than any strategy has: stop adding."""
        return self._characters > _MOST_CHARACTERS

    def document(
        self,
        sha256: str,
        media_type: str,
        *,
        title: str = "",
        notes: tuple[str, ...] = (),
        decoded: bool = False,
    ) -> Document | Unreadable:
        """The document. `decoded`: its characters were guessed from bytes and may be wrong."""
        text = "\n".join(block.text for block in self._blocks)
        if not any(char.isalpha() for char in text):
            return Unreadable(
                Status.NO_TEXT, "the document holds no text", "check that it is the right file", sha256, 1
            )
        if self.too_large:
            return Unreadable(
                Status.TOO_LARGE,
                f"the document holds more than {_MOST_CHARACTERS:,} characters",
                "split it",
                sha256,
                1,
            )
        health, _ = text_health(text)
        if health is PageHealth.GARBLED and decoded:
            return Unreadable(
                Status.DAMAGED, "most of its words are no words", "save it as UTF-8 text or as PDF", sha256, 1
            )
        if health is not PageHealth.DIACRITICS_LOST:
            health = PageHealth.OK
        language = language_of(text)
        return Document(
            sha256=sha256,
            media_type=media_type,
            status=Status.NOT_SWEDISH if language not in ("", "sv") else Status.OK,
            pages=(Page(1, health),),
            blocks=tuple(self._blocks),
            title=plain_text(title),
            language=language,
            notes=notes,
        )


def plain_text(text: str) -> str:
    """Sanitised, NFC, without soft hyphens, every run of white space one space."""
    cleaned = clean(unicodedata.normalize("NFC", text)).replace("\u00ad", "")
    return _SPACES.sub(" ", cleaned).strip()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_PLACE else text[: _LONGEST_PLACE - 1].rstrip() + "…"
