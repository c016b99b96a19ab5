"""The order of the stages of `extract`: one strategy in, its document out."""

from oms_check.extraction.packing import unpack
from oms_check.model.document import Document, Unreadable
from oms_check.model.strategy import Strategy
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import ReadJob, read_job, read_packed, stored
from oms_check.pipeline.watch import Watch


def read_one(strategy: Strategy, settings: ReadSettings, watch: Watch) -> Document | Unreadable:
    """Read one strategy to its whole document."""
    job = read_job(strategy, settings)
    document = stored(job, watch.warn)
    if document is not None:
        return document
    from oms_check.pipeline.driving import Run  # processes, sockets and signals: only where something is read

    outcome = Run({strategy.path: job}, _same, read_packed, settings, watch).finish()[strategy.path]
    return outcome if isinstance(outcome, Unreadable) else unpack(outcome)


def _same(job: ReadJob) -> ReadJob:
    return job
