"""`compare`: two versions of a strategy in, what changed out; or one strategy under two directions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oms_check.cli import options as shared
from oms_check.cli.exits import ExitCode

if TYPE_CHECKING:
    from oms_check.pipeline.settings import CheckSettings
    from oms_check.pipeline.watch import Watch
    from oms_check.reporters.changes import ChangeReport


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A document, a folder, or a saved JSON report.")],
    new: Annotated[Path | None, typer.Argument(metavar="[NEW]", help="The newer one; left out with --against.")] = None,
    rules: shared.Rules = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="NAME|FILE",
            help="Compare OLD under --rules with OLD under this newer direction, through the crosswalk.",
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on", metavar="never|regression", help="regression: exit 1 where a level fell or a strategy is gone."
        ),
    ] = "never",
    region: shared.RegionId = None,
    format_: Annotated[
        str,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="table, plain, csv, json, markdown, github, gitlab, junit, sarif or xlsx.",
        ),
    ] = "table",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Also write it to FILE, its format by suffix: .txt .csv .xlsx .json .gitlab.json .md .xml (JUnit) "
            ".sarif. Repeatable.",
        ),
    ] = None,
    lang: shared.Lang = None,
    jobs: shared.Jobs = None,
    timeout: shared.Timeout = None,
    page_timeout: shared.PageTimeout = None,
    max_pages: shared.MaxPages = None,
    max_memory: shared.MaxMemory = None,
    password_file: shared.PasswordFile = None,
    cache_dir: shared.CacheDir = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
    color: shared.Color = None,
    no_progress: shared.NoProgress = False,
    quiet: shared.Quiet = False,
) -> None:
    """Show what changed from OLD to NEW: gained, lost, moved, firmer, weaker, each with quotes and pages."""
    # The outputs of a configuration file are those of `check`, and so are not asked for here.
    asked = {name: value for name, value in locals().items() if name != "output"}
    raise typer.Exit(_compare(old, new, against, fail_on, (format_, output or []), asked, config))


def _compare(
    old: Path,
    new: Path | None,
    against: str | None,
    fail_on: str,
    wanted: tuple[str, list[Path]],
    asked: dict[str, object],
    config_file: Path | None,
) -> ExitCode:
    import os
    from dataclasses import replace

    from oms_check.cli.check_settings import check_settings, look
    from oms_check.cli.messages import say
    from oms_check.cli.progress import watching
    from oms_check.cli.settings import given, one_of
    from oms_check.cli.streams import write_report
    from oms_check.config import load_config
    from oms_check.errors import UsageError
    from oms_check.gate import Policy
    from oms_check.reporters.change_formats import FORMATS, change_format_of
    from oms_check.reporters.output import write_atomic

    format_name, files = wanted
    outputs = [(file, change_format_of(file)) for file in files]
    one_of("--format", format_name, tuple(FORMATS))
    one_of("--fail-on", fail_on, ("never", "regression"))
    if (new is None) == (against is None):
        raise UsageError("compare takes OLD and NEW, or OLD and --against", advice="see compare --help")
    config = given(load_config(config_file, os.environ, Path.cwd()), asked)
    looks = look(config)
    # A gate is about one version; here only what could not be read is of interest. Nor are readers' decisions:
    # both sides are to be measured alike.
    settings = replace(check_settings(config, [old]), policy=Policy(), baseline=None, no_review=True)
    with watching(show=looks.progress, quiet=config.quiet.value) as watch:
        if new is not None:
            report = _versions(old, new, settings, watch)
        else:
            report = _directions(old, str(against), settings, watch)
    for file, name in outputs:
        write_atomic(file, FORMATS[name](report, looks.style))
    write_report(FORMATS[format_name](report, looks.style))
    comparisons = report.comparisons
    if comparisons.unknown:
        say("exit 2: a level is unknown, so whether it fell cannot be told")
        return ExitCode.COULD_NOT_CHECK
    if fail_on == "regression" and comparisons.is_regression:
        say("exit 1: a level fell, or a strategy is gone")
        return ExitCode.GATE
    return ExitCode.OK


def _versions(old: Path, new: Path, settings: "CheckSettings", watch: "Watch") -> "ChangeReport":
    from dataclasses import replace

    from oms_check.comparison.saved import read_saved
    from oms_check.comparison.sides import Side, side_of
    from oms_check.comparison.strategies import compare_strategies
    from oms_check.errors import SourceError
    from oms_check.pipeline.checking import check_strategies
    from oms_check.pipeline.judging import rules_info
    from oms_check.reporters.changes import ChangeReport
    from oms_check.reporters.reasons import sentence
    from oms_check.ruleset.load import load_ruleset
    from oms_check.ruleset.locate import find_rules

    def sides(path: Path) -> tuple[Side, ...]:
        if path.suffix.lower() != ".json":
            report = check_strategies(replace(settings, paths=(path,)), watch)
            for told in report.decision.reasons:
                watch.warn(sentence(told))
            return tuple(side_of(judged) for judged in report.matrix.strategies)
        try:
            return read_saved(path.read_text(encoding="utf-8"), str(path)).sides
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise SourceError(f"cannot read {path}: {reason}") from error

    rules = rules_info(load_ruleset(find_rules(settings.rules)))
    comparisons = compare_strategies(sides(old), sides(new))
    return ChangeReport(comparisons, rules.focus_areas, settings.lang, direction=rules.id)


def _directions(document: Path, against: str, settings: "CheckSettings", watch: "Watch") -> "ChangeReport":
    from dataclasses import replace

    from oms_check.comparison.crosswalk import carry_over, without_facets
    from oms_check.comparison.sides import side_of
    from oms_check.comparison.strategies import compare_strategies
    from oms_check.errors import UsageError
    from oms_check.pipeline.checking import check_strategies
    from oms_check.pipeline.judging import rules_info
    from oms_check.reporters.change_words import change_words
    from oms_check.reporters.changes import ChangeReport
    from oms_check.ruleset.load import load_ruleset
    from oms_check.ruleset.locate import find_rules

    older, newer = (load_ruleset(find_rules(name)) for name in (settings.rules, against))
    known = {area.id for area in newer.focus_areas}
    became = {area.id: [one for one in area.became if one in known] for area in older.focus_areas}
    if older.successor != newer.id or not any(became.values()):
        raise UsageError(
            f"{older.id} has no crosswalk to {newer.id}",
            advice="the earlier direction is given with --rules: --rules oms-2018 --against oms-2025",
        )
    before = check_strategies(settings, watch).matrix.strategies
    after = check_strategies(replace(settings, rules=against), watch).matrix.strategies
    comparisons = compare_strategies(
        [carry_over(side_of(judged), became) for judged in before],
        [without_facets(side_of(judged)) for judged in after],
    )
    title = change_words(settings.lang).crosswalk.format(old=older.title, new=newer.title)
    # The older focus areas are named for those that no newer one took over.
    areas = (*rules_info(newer).focus_areas, *(area for area in rules_info(older).focus_areas if not became[area.id]))
    return ChangeReport(comparisons, areas, settings.lang, title, newer.id)
