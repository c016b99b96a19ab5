"""Shared fixtures: folders of the checkout, the command as a subprocess, and the rule about missing tools."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from started import Started

CHECKOUT = Path(__file__).resolve().parent.parent

NEEDS_TOOL = "needs the program"
"""Tests that need a program of the machine skip with a reason that begins so; in CI that is a failure."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI") and NEEDS_TOOL in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def answered_ctrl_c() -> None:
    """A shell has its background jobs ignore SIGINT, and so would every program the tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Larger development data outside the repository, where it is at hand."""
    folder = Path(os.environ.get("OMS_CHECK_DATA", CHECKOUT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the development data is not on this machine")
    return folder


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all runs of a session: packing the word list anew takes two seconds a run."""
    return tmp_path_factory.mktemp("cache-home")


@pytest.fixture
def oms_check(cache_home: Path) -> Run:
    """Run the whole command in a process of its own; returns the finished process."""

    def run(
        *arguments: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str | None = None,
    ) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OMS_CHECK_")}
        environment |= {"XDG_CACHE_HOME": str(cache_home), "NO_COLOR": "1", "COLUMNS": "100"}
        return subprocess.run(
            [sys.executable, "-m", "oms_check", *map(str, arguments)],
            cwd=cwd or CHECKOUT,
            env=environment | dict(env or {}),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory, cache_home: Path) -> Generator[Started, None, None]:
    """The whole command without its imports: for tests that run it many times."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OMS_CHECK_")}
    environment |= {"XDG_CACHE_HOME": str(cache_home), "NO_COLOR": "1", "COLUMNS": "100"}
    loaded = Started(tmp_path_factory.mktemp("started"), environment)
    yield loaded
    loaded.close()


@pytest.fixture
def quick_check(started: Started) -> Run:
    """As `oms_check`, without the half second of imports each time."""

    def run(*arguments: str | Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        ran = started.run(*arguments, cwd=cwd, stdin=stdin)
        return subprocess.CompletedProcess(arguments, ran.code, ran.stdout.decode("utf-8"), ran.stderr)

    return run
