"""What parent and child agree on: how a message is framed on the socket between them."""

import struct
from collections.abc import Callable
from enum import Enum

Emit = Callable[[bytes], None]
"""How a job hands over a finished part: it counts as a sign of life and is kept if the job is killed.

An empty part is a sign of life only."""


class Kind(bytes, Enum):
    """What a message is about: the first byte of its frame."""

    JOB = b"J"
    PART = b"P"
    VALUE = b"V"
    FAULT = b"F"
    """The job raised an exception: the body is its traceback."""
    OUT_OF_MEMORY = b"M"
    """The job met a MemoryError."""
    FULL = b"H"
    """More than half of the memory is in use (body `1`), or no longer (`0`)."""


_HEADER = struct.Struct("!cQ")
_ALLOWED = struct.Struct("!I")

HEADER_SIZE = _HEADER.size


def header(kind: Kind, length: int) -> bytes:
    """What precedes a body of `length` bytes."""
    return _HEADER.pack(kind, length)


def job_start(memory_mb: int, length: int) -> bytes:
    """What precedes the `length` bytes of a pickled job that may take so much memory."""
    return header(Kind.JOB, _ALLOWED.size + length) + _ALLOWED.pack(memory_mb)


def take_memory(body: bytearray) -> int:
    """The memory a job may take (MiB), taken off its body, which leaves the pickled job."""
    (memory_mb,) = _ALLOWED.unpack_from(body)
    del body[: _ALLOWED.size]
    return int(memory_mb)


def body_length(start: bytes) -> int:
    """Length of the body that follows a header."""
    return int(_HEADER.unpack(start)[1])


class Unframer:
    """Bytes as they arrive, cut anywhere → whole messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def __len__(self) -> int:
        """How many bytes wait for the rest of their message."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Take in what was received."""
        self._buffer += data

    def next(self) -> tuple[Kind, bytes] | None:
        """The next whole message, None if the rest of it has not arrived. ValueError if it is no message."""
        buffer = self._buffer
        if len(buffer) < _HEADER.size:
            return None
        letter, length = _HEADER.unpack_from(buffer)
        kind = Kind(letter)
        end = _HEADER.size + length
        if len(buffer) < end:
            return None
        body = bytes(memoryview(buffer)[_HEADER.size : end])
        del buffer[:end]
        return kind, body
