"""The order of the stages of `extract`: one strategy in, its text out in a format."""

import hashlib

from oms_check.cache import Cache
from oms_check.extraction.packing import unpack
from oms_check.model.document import Document, Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import ReadJob, cached, key_of, read_job, read_packed
from oms_check.pipeline.watch import Watch
from oms_check.reporters.document import FORM, json_body, render_text, with_source


def extract_text(strategy: Strategy, settings: ReadSettings, watch: Watch) -> str | Unreadable:
    """A strategy as plain text."""
    job = read_job(strategy, settings)
    key = key_of(job)
    document = _read(job, key, Cache(job.cache_folder, watch.warn), settings, watch)
    return document if isinstance(document, Unreadable) else render_text(document)


def extract_json(strategy: Strategy, settings: ReadSettings, watch: Watch) -> str | Unreadable:
    """A strategy as JSON, which is kept too: of 200 pages it takes 60 ms to make and 3 ms to read back."""
    job = read_job(strategy, settings)
    cache, key = Cache(job.cache_folder, watch.warn), key_of(job)
    form_key = key and hashlib.sha256(f"{key} json {FORM}".encode()).hexdigest()
    kept = cache.get(form_key) if form_key else None
    if kept is not None:
        return with_source(kept.decode(), strategy.path)
    document = _read(job, key, cache, settings, watch)
    if isinstance(document, Unreadable):
        return document
    body = json_body(document)
    if key and form_key and cache.has(key):  # a document not worth keeping has no form worth keeping
        cache.put(form_key, body.encode())
    return with_source(body, strategy.path)


def _read(job: ReadJob, key: str | None, cache: Cache, settings: ReadSettings, watch: Watch) -> Document | Unreadable:
    document = cached(cache, key) if key else None
    if document is not None:
        return document
    from oms_check.pipeline.driving import Run  # processes, sockets and signals: only where something is read

    path = job.strategy.path
    outcome = Run({path: job}, _same, read_packed, settings, watch).finish()[path]
    return outcome if isinstance(outcome, Unreadable) else unpack(outcome)


def _same(job: ReadJob) -> ReadJob:
    return job
