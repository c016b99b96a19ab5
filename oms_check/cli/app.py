"""The command tree. Command functions import their stages when called, so that `--version` and `--help` stay quick.

Of a command that is named only its own module is imported: the others together take longer than reading a
document from the cache.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from oms_check import __version__

_COMMANDS = {
    "check": "check:check",
    "evidence": "evidence:evidence",
    "review": "review:review",
    "compare": "compare:compare",
    "extract": "extract:extract",
    "eval": "evaluate:evaluate",
    "rules": "rules:rules_app",
    "baseline": "baseline:baseline_app",
    "cache": "cache:cache_app",
    "config": "config:config_app",
}
"""Where each command is: module of this package and the function, or the tree of its own commands."""


def command_tree(arguments: Sequence[str]) -> typer.Typer:
    """The tree for a command line: the one command that it begins with, else all of them."""
    app = typer.Typer(
        help="Check how regional strategies cover the focus areas of Östra Mellansverige (ÖMS).",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    named = arguments[0] if arguments else ""
    for name in (named,) if named in _COMMANDS else _COMMANDS:
        module, _, attribute = _COMMANDS[name].partition(":")
        found = getattr(import_module(f"oms_check.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name=name)(found)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"oms-check {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Everything but the report goes to stderr; exit codes: 0 met, 1 gate failed, 2 could not check."""
