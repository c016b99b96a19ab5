"""The cache: what went in comes out, or nothing does; it never lies, never fails a run, never strays."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oms_check.cache import Cache, default_folder

KEY = hashlib.sha256(b"a").hexdigest()
OTHER = "0" + hashlib.sha256(b"b").hexdigest()[1:]
DATA = "Regionens elnät".encode() * 100

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links")
not_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")


def entry(folder: Path, key: str = KEY) -> Path:
    return folder / f"{key}.entry"


@given(st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_went_in_comes_out(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path / "c")
    cache.put(KEY, data)
    assert cache.get(KEY) == data


def test_nothing_is_there_at_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    assert cache.get(KEY) is None
    assert not cache.has(KEY)
    assert not (tmp_path / "c").exists()


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put(KEY, DATA)
    assert cache.get(KEY) is None
    assert not cache.has(KEY)
    assert cache.clear() == 0


@posix
def test_the_folder_is_private(tmp_path: Path) -> None:
    Cache(tmp_path / "x" / "c").put(KEY, DATA)
    assert (tmp_path / "x" / "c").stat().st_mode & 0o777 == 0o700
    assert entry(tmp_path / "x" / "c").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ["", "../../etc/passwd", KEY + "/x", KEY.upper(), "a" * 63, f"{KEY}\n"])
def test_only_digests_are_keys(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not a cache key"):
        Cache(tmp_path).put(key, DATA)


@pytest.mark.parametrize("place", [0, 5, 17, 18, 30, 49, 50, 51, 900, -1])
def test_a_changed_byte_is_noticed_and_said_once(tmp_path: Path, place: int) -> None:
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    for key in (KEY, OTHER):
        cache.put(key, DATA)
        raw = bytearray(entry(tmp_path, key).read_bytes())
        raw[place] ^= 0x10
        entry(tmp_path, key).write_bytes(raw)
        assert cache.get(key) is None
        assert not cache.has(key)
    assert len(said) == 1
    assert "damaged" in said[0]
    cache.put(KEY, DATA)
    assert cache.get(KEY) == DATA


@pytest.mark.parametrize("size", [0, 1, 17, 18, 49, 50, 400])
def test_a_cut_entry_is_noticed(tmp_path: Path, size: int) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, DATA)
    entry(tmp_path).write_bytes(entry(tmp_path).read_bytes()[:size])
    assert cache.get(KEY) is None


def test_an_entry_under_anothers_name_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, DATA)
    entry(tmp_path).rename(entry(tmp_path, OTHER))
    assert cache.get(OTHER) is None


@posix
def test_a_link_in_an_entrys_place_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    cache = Cache(tmp_path / "c")
    cache.put(KEY, DATA)
    entry(tmp_path / "c").unlink()
    entry(tmp_path / "c").symlink_to(outside)
    assert cache.get(KEY) is None
    cache.put(KEY, DATA)
    assert cache.get(KEY) == DATA
    assert outside.read_bytes() == b"mine"


@posix
def test_a_pipe_or_a_folder_in_an_entrys_place_is_no_entry(tmp_path: Path) -> None:
    os.mkfifo(entry(tmp_path))
    entry(tmp_path, OTHER).mkdir()
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    assert cache.get(KEY) is None
    assert cache.get(OTHER) is None
    cache.put(OTHER, DATA)
    assert len(said) <= 2


@posix
def test_a_folder_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    Cache(folder).put(KEY, DATA)
    folder.chmod(0o777)
    said: list[str] = []
    cache = Cache(folder, said.append)
    assert cache.get(KEY) is None
    cache.put(OTHER, DATA)
    assert not entry(folder, OTHER).exists()
    assert len(said) == 1
    assert "others can write" in said[0]


def test_a_file_in_the_folders_place_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("a file")
    said: list[str] = []
    cache = Cache(tmp_path / "c", said.append)
    for key in (KEY, OTHER):
        cache.put(key, DATA)
        assert cache.get(key) is None
    assert len(said) == 2
    assert any("cannot be written" in one for one in said)


@not_root
def test_an_unwritable_folder_is_said_once(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    said: list[str] = []
    cache = Cache(tmp_path / "c", said.append)
    cache.put(KEY, DATA)
    cache.put(OTHER, DATA)
    tmp_path.chmod(0o700)
    assert len(said) == 1


@posix
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from oms_check.cache import Cache\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"Cache(Path(sys.argv[1]), print).put({KEY!r}, bytes(5000))"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "cannot be written" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_longest_unused_go_when_it_is_full(tmp_path: Path) -> None:
    cache = Cache(tmp_path, largest=10_000)
    keys = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(10)]
    keys = ["f" + key[1:] for key in keys]
    for age, key in enumerate(keys):
        cache.put(key, bytes(1200))
        os.utime(entry(tmp_path, key), (0, time.time() - 1000 + age))
    assert cache.get(keys[0]) is not None  # used now: the youngest
    cache.put(OTHER, bytes(1200))
    assert cache.has(keys[0])
    assert cache.has(OTHER)
    assert not cache.has(keys[1])
    assert sum(file.stat().st_size for file in tmp_path.glob("*.entry")) <= 10_000


def test_what_a_killed_run_left_goes_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / f"{KEY}.abc.tmp", tmp_path / f"{KEY}.def.tmp"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (0, time.time() - 7200))
    Cache(tmp_path).put(OTHER, DATA)
    assert not old.exists()
    assert new.exists()


def test_clear_removes_only_what_is_ours(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    cache = Cache(folder)
    cache.put(KEY, DATA)
    cache.put(OTHER, DATA)
    (folder / f"{KEY}.abc.tmp").write_bytes(b"x")
    others = [folder / "viktig.txt", folder / f"{KEY}.entry.bak", folder / "underlag"]
    others[0].write_text("mine")
    others[1].write_text("mine")
    others[2].mkdir()
    (others[2] / f"{KEY}.entry").write_text("mine")
    if os.name == "posix":
        link = entry(folder, "1" * 64)
        link.symlink_to(others[0])
        others.append(link)
    assert cache.clear() == 2
    assert sorted(folder.iterdir()) == sorted([*others, folder / "CACHEDIR.TAG"])
    assert (others[2] / f"{KEY}.entry").exists()


def test_clear_takes_the_folder_when_it_is_empty(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    cache.put(KEY, DATA)
    assert cache.clear() == 1
    assert not (tmp_path / "c").exists()
    assert cache.clear() == 0


def test_runs_side_by_side_see_whole_entries(tmp_path: Path) -> None:
    said: list[str] = []
    values = [bytes([n]) * 100_000 for n in range(3)]
    end = time.monotonic() + 1

    def use(value: bytes) -> None:
        cache = Cache(tmp_path, said.append)
        while time.monotonic() < end:
            cache.put(OTHER, value)
            got = cache.get(OTHER)
            assert got is None or got in values

    threads = [threading.Thread(target=use, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == []
    assert Cache(tmp_path).get(OTHER) in values


def test_the_default_folder_is_the_users_own() -> None:
    assert default_folder().name == "oms-check"
    assert default_folder().is_absolute()
