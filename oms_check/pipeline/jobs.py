"""What runs in a worker process: one strategy from bytes to text, and from text to matches.

Only these functions touch a file's bytes. They return values of ours, small enough to send back: a matched
200-page strategy is some hundred kilobytes of evidence, its words are not sent unless asked for.
"""

import hashlib
import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from oms_check.cache import Cache
from oms_check.catalog import identify
from oms_check.extraction.packing import pack, unpack
from oms_check.extraction.reading import EXTRACTOR_VERSION, ReadOptions, Share, assemble, read, read_pages
from oms_check.matching.matcher import Matcher, compile_matcher
from oms_check.model.document import Document, Page, PageHealth, Status, Unreadable
from oms_check.model.evidence import Matches
from oms_check.model.strategy import Region, Strategy
from oms_check.pipeline.settings import LARGEST_FILE
from oms_check.ruleset.load import load_ruleset

Emit = Callable[[bytes], None]


MOST_PASSAGES = 2_000
"""Of one document on one focus area. A 200-page strategy has 300; a page of repeated words would fill gigabytes."""


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


@dataclass(frozen=True, slots=True)
class ExamineJob:
    """Read a strategy, tell its region and match it against the rules of `rules_file`."""

    read: ReadJob
    rules_file: Path
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a document once it is matched."""

    sha256: str
    status: Status
    pages: tuple[Page, ...]
    language: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """A strategy after reading and matching."""

    strategy: Strategy
    outcome: Facts | Unreadable
    matches: Matches = field(default_factory=Matches)
    warnings: tuple[str, ...] = ()
    """What the cache had to say."""


@lru_cache(maxsize=2)
def matcher_of(rules_file: Path) -> Matcher:
    """The compiled rules; compiled once before workers fork, so that they share it."""
    return compile_matcher(load_ruleset(rules_file))


def examine(job: ExamineJob, emit: Emit) -> Examined:
    """Read, identify and match one strategy."""
    warnings: list[str] = []
    document = obtain(job.read, emit, warnings.append)
    if isinstance(document, Unreadable):
        return Examined(job.read.strategy, document, warnings=tuple(warnings))
    emit(b"")  # a sign of life: reading is done, matching begins
    strategy = identify(job.read.strategy, document, job.regions)
    matches, notes = _bounded(matcher_of(job.rules_file).match(document))
    facts = facts_of(document)
    return Examined(strategy, replace(facts, notes=facts.notes + notes), matches, tuple(warnings))


def _bounded(matches: Matches) -> tuple[Matches, tuple[str, ...]]:
    """The first passages of each focus area and a note on areas that have more."""
    kept = []
    counts: Counter[str] = Counter()
    for one in matches.evidence:
        counts[one.focus_area] += 1
        if counts[one.focus_area] <= MOST_PASSAGES:
            kept.append(one)
    if len(kept) == len(matches.evidence):
        return matches, ()
    notes = tuple(
        f"only the first {MOST_PASSAGES} of {count} passages on {area} are shown and counted"
        for area, count in sorted(counts.items())
        if count > MOST_PASSAGES
    )
    return replace(matches, evidence=tuple(kept)), notes


def facts_of(document: Document) -> Facts:
    """What reports need of a document besides its matches."""
    return Facts(document.sha256, document.status, document.pages, document.language, document.notes)


def read_packed(job: ReadJob, emit: Emit) -> bytes | Unreadable:
    """Read one strategy and return the whole document, packed."""
    document = obtain(job, emit)
    return document if isinstance(document, Unreadable) else pack(document)


def read_share(job: ReadJob, emit: Emit) -> Unreadable | None:
    """Read one share of a long PDF's pages; they leave through `emit`."""
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
        document = assemble(job.parts, sha256, complete=job.complete)
    else:
        document = cached(cache, key) or _read(content, job, emit)
    if isinstance(document, Document) and document.status in (Status.OK, Status.NOT_SWEDISH):
        if job.parts or not cache.has(key):
            cache.put(key, pack(document))
    return document


def cached(cache: Cache, key: str) -> Document | None:
    """The stored document of that key; None where there is none or it is not whole."""
    data = cache.get(key)
    return None if data is None else unpack(data)


def cache_key(sha256: str, job: ReadJob) -> str:
    """Same bytes, same extractor, same options: same key. A password is no part of it, nor ever stored."""
    suffix = Path(job.strategy.path).suffix.lower()
    options = f"{job.options.max_pages} {job.options.max_characters} {job.ocr} {suffix}"
    return hashlib.sha256(f"{sha256} {EXTRACTOR_VERSION} {options}".encode()).hexdigest()


def content_of(strategy: Strategy) -> bytes | Unreadable:
    """The bytes of a strategy, or why they cannot be had."""
    if strategy.file is None:
        return _too_large(len(strategy.stdin or b"")) or strategy.stdin or b""
    try:
        status = strategy.file.stat()
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe or a device may never end, and happens here outside any worker too.
            return Unreadable(Status.UNSUPPORTED, "it is no regular file", "copy its content into a file")
        too_large = _too_large(status.st_size)
        return too_large or strategy.file.read_bytes()
    except OSError as error:
        return Unreadable(
            Status.NO_ACCESS, f"cannot be opened: {error.strerror}", "check that it exists and may be read"
        )


def _too_large(size: int) -> Unreadable | None:
    if size <= LARGEST_FILE:
        return None
    return Unreadable(
        Status.TOO_LARGE,
        f"the file has more than {LARGEST_FILE:,} bytes",
        "split the document or save it with smaller pictures",
    )


def _read(content: bytes, job: ReadJob, emit: Emit) -> Document | Unreadable:
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
