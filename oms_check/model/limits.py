"""What one job of a worker process may use; settings carry it, the processes enforce it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use.

    page_seconds: wall clock without a part; document_seconds: wall clock of the whole job;
    memory_mb: MiB of private memory a worker may take on top of what it starts with. 384 keeps two workers
    and their parent under 1 GB.
    """

    page_seconds: float = 20.0
    document_seconds: float = 300.0
    memory_mb: int = 384
