"""`evidence`: the passages behind one strategy's cells, with page and stance."""

from pathlib import Path
from typing import Annotated

import typer

from oms_check.cli import options as shared
from oms_check.cli.exits import ExitCode


def evidence(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A document, or - for stdin.")],
    focus: Annotated[
        list[str] | None, typer.Option("--focus", metavar="ID", help="Only this focus area. Repeatable.")
    ] = None,
    others: Annotated[
        Path | None,
        typer.Option(
            "--others",
            metavar="DIR",
            help="Strategies to show how others put what is missing here. [default: strategies/, if it is there]",
        ),
    ] = None,
    rules: shared.Rules = None,
    region: shared.RegionId = None,
    format_: Annotated[str, typer.Option("-f", "--format", metavar="text|json", help="What to print.")] = "text",
    lang: shared.Lang = None,
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
) -> None:
    """Show the passages behind each cell: quote, page, facet, stance; then near misses and how others put it."""
    asked = locals()
    raise typer.Exit(_evidence(path, others, tuple(focus or ()), format_, asked, config))


def _evidence(
    path: Path,
    others: Path | None,
    focus: tuple[str, ...],
    format_name: str,
    asked: dict[str, object],
    config_file: Path | None,
) -> ExitCode:
    import os
    from dataclasses import replace

    from oms_check.cli.check_settings import check_settings, look
    from oms_check.cli.progress import watching
    from oms_check.cli.settings import given, one_of
    from oms_check.cli.streams import write_report
    from oms_check.cli.verdict import exit_code, tell
    from oms_check.config import load_config
    from oms_check.errors import SourceError
    from oms_check.model.coverage import Judged
    from oms_check.pipeline.checking import check_strategies
    from oms_check.reporters.evidence import View, render, render_json

    one_of("--format", format_name, ("text", "json"))
    config = given(load_config(config_file, os.environ, Path.cwd()), asked)
    if path.is_dir():
        raise SourceError(f"{path}: a folder; name one document", advice="check FOLDER shows the matrix")
    looks = look(config)
    settings = check_settings(config, [path])
    folder = others or Path("strategies")
    with watching(show=looks.progress, quiet=config.quiet.value) as watch:
        report = check_strategies(settings, watch)
        judged = report.matrix.strategies[0]
        others_judged: tuple[Judged, ...] = ()
        if others is not None or folder.is_dir():
            rest = replace(settings, paths=(folder,), region=None, stdin=None)
            found = check_strategies(rest, watch).matrix.strategies
            others_judged = tuple(one for one in found if one.sha256 != judged.sha256)
    areas = report.matrix.rules.focus_areas
    for wanted in focus:
        one_of("--focus", wanted, [area.id for area in areas])
    shown = tuple(area for area in areas if not focus or area.id in focus)
    view = View(judged, shown, others_judged, config.lang.value)
    write_report(render_json(view) if format_name == "json" else render(view, looks.style))
    code = exit_code(report)
    tell(report, code, quiet=config.quiet.value)
    return code
