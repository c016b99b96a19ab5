"""The levels of the matrix, weakest first, and the one that says nothing could be told."""

from enum import StrEnum


class Level(StrEnum):
    """How far a focus area is treated. `UNKNOWN` is outside the order: too much could not be read."""

    MISSING = "missing"
    MENTIONED = "mentioned"
    PARTIAL = "partial"
    STRONG = "strong"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for missing … 3 for strong; -1 for unknown, which meets no requirement."""
        return _RANKS[self]


_RANKS = {Level.UNKNOWN: -1, Level.MISSING: 0, Level.MENTIONED: 1, Level.PARTIAL: 2, Level.STRONG: 3}
