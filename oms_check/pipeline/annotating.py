"""A report → copies of its PDFs with the passages highlighted, made in workers; the originals stay as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from oms_check.errors import OutputError
from oms_check.model.coverage import FocusAreaInfo, Judged, Report
from oms_check.model.crop import CropKey, crop_key
from oms_check.model.document import Unreadable
from oms_check.model.evidence import Evidence
from oms_check.model.strategy import Strategy
from oms_check.pdf.annotating import Colour, Highlight, annotate
from oms_check.pipeline.content import content_of
from oms_check.pipeline.reading import Emit
from oms_check.pipeline.settings import CheckSettings
from oms_check.pipeline.watch import Watch
from oms_check.reporters.decisions import decision_text
from oms_check.reporters.output import write_atomic
from oms_check.reporters.words import words
from oms_check.workers import Stopped, Workers

COLOURS: tuple[Colour, ...] = (
    (255, 214, 120),
    (178, 226, 160),
    (160, 208, 255),
    (214, 190, 255),
    (255, 182, 182),
)
"""One a focus area, in the rules' order, from the first again after the last."""


@dataclass(frozen=True, slots=True)
class AnnotateJob:
    """One copy to make."""

    strategy: Strategy
    password: str | None
    highlights: tuple[Highlight, ...]


def annotate_all(report: Report, folder: Path, settings: CheckSettings, watch: Watch | None = None) -> tuple[Path, ...]:
    """Write a copy of every PDF that was read below `folder`, at the path the report names it by.

    A document that is no PDF, or that cannot be saved, is named through `watch`. Raises OutputError, before
    anything is written, where a copy would take an original's place or be read as a strategy the next time.
    """
    watch = watch or Watch()
    targets = {
        judged.strategy.path: _target(folder, judged.strategy)
        for judged in report.matrix.strategies
        if judged.status.read
    }
    _refuse_mixing(folder, report, settings)
    jobs = [
        AnnotateJob(judged.strategy, settings.reading.options.password, tuple(highlights(report, judged)))
        for judged in report.matrix.strategies
        if judged.strategy.path in targets and _is_pdf(judged, watch)
    ]
    written = []
    if jobs:
        reading = settings.reading
        with Workers[bytes | Unreadable](min(reading.processes, len(jobs)), reading.limits) as workers:
            for job in jobs:
                workers.submit(job.strategy.path, annotate_one, job)
            for path, outcome in workers.results():
                copy = outcome if isinstance(outcome, Stopped) else outcome.value
                if isinstance(copy, bytes):
                    _write(targets[path], copy)
                    written.append(targets[path])
                else:
                    watch.warn(f"{path}: no annotated copy: {copy.message}")
    return tuple(sorted(written))


def annotate_one(job: AnnotateJob, emit: Emit) -> bytes | Unreadable:
    """Run in a worker: the annotated copy's bytes."""
    content = content_of(job.strategy)
    if isinstance(content, Unreadable):
        return content
    emit(b"")
    return annotate(content, job.highlights, job.password)


def highlights(report: Report, judged: Judged) -> Iterator[Highlight]:
    """One highlight a passage, focus area and page; its note names the facets, the signals and the stance."""
    areas = report.matrix.rules.focus_areas
    for number, (area, coverage) in enumerate(zip(areas, judged.coverage, strict=True)):
        passages: dict[CropKey, list[Evidence]] = {}
        for one in coverage.evidence:
            passages.setdefault(crop_key(judged.strategy.path, one), []).append(one)
        for found in passages.values():
            text = _note(area, found, report.lang)
            for page, boxes in groupby(found[0].boxes, lambda box: box.page):
                name = f"oms-check-{area.id}-{found[0].fingerprint}-{found[0].block.index}-{page}"
                yield Highlight(page, tuple(boxes), COLOURS[number % len(COLOURS)], text, name)


def _note(area: FocusAreaInfo, found: list[Evidence], lang: str) -> str:
    w = words(lang)
    titles = area.facet_titles(lang)
    facets = ", ".join(dict.fromkeys(titles.get(one.facet, one.facet) for one in found))
    signals = ", ".join(dict.fromkeys(one.signal for one in found))
    stance = w.stances[found[0].stance]
    if any(one.concrete for one in found):
        stance += f", {w.concrete_mark}"
    decision = found[0].decision
    decided = f"\n{decision_text(decision, lang)}" if decision else ""
    return f"{area.number} {area.column(lang)}: {facets}\n{stance}{decided}\n{w.signal}: {signals}"


def _is_pdf(judged: Judged, watch: Watch) -> bool:
    is_pdf = PurePosixPath(judged.strategy.path).suffix.lower() not in (".docx", ".txt", ".md")
    if not is_pdf:
        watch.warn(f"{judged.strategy.path}: no annotated copy: only PDFs can be annotated")
    return is_pdf


def _target(folder: Path, strategy: Strategy) -> Path:
    if strategy.file is None:
        return folder / "stdin.pdf"
    parts = [part for part in PurePosixPath(strategy.path).parts if part not in ("..", ".", "/")]
    return folder.joinpath(*parts)


def _refuse_mixing(folder: Path, report: Report, settings: CheckSettings) -> None:
    place = folder.resolve()
    for path in settings.paths:
        if path.is_dir() and place.is_relative_to(path.resolve()):
            raise OutputError(
                f"annotated copies in {folder} would be read as strategies the next time",
                advice=f"name a folder outside {path}",
            )
    originals = {
        judged.strategy.file.resolve() for judged in report.matrix.strategies if judged.strategy.file is not None
    }
    for judged in report.matrix.strategies:
        target = _target(folder, judged.strategy)
        if target.resolve() in originals:
            raise OutputError(
                f"the annotated copy of {judged.strategy.path} would replace an original",
                advice="name another folder with --annotate",
            )


def _write(target: Path, copy: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make {target.parent}: {error.strerror}") from error
    write_atomic(target, copy)
