"""What a worker that dies costs: nothing where it had read every page, else the pages it had not come to."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import bombs

from oms_check.model.document import Document, PageHealth, Status, Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline.driving import Run
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit, ReadJob, obtain, read_job
from oms_check.pipeline.watch import Watch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")

PAGES = 8
LAST = 5


def die_when_all_is_read(job: ReadJob, emit: Emit) -> Document | Unreadable:
    document = obtain(job, emit)
    if not job.parts:
        os.kill(os.getpid(), signal.SIGKILL)
    return document


def die_in_the_middle(job: ReadJob, emit: Emit) -> Document | Unreadable:
    def counting(part: bytes) -> None:
        emit(part)
        counting.seen += 1  # type: ignore[attr-defined]
        if counting.seen == LAST:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGKILL)

    counting.seen = 0  # type: ignore[attr-defined]
    return obtain(job, counting)


def fall_over(job: ReadJob, emit: Emit) -> Document | Unreadable:
    raise RuntimeError("hemligt")


def driven(
    folder: Path, call: Callable[[ReadJob, Emit], Document | Unreadable]
) -> tuple[Document | Unreadable, list[str], list[str]]:
    file = folder / "a.pdf"
    file.write_bytes(bombs.many_pages(PAGES))
    said: list[str] = []
    faults: list[str] = []
    settings = ReadSettings(cache_folder=folder / "cache")
    job = read_job(Strategy("a.pdf", file), settings)
    watch = Watch(warn=said.append, on_fault=faults.append)
    return Run({"a.pdf": job}, _same, call, settings, watch).finish()["a.pdf"], said, faults


def _same(job: ReadJob) -> ReadJob:
    return job


def test_a_worker_killed_when_every_page_was_read_costs_nothing(tmp_path: Path) -> None:
    document, said, _ = driven(tmp_path, die_when_all_is_read)
    assert isinstance(document, Document)
    assert document.status is Status.OK
    assert len(document.pages) == PAGES
    (message,) = said
    assert message.startswith("a.pdf: ")
    assert "was killed (SIGKILL)" in message


def test_a_worker_killed_in_the_middle_costs_the_pages_it_had_not_finished(tmp_path: Path) -> None:
    document, said, _ = driven(tmp_path, die_in_the_middle)
    assert isinstance(document, Document)
    assert document.status is Status.PARTIAL
    assert [page.number for page in document.pages if page.health is PageHealth.OK] == list(range(1, LAST + 1))
    assert "was killed (SIGKILL)" in said[0]
    assert not list(tmp_path.glob("cache/*.entry"))


def test_an_exception_is_told_whole_to_whoever_asks(tmp_path: Path) -> None:
    value, said, faults = driven(tmp_path, fall_over)
    assert isinstance(value, Unreadable)
    assert value.status is Status.CRASHED
    assert "hemligt" not in value.message
    assert said == []
    (account,) = faults
    assert account.startswith("Traceback")
    assert "RuntimeError: hemligt" in account
