"""The child's side: confine the process, then take jobs off the socket and send back parts and values.

What the operating system can enforce is set here once, before the first foreign byte is read.
"""

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterable
from pathlib import Path

from oms_check.model.limits import Limits
from oms_check.workers.messages import HEADER_SIZE, Kind, body_length, header, take_memory

if sys.platform != "win32":
    import resource

_LOOK_SECONDS = 0.02
"""How often the memory is looked at. The fastest bomb known fills 320 MiB in 0.3 s."""

_LARGEST_FILE = 2**30
"""Bytes of a file a job may write (what it read goes to the cache): a runaway one must not fill the disk."""

_SMALL = 2**16
"""Bytes of a message that are cheaper to copy than to send apart from their header."""

_SETTLE_SECONDS = 10
"""CPU seconds a job may go over its document limit before the system, not the parent, ends it."""


def serve(channel: socket.socket, inherited: Iterable[socket.socket], limits: Limits, parent: int) -> None:
    """Run jobs until the parent closes its end; `inherited` are sockets of other workers, closed first."""
    for other in inherited:
        other.close()
    _close_terminal(channel.fileno())
    base = _confine(parent)
    sender = _Sender(channel)
    gauge = _Gauge(sender, base)
    _limit_memory(base, limits.memory_mb)
    if base is not None:
        threading.Thread(target=gauge.watch, daemon=True).start()
    gc.freeze()  # what came from the parent lives on: collecting it would only copy its pages
    gc.disable()  # documents hold no cycles: looking for them while one is read takes a twentieth of the time
    while (job := _receive(channel)) is not None:
        memory_mb = take_memory(job[0])
        gauge.allow(memory_mb)
        _limit_memory(base, memory_mb)
        _limit_cpu(limits)
        _run(job, sender)
        gc.collect()


def _receive(channel: socket.socket) -> list[bytearray] | None:
    """The next job in a list of one, which whoever unpickles it can empty; None when the parent is gone."""
    start = _read(channel, HEADER_SIZE)
    body = _read(channel, body_length(bytes(start))) if start is not None else None
    return [body] if body is not None else None


def _read(channel: socket.socket, size: int) -> bytearray | None:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = channel.recv_into(view)
        if not count:
            return None
        view = view[count:]
    return data


class _Sender:
    """Sends messages; the watching thread and the job take turns."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._turn = threading.Lock()

    def send(self, kind: Kind, body: bytes = b"") -> None:
        with self._turn:
            try:
                if len(body) < _SMALL:
                    self._channel.sendall(header(kind, len(body)) + body)  # each call wakes the parent
                else:
                    self._channel.sendall(header(kind, len(body)))
                    self._channel.sendall(body)
            except OSError:
                os._exit(1)  # the parent is gone: nobody waits for this job

    def emit(self, part: bytes) -> None:
        self.send(Kind.PART, part)


def _run(job: list[bytearray], sender: _Sender) -> None:
    """One job. Any exception of it is a fact about the document, not the end of the worker."""
    try:
        call, argument = pickle.loads(job.pop())
        body = pickle.dumps(call(argument, sender.emit), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        sender.send(Kind.OUT_OF_MEMORY)
    except Exception as error:  # the boundary of the process
        sender.send(Kind.FAULT, _account(error).encode("ascii", "backslashreplace"))
    else:
        sender.send(Kind.VALUE, body)


def _account(error: Exception) -> str:
    """First line: what and where, without a word of the document; then the traceback."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(last.filename).name} line {last.lineno}"
    return where + "\n" + "".join(traceback.format_exception(error, limit=-12))


def _close_terminal(channel: int) -> None:
    """Libraries print what they find in documents: nothing of that may reach the terminal or the report."""
    faulthandler.disable()
    sys.stdout = sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        if descriptor != channel:
            os.dup2(null, descriptor)
    if null > 2:
        os.close(null)


if sys.platform == "win32":

    def _confine(parent: int) -> int | None:
        """Windows: only the clocks of the parent hold."""

    def _limit_memory(base: int | None, memory_mb: int) -> None:
        """Windows: no such limit."""

    def _limit_cpu(limits: Limits) -> None:
        """Windows: no such limit."""

    def private_memory() -> int | None:
        """Windows: not known."""

else:

    def _confine(parent: int) -> int | None:
        """Give up what reading a document does not need; returns the bytes of private memory so far."""
        os.setpgid(0, 0)  # what a job starts is of this group and ends with it
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent alone answers to Ctrl-C
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if sys.platform == "linux":
            _die_with(parent)
            with contextlib.suppress(OSError):  # should the machine run out of memory, take this one first
                Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
        return private_memory()

    def _limit_memory(base: int | None, memory_mb: int) -> None:
        """Let the next job take so much on top of `base`.

        RLIMIT_DATA, unlike RLIMIT_AS, counts what is written to and not what is mapped to be read. Where it is
        refused memory pdfium aborts and Python raises MemoryError.
        """
        _lower(resource.RLIMIT_DATA, (base or 0) + memory_mb * 2**20)

    def _die_with(parent: int) -> None:
        """Have the kernel kill this process when the parent dies, however it dies (prctl(2))."""
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    def _lower(kind: int, value: int) -> None:
        """Set a limit, unless the user's own is lower still."""
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or value < hard:
            resource.setrlimit(kind, (value, hard))

    def _limit_cpu(limits: Limits) -> None:
        """A backstop for a parent that has lost the clock: CPU time counts on from job to job."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = used.ru_utime + used.ru_stime + limits.document_seconds + _SETTLE_SECONDS
        _lower(resource.RLIMIT_CPU, int(seconds))

    def private_memory() -> int | None:
        """Bytes of private memory of this process as RLIMIT_DATA counts them; None but on Linux."""
        try:
            fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
        except OSError:
            return None
        return int(fields[5]) * os.sysconf("SC_PAGE_SIZE")


class _Gauge:
    """Tells the parent whenever the memory passes half of what the job may take, up or down.

    An engine that is refused memory aborts without a word, and only this tells it from other crashes. It
    has to be seen from inside: nothing of a dead process says how large it was.
    """

    def __init__(self, sender: _Sender, base: int | None) -> None:
        self._sender = sender
        self._base = base or 0
        self._half = sys.maxsize

    def allow(self, memory_mb: int) -> None:
        """What the job that begins may take, MiB."""
        self._half = self._base + memory_mb * 2**20 // 2

    def watch(self) -> None:
        """Look for ever, in a thread of its own."""
        above = False
        while True:
            time.sleep(_LOOK_SECONDS)
            if ((private_memory() or 0) > self._half) != above:
                above = not above
                self._sender.send(Kind.FULL, b"1" if above else b"0")
