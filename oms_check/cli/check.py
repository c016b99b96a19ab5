"""`check`: strategies in, coverage matrix out."""

from pathlib import Path
from typing import Annotated

import typer

from oms_check.cli import options as shared
from oms_check.cli.exits import ExitCode


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATHS]...", help="Files, folders, or - for stdin. [default: strategies/]"),
    ] = None,
    rules: shared.Rules = None,
    region: shared.RegionId = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="region|strategy", help="What a row is. [default: region]")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="Report on stdout: table, plain, csv, csv-long, csv-evidence, json, markdown, github, gitlab, "
            "junit or sarif. [default: table]",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Also write a report to FILE, its format by suffix: .txt .csv .long.csv .evidence.csv .xlsx .json "
            ".gitlab.json .md .html .xml (JUnit) .sarif. Repeatable.",
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="DIR", help="Write copies of the PDFs with the passages highlighted."),
    ] = None,
    require: Annotated[
        list[str] | None,
        typer.Option(
            "--require",
            metavar="LEVEL[:FOCUS]",
            help="Least level: mentioned, partial or strong. Repeatable.",
        ),
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", metavar="PCT", help="Least mean score of a row, 0-100.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Fail only where a level fell below FILE's."),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 where a gate failed (errors still exit 2 or 3).")
    ] = False,
    allow_unreadable: Annotated[
        bool, typer.Option("--allow-unreadable", help="Documents that cannot be read do not fail the run.")
    ] = False,
    lang: shared.Lang = None,
    csv_dialect: Annotated[
        str | None,
        typer.Option("--csv-dialect", metavar="default|excel-sv", help="excel-sv: BOM, semicolons, decimal commas."),
    ] = None,
    review: shared.Review = None,
    no_review: shared.NoReview = False,
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
    verbose: shared.Verbose = False,
) -> None:
    """Check strategies against the focus areas and print the coverage matrix."""
    asked = locals() | {"format": format_}
    raise typer.Exit(_check(paths or [], asked, config))


def _check(paths: list[Path], asked: dict[str, object], config_file: Path | None) -> ExitCode:
    import os

    from oms_check.cli.check_settings import check_settings, look, refuse_inputs
    from oms_check.cli.progress import watching
    from oms_check.cli.settings import given
    from oms_check.cli.streams import write_report
    from oms_check.cli.verdict import exit_code, tell
    from oms_check.config import load_config
    from oms_check.pipeline.checking import check_strategies
    from oms_check.pipeline.crops import render_pages
    from oms_check.reporters.formats import FORMATS, format_of
    from oms_check.reporters.output import write_atomic

    config = given(load_config(config_file, os.environ, Path.cwd()), asked)
    settings = check_settings(config, paths)
    looks = look(config)
    outputs = [(file, format_of(file)) for file in config.output.value]
    refuse_inputs(config.output.value, settings.paths)
    with watching(show=looks.progress, quiet=config.quiet.value) as watch:
        report = check_strategies(settings, watch)
        pages = render_pages(report, [file for file, name in outputs if name == "html"], settings, watch)
        if config.annotate.value is not None:
            from oms_check.pipeline.annotating import annotate_all  # imports pdfium

            annotate_all(report, config.annotate.value, settings, watch)
    for file, name in outputs:
        write_atomic(file, pages[file] if name == "html" else FORMATS[name](report, looks.style))
    write_report(FORMATS[config.format.value](report, looks.style))
    code = exit_code(report, exit_zero=config.exit_zero.value)
    tell(report, code, quiet=config.quiet.value, verbose=config.verbose.value)
    return code
