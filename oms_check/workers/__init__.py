"""Calls on foreign bytes, run in child processes that can be killed without losing the run."""

from oms_check.model.limits import Limits
from oms_check.workers.messages import Emit
from oms_check.workers.pool import Done, Stopped, Workers

__all__ = ["Done", "Emit", "Limits", "Stopped", "Workers"]
