"""Exit codes, and the one line that says why the code is not 0."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What CI reads. When several hold, the larger wins; `INTERRUPTED` ends the run at once."""

    OK = 0
    """Everything was read and every gate met."""
    GATE = 1
    """A gate failed, or a regression against the baseline."""
    COULD_NOT_CHECK = 2
    """Usage, configuration or rule error, no input, or a document whose level is unknown."""
    BUG = 3
    """An internal error."""
    INTERRUPTED = 130
