"""`cache`: where read documents are kept, and how to be rid of them."""

import typer

from oms_check.cli.messages import say
from oms_check.cli.options import CacheDir
from oms_check.errors import OutputError

cache_app = typer.Typer(
    help="Show or clear the cache of read documents.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cache_app.command("dir")
def show_folder(cache_dir: CacheDir = None) -> None:
    """Print the folder of the cache, whether or not it exists yet."""
    from oms_check.cache import default_folder

    typer.echo(cache_dir or default_folder())


@cache_app.command("clear")
def clear(cache_dir: CacheDir = None) -> None:
    """Remove every document from the cache; files that are not oms-check's own stay."""
    from oms_check.cache import Cache, default_folder

    folder = cache_dir or default_folder()
    try:
        count = Cache(folder).clear()
    except OSError as error:
        raise OutputError(f"cannot clear {folder}: {error.strerror}", advice="check who owns the folder") from error
    say(f"{count} document{'' if count == 1 else 's'} removed from {folder}")
