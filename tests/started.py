"""The whole command again and again without its imports: a process that has loaded them forks for every run.

Each run is a process of its own that goes through `main()` to its end, with its own arguments, folder,
environment and streams; only the 0.5 s of imports are paid once. Run as a program this file is that process.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

BROKEN = "platformdirs"
"""A dependency that a run can be told to find broken: nothing but a bug or a broken installation exits 3."""

_USERS_OF_BROKEN = (BROKEN, "oms_check.cache", "oms_check.cli.settings")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended."""

    code: int
    stdout: bytes
    stderr: str


class Started:
    """Runs of the command from one loaded process. Close it at the end."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        *arguments: str | Path,
        cwd: Path,
        environment: Mapping[str, str] | None = None,
        broken: bool = False,
        interrupted: bool = False,
        stdin: str = "",
    ) -> Ran:
        """Run `oms-check` with these arguments; `interrupted` presses Ctrl-C while it waits for its input."""
        out, err, given = self._folder / "stdout", self._folder / "stderr", self._folder / "stdin"
        given.write_text(stdin, encoding="utf-8")
        self._say(
            arguments=list(map(str, arguments)),
            cwd=str(cwd),
            environment=dict(environment or {}),
            broken=broken,
            waits=interrupted,
            stdin=str(given),
            stdout=str(out),
            stderr=str(err),
        )
        process = self._hear()
        if interrupted:
            _wait_until_it_reads(process)
            os.kill(process, signal.SIGINT)
        code = self._hear()
        return Ran(code, out.read_bytes(), err.read_text(encoding="utf-8"))

    def close(self) -> None:
        """End the loaded process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)

    def _say(self, **request: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def _wait_until_it_reads(process: int) -> None:
    """Until the process sleeps in a read of its standard input, where the system tells; else a moment."""
    for _ in range(200):
        try:
            call = Path(f"/proc/{process}/syscall").read_text(encoding="ascii").split()
        except OSError:
            time.sleep(0.5)
            return
        if len(call) > 1 and call[1] == "0x0" and call[0] in ("0", "63"):  # read(0, …) on x86-64, on ARM
            return
        time.sleep(0.01)


def _serve() -> None:
    _load()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(request)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _load() -> None:
    import importlib
    import pkgutil

    import oms_check

    for module in pkgutil.walk_packages(oms_check.__path__, "oms_check."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _become(request: dict[str, object]) -> NoReturn:
    """In the child: take the request's place in the world, then be the program."""
    if request["waits"]:
        os.dup2(os.pipe()[0], 0)  # the writing end stays open here, so that reading waits
    else:
        os.dup2(os.open(str(request["stdin"]), os.O_RDONLY), 0)
    for name, number in (("stdout", 1), ("stderr", 2)):
        os.dup2(os.open(str(request[name]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115  for life
    os.chdir(str(request["cwd"]))
    os.environ.update({str(k): str(v) for k, v in dict(request["environment"]).items()})  # type: ignore[call-overload]
    if request["broken"]:
        for name in [name for name in sys.modules if name.startswith(_USERS_OF_BROKEN)]:
            del sys.modules[name]
        sys.modules[BROKEN] = None  # type: ignore[assignment]  # how Python marks what cannot be imported
    arguments: Sequence[str] = request["arguments"]  # type: ignore[assignment]
    sys.argv = ["oms-check", *arguments]
    from oms_check.cli.main import main

    code: object = 0
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
