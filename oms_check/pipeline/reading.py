"""A strategy → its document: out of the cache, or read from its bytes in a worker process.

A cached document needs neither a PDF engine nor the reader: what they import is imported where they are used.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from oms_check.cache import Cache
from oms_check.extraction.options import EXTRACTOR_VERSION, ReadOptions, Share
from oms_check.extraction.packing import pack, unpack
from oms_check.model.document import Document, PageHealth, Status, Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline.content import content_of, digest_of
from oms_check.pipeline.read_settings import ReadSettings

Emit = Callable[[bytes], None]


def _unheard(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Read `strategy`; with `parts`, put together what was already read of it (`complete`: all of it)."""

    strategy: Strategy
    options: ReadOptions
    cache_folder: Path | None
    ocr: bool = False
    share: Share = field(default_factory=Share)
    parts: tuple[bytes, ...] = ()
    complete: bool = True


def read_job(strategy: Strategy, settings: ReadSettings) -> ReadJob:
    """The job that reads a strategy as the settings say."""
    return ReadJob(strategy, settings.options, settings.cache_folder, settings.ocr)


def read_share(job: ReadJob, emit: Emit) -> Unreadable | None:
    """Run in a worker: read one share of a long PDF's pages; they leave through `emit`."""
    from oms_check.extraction.reading import read_pages

    content = content_of(job.strategy)
    if isinstance(content, Unreadable):
        return content
    return read_pages(content, job.strategy.path, job.options, job.share, emit)


def obtain(job: ReadJob, emit: Emit, warn: Callable[[str], None] = _unheard) -> Document | Unreadable:
    """The document of a job: put together from parts, out of the cache, or read from its bytes."""
    content = content_of(job.strategy)
    if isinstance(content, Unreadable):
        return content
    sha256 = hashlib.sha256(content).hexdigest()
    cache = Cache(job.cache_folder, warn)
    key = cache_key(sha256, job)
    if job.parts:
        from oms_check.extraction.assembling import assemble

        document = assemble(job.parts, sha256)
    else:
        # Recognised text is of the file that was given, too.
        document = cached(cache, key) or replace(_read(content, job, emit), sha256=sha256)
    if isinstance(document, Document) and worth_keeping(document):
        if job.parts or not cache.has(key):
            cache.put(key, pack(document))
    return document


def worth_keeping(document: Document) -> bool:
    """Whether another run would read the same: a document read in part may be read whole the next time."""
    return document.status in (Status.OK, Status.NOT_SWEDISH)


def key_of(job: ReadJob) -> str | None:
    """The key its document is stored under; None without a cache, or without bytes to tell it by."""
    if job.cache_folder is None:
        return None
    digest = digest_of(job.strategy)
    return None if digest is None else cache_key(digest, job)


def cached(cache: Cache, key: str) -> Document | None:
    """The stored document of that key; None where there is none or it is not whole."""
    data = cache.get(key)
    return None if data is None else unpack(data)


def cache_key(sha256: str, job: ReadJob) -> str:
    """Same bytes, same extractor, same options: same key. A password is no part of it, nor ever stored."""
    suffix = Path(job.strategy.path).suffix.lower()
    options = f"{job.options.max_pages} {job.options.max_characters} {job.ocr} {suffix}"
    return hashlib.sha256(f"{sha256} {EXTRACTOR_VERSION} {options}".encode()).hexdigest()


def _read(content: bytes, job: ReadJob, emit: Emit) -> Document | Unreadable:
    from oms_check.extraction.reading import read

    document = read(content, job.strategy.path, job.options, emit)
    if job.ocr and needs_ocr(document):
        from oms_check.extraction.ocr import ocr

        recognised = ocr(content, job.options.password)
        if isinstance(recognised, Unreadable):
            return recognised
        return read(recognised, job.strategy.path, job.options, emit)
    return document


def needs_ocr(document: Document | Unreadable) -> bool:
    """Whether some page is a picture without text."""
    if isinstance(document, Unreadable):
        return document.status is Status.NO_TEXT
    return any(page.health is PageHealth.NO_TEXT for page in document.pages)
