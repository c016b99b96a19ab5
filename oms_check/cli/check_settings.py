"""The configuration with its options → what `check` and its relatives judge by, and how their reports look."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oms_check.catalog import would_reach
from oms_check.cli.settings import STDIN, one_of, read_settings
from oms_check.cli.streams import read_stdin
from oms_check.config import Config
from oms_check.config.values import COMMAND_LINE
from oms_check.errors import OutputError, UsageError
from oms_check.gate import Policy, parse_requirement
from oms_check.pipeline.settings import CheckSettings
from oms_check.reporters.formats import FORMATS
from oms_check.reporters.style import Style


def check_settings(config: Config, paths: Sequence[Path]) -> CheckSettings:
    """Everything `check` needs; raises UsageError for a value that is none of an option's."""
    one_of("--by", config.by.value, ("region", "strategy"))
    one_of("--lang", config.lang.value, ("sv", "en"))
    return CheckSettings(
        paths=tuple(paths) or (Path("strategies"),),
        rules=config.rules.value,
        region=config.region.value,
        by=config.by.value,
        lang=config.lang.value,
        policy=Policy(
            require=tuple(parse_requirement(text) for text in config.require.value),
            fail_under=config.fail_under.value,
            overrides=config.overrides,
            allow_unreadable=config.allow_unreadable.value,
        ),
        baseline=config.baseline.value,
        review=config.review.value,
        no_review=_without_review(config),
        reading=read_settings(config),
        stdin=read_stdin() if STDIN in paths else None,
    )


def _without_review(config: Config) -> bool:
    """Whether decisions are left out: `--review` on the command line goes before `no_review` of a file."""
    named, without = config.review, config.no_review
    on_line = [one.origin == COMMAND_LINE for one in (named, without)]
    if without.value and named.value is not None and all(on_line):
        raise UsageError("--review and --no-review exclude each other", advice="give one of them")
    return without.value and (named.value is None or not on_line[0])


def refuse_inputs(targets: Sequence[Path], paths: Sequence[Path]) -> None:
    """OutputError where a report would take a document's place, or be read as one the next time."""
    for target in targets:
        for path in paths:
            if would_reach(path, target):
                raise OutputError(
                    f"{target} is among what is to be checked"
                    if target.exists()
                    else f"{target} would be read as a document the next time",
                    advice=f"name a file outside {path}" if path.is_dir() else "name another file with --output",
                )


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal at the other end of stdout can show."""

    style: Style
    progress: bool


def look(config: Config) -> Look:
    """Colour as `--color`, NO_COLOR and FORCE_COLOR say, width from COLUMNS or the terminal, 80 in a pipe."""
    one_of("--color", config.color.value, ("auto", "always", "never"))
    one_of("--format", config.format.value, tuple(FORMATS))
    one_of("--csv-dialect", config.csv_dialect.value, ("default", "excel-sv"))
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    # Signs outside the encoding would print as escapes; a C locale still gets a table.
    style = Style(
        width=shutil.get_terminal_size((80, 24)).columns,
        color=_color(config.color.value),
        ascii_only=encoding not in ("utf8", "utf16", "utf32", "cp65001"),
        csv_dialect=config.csv_dialect.value,
    )
    return Look(style, not config.no_progress.value and not config.quiet.value)


def _color(wanted: str) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
