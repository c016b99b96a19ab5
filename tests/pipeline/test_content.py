"""The bytes of a strategy, and their digest: the same for both, and neither of what is no document."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from oms_check.model.document import Status, Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline import content
from oms_check.pipeline.content import content_of, digest_of

BYTES = b"%PDF-1.7 Regionen ska bygga."


def at(file: Path) -> Strategy:
    return Strategy(path=file.name, file=file)


def refused(strategy: Strategy) -> Status:
    outcome = content_of(strategy)
    assert isinstance(outcome, Unreadable)
    assert outcome.message
    assert outcome.advice
    assert digest_of(strategy) is None
    return outcome.status


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(BYTES)
    for strategy in (at(tmp_path / "a.pdf"), Strategy(path="-", file=None, stdin=BYTES)):
        assert content_of(strategy) == BYTES
        assert digest_of(strategy) == hashlib.sha256(BYTES).hexdigest()


def test_a_file_larger_than_allowed_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST_FILE", len(BYTES) - 1)
    (tmp_path / "a.pdf").write_bytes(BYTES)
    (tmp_path / "a.pdf").chmod(0)
    assert refused(at(tmp_path / "a.pdf")) is Status.TOO_LARGE


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(at(tmp_path / "a.pdf")) is Status.NO_ACCESS


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    assert refused(at(tmp_path / "a.pdf")) is Status.UNSUPPORTED
