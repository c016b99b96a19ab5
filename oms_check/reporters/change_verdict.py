"""A comparison → its verdict, and the formats of CI that show one: github, gitlab, junit, sarif.

One decision stands behind all of them, as behind those of `check`: what fell fails, what rose is a notice.
"""

from collections.abc import Iterator

from oms_check import __version__
from oms_check.comparison.changes import ChangeKind, Comparison, LevelChange
from oms_check.model.coverage import Decision, Level, Matrix, Reason, Report, Row, RulesInfo
from oms_check.reporters import github, gitlab, junit, sarif
from oms_check.reporters.changes import ChangeReport
from oms_check.reporters.reasons import shortened
from oms_check.reporters.style import PLAIN, Style

_LOSSES = (ChangeKind.LOST, ChangeKind.WEAKER)


def verdict(report: ChangeReport) -> Decision:
    """Failed where a level fell or a strategy is gone; not checked where a level is unknown."""
    comparisons = report.comparisons
    reasons = [reason for pair in comparisons.pairs for reason in _reasons(pair)]
    reasons += [
        Reason("gone", f"{path} is gone: nothing newer stands in its place", row=path, path=path)
        for path in comparisons.only_old
    ]
    notices = [notice for pair in comparisons.pairs for notice in _notices(pair)]
    notices += [Reason("new", f"{path} is new", row=path, path=path) for path in comparisons.only_new]
    return Decision(
        passed=not reasons,
        reasons=tuple(reasons),
        notices=tuple(notices),
        could_not_check=comparisons.unknown,
    )


def _reasons(pair: Comparison) -> Iterator[Reason]:
    if pair.unknown:
        message = f"{pair.new}: a level is unknown, so whether it fell cannot be told"
        yield Reason("unknown", message, row=pair.new, level=Level.UNKNOWN.value, path=pair.new)
    for level in pair.levels:
        if level.is_regression:
            yield _reason("regression", "fell", pair, level)


def _notices(pair: Comparison) -> Iterator[Reason]:
    for level in pair.levels:
        known = level.old not in (None, Level.UNKNOWN) and level.new not in (None, Level.UNKNOWN)
        if known and level.old is not level.new and not level.is_regression:
            yield _reason("improvement", "rose", pair, level)


def _reason(code: str, verb: str, pair: Comparison, level: LevelChange) -> Reason:
    where, page = _loss(pair, level) if code == "regression" else ("", 0)
    return Reason(
        code,
        f"{pair.new}: {name_of(level)} {verb} from {level.old} to {level.new}{where}",
        row=pair.new,
        focus_area=name_of(level),
        level=str(level.new),
        required=str(level.old),
        path=pair.new,
        page=page,
    )


def name_of(level: LevelChange) -> str:
    """'energi', or 'energi/nat' for a facet."""
    return f"{level.focus_area}/{level.facet}" if level.facet else level.focus_area


def _loss(pair: Comparison, level: LevelChange) -> tuple[str, int]:
    """The first passage whose loss or weakening can be behind a fallen level, and its page in the older version."""
    for change in pair.changes:
        of_facet = not level.facet or level.facet in change.facets
        if change.kind in _LOSSES and change.focus_area == level.focus_area and of_facet and change.old:
            place = f"in '{change.old.place}'" if change.old.place else f"on page {change.old.page}"
            return f"; {change.kind} {place} of {pair.old}: {shortened(change.old.quote)}", change.old.page
    return "", 0


def _report(report: ChangeReport) -> Report:
    """The comparison as far as the formats of `check` need one: rows to count, and the decision."""
    rules = RulesInfo(report.direction, "", "", 0, "", report.areas)
    rows = tuple(Row(pair.new, pair.new, (pair.new,), ()) for pair in report.comparisons.pairs)
    return Report(__version__, Matrix(rules, (), (), rows, "strategy"), verdict(report), "en")


def render_github(report: ChangeReport, style: Style = PLAIN) -> str:
    """Annotations: what fell as errors, what rose as notices."""
    return github.render(_report(report), style)


def render_gitlab(report: ChangeReport, style: Style = PLAIN) -> str:
    """Code quality findings."""
    return gitlab.render(_report(report), style)


def render_sarif(report: ChangeReport, style: Style = PLAIN) -> str:
    """Findings for code scanning."""
    return sarif.render(_report(report), style)


def render_junit(report: ChangeReport, style: Style = PLAIN) -> str:
    """A suite a newer strategy, a case a focus area and each facet that changed; a suite for what is gone."""
    decision = verdict(report)
    suites = [(pair.new, [_case(level, pair, decision) for level in pair.levels]) for pair in report.comparisons.pairs]
    gone = [junit.Case(r.path, "failure", r.code, r.message) for r in decision.reasons if r.code == "gone"]
    return junit.render_suites([*suites, *([("gone", gone)] if gone else [])])


def _case(level: LevelChange, pair: Comparison, decision: Decision) -> junit.Case:
    name = name_of(level)
    if Level.UNKNOWN in (level.old, level.new):
        return junit.Case(name, "error", "unknown", "a level is unknown, so whether it fell cannot be told")
    failed = [r for r in decision.reasons if (r.code, r.row, r.focus_area) == ("regression", pair.new, name)]
    if failed:
        return junit.Case(name, "failure", "regression", failed[0].message)
    return junit.Case(name, text=f"{level.old or 'no such focus area'} → {level.new or 'no such focus area'}")
