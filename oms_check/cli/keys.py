"""A reader at a terminal, one key an answer; where there is none (a pipe, a file), one line an answer."""

import os
import sys
from collections.abc import Callable, Mapping

from oms_check.cli.streams import write_report
from oms_check.model.review import ReviewEntry, Ruling
from oms_check.reporters.review_words import review_words
from oms_check.reporters.reviewing import render_cell, render_choice, render_passage
from oms_check.reporters.style import Style
from oms_check.review.stepping import Answer, CellStep, Position, Step

_KEYS = {answer.value: answer for answer in Answer}
_END = ("", "\x03", "\x04")  # the end of input, and Ctrl-C and Ctrl-D where they come as keys


class TerminalReader:
    """Shows on stdout and reads from stdin.

    `earlier` are stale decisions by focus area and the passage that is like theirs: most likely edited.
    """

    def __init__(self, lang: str, style: Style, earlier: Mapping[tuple[str, str], ReviewEntry]) -> None:
        self._lang = lang
        self._earlier = earlier
        self._style = style
        self._words = review_words(lang)
        self._key: Callable[[], str] = _raw_key if sys.stdin.isatty() and _has_termios() else _line_key

    def show(self, step: Step, position: Position) -> None:
        """Print the passage or the cell, the decision before, and the keys."""
        earlier = None
        match step:
            case CellStep():
                text = render_cell(step.judged, step.area, step.coverage, self._lang, self._style)
            case _:
                text = render_passage(step.judged, step.area, step.found, self._lang, self._style)
                earlier = self._earlier.get((step.area.id, step.found[0].quote))
        keys = tuple(key for key in _KEYS if key != Answer.REJECT.value or position.rejectable)
        count = f"{position.number}/{position.total}"
        choice = render_choice(count, keys, position.before, earlier, self._lang, self._style)
        write_report(f"\n{text}{choice}")

    def answer(self) -> Answer | None:
        """The next key that means something; None at the end of input."""
        while True:
            key = self._key()
            if key in _END:
                return None
            answer = _KEYS.get(key.lower())
            if answer is not None:
                return answer
            if not key.isspace() and key != "\x1b":
                write_report(f"{self._words.unknown_key}: {' '.join(_KEYS)}\n")

    def reason(self, ruling: Ruling) -> str | None:
        """A line that says why; '' where the reader thought better of it."""
        said = self._line(self._words.ask_reason)
        if said == "":
            write_report(f"({self._words.needs_reason})\n")
        return said

    def role(self) -> str | None:
        """A line that says whose decision it is."""
        return self._line(self._words.ask_role)

    def _line(self, question: str) -> str | None:
        write_report(f"{question}: ")
        line = _read_line()
        return None if line == "" else " ".join(line.split())


def _has_termios() -> bool:
    try:
        import termios  # noqa: F401 (only whether the system has it: Windows has not)
    except ImportError:
        return False
    return True


def _raw_key() -> str:
    """One key, without waiting for Enter; the terminal is as it was before whenever nothing is waited for."""
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        # Not the default TCSAFLUSH: what was typed ahead is meant.
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        key = os.read(descriptor, 1)
        if key == b"\x1b":
            _skip_sequence(descriptor)  # an arrow or function key: its other bytes are no answers
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
    return key.decode("utf-8", "replace")


def _skip_sequence(descriptor: int) -> None:
    """Read the rest of an escape sequence, and nothing of what was typed behind it (ECMA-48: `[` … a letter)."""
    import select

    def next_byte() -> bytes:
        return os.read(descriptor, 1) if select.select([descriptor], [], [], 0.05)[0] else b""

    lead = next_byte()
    while lead in (b"[", b"O") and (byte := next_byte()) and not b"@" <= byte <= b"~":
        pass


def _line_key() -> str:
    """The first character of a line; a lone newline for an empty one, '' at the end of input."""
    line = _read_line()
    return line.strip()[:1] or line


def _read_line() -> str:
    """A whole line with its end, '' at the end of input. Byte by byte: a buffer would swallow keys typed ahead."""
    descriptor = sys.stdin.fileno()
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(descriptor, 1)
        if not byte:
            break
        line += byte
    return line.decode("utf-8", "replace")
