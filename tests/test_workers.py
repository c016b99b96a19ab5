"""Workers: every job ends with a value or a named stop, and no process or descriptor is left."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from oms_check.model.document import Status
from oms_check.workers import Done, Emit, Limits, Stopped, Workers
from oms_check.workers.messages import Kind, Unframer, header

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and orphans are Linux's")


def double(argument: int, emit: Emit) -> int:
    for number in range(argument):
        emit(str(number).encode())
    return 2 * argument


def hang(argument: int, emit: Emit) -> int:
    double(argument, emit)
    while True:
        time.sleep(60)


def emit_for_ever(argument: float, emit: Emit) -> int:
    while True:
        emit(b"sida")
        time.sleep(argument)


def breathe(argument: int, emit: Emit) -> int:
    for _ in range(argument):
        time.sleep(0.1)
        emit(b"")
    return argument


def start_another(argument: str, emit: Emit) -> int:
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    emit(str(other.pid).encode())
    return hang(0, emit)


def raise_with_foreign_text(argument: str, emit: Emit) -> int:
    emit(b"sida")
    raise RuntimeError(argument)


def raise_memory_error(argument: int, emit: Emit) -> int:
    emit(b"sida")
    return len(bytearray(1 << 33)) + argument


def fill_memory_as_an_engine_does(argument: int, emit: Emit) -> int:
    emit(b"sida")
    malloc = ctypes.CDLL(None).malloc
    malloc.restype = ctypes.c_void_p
    while True:
        if block := malloc(argument):
            ctypes.memset(block, 1, argument)
            time.sleep(0.0001)  # 64 MiB in 0.2 s: at memory speed it would take 20 ms
        else:
            os.abort()


def take(argument: int, emit: Emit) -> int:
    """Fill so many MiB, give them back."""
    emit(b"sida")
    return len(bytearray(argument << 20)) >> 20


def wait_then_take(argument: int, emit: Emit) -> int:
    emit(b"sida")
    time.sleep(0.6)
    return len(bytearray(argument << 20))


_KEPT: list[bytearray] = []


def keep(argument: int, emit: Emit) -> int:
    """Fill so many MiB for good."""
    _KEPT.append(bytearray(argument << 20))
    return argument


def own_number(argument: int, emit: Emit) -> int:
    time.sleep(0.05)
    return os.getpid()


def abort_at_once(argument: int, emit: Emit) -> int:
    os.abort()


def fall_over(argument: int, emit: Emit) -> int:
    emit(b"sida")
    ctypes.string_at(0)
    return argument


def leave(argument: int, emit: Emit) -> int:
    emit(b"sida")
    os._exit(argument)


def send_nonsense(argument: int, emit: Emit) -> int:
    channel = emit.__self__._channel  # type: ignore[attr-defined]
    channel.sendall(b"\xff" * 100)
    time.sleep(60)
    return argument


def flood(argument: int, emit: Emit) -> int:
    while True:
        emit(bytes(argument))


def be_useless(argument: int, emit: Emit) -> object:
    return lambda: argument


def weigh(argument: bytes, emit: Emit) -> int:
    return len(argument)


def print_much(argument: str, emit: Emit) -> int:
    print("\x1b[31m" + argument)
    os.write(2, b"\x1b[31mto the terminal")
    return len(sys.stdin.read())


Call = Callable[..., object]


def run(
    jobs: Iterable[tuple[str, Call, object]], limits: Limits | None = None, processes: int = 2
) -> dict[str, Done[object] | Stopped]:
    with Workers[object](processes, limits) as workers:
        for key, call, argument in jobs:
            workers.submit(key, call, argument)
        return dict(workers.results())


def stopped(call: Call, argument: object, limits: Limits | None = None) -> Stopped:
    """The stop of `call`, after checking that a sound job beside and after it finished."""
    ends = run([("före", double, 3), ("fel", call, argument), ("efter", double, 4)], limits, processes=1)
    assert ends["före"] == Done(6, (b"0", b"1", b"2"))
    assert ends["efter"] == Done(8, (b"0", b"1", b"2", b"3"))
    end = ends["fel"]
    assert isinstance(end, Stopped)
    assert end.message
    assert end.advice
    return end


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  iterdir would hold a descriptor of its own


def children() -> set[str]:
    """Processes of this one, ended and not waited for ones too; other tests may keep some of their own."""
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}


def test_values_and_parts_come_back_by_key() -> None:
    ends = run([(str(n), double, n) for n in range(20)])
    assert ends == {str(n): Done(2 * n, tuple(str(i).encode() for i in range(n))) for n in range(20)}


def test_jobs_can_be_submitted_while_others_end() -> None:
    seen: list[str] = []
    with Workers[int](2) as workers:
        assert workers.room == 2
        workers.submit("0", double, 0)
        assert workers.room == 1
        for key, end in workers.results():
            assert end == Done(2 * int(key), tuple(str(i).encode() for i in range(int(key))))
            seen.append(key)
            if int(key) < 5:
                workers.submit(str(int(key) + 1), double, int(key) + 1)
    assert seen == ["0", "1", "2", "3", "4", "5"]


def test_parts_are_reported_as_they_arrive() -> None:
    heard: list[tuple[str, int]] = []
    with Workers[int](1, on_part=lambda key, count: heard.append((key, count))) as workers:
        workers.submit("a", double, 3)
        list(workers.results())
    assert heard == [("a", 1)] * 3


def test_an_empty_part_is_a_sign_of_life_only() -> None:
    assert run([("a", breathe, 6)], Limits(page_seconds=0.3)) == {"a": Done(6, ())}


def test_large_arguments_and_parts_pass_whole() -> None:
    assert run([("stor", weigh, bytes(30_000_000))]) == {"stor": Done(30_000_000, ())}


@linux
def test_an_argument_larger_than_the_memory_is_refused() -> None:
    end = stopped(weigh, bytes(100 << 20), Limits(memory_mb=64))
    assert end.status is Status.MEMORY


@linux
def test_an_argument_no_process_can_take_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oms_check.workers.pool._COPIES", 0)
    end = stopped(weigh, bytes(100 << 20), Limits(memory_mb=64))
    assert end.status is Status.CRASHED


def test_a_job_may_have_a_limit_of_its_own() -> None:
    with Workers[int](1) as workers:
        workers.submit("a", hang, 1, page_seconds=0.3)
        ((_, end),) = workers.results()
    assert isinstance(end, Stopped)
    assert "0.3 s" in end.message


def test_a_job_without_signs_of_life_is_stopped_and_its_parts_kept() -> None:
    end = stopped(hang, 2, Limits(page_seconds=0.5))
    assert (end.status, end.parts) == (Status.TIMEOUT, (b"0", b"1"))
    assert "0.5 s" in end.message


def test_a_job_that_goes_on_for_ever_is_stopped_and_its_parts_kept() -> None:
    end = stopped(emit_for_ever, 0.01, Limits(page_seconds=0.5, document_seconds=1))
    assert end.status is Status.TIMEOUT
    assert len(end.parts) > 10


def test_time_in_which_nobody_looked_does_not_count() -> None:
    with Workers[int](1, Limits(page_seconds=1.2, document_seconds=1.2)) as workers:
        workers.submit("a", double, 1)
        time.sleep(1.4)
        assert dict(workers.results()) == {"a": Done(2, (b"0",))}


def test_an_exception_is_told_by_type_and_place_without_foreign_text() -> None:
    end = stopped(raise_with_foreign_text, "hemligt \x1b]0;ägd\x07")
    assert (end.status, end.parts) == (Status.CRASHED, (b"sida",))
    assert "RuntimeError in test_workers.py line" in end.message
    assert "hemligt" not in end.message
    assert "hemligt \\x1b]0;\\xe4gd\\x07" in end.detail
    assert end.detail.isascii()
    assert end.detail.replace("\n", "").isprintable()


def test_a_value_that_cannot_be_sent_is_a_fault() -> None:
    assert stopped(be_useless, 1).status is Status.CRASHED


@linux
def test_a_memory_error_is_named() -> None:
    end = stopped(raise_memory_error, 1, Limits(memory_mb=64))
    assert (end.status, end.parts) == (Status.MEMORY, (b"sida",))
    assert "64 MB" in end.message


@linux
def test_an_engine_that_aborts_for_want_of_memory_is_named() -> None:
    end = stopped(fill_memory_as_an_engine_does, 1 << 16, Limits(memory_mb=64))
    assert (end.status, end.parts) == (Status.MEMORY, (b"sida",))


def test_no_more_workers_start_than_there_is_memory_for() -> None:
    ends = run([(str(n), own_number, 0) for n in range(30)], Limits(memory_mb=192), processes=64)
    assert len({end.value for end in ends.values() if isinstance(end, Done)}) == 4
    assert [Limits().processes(wanted) for wanted in (1, 2, 4, 64)] == [1, 2, 4, 6]
    assert [Limits(memory_mb=64).processes(wanted) for wanted in (1, 2, 4, 64)] == [1, 2, 2, 2]


@pytest.mark.parametrize("memory_mb", [64, 100, 320, 1000])
@pytest.mark.parametrize("wanted", [1, 2, 3, 7, 64])
def test_all_workers_together_stay_within_twice_what_one_may_take(memory_mb: int, wanted: int) -> None:
    limits = Limits(memory_mb=memory_mb)
    processes = limits.processes(wanted)
    share = limits.share_mb(processes)
    assert (processes - 1) * share + memory_mb <= 2 * memory_mb
    assert 64 <= share <= memory_mb


@linux
def test_a_job_that_needs_more_than_its_share_runs_again_with_all_there_is() -> None:
    heard: list[tuple[str, int]] = []
    limits = Limits(memory_mb=320)
    jobs = {"small": 10, "large": 200, "larger": 250, "small too": 20}
    with Workers[int](6, limits, on_part=lambda key, count: heard.append((key, count))) as workers:
        for key, size in jobs.items():
            workers.submit(key, take, size)
        ends = dict(workers.results())
    assert ends == {key: Done(size, (b"sida",)) for key, size in jobs.items()}
    assert {key: sum(n for k, n in heard if k == key) for key in jobs} == dict.fromkeys(jobs, 1)


@linux
@pytest.mark.parametrize("processes", [1, 2, 6])
def test_what_is_too_much_is_so_for_any_number_of_workers(processes: int) -> None:
    jobs = [(str(size), take, size) for size in (30, 250, 400)]
    ends = run(jobs, Limits(memory_mb=320), processes=processes)
    assert {key for key, end in ends.items() if isinstance(end, Done)} == {"30", "250"}
    refused = ends["400"]
    assert isinstance(refused, Stopped)
    assert refused.status is Status.MEMORY
    assert "320 MB" in refused.message


@linux
def test_what_another_job_left_in_a_worker_costs_nothing() -> None:
    ends = run([("a", keep, 40), ("b", take, 80)], Limits(memory_mb=100), processes=1)
    assert ends == {"a": Done(40, ()), "b": Done(80, (b"sida",))}


@linux
def test_an_abort_that_memory_does_not_explain_is_a_crash_for_any_number_of_workers() -> None:
    for processes in (1, 6):
        end = run([("a", abort_at_once, 0)], processes=processes)["a"]
        assert isinstance(end, Stopped)
        assert end.status is Status.CRASHED
        assert "SIGABRT" in end.message


@linux
def test_a_job_that_runs_again_has_the_time_that_is_left() -> None:
    started = time.monotonic()
    end = run([("a", wait_then_take, 200)], Limits(page_seconds=1, memory_mb=320), processes=6)["a"]
    assert isinstance(end, Stopped)
    assert end.status is Status.TIMEOUT
    assert "within 1 s" in end.message
    assert time.monotonic() - started < 1.5


@linux
def test_memory_is_named_also_when_nobody_looked_meanwhile() -> None:
    with Workers[int](1, Limits(memory_mb=64)) as workers:
        workers.submit("a", fill_memory_as_an_engine_does, 1 << 16)
        time.sleep(1)
        ends = dict(workers.results())
    assert isinstance(ends["a"], Stopped)
    assert ends["a"].status is Status.MEMORY


def test_a_segmentation_fault_is_named() -> None:
    end = stopped(fall_over, 1)
    assert (end.status, end.parts) == (Status.CRASHED, (b"sida",))
    assert "SIGSEGV" in end.message


def test_an_exit_is_named() -> None:
    end = stopped(leave, 3)
    assert (end.status, end.parts) == (Status.CRASHED, (b"sida",))
    assert "exit code 3" in end.message


def test_a_worker_that_talks_nonsense_is_killed() -> None:
    assert stopped(send_nonsense, 1).status is Status.CRASHED


def test_parts_without_end_are_too_large() -> None:
    end = stopped(flood, 1 << 20, Limits(memory_mb=32))
    assert end.status is Status.TOO_LARGE
    assert 32 <= len(end.parts) <= 40


def test_a_worker_has_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert run([("a", print_much, "to the terminal")]) == {"a": Done(0, ())}
    assert capfd.readouterr() == ("", "")


@linux
def test_what_a_job_starts_ends_with_it() -> None:
    end = stopped(start_another, "", Limits(page_seconds=0.5))
    assert end.status is Status.TIMEOUT
    assert _gone(int(end.parts[0]))


@linux
def test_a_worker_killed_while_idle_costs_no_document() -> None:
    with Workers[int](1) as workers:
        os.kill(workers._workers[0].process.pid or 0, signal.SIGKILL)
        time.sleep(0.1)
        workers.submit("a", double, 1)
        assert dict(workers.results()) == {"a": Done(2, (b"0",))}


@linux
def test_a_worker_killed_between_two_jobs_costs_neither() -> None:
    with Workers[int](1) as workers:
        for key in ("a", "b", "c"):
            workers.submit(key, double, 1)
        ends = {}
        for key, end in workers.results():
            ends[key] = end
            os.kill(workers._workers[0].process.pid or 0, signal.SIGKILL)
            time.sleep(0.05)
    assert ends == dict.fromkeys("abc", Done(2, (b"0",)))


@linux
def test_neither_processes_nor_descriptors_are_left() -> None:
    run([("a", double, 1)])
    before, others = descriptors(), children()
    run(
        [(f"{call.__name__} {n}", call, 2) for n in range(5) for call in (double, hang, fall_over, leave)],
        Limits(page_seconds=0.2),
    )
    assert descriptors() == before
    assert children() == others


@linux
def test_leaving_early_ends_running_jobs() -> None:
    started, others = time.monotonic(), children()
    with Workers[int](2) as workers:
        workers.submit("a", hang, 1)
        workers.submit("b", hang, 1)
        workers.submit("c", hang, 1)
    assert time.monotonic() - started < 2
    assert children() == others


_RUN = """
import os, sys, time
sys.path.insert(0, {folder!r})
from test_workers import hang
from oms_check.workers import Workers
try:
    with Workers(2) as workers:
        workers.submit("a", hang, 1)
        workers.submit("b", hang, 1)
        print(*(w.process.pid for w in workers._workers), flush=True)
        for _ in workers.results():
            pass
except KeyboardInterrupt:
    sys.exit(130)
"""


def _gone(process: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@linux
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9), (signal.SIGTERM, -15)])
def test_no_child_outlives_the_run(sent: signal.Signals, code: int) -> None:
    script = _RUN.format(folder=str(Path(__file__).parent))
    run = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    children = [int(word) for word in run.stdout.readline().split()]
    assert len(children) == 2
    if sent is signal.SIGINT:
        os.killpg(run.pid, sent)  # as a terminal does
    else:
        run.send_signal(sent)
    _, errors = run.communicate(timeout=10)
    assert run.returncode == code
    assert errors == ""
    assert all(_gone(child) for child in children)


@pytest.mark.parametrize("cut", [1, 3, 9, 10, 1000])
def test_messages_survive_any_cut(cut: int) -> None:
    sent = [(Kind.PART, b"sida"), (Kind.FULL, b""), (Kind.VALUE, bytes(50)), (Kind.PART, b"x")]
    stream = b"".join(header(kind, len(body)) + body for kind, body in sent)
    unframer, got = Unframer(), []
    for start in range(0, len(stream), cut):
        unframer.feed(stream[start : start + cut])
        while message := unframer.next():
            got.append(message)
    assert got == sent
    assert len(unframer) == 0
