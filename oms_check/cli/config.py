"""`config`: which settings hold here, and where each comes from."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from oms_check.cli.options import ConfigFile
from oms_check.cli.streams import write_report
from oms_check.errors import UsageError, did_you_mean

config_app = typer.Typer(
    help="Show the settings that hold.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@config_app.callback()
def _config() -> None:
    """Show the settings that hold."""


@config_app.command("show")
def show(
    config: ConfigFile = None,
    format_: Annotated[str, typer.Option("-f", "--format", metavar="text|json", help="How to print it.")] = "text",
) -> None:
    """Print every setting with its origin; the text is valid TOML, unset keys are comments."""
    from oms_check.config import load_config

    if format_ not in ("text", "json"):
        raise UsageError(f"no format is called '{format_}' here", advice=did_you_mean(format_, ("text", "json")))
    lines = list(load_config(config, os.environ, Path.cwd()).lines())
    if format_ == "json":
        shown = {key: {"value": json.loads(value) if value else None, "origin": origin} for key, value, origin in lines}
        write_report(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
        return
    width = max(len(f"{key} = {value}") for key, value, _ in lines)
    told = (f"{key} = {value}" if value else f"# {key}" for key, value, _ in lines)
    write_report("".join(f"{line:<{width}}  # {o}\n" for line, (_, _, o) in zip(told, lines, strict=True)))
