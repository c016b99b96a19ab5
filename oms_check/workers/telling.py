"""How the end of a worker or of its job is told to the user, and what the user can do about it."""

import signal

NEW_PDF = "print it to a new PDF and check that"
MORE_MEMORY = f"allow more with --max-memory, or {NEW_PDF}"
MORE_TIME = f"allow more with --timeout, or {NEW_PDF}"
MORE_PAGE_TIME = f"allow more with --page-timeout, or {NEW_PDF}"
REPORT = f"please report it, with the document if it may be shared; or {NEW_PDF}"
AGAIN = f"run again; if it happens again, {NEW_PDF}"


def printable(body: bytes) -> str:
    """ASCII of a traceback with its line ends, whatever else the exception quoted spelt out."""
    text = body.decode("ascii", "backslashreplace")
    return "".join(c if c == "\n" or c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def ending(code: int) -> str:
    """How a process ended, by its exit code as multiprocessing gives it (negative: by a signal)."""
    if code >= 0:
        return f"ended unexpectedly (exit code {code})"
    try:
        return f"was killed ({signal.Signals(-code).name})"
    except ValueError:
        return f"was killed (signal {-code})"
