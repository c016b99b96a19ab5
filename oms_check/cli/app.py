"""The command tree. Command functions import their stages when called, so that `--version` and `--help` stay quick."""

from typing import Annotated

import typer

from oms_check import __version__
from oms_check.cli.baseline import baseline_app
from oms_check.cli.cache import cache_app
from oms_check.cli.check import check
from oms_check.cli.compare import compare
from oms_check.cli.config import config_app
from oms_check.cli.evaluate import evaluate
from oms_check.cli.evidence import evidence
from oms_check.cli.extract import extract
from oms_check.cli.review import review
from oms_check.cli.rules import rules_app

app = typer.Typer(
    help="Check how regional strategies cover the focus areas of Östra Mellansverige (ÖMS).",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"oms-check {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Everything but the report goes to stderr; exit codes: 0 met, 1 gate failed, 2 could not check."""


app.command()(check)
app.command()(evidence)
app.command()(review)
app.command()(compare)
app.command()(extract)
app.command(name="eval")(evaluate)
app.add_typer(rules_app, name="rules")
app.add_typer(baseline_app, name="baseline")
app.add_typer(cache_app, name="cache")
app.add_typer(config_app, name="config")
