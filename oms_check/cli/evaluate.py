"""`eval`: labelled passages in, precision, recall and F1 out."""

from pathlib import Path
from typing import Annotated

import typer

from oms_check.cli import options as shared


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSONL file of labelled passages.")],
    rules: shared.Rules = None,
    format_: Annotated[str, typer.Option("-f", "--format", metavar="text|json", help="What to print.")] = "text",
) -> None:
    """Measure the rules on labelled passages: precision, recall and F1 per focus area and kind, false hits, stance."""
    import os

    from oms_check.cli.settings import one_of
    from oms_check.cli.streams import write_report
    from oms_check.config import load_config
    from oms_check.errors import SourceError
    from oms_check.evaluation.gold import as_json, as_text, parse_gold
    from oms_check.evaluation.gold import evaluate as measure
    from oms_check.matching import compile_matcher
    from oms_check.ruleset.load import load_ruleset
    from oms_check.ruleset.locate import find_rules

    one_of("--format", format_, ("text", "json"))
    ruleset = load_ruleset(find_rules(rules or load_config(None, os.environ, Path.cwd()).rules.value))
    try:
        lines = parse_gold(gold.read_text(encoding="utf-8"), str(gold))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SourceError(f"cannot read {gold}: {reason}") from error
    if not lines:
        raise SourceError(f"{gold} holds no passage", advice="a line is a JSON object with id, text and labels")
    result = measure(compile_matcher(ruleset), ruleset, lines)
    write_report(as_json(result) if format_ == "json" else as_text(result, lines))
