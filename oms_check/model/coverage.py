"""Coverage: how far a strategy (or all strategies of a region) treats a focus area, and the matrix of it."""

from dataclasses import dataclass

from oms_check.model.document import Page, Status
from oms_check.model.evidence import Citation, Evidence, NearMiss
from oms_check.model.level import Level as Level  # part of a coverage: most know it from here
from oms_check.model.reasons import Fact
from oms_check.model.review import ReviewEntry, ReviewUse, Ruling
from oms_check.model.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Counts:
    """The arithmetic behind a level. `evidence` counts mentions, needs and commitments, nothing else."""

    evidence: int = 0
    mentions: int = 0
    needs: int = 0
    commitments: int = 0
    concrete: int = 0
    facets: int = 0
    pages: int = 0
    against: int = 0
    quotes: int = 0
    rejected: int = 0
    """Sentences that a reader found to be false hits; they count nowhere else."""


@dataclass(frozen=True, slots=True)
class FacetCoverage:
    """One facet: its own level by the same decision list, and how much evidence covers it."""

    facet: str
    level: Level
    evidence: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """A cell of the matrix. `score` 0–100 is for sorting and thresholds; `pages` are distinct, sorted.

    For a region the evidence of all its strategies together; `pages` is then empty (they differ by file).
    `evidence` has the rejected too. `decisions` are those on the cell that hold; a region without one of its
    own has those of its strategies where they justify the gap in every one of them.
    """

    focus_area: str
    level: Level
    score: float
    counts: Counts
    facets: tuple[FacetCoverage, ...]
    pages: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    near_misses: tuple[NearMiss, ...] = ()
    decisions: tuple[ReviewEntry, ...] = ()

    @property
    def justified(self) -> bool:
        """Whether a reader gave a reason for what is lacking here."""
        return any(entry.decision is Ruling.JUSTIFY for entry in self.decisions)

    @property
    def standing(self) -> tuple[Evidence, ...]:
        """The evidence that no reader rejected."""
        return tuple(one for one in self.evidence if not one.rejected)


@dataclass(frozen=True, slots=True)
class Judged:
    """A strategy with its coverage, one a focus area in the rule set's order.

    An unreadable one has `coverage` of level unknown, and `message` and `advice` say why.
    """

    strategy: Strategy
    status: Status
    sha256: str
    pages: tuple[Page, ...]
    coverage: tuple[Coverage, ...]
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    advice: str = ""
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region and its strategies judged together; a region without any has no row, for nothing was checked."""

    id: str | None
    name: str
    strategies: tuple[str, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the matrix as shown: a region (`--by region`) or a strategy (`--by strategy`).

    `paths` are the strategies behind it; `key` names it in gates and baselines.
    """

    key: str
    name: str
    paths: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    region: str | None = None
    kind: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class FocusAreaInfo:
    """What reports need to know of a focus area."""

    id: str
    number: int
    title: str
    short: str
    title_en: str
    facets: tuple[tuple[str, str], ...]
    """(id, title) in order."""
    facets_en: tuple[str, ...] = ()
    """Their English titles in the same order; empty where there are none."""
    short_en: str = ""
    """The column name in English; empty where there is none."""

    def column(self, lang: str) -> str:
        """The name that heads a column, in the language of the report."""
        return self.short_en or self.short if lang == "en" else self.short

    def facet_titles(self, lang: str) -> dict[str, str]:
        """Facet id → title in the language of the report, in order."""
        titles = dict(self.facets)
        if lang == "en" and self.facets_en:
            return {facet: en or titles[facet] for facet, en in zip(titles, self.facets_en, strict=True)}
        return titles


@dataclass(frozen=True, slots=True)
class RulesInfo:
    """Which rules a matrix was made with."""

    id: str
    version: str
    title: str
    published: int
    sha256: str
    focus_areas: tuple[FocusAreaInfo, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The coverage matrix: all regions, all strategies (sorted), and the rows that are shown and gated."""

    rules: RulesInfo
    regions: tuple[RegionRow, ...]
    strategies: tuple[Judged, ...]
    rows: tuple[Row, ...]
    by: str = "region"
    review: ReviewUse | None = None
    """What became of the readers' decisions; None where there was no review."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a gate failed, or a notice: a fact and the cell it is about; reporters put it into words.

    `message` is a sentence in words already, '' where `fact` says it.
    """

    code: str
    message: str = ""
    row: str = ""
    focus_area: str = ""
    level: str = ""
    required: str = ""
    path: str = ""
    page: int = 0
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's verdict. `exit_code` is 0, 1 or 2, before `--exit-zero`."""

    passed: bool
    reasons: tuple[Reason, ...] = ()
    notices: tuple[Reason, ...] = ()
    accepted: tuple[Reason, ...] = ()
    """Gaps that a baseline accepts or a reader justified: they would have failed otherwise."""
    could_not_check: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What every reporter gets: the matrix, the decision, the words to use (`lang` is 'sv' or 'en')."""

    tool_version: str
    matrix: Matrix
    decision: Decision
    lang: str = "sv"
