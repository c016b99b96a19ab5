"""`baseline`: record the levels of today, and show what a baseline accepts."""

from pathlib import Path
from typing import Annotated

import typer

from oms_check.cli import options as shared
from oms_check.cli.exits import ExitCode

baseline_app = typer.Typer(help="Record levels, so that only what gets worse fails.", no_args_is_help=True)

File = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Baseline file. [default: oms-baseline.toml]")
]


@baseline_app.command()
def write(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATHS]...", help="Files or folders. [default: strategies/]")
    ] = None,
    baseline: File = None,
    rules: shared.Rules = None,
    region: shared.RegionId = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="region|strategy", help="What a row is. [default: region]")
    ] = None,
    review: shared.Review = None,
    no_review: shared.NoReview = False,
    jobs: shared.Jobs = None,
    timeout: shared.Timeout = None,
    max_memory: shared.MaxMemory = None,
    password_file: shared.PasswordFile = None,
    cache_dir: shared.CacheDir = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
    no_progress: shared.NoProgress = False,
    quiet: shared.Quiet = False,
) -> None:
    """Write the levels of today; reasons and dates of entries whose level is the same are kept."""
    asked = locals()
    raise typer.Exit(_write(paths or [], asked, config))


def _write(paths: list[Path], asked: dict[str, object], config_file: Path | None) -> ExitCode:
    import os
    from dataclasses import replace

    from oms_check.baseline import DEFAULT_FILE, dump_baseline, load_baseline, record
    from oms_check.cli.check_settings import check_settings, look
    from oms_check.cli.messages import say
    from oms_check.cli.progress import watching
    from oms_check.cli.settings import given
    from oms_check.config import load_config
    from oms_check.gate import Policy
    from oms_check.pipeline.checking import check_strategies
    from oms_check.reporters.output import write_atomic
    from oms_check.reporters.reasons import sentence

    config = given(load_config(config_file, os.environ, Path.cwd()), asked)
    file = config.baseline.value or Path(DEFAULT_FILE)
    # Read before the documents are: a mistake in the old file must not cost a run, nor be overwritten.
    before = load_baseline(file) if file.exists() else None
    settings = replace(check_settings(config, paths), policy=Policy(), baseline=None)
    with watching(show=look(config).progress, quiet=config.quiet.value) as watch:
        report = check_strategies(settings, watch)
    recorded = record(report.matrix, before)
    write_atomic(file, dump_baseline(recorded))
    say(f"wrote {len(recorded.entries)} levels to {file}")
    for reason in report.decision.reasons:
        say(sentence(reason))
    if report.decision.could_not_check:
        say("exit 2: not everything could be read, and what could not has no new entry")
        return ExitCode.COULD_NOT_CHECK
    return ExitCode.OK


@baseline_app.command()
def show(baseline: File = None, config: shared.ConfigFile = None) -> None:
    """Print the entries, tab-separated: direction, strategy, focus area, level, until, reason."""
    import os

    from oms_check.baseline import DEFAULT_FILE, load_baseline
    from oms_check.cli.streams import write_report
    from oms_check.config import load_config
    from oms_check.reporters.plain import baseline_lines

    file = baseline or load_config(config, os.environ, Path.cwd()).baseline.value or Path(DEFAULT_FILE)
    write_report(baseline_lines(load_baseline(file)))
