"""What the words of a report are in one language: a field a word, so that no language can lack one."""

from dataclasses import dataclass

from oms_check.model.coverage import Level
from oms_check.model.document import PageHealth, Status
from oms_check.model.evidence import MatchKind, Stance

Forms = tuple[str, str]
"""A noun for one and for many."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Sentences with `{…}` are filled with `str.format`."""

    levels: dict[Level, str]
    level_meanings: dict[Level, str]
    stances: dict[Stance, str]
    matches: dict[MatchKind, str]
    health: dict[PageHealth, str]
    statuses: dict[Status, str]
    kinds: dict[str, str]

    commitments: Forms
    needs: Forms
    mentions: Forms
    quotes: Forms
    passages: Forms
    pages: Forms
    concrete: Forms
    in_facets: str
    on_pages: str
    nothing_stated: str
    rejected_in: str
    only_quoted: str
    came_near: str
    could_not_tell: str

    page: str
    page_short: str
    pages_short: str
    region: str
    strategy: str
    focus_area: str
    facet: str
    kind: str
    year: str
    status: str
    level: str
    score: str
    stance: str
    quote: str
    match: str
    row: str
    explanation: str
    signal: str
    document: str
    heading: str
    lacking: str
    and_: str

    title: str
    no_region: str
    legend: str
    against_legend: str
    guess_legend: str
    older_legend: str
    gaps: str
    no_gaps: str
    everything: str
    gap_missing: str
    gap_mentioned: str
    gap_unknown: str
    nearest: str
    nearest_head: str
    against: str
    documents: str
    not_read: str
    older: str
    guessed_region: str
    guessed_kind: str
    guessed_year: str
    cites: str
    not_swedish: str
    partly_read: str
    pages_with: str
    see_passages: str
    gate: str
    gate_passed: str
    gate_failed: str
    gate_not_checked: str
    accepted: str
    notices: str
    more: str

    no_passages: str
    near_misses: str
    near_lacks: str
    near_words: str
    near_outweighed: str
    others: str
    concrete_mark: str
    uncovered_facets: str

    sheet_matrix: str
    sheet_evidence: str
    sheet_gaps: str
    sheet_about: str
    direction: str
    version: str
    tool: str
    rules_digest: str
