"""Matches in, judged strategies out: levels where enough was read, `unknown` with the reason where not."""

from collections.abc import Sequence

from oms_check.model.coverage import Coverage, FocusAreaInfo, Judged, RulesInfo
from oms_check.model.document import Page, PageHealth, Status, Unreadable
from oms_check.model.rules import RuleSet
from oms_check.pipeline.examining import Examined
from oms_check.pipeline.keeping import Facts
from oms_check.scoring import cover, unknown

UNREAD_SHARE = 0.2
"""Above this share of pages without usable text a level would be a guess: a missing chapter looks like a gap."""

OCR_ADVICE = "recognise its text first (ocrmypdf -l swe IN.pdf OUT.pdf, or --ocr)"


def judge(one: Examined, rules: RuleSet) -> Judged:
    """Turn one examined strategy into its row: a coverage for every focus area, in the rules' order."""
    if isinstance(one.outcome, Unreadable):
        return Judged(
            strategy=one.strategy,
            status=one.outcome.status,
            sha256=one.outcome.sha256,
            pages=(),
            coverage=unknown(rules),
            message=one.outcome.message,
            advice=one.outcome.advice,
        )
    facts = one.outcome
    message, advice = _unread(facts.pages)
    status = facts.status
    if message and all(page.health is PageHealth.NO_TEXT for page in facts.pages):
        status = Status.NO_TEXT
    return Judged(
        strategy=one.strategy,
        status=status,
        sha256=facts.sha256,
        pages=facts.pages,
        coverage=unknown(rules) if message or status is Status.NOT_SWEDISH else _coverage(one, rules),
        citations=one.matches.citations,
        notes=facts.notes,
        message=message or _about(facts),
        advice=advice,
        language=facts.language,
    )


def _coverage(one: Examined, rules: RuleSet) -> tuple[Coverage, ...]:
    return tuple(
        cover(
            rules,
            area.id,
            [found for found in one.matches.evidence if found.focus_area == area.id],
            [near for near in one.matches.near_misses if near.focus_area == area.id],
        )
        for area in rules.focus_areas
    )


def pool(rules: RuleSet, focus_area: str, coverages: Sequence[Coverage]) -> Coverage:
    """Judge the evidence of several strategies together, as if they were one."""
    return cover(
        rules,
        focus_area,
        [found for one in coverages for found in one.evidence],
        [near for one in coverages for near in one.near_misses],
    )


def _unread(pages: Sequence[Page]) -> tuple[str, str]:
    """Message and advice where too many pages gave no usable text, else two empty strings."""
    unread = [page for page in pages if not page.health.readable]
    if pages and len(unread) <= UNREAD_SHARE * len(pages):
        return "", ""
    if not pages:
        return "it has no pages", "check the file in a PDF reader"
    kinds = {page.health for page in unread}
    what = {
        PageHealth.NO_TEXT: "pictures without text",
        PageHealth.GARBLED: "garbled text",
        PageHealth.FAILED: "could not be loaded",
    }
    causes = ", ".join(what[kind] for kind in sorted(kinds) if kind in what)
    advice = "open the file in a PDF reader and save it anew" if kinds == {PageHealth.FAILED} else OCR_ADVICE
    return f"{len(unread)} of {len(pages)} pages unread ({causes})", advice


def _about(facts: Facts) -> str:
    match facts.status:
        case Status.NOT_SWEDISH:
            return f"its language looks like '{facts.language}', not Swedish; the rules read Swedish"
        case Status.PARTIAL:
            unread = sum(1 for page in facts.pages if not page.health.readable)
            return f"read in part: {unread} of {len(facts.pages)} pages are missing"
        case _:
            return ""


def rules_info(rules: RuleSet) -> RulesInfo:
    """What reports need to know of the rules."""
    return RulesInfo(
        id=rules.id,
        version=rules.version,
        title=rules.title,
        published=rules.published,
        sha256=rules.sha256,
        focus_areas=tuple(
            FocusAreaInfo(
                id=area.id,
                number=area.number,
                title=area.title,
                short=area.short,
                title_en=area.title_en,
                facets=tuple((facet.id, facet.title) for facet in area.facets),
                facets_en=tuple(facet.title_en for facet in area.facets),
                short_en=area.short_en,
            )
            for area in rules.focus_areas
        ),
    )
