"""The report's best passages → pictures of them on their pages, made in worker processes, one document a job."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from oms_check.model.coverage import Report
from oms_check.model.crop import Crop, CropKey
from oms_check.model.document import PlacedBox, Unreadable
from oms_check.model.evidence import Evidence
from oms_check.model.strategy import Strategy
from oms_check.pipeline.content import content_of
from oms_check.pipeline.read_settings import ReadSettings
from oms_check.pipeline.reading import Emit
from oms_check.pipeline.settings import CheckSettings
from oms_check.pipeline.watch import Watch
from oms_check.reporters.html.passages import pictured
from oms_check.workers import Stopped, Workers

MOST_BYTES = 3_500_000
"""Of all images together: base64 makes 4.7 MB of them, and a report is to stay below 5 MB."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture to make: the passage's boxes on the page it begins on."""

    key: CropKey
    page: int
    boxes: tuple[PlacedBox, ...]


@dataclass(frozen=True, slots=True)
class CropJob:
    """The pictures of one document, in page order so that each page is loaded once."""

    strategy: Strategy
    password: str | None
    wanted: tuple[Wanted, ...]


def crops_for(report: Report, settings: ReadSettings, watch: Watch | None = None) -> dict[CropKey, Crop]:
    """Pictures of the best passages of every cell; of a document that cannot be rendered there are none.

    Should they be more than `MOST_BYTES`, the third best passages go without, then the second best.
    """
    made, ranks = _made(report, settings, watch or Watch())
    return _affordable(made, ranks)


def _made(report: Report, settings: ReadSettings, watch: Watch) -> tuple[dict[CropKey, Crop], dict[CropKey, int]]:
    """Every picture, and the rank of its passage in its cell."""
    ranked = {key: (rank, evidence) for rank, key, evidence in pictured(report.matrix)}
    jobs = list(_jobs(report, settings, ranked))
    made: dict[CropKey, Crop] = {}
    if jobs:
        with Workers[None](min(settings.processes, len(jobs)), settings.limits) as workers:
            for job in jobs:
                workers.submit(job.strategy.path, render_all, job)
            for path, outcome in workers.results():
                made |= dict(map(_unpacked, filter(None, outcome.parts)))
                if isinstance(outcome, Stopped):
                    watch.warn(f"{path}: no pictures of some passages: {outcome.message}")
    return made, {key: rank for key, (rank, _) in ranked.items()}


def render_pages(
    report: Report, files: Sequence[Path], settings: CheckSettings, watch: Watch | None = None
) -> dict[Path, str]:
    """The HTML report for each file it is to be written to: they differ in their links."""
    if not files:
        return {}
    from oms_check.reporters.html.page import Setting, render  # Jinja takes 50 ms to import

    made, ranks = _made(report, settings.reading, watch or Watch())
    crops = _affordable(made, ranks)
    left_out = len(made) - len(crops)
    return {file: render(report, setting=Setting(crops, file.parent, left_out)) for file in files}


def _jobs(report: Report, settings: ReadSettings, ranked: Mapping[CropKey, tuple[int, Evidence]]) -> Iterator[CropJob]:
    for judged in report.matrix.strategies:
        wanted = [
            Wanted(key, evidence.page, tuple(box for box in evidence.boxes if box.page == evidence.page))
            for key, (_, evidence) in ranked.items()
            if key.path == judged.strategy.path
        ]
        wanted = sorted((one for one in wanted if one.boxes), key=lambda one: (one.page, one.key.index))
        if wanted:
            yield CropJob(judged.strategy, settings.options.password, tuple(wanted))


def render_all(job: CropJob, emit: Emit) -> None:
    """Run in a worker: emit each picture as it is made, so that a limit met later costs no earlier one."""
    from oms_check.pdf.opening import open_pdf
    from oms_check.pdf.rendering import render_crops  # imports Pillow: only the worker needs it

    content = content_of(job.strategy)
    if isinstance(content, Unreadable):
        return
    opened = open_pdf(content, job.password)
    if isinstance(opened, Unreadable):
        return
    with opened:
        for number, on_page in groupby(job.wanted, lambda one: one.page):
            wanted = tuple(on_page)
            if not 1 <= number <= opened.facts.pages:
                continue
            with opened.page(number - 1) as page:
                if page is None:
                    continue
                for one, crop in zip(wanted, render_crops(page, [one.boxes for one in wanted]), strict=True):
                    emit(_packed(one.key, crop) if crop else b"")


def _packed(key: CropKey, crop: Crop) -> bytes:
    head = [key.path, key.page, key.index, key.start, key.end, crop.media_type, crop.width, crop.height]
    return json.dumps(head).encode("ascii") + b"\n" + crop.image


def _unpacked(part: bytes) -> tuple[CropKey, Crop]:
    head, _, image = part.partition(b"\n")
    path, page, index, start, end, media_type, width, height = json.loads(head)
    return CropKey(path, page, index, start, end), Crop(image, media_type, width, height)


def _affordable(made: Mapping[CropKey, Crop], ranks: Mapping[CropKey, int]) -> dict[CropKey, Crop]:
    kept: dict[CropKey, Crop] = {}
    left = MOST_BYTES
    for key in sorted(made, key=lambda key: (ranks[key], key.path, key.page, key.index, key.start)):
        if len(made[key].image) <= left:
            left -= len(made[key].image)
            kept[key] = made[key]
    return kept
