"""`rules`: list, show and validate rule files, and print their JSON Schema."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oms_check.cli.exits import ExitCode
from oms_check.cli.options import Rules
from oms_check.cli.streams import write_report
from oms_check.errors import Problem, RuleError, UsageError, did_you_mean

if TYPE_CHECKING:
    from oms_check.model.rules import RuleSet

rules_app = typer.Typer(
    help="List, show and check the rules.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Format = Annotated[str, typer.Option("-f", "--format", metavar="text|json", help="How to print it.")]


def _is_json(format_: str) -> bool:
    if format_ not in ("text", "json"):
        raise UsageError(f"no format is called '{format_}' here", advice=did_you_mean(format_, ("text", "json")))
    return format_ == "json"


@rules_app.command("list")
def list_rules(format_: Format = "text") -> None:
    """List the rule sets that come with oms-check."""
    from oms_check.reporters.rules_view import list_json, render_list
    from oms_check.ruleset.locate import available, find_rules

    as_json = _is_json(format_)
    rulesets = _load_all([find_rules(name) for name in available()])
    write_report(list_json(rulesets) if as_json else render_list(rulesets))


@rules_app.command("show")
def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Rule set, focus area, signal or concept; or words, to see what they meet. [default: the set]",
        ),
    ] = None,
    rules: Rules = None,
    format_: Format = "text",
) -> None:
    """Show a rule set, or one focus area, signal or concept of it, as readable text."""
    from oms_check.config import load_config
    from oms_check.reporters.rules_view import find, names, render_json, render_text
    from oms_check.ruleset.load import load_ruleset
    from oms_check.ruleset.locate import available, find_rules

    as_json = _is_json(format_)
    if name in available():
        rules = name
    ruleset = load_ruleset(find_rules(rules or load_config(None, os.environ, Path.cwd()).rules.value))
    shown = find(ruleset, name or ruleset.id)
    if shown is None and name and _explained(ruleset, name, as_json=as_json):
        return
    if shown is None:
        known = (*available(), *names(ruleset))
        advice = did_you_mean(name or "", known) or f"rules show lists what is in {ruleset.id}"
        raise UsageError(f"nothing in {ruleset.id} is called '{name}'", advice=advice)
    write_report(render_json(shown) if as_json else render_text(shown, ruleset))


@rules_app.command("validate")
def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME|FILE]...", help="Rule files. [default: those that come with oms-check]"),
    ] = None,
) -> None:
    """Look for every mistake in rule files; each is told with its file, line and column."""
    from oms_check.reporters.rules_view import counts
    from oms_check.ruleset.locate import available, find_rules

    rulesets = _load_all([find_rules(name) for name in files or available()])
    for ruleset in rulesets:
        told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts(ruleset).items())
        write_report(f"{ruleset.file}: ok ({told})\n")


def _explained(ruleset: "RuleSet", text: str, *, as_json: bool) -> bool:
    """Show which terms the words of a text meet; False where they meet none."""
    import json
    from dataclasses import asdict

    from oms_check.evaluation.explain import as_text, meetings
    from oms_check.matching import compile_matcher

    found = meetings(compile_matcher(ruleset), ruleset, text)
    if found and as_json:
        write_report(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2) + "\n")
    elif found:
        write_report(as_text(found, text))
    return bool(found)


@rules_app.command("test")
def run_examples_of(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME|FILE]...", help="Rule files. [default: those that come with oms-check]"),
    ] = None,
) -> None:
    """Run the examples of rule files: what should match does, what should not does not, every signal is used."""
    from oms_check.evaluation.examples import run_examples
    from oms_check.matching import compile_matcher
    from oms_check.ruleset.locate import available, find_rules

    failed = 0
    for ruleset in _load_all([find_rules(name) for name in files or available()]):
        tested = run_examples(compile_matcher(ruleset), ruleset)
        for failure in tested.failures:
            place = f"{ruleset.file}:{failure.line}" if failure.line else ruleset.file
            text = f": {' '.join(failure.text.split())}" if failure.text else ""
            write_report(f"{place}: {failure.focus_area}: {failure.message}{text}\n")
        failed += len(tested.failures)
        verdict = f"{len(tested.failures)} do not hold" if tested.failures else "all hold"
        write_report(f"{ruleset.file}: {tested.examples} examples, {verdict}\n")
    if failed:
        raise typer.Exit(ExitCode.GATE)


@rules_app.command("lint")
def lint(rules: Rules = None) -> None:
    """List terms worth a second look: repeated, shadowed, never exercised, over-hitting."""
    from oms_check.config import load_config
    from oms_check.evaluation.lint import lint as look
    from oms_check.matching import compile_matcher
    from oms_check.ruleset.load import load_ruleset
    from oms_check.ruleset.locate import find_rules

    ruleset = load_ruleset(find_rules(rules or load_config(None, os.environ, Path.cwd()).rules.value))
    remarks = look(compile_matcher(ruleset), ruleset)
    for one in remarks:
        place = f"{ruleset.file}:{one.line}" if one.line else ruleset.file
        write_report(f"{place}: {one.code}: {one.concept} {one.term}: {one.message}\n")
    write_report(f"{ruleset.file}: {len(remarks)} remarks\n")


@rules_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of rule files."""
    from oms_check.ruleset.schema import schema_text

    write_report(schema_text())


def _load_all(paths: list[Path]) -> "list[RuleSet]":
    """Load every file; RuleError with the mistakes of all of them."""
    from oms_check.ruleset.load import load_ruleset

    rulesets: list[RuleSet] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            rulesets.append(load_ruleset(path))
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(tuple(problems))
    if not rulesets:
        raise UsageError("there are no rule files", advice="name one")
    return rulesets
