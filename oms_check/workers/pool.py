"""Jobs → what they return, or why they were stopped: the parent's side of the worker processes.

No PDF engine can be trusted to end or to stay small: 4 kB of PDF can ask for 3 GB or run for hours. A child
process can be killed without losing the run, so each parse runs in one, also when there is only one worker.
Children are forked once and reused: a start costs milliseconds and the imports, a document two messages.

Memory is shared out so that all workers together stay within twice what one job may take (`Limits`): a job
that dies of its share runs again, alone among such, in a process of its own and with all a job may have.

The parent starts no thread (a fork copies locks that other threads hold) and never waits for one child alone:
it reads whatever has arrived from any of them, looks at the clocks, and kills.

Values come back pickled, over a socket pair no other process can open. That is no way in for a document:
unpickling can run nothing that the child could not run itself, as the same user.
"""

import contextlib
import multiprocessing
import os
import pickle
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Generic, Self, TypeVar

from oms_check.model.document import Status
from oms_check.model.limits import Limits
from oms_check.workers.child import serve
from oms_check.workers.messages import Emit, Kind, Unframer, job_start
from oms_check.workers.telling import AGAIN, MORE_MEMORY, MORE_PAGE_TIME, MORE_TIME, REPORT, ending, printable

if sys.platform == "linux":
    _CONTEXT = multiprocessing.get_context("fork")
else:
    _CONTEXT = multiprocessing.get_context("spawn")

V = TypeVar("V")
A = TypeVar("A")

_LOOK_SECONDS = 0.1
"""How often the clocks are looked at when nothing arrives."""

_LONGEST_LOOK = 1.0
"""Seconds between two looks that count at most: a child cannot help it if the parent was suspended."""

_TRIES = 3
"""How many idle workers may be found dead before the job is given up."""

_REFUSED = (-signal.SIGABRT, -signal.SIGSEGV, *((-signal.SIGTRAP, -signal.SIGBUS) if sys.platform != "win32" else ()))
"""How an engine ends that is refused memory."""

_COPIES = 2
"""How often an argument is in a worker's memory while it is unpickled."""


@dataclass(frozen=True, slots=True)
class Done(Generic[V]):
    """A finished job: what it returned, and the parts it emitted on the way."""

    value: V
    parts: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """A job that did not finish: why, what the user can do, and the parts emitted before.

    `detail` is a Python traceback (ASCII) if an exception ended it, else ''.
    """

    status: Status
    message: str
    advice: str
    parts: tuple[bytes, ...] = ()
    detail: str = ""


@dataclass(slots=True, eq=False)
class _Job:
    key: str
    pickled: bytes
    page_limit: float
    page_seconds: float
    """What is left of the limit in this try."""
    memory_mb: int
    again: bool = False
    """It met the limit of its share, or of a process that others had filled before: now it has all there is."""
    tries: int = 0
    spent: float = 0.0
    """Seconds of an earlier try."""
    started: float = 0.0
    heard: float = 0.0
    parts: list[bytes] = field(default_factory=list)
    size: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: multiprocessing.process.BaseProcess
    channel: socket.socket
    received: Unframer = field(default_factory=Unframer)
    job: _Job | None = None
    full: bool = False
    fresh: bool = True
    """It has had no job before the one in hand."""


class Workers(Generic[V]):
    """Up to `processes` children that run jobs, one each at a time; a context manager that leaves none behind.

    They are fewer where the memory does not suffice for so many.
    on_part(key, n): called when n more parts of a job have arrived; n < 0 where it runs again.
    """

    def __init__(
        self,
        processes: int,
        limits: Limits | None = None,
        on_part: Callable[[str, int], None] | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._processes = self._limits.processes(processes)
        self._share_mb = self._limits.share_mb(self._processes)
        self._on_part = on_part
        self._workers: list[_Worker] = []
        self._queue: deque[_Job] = deque()
        self._ended: deque[tuple[str, Done[V] | Stopped]] = deque()
        self._selector = selectors.DefaultSelector()
        self._clock = 0.0
        self._looked = time.monotonic()

    def __enter__(self) -> Self:
        with _interrupts_held():
            for _ in range(self._processes):
                self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _interrupts_held():
            for worker in tuple(self._workers):
                self._remove(worker)
            self._selector.close()

    @property
    def room(self) -> int:
        """How many more jobs would start at once: submitting no more keeps arguments out of memory."""
        idle = sum(worker.job is None for worker in self._workers)
        return max(0, self._processes - len(self._workers) + idle - len(self._queue))

    def submit(self, key: str, call: Callable[[A, Emit], V], argument: A, *, page_seconds: float | None = None) -> None:
        """Run `call(argument, emit)` in a worker; `call` must be a function of a module.

        It runs without a terminal: what it prints goes nowhere. `page_seconds` replaces the limit of that name.
        """
        pickled = pickle.dumps((call, argument), protocol=5)
        seconds = page_seconds or self._limits.page_seconds
        job = _Job(key, pickled, seconds, seconds, self._share_mb)
        if _COPIES * len(pickled) > self._limits.memory_mb * 2**20:
            self._end_of_memory(job)
            return
        if _COPIES * len(pickled) > job.memory_mb * 2**20:
            job.memory_mb, job.again = self._limits.memory_mb, True
        self._queue.append(job)
        self._assign()

    def results(self) -> Iterator[tuple[str, Done[V] | Stopped]]:
        """Jobs as they end, until none is left; more may be submitted in between."""
        while self._queue or self._ended or any(worker.job for worker in self._workers):
            if self._ended:
                yield self._ended.popleft()
                continue
            self._assign()
            self._look()

    def _start(self) -> _Worker:
        """A new child, before it has any job."""
        ours, theirs = socket.socketpair()
        inherited = [worker.channel for worker in self._workers] + [ours]
        if _CONTEXT.get_start_method() != "fork":
            inherited = []
        process = _CONTEXT.Process(target=serve, args=(theirs, inherited, self._limits, os.getpid()), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        ours.settimeout(self._limits.page_seconds)
        worker = _Worker(process, ours)
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)
        return worker

    def _remove(self, worker: _Worker) -> int:
        """Kill a child and everything of it; its exit code, negative for a signal."""
        self._workers.remove(worker)
        self._selector.unregister(worker.channel)
        worker.channel.close()
        if sys.platform != "win32" and worker.process.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.kill()  # its group may not exist yet
        worker.process.join()
        code = worker.process.exitcode or 0
        worker.process.close()
        return code

    def _assign(self) -> None:
        """Give waiting jobs to idle workers; replace missing ones only when there is work for them."""
        while (job := self._next_job()) is not None:
            worker = self._idle(fresh=job.again)
            if worker is None:
                return
            self._queue.remove(job)
            job.tries += 1
            try:
                worker.channel.sendall(job_start(job.memory_mb, len(job.pickled)))
                worker.channel.sendall(job.pickled)
            except OSError:  # it died while idle: another one takes the job
                self._remove(worker)
                if job.tries < _TRIES:
                    self._queue.appendleft(job)
                else:
                    self._end(job, Status.CRASHED, "no process could take it", AGAIN)
                continue
            if self._is_last_try(worker, job):
                job.pickled = b""
            job.started, job.heard = self._clock - job.spent, self._clock
            worker.job = job

    def _next_job(self) -> _Job | None:
        """The first waiting job that may start: of those that may take more than their share one at a time."""
        large = any(w.job is not None and w.job.memory_mb > self._share_mb for w in self._workers)
        return next((job for job in self._queue if not (large and job.memory_mb > self._share_mb)), None)

    def _idle(self, *, fresh: bool) -> _Worker | None:
        """A worker without a job, a new one where there may be more; None if all are busy."""
        idle = [worker for worker in self._workers if worker.job is None]
        for worker in idle:
            if worker.fresh or not fresh:
                return worker
        if idle:
            self._remove(idle[0])
        return self._start() if len(self._workers) < self._processes else None

    def _is_last_try(self, worker: _Worker, job: _Job) -> bool:
        """Whether a job that runs out of memory now would not fit another time either."""
        return job.again or (worker.fresh and job.memory_mb == self._limits.memory_mb)

    def _look(self) -> None:
        """Wait a moment for messages, take them in, and stop the jobs that are out of time."""
        ready = [key.data for key, _ in self._selector.select(_LOOK_SECONDS)]
        now = time.monotonic()
        self._clock += min(now - self._looked, _LONGEST_LOOK)
        self._looked = now
        for worker in ready:
            self._receive(worker)
        for worker in tuple(self._workers):
            if worker.job is not None:
                self._stop_if_over(worker, worker.job)

    def _receive(self, worker: _Worker) -> None:
        try:
            data = worker.channel.recv(1 << 20)
        except OSError:
            data = b""
        worker.received.feed(data)
        try:
            while worker in self._workers and (message := worker.received.next()) is not None:
                self._take(worker, *message)
        except ValueError:  # no message of ours: the child's memory is no longer what it was
            data = b""
        if not data and worker in self._workers:
            self._crashed(worker)

    def _take(self, worker: _Worker, kind: Kind, body: bytes) -> None:
        """One message. ValueError if it cannot be one."""
        job = worker.job
        if kind is Kind.FULL:
            worker.full = body == b"1"
        elif job is None:
            raise ValueError(kind)
        elif kind is Kind.PART:
            job.heard = self._clock
            if body:
                self._keep(job, body)
        elif kind is Kind.VALUE:
            self._ended.append((job.key, Done(self._value(body), tuple(job.parts))))
            self._free(worker)
        elif kind is Kind.FAULT:
            first, _, detail = printable(body).partition("\n")
            self._end(job, Status.CRASHED, f"a fault in the reader ({first})", REPORT, detail)
            self._free(worker)
        elif kind is Kind.OUT_OF_MEMORY:
            self._remove(worker)
            self._out_of_memory(worker, job)
        else:
            raise ValueError(kind)

    def _keep(self, job: _Job, part: bytes) -> None:
        job.parts.append(part)
        job.size += len(part)
        if self._on_part is not None:
            self._on_part(job.key, 1)

    def _value(self, body: bytes) -> V:
        try:
            value: V = pickle.loads(body)
        except Exception as error:  # the boundary of the process: anything may have been sent
            raise ValueError(Kind.VALUE) from error
        return value

    def _free(self, worker: _Worker) -> None:
        """A worker is done with its job; one that keeps much memory makes way for a new one."""
        large = worker.job is not None and worker.job.memory_mb > self._share_mb
        worker.job, worker.fresh = None, False
        if worker.full or large:
            self._remove(worker)

    def _stop_if_over(self, worker: _Worker, job: _Job) -> None:
        limits = self._limits
        if job.size + len(worker.received) > limits.memory_mb * 2**20:
            end = Status.TOO_LARGE, f"its text takes more than {limits.memory_mb} MB", MORE_MEMORY
        elif self._clock - job.heard > job.page_seconds:
            end = Status.TIMEOUT, f"no page was finished within {job.page_limit:g} s", MORE_PAGE_TIME
        elif self._clock - job.started > limits.document_seconds:
            end = Status.TIMEOUT, f"reading took more than {limits.document_seconds:g} s", MORE_TIME
        else:
            return
        self._remove(worker)
        self._end(job, *end)

    def _crashed(self, worker: _Worker) -> None:
        """The child is dead or talks nonsense."""
        code = self._remove(worker)
        job = worker.job
        if job is None:
            return
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            self._end(job, Status.TIMEOUT, "reading used up its CPU time", MORE_TIME)
        elif worker.full and code != -signal.SIGTERM:
            self._out_of_memory(worker, job)
        elif code in _REFUSED and job.memory_mb < self._limits.memory_mb:
            self._try_again(job)  # a small share may be full before anybody looks
        else:
            self._end(job, Status.CRASHED, f"the process reading it {ending(code)}", AGAIN)

    def _out_of_memory(self, worker: _Worker, job: _Job) -> None:
        if self._is_last_try(worker, job):
            self._end_of_memory(job)
        else:
            self._try_again(job)

    def _try_again(self, job: _Job) -> None:
        if self._on_part is not None and job.parts:
            self._on_part(job.key, -len(job.parts))
        job.parts.clear()
        job.size = job.tries = 0
        job.memory_mb, job.again = self._limits.memory_mb, True
        # It has the time that is left: of the document, and for the page at which it stopped.
        job.page_seconds -= self._clock - job.heard
        job.spent = self._clock - job.started
        self._queue.append(job)

    def _end_of_memory(self, job: _Job) -> None:
        message = f"reading needed more than {self._limits.memory_mb} MB of memory"
        self._end(job, Status.MEMORY, message, MORE_MEMORY)

    def _end(self, job: _Job, status: Status, message: str, advice: str, detail: str = "") -> None:
        self._ended.append((job.key, Stopped(status, message, advice, tuple(job.parts), detail)))


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until this is over: a child half started or half ended would be left behind.

    A child is born with it held, too, so that it meets Ctrl-C only when it has learnt to ignore it.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
