"""The order of the stages of `check`, nothing else: discover, read and match, review, judge, tabulate, decide."""

from dataclasses import replace
from functools import partial

from oms_check import __version__
from oms_check.baseline import load_baseline
from oms_check.catalog import discover, load_regions
from oms_check.gate import check_policy, decide
from oms_check.matrix import build_matrix
from oms_check.model.coverage import Report
from oms_check.pipeline.examining import Examined, examine_all
from oms_check.pipeline.judging import judge, pool, rules_info
from oms_check.pipeline.settings import CheckSettings
from oms_check.pipeline.watch import Watch
from oms_check.review.applying import Decisions, Subject
from oms_check.review.finding import find_reviews
from oms_check.ruleset.load import load_ruleset
from oms_check.ruleset.locate import find_rules


def check_strategies(settings: CheckSettings, watch: Watch | None = None) -> Report:
    """Check every strategy under the settings' paths.

    Raises SourceError (nothing to check), RuleError and ConfigError; a document that cannot be read raises
    nothing: it is in the report with its reason.
    """
    watch = watch or Watch()
    rules_file = find_rules(settings.rules)
    rules = load_ruleset(rules_file)
    baseline = load_baseline(settings.baseline) if settings.baseline else None
    regions = load_regions()
    check_policy(settings.policy, [area.id for area in rules.focus_areas], [region.id for region in regions])
    strategies = discover(settings.paths, region=settings.region, regions=regions, stdin=settings.stdin)
    # Read before the documents are: a mistake in it must not cost a run.
    reviews = () if settings.no_review else find_reviews(strategies, settings.paths, settings.review)
    examined = examine_all(strategies, rules_file, rules, regions, settings.reading, watch)
    decisions = Decisions(
        reviews,
        rules.id,
        [area.id for area in rules.focus_areas],
        [Subject(one.strategy, one.outcome.sha256) for one in examined],
        [region.id for region in regions],
    )
    judged = [judge(_decided(one, decisions), rules) for one in examined]
    matrix = build_matrix(rules_info(rules), judged, regions, settings.by, partial(pool, rules))
    matrix = decisions.mark_matrix(matrix)
    return Report(__version__, matrix, decide(matrix, settings.policy, baseline), settings.lang)


def _decided(one: Examined, decisions: Decisions) -> Examined:
    """The strategy with readers' decisions on its passages, which the levels depend on."""
    evidence = decisions.mark(one.strategy.path, one.matches.evidence)
    return replace(one, matches=replace(one.matches, evidence=evidence))
