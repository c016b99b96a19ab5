"""`extract`: one document in, its text with places out."""

from pathlib import Path
from typing import Annotated

import typer

from oms_check.cli import options as shared
from oms_check.cli.exits import ExitCode


def extract(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A document, or - for stdin.")],
    format_: Annotated[
        str,
        typer.Option("-f", "--format", metavar="json|text", help="json has kinds, places and page health."),
    ] = "json",
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
    no_progress: shared.NoProgress = False,
    quiet: shared.Quiet = False,
) -> None:
    """Print the text of a document as the matcher sees it: blocks in reading order, with pages and boxes."""
    asked = locals()
    raise typer.Exit(_extract(path, format_, asked, config))


def _extract(path: Path, format_name: str, asked: dict[str, object], config_file: Path | None) -> ExitCode:
    import os

    from oms_check.cli.messages import say
    from oms_check.cli.progress import watching
    from oms_check.cli.settings import STDIN, given, one_of, read_settings
    from oms_check.cli.streams import read_stdin, write_report
    from oms_check.config import load_config
    from oms_check.errors import SourceError
    from oms_check.model.document import Unreadable
    from oms_check.model.strategy import Strategy
    from oms_check.pipeline.extracting import extract_json, extract_text

    one_of("--format", format_name, ("json", "text"))
    config = given(load_config(config_file, os.environ, Path.cwd()), asked)
    if path != STDIN and not path.is_file():
        what = "a folder; name one document" if path.is_dir() else "no such file"
        raise SourceError(f"{path}: {what}")
    if path == STDIN:
        strategy = Strategy(path="-", file=None, stdin=read_stdin())
    else:
        strategy = Strategy(path=path.as_posix(), file=path)
    with watching(show=not config.no_progress.value and not config.quiet.value, quiet=config.quiet.value) as watch:
        extracted = (extract_json if format_name == "json" else extract_text)(strategy, read_settings(config), watch)
    if isinstance(extracted, Unreadable):
        say(
            f"{strategy.path} could not be read: {extracted.message}"
            + (f"; {extracted.advice}" if extracted.advice else "")
        )
        return ExitCode.COULD_NOT_CHECK
    write_report(extracted)
    return ExitCode.OK
