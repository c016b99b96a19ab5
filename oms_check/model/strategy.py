"""A strategy: an input document and what is known of it before its text is judged."""

from dataclasses import dataclass
from pathlib import Path

KINDS = (
    "rus",
    "rufs",
    "rumslig-strategi",
    "strukturbild",
    "oversiktsplan",
    "lanstransportplan",
    "systemanalys",
    "energi-och-klimatprogram",
    "bredbandsstrategi",
    "annat",
)
"""What a strategy can be: ids, as catalogs, configurations and outputs have them."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the joint direction; `code` is SCB's länskod, empty for Mälardalsrådet."""

    id: str
    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    optional: bool = False
    """An optional row is shown only where a strategy belongs to it (Mälardalsrådet)."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """An input document.

    `path` is how outputs name it: POSIX, relative to the working folder where it lies below it.
    `file` is where it is read from, None for standard input (then `stdin` bytes are the source).
    `region` is None where none can be told; the `…_guessed` flags mark what was read out of name or text.
    """

    path: str
    file: Path | None
    region: str | None = None
    region_guessed: bool = False
    kind: str | None = None
    kind_guessed: bool = False
    year: int | None = None
    year_guessed: bool = False
    title: str = ""
    adopted: str = ""
    source: str = ""
    stdin: bytes | None = None
