"""What reading a document is asked for, and which version of the reader answers; light, so that a cached read is."""

from dataclasses import dataclass

EXTRACTOR_VERSION = "10"
"""Part of the cache key: raise it with every change that alters what is read."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Limits and the password. More pages or characters than this are refused, not cut."""

    password: str | None = None
    max_pages: int = 5000
    max_characters: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """The contiguous share of the pages a worker reads: the `index`-th of `of` equal ones, from 0."""

    index: int = 0
    of: int = 1

    def pages(self, count: int) -> range:
        """Indexes (from 0) of the pages of this share."""
        return range(count * self.index // self.of, count * (self.index + 1) // self.of)
