"""`review`: decide on passages and gaps one by one, or take over the decisions of the HTML page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oms_check.cli import options as shared
from oms_check.cli.exits import ExitCode

if TYPE_CHECKING:
    from oms_check.cli.check_settings import Look
    from oms_check.config import Config
    from oms_check.model.coverage import Report
    from oms_check.pipeline.settings import CheckSettings
    from oms_check.review.recording import Recorder


def review(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATHS]...", help="Files or folders. [default: strategies/]")
    ] = None,
    focus: Annotated[
        list[str] | None, typer.Option("--focus", metavar="ID", help="Only this focus area. Repeatable.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Ask about what is decided too.")] = False,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="Whose decisions they are. [default: that of the last one]")
    ] = "",
    apply: Annotated[
        Path | None,
        typer.Option("--apply", metavar="FILE", help="Take over the decisions that the HTML page saved as FILE."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="With --apply: the file's decisions replace contradicting ones.")
    ] = False,
    drop_stale: Annotated[
        bool, typer.Option("--drop-stale", help="Remove the decisions that no longer say anything, and name them.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of review.yaml.")] = False,
    review: Annotated[
        Path | None,
        typer.Option("--review", metavar="FILE", help="Keep decisions in FILE, not in review.yaml at the strategies."),
    ] = None,
    rules: shared.Rules = None,
    region: shared.RegionId = None,
    lang: shared.Lang = None,
    jobs: shared.Jobs = None,
    timeout: shared.Timeout = None,
    page_timeout: shared.PageTimeout = None,
    max_pages: shared.MaxPages = None,
    max_memory: shared.MaxMemory = None,
    password_file: shared.PasswordFile = None,
    ocr: shared.Ocr = False,
    cache_dir: shared.CacheDir = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
    color: shared.Color = None,
    no_progress: shared.NoProgress = False,
    quiet: shared.Quiet = False,
) -> None:
    """Step through what was found and accept, reject or justify it; each decision is kept at once in review.yaml."""
    asked = locals()
    import os

    from oms_check.cli.check_settings import check_settings, look
    from oms_check.cli.settings import STDIN, given
    from oms_check.config import load_config
    from oms_check.errors import UsageError

    if schema:
        raise typer.Exit(_print_schema())
    if STDIN in (paths or []):
        raise UsageError("review reads answers from stdin, so no document can come from there")
    if overwrite and apply is None:
        raise UsageError("--overwrite says what --apply does", advice="give --apply FILE")
    loaded = given(load_config(config, os.environ, Path.cwd()), asked)
    settings = check_settings(loaded, paths or [])
    if apply is not None:
        raise typer.Exit(_apply(apply, settings, overwrite=overwrite))
    if drop_stale:
        raise typer.Exit(_drop_stale(settings, loaded))
    raise typer.Exit(_step(settings, loaded, look(loaded), tuple(focus or ()), role, everything=everything))


def _print_schema() -> ExitCode:
    import json

    from oms_check.cli.streams import write_report
    from oms_check.review.shape import REVIEW_FILE, SCHEMA
    from oms_check.ruleset.schema import DRAFT, schema_of

    described = {"$schema": DRAFT, "title": SCHEMA} | schema_of(REVIEW_FILE)
    write_report(json.dumps(described, ensure_ascii=False, indent=2) + "\n")
    return ExitCode.OK


def _recorder(settings: "CheckSettings") -> "Recorder":
    from oms_check.cli.messages import say
    from oms_check.reporters.output import write_atomic
    from oms_check.review.recording import Recorder

    return Recorder(settings.paths, settings.review, write_atomic, say)


def _checked(settings: "CheckSettings", config: "Config", *, show: bool) -> "Report":
    """What was found, with the decisions there are; a review file that is to be made does not exist yet."""
    from dataclasses import replace

    from oms_check.cli.progress import watching
    from oms_check.gate import Policy
    from oms_check.pipeline.checking import check_strategies

    is_new = settings.review is not None and not settings.review.exists()
    settings = replace(settings, policy=Policy(), baseline=None, no_review=is_new, by="strategy")
    with watching(show=show, quiet=config.quiet.value) as watch:
        return check_strategies(settings, watch)


def _step(
    settings: "CheckSettings",
    config: "Config",
    looks: "Look",
    focus: tuple[str, ...],
    role: str,
    *,
    everything: bool,
) -> ExitCode:
    from collections.abc import Sequence

    from oms_check.cli.keys import TerminalReader
    from oms_check.cli.messages import say
    from oms_check.cli.settings import one_of
    from oms_check.cli.streams import write_report
    from oms_check.model.coverage import Coverage
    from oms_check.model.evidence import Evidence
    from oms_check.model.review import ReviewEntry
    from oms_check.reporters.reasons import sentence
    from oms_check.reporters.review_words import review_words
    from oms_check.review.stepping import Step, Stepping, last_role, steps_of
    from oms_check.ruleset.load import load_ruleset
    from oms_check.ruleset.locate import find_rules
    from oms_check.scoring import cover

    recorder = _recorder(settings)
    report = _checked(settings, config, show=looks.progress)
    matrix = report.matrix
    for told in (*report.decision.reasons, *report.decision.notices):
        say(sentence(told))
    areas = matrix.rules.focus_areas
    for wanted in focus:
        one_of("--focus", wanted, [area.id for area in areas])
    steps = steps_of(matrix, [area for area in areas if not focus or area.id in focus], everything=everything)
    rules = load_ruleset(find_rules(settings.rules))

    def save(step: Step, entry: ReviewEntry) -> None:
        recorder.record(step.judged.strategy, step.judged.sha256, entry)

    def covered(area: str, evidence: Sequence[Evidence], before: Coverage) -> Coverage:
        return cover(rules, area, evidence, before.near_misses)

    stale = matrix.review.stale if matrix.review else ()
    earlier = {(one.entry.focus_area, one.similar): one.entry for one in stale if one.similar}
    reader = TerminalReader(config.lang.value, looks.style, earlier)
    files = {recorder.file_for(one.strategy) for one in matrix.strategies}
    remembered = role or last_role(recorder.current(file) for file in sorted(files))
    stepping = Stepping(steps, reader, save, covered, rules.id)
    made = stepping.run(remembered)
    if not stepping.left:
        write_report(f"\n{review_words(config.lang.value).nothing_left}\n")
    _tell(recorder, made, left=stepping.left)
    if report.decision.could_not_check:
        say("exit 2: not every document could be read; see above")
        return ExitCode.COULD_NOT_CHECK
    return ExitCode.OK


def _tell(recorder: "Recorder", made: int, *, left: int | None = None) -> None:
    from oms_check.cli.messages import say
    from oms_check.yamlfile.places import shown

    where = ", ".join(shown(file) for file in sorted(recorder.files))
    rest = "" if left is None else f"; {left} left to decide" if left else "; nothing left to decide"
    say(f"{made} decision{'' if made == 1 else 's'} kept" + (f" in {where}" if where else "") + rest)


def _apply(file: Path, settings: "CheckSettings", *, overwrite: bool) -> ExitCode:
    from oms_check.catalog import discover, load_regions
    from oms_check.cli.messages import say
    from oms_check.review.exported import sort_out
    from oms_check.review.loading import load_review

    exported = load_review(file)
    strategies = discover(settings.paths, region=settings.region, regions=load_regions())
    recorder = _recorder(settings)
    found = sort_out(exported, strategies, recorder)
    for name in found.unknown:
        say(f"{file}: no document here is {name}; its decisions were not taken over")
    merged = [recorder.merge_into(target, new, overwrite=overwrite) for target, new in found.into]
    conflicts = [conflict for one in merged for conflict in one.conflicts]
    for conflict in conflicts:
        what = f"“{conflict.new.quote[:80]}”" if conflict.new.passage else "the cell"
        said = [
            f"{one.decision.value} ({'; '.join(part for part in (one.reason, one.role, str(one.date)) if part)})"
            for one in (conflict.new, conflict.standing)
        ]
        line = f"line {conflict.standing.line}" if conflict.standing.line else "the review"
        say(f"conflict: {conflict.subject}, {conflict.new.focus_area}, {what}: {file} says {said[0]}, {line} {said[1]}")
    _tell(recorder, sum(one.added for one in merged))
    known = sum(one.unchanged for one in merged)
    if known:
        say(f"{known} stood there already")
    if conflicts or found.unknown:
        advice = "; settle them in the file, or give --overwrite" if conflicts else ""
        say(f"exit 2: {len(conflicts)} conflicts, {len(found.unknown)} unknown documents{advice}")
        return ExitCode.COULD_NOT_CHECK
    return ExitCode.OK


def _drop_stale(settings: "CheckSettings", config: "Config") -> ExitCode:
    from oms_check.cli.messages import say
    from oms_check.reporters.reasons import sentence
    from oms_check.review.finding import find_reviews
    from oms_check.review.merging import without

    report = _checked(settings, config, show=False)
    recorder = _recorder(settings)
    stale = report.matrix.review.stale if report.matrix.review else ()
    strategies = [one.strategy for one in report.matrix.strategies]
    for one in find_reviews(strategies, settings.paths, settings.review):
        gone = [entry.entry for entry in stale if entry.file == one.name]
        if gone:
            recorder.rewrite(one.path, without(recorder.current(one.path), gone))
    for reason in report.decision.notices:
        if reason.code == "stale-decision":
            say(f"removed: {sentence(reason)}")
    say(f"{len(stale)} stale decision{'' if len(stale) == 1 else 's'} removed")
    return ExitCode.OK
