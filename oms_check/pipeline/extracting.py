"""The order of the stages of `extract`: one strategy in, its text out in a format.

The text is put in its form in the worker that reads it: sending the document back to do it here costs more.
"""

import hashlib
from collections.abc import Callable

from oms_check.cache import Cache
from oms_check.model.document import Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit, ReadJob, cache_key, cached, key_of, obtain, read_job, worth_keeping
from oms_check.pipeline.watch import Watch
from oms_check.reporters.document import FORM, json_body, render_text, with_source


def extract_text(strategy: Strategy, settings: ReadSettings, watch: Watch) -> str | Unreadable:
    """A strategy as plain text."""
    job = read_job(strategy, settings)
    key = key_of(job)
    document = cached(Cache(job.cache_folder, watch.warn), key) if key else None
    return render_text(document) if document is not None else _read(job, read_text, settings, watch)


def extract_json(strategy: Strategy, settings: ReadSettings, watch: Watch) -> str | Unreadable:
    """A strategy as JSON, which is kept too: of 200 pages it takes 60 ms to make and 3 ms to read back."""
    job = read_job(strategy, settings)
    key = key_of(job)
    kept = Cache(job.cache_folder, watch.warn).get(_form_key(key)) if key else None
    body = kept.decode() if kept is not None else _read(job, read_json, settings, watch)
    return body if isinstance(body, Unreadable) else with_source(body, strategy.path)


def read_text(job: ReadJob, emit: Emit) -> str | Unreadable:
    """Run in a worker: a document as plain text."""
    document = obtain(job, emit)
    return document if isinstance(document, Unreadable) else render_text(document)


def read_json(job: ReadJob, emit: Emit) -> str | Unreadable:
    """Run in a worker: a document as JSON, which is kept if the document is."""
    document = obtain(job, emit)
    if isinstance(document, Unreadable):
        return document
    body = json_body(document)
    if job.cache_folder is not None and worth_keeping(document):
        Cache(job.cache_folder).put(_form_key(cache_key(document.sha256, job)), body.encode())
    return body


def _form_key(document_key: str) -> str:
    return hashlib.sha256(f"{document_key} json {FORM}".encode()).hexdigest()


def _read(
    job: ReadJob, call: Callable[[ReadJob, Emit], str | Unreadable], settings: ReadSettings, watch: Watch
) -> str | Unreadable:
    from oms_check.pipeline.driving import Run  # processes, sockets and signals: only where something is read

    path = job.strategy.path
    return Run({path: job}, _same, call, settings, watch).finish()[path]


def _same(job: ReadJob) -> ReadJob:
    return job
