"""What one job of a worker process may use; settings carry it, the processes enforce it."""

from dataclasses import dataclass

LEAST_SHARE_MB = 64
"""What a worker must have for an ordinary document; a plan of 200 pages takes 40."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use, and so what all together may.

    page_seconds: wall clock without a part; document_seconds: wall clock of the whole job;
    memory_mb: MiB of private memory a worker may take for a job on top of what it starts with.

    All workers together may take twice `memory_mb`, however many they are: 320 keeps them and their parent
    under 1 GB. Up to two may take it at once. More have a share each (`share_mb`), which suffices for an
    ordinary document; the few jobs that need more run again, one at a time, with all of it. So whether a
    document can be read does not depend on how many are read beside it.
    """

    page_seconds: float = 20.0
    document_seconds: float = 300.0
    memory_mb: int = 320

    def processes(self, wanted: int) -> int:
        """How many workers of `wanted` there is memory for: at most six, by default."""
        return max(1, min(wanted, 1 + max(1, self.memory_mb // LEAST_SHARE_MB)))

    def share_mb(self, processes: int) -> int:
        """MiB a job may take at first where so many run at once, and one of them perhaps with `memory_mb`."""
        return self.memory_mb // max(1, processes - 1)
