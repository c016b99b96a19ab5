"""What the user can fix: every error names what is wrong, where, and what to do about it.

Errors are raised at any depth and caught once, in the command line. A document that cannot be read is
not an error here but a value (`oms_check.model.document.Unreadable`): the run goes on without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class OmsCheckError(Exception):
    """Base of everything the user can mend; the text is one printable sentence, `advice` what to do."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageError(OmsCheckError):
    """The command line asks for something that cannot be done as asked."""


class ConfigError(OmsCheckError):
    """A configuration, catalog or baseline file is wrong."""


class SourceError(OmsCheckError):
    """There is nothing to check: a path is missing, a folder holds no documents."""


class OutputError(OmsCheckError):
    """A report could not be written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a YAML or TOML file: `line` and `column` count from 1, 0 where the place is unknown."""

    file: str
    line: int
    column: int
    message: str
    advice: str = ""
    excerpt: str = ""

    @property
    def place(self) -> str:
        """`file:line:column` as editors and terminals link it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class RuleError(OmsCheckError):
    """A rule file (or another YAML file of ours) has mistakes; all of them, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{first.place}: {first.message}{more}", advice=first.advice)
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Advice for a word that is not known: the nearest known one, else a short list of all."""
    from difflib import get_close_matches  # costs 5 ms to import, and only mistakes need it

    distinct = set(known)
    if len(distinct) > 2000:  # comparing takes 20 µs a name
        return ""
    names = sorted(distinct)
    folded = {name.casefold().replace("-", "_"): name for name in names}
    near = get_close_matches(word.casefold().replace("-", "_"), folded, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{folded[near[0]]}'?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= 30 else ""
