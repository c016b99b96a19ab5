"""Writing a report: whole or not at all, never through a link, and the mode of the old file kept."""

import os
import stat
from pathlib import Path

import pytest

from oms_check.errors import OutputError
from oms_check.reporters.output import write_atomic


def test_text_is_utf_8_and_bytes_are_as_they_are(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.txt", "åäö\n")
    write_atomic(tmp_path / "b.bin", b"\xff\x00")
    assert (tmp_path / "a.txt").read_bytes() == "åäö\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\xff\x00"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.bin"]


def test_an_existing_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(0o640)
    write_atomic(target, "new")
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_at_the_target_is_refused_and_what_it_points_to_untouched(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    link = tmp_path / "out.json"
    link.symlink_to(precious)
    with pytest.raises(OutputError, match="symbolic link"):
        write_atomic(link, "x")
    assert precious.read_text() == "precious"
    assert link.is_symlink()


@pytest.mark.parametrize("target", ["missing/out.json", "."])
def test_where_nothing_can_be_written_the_error_says_what_to_do(tmp_path: Path, target: str) -> None:
    with pytest.raises(OutputError) as caught:
        write_atomic(tmp_path / target, "x")
    assert caught.value.advice
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_not_replaced() -> None:
    write_atomic(Path(os.devnull), "x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
