"""What a run of `check` needs to know, resolved from options, environment and configuration file."""

from dataclasses import dataclass, field
from pathlib import Path

from oms_check.model.policy import Policy
from oms_check.pipeline.read_settings import ReadSettings


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Everything `check` was asked for, apart from where its reports go.

    `review` is a review file to take instead of those found beside the strategies; `no_review` takes none.
    """

    paths: tuple[Path, ...]
    rules: str = "oms-2025"
    region: str | None = None
    by: str = "region"
    lang: str = "sv"
    policy: Policy = field(default_factory=Policy)
    baseline: Path | None = None
    reading: ReadSettings = field(default_factory=ReadSettings)
    stdin: bytes | None = None
    review: Path | None = None
    no_review: bool = False
