"""Builders of model values: what a test does not name has a plain default."""

import hashlib
from collections.abc import Sequence
from typing import Any

from oms_check.model.coverage import (
    Counts,
    Coverage,
    Decision,
    FacetCoverage,
    FocusAreaInfo,
    Judged,
    Level,
    Matrix,
    RegionRow,
    Report,
    Row,
    RulesInfo,
)
from oms_check.model.document import BlockKind, Page, PageHealth, PlacedBox, Status
from oms_check.model.evidence import BlockRef, Citation, Evidence, Hit, MatchKind, NearMiss, Stance
from oms_check.model.strategy import Strategy

AREAS = (
    FocusAreaInfo(
        id="nodstader",
        number=1,
        title="Länka samman de storregionala nodstäderna",
        short="Nodstäder",
        title_en="Link the node cities",
        facets=(("stockholm", "Länkar till Stockholm"), ("tvar", "Tvärförbindelser")),
    ),
    FocusAreaInfo(
        id="bebyggelse",
        number=2,
        title="Verka för funktionsblandad bebyggelse",
        short="Bebyggelse",
        title_en="Mixed-use building",
        facets=(("lage", "Kollektivtrafiklägen"), ("blandning", "Funktionsblandning")),
    ),
    FocusAreaInfo(
        id="omvarld",
        number=3,
        title="Stärk samband med andra storstadsregioner",
        short="Omvärld",
        title_en="Links with other metropolitan regions",
        facets=(("manniskor", "Människor"), ("gods", "Gods")),
    ),
    FocusAreaInfo(
        id="digital",
        number=4,
        title="Verka för digital uppkoppling",
        short="Digitalt",
        title_en="Digital connectivity",
        facets=(("fast", "Fasta nät"), ("mobil", "Mobila nät")),
    ),
    FocusAreaInfo(
        id="energi",
        number=5,
        title="Verka för hållbar energiförsörjning",
        short="Energi",
        title_en="Energy supply",
        facets=(("nat", "Elnät och kapacitet"), ("produktion", "Produktion")),
    ),
)
RULES = RulesInfo(
    id="oms-2025",
    version="1.0.0",
    title="ÖMS strategiska inriktning 2025",
    published=2025,
    sha256="a" * 64,
    focus_areas=AREAS,
)


def evidence(
    quote: str = "Regionen ska bygga ut elnätet till 2030.",
    *,
    focus_area: str = "energi",
    facet: str = "nat",
    stance: Stance = Stance.COMMITMENT,
    concrete: bool = False,
    page: int = 1,
    index: int = 0,
    place: str = "",
) -> Evidence:
    """Evidence whose block is its quote; the last word is its hit; one box unless it has a place."""
    folded = f"{focus_area} {' '.join(quote.casefold().split())}"
    last = quote.rstrip(".").rfind(" ") + 1
    y = 100.0 + 20 * index
    return Evidence(
        focus_area=focus_area,
        facet=facet,
        signal=f"{focus_area}-{facet}-1",
        stance=stance,
        concrete=concrete,
        match=MatchKind.INFLECTED,
        similarity=100.0,
        page=page,
        quote=quote,
        start=0,
        end=len(quote),
        hits=(Hit(last, len(quote.rstrip(".")), "ord", "ord", MatchKind.INFLECTED, 100.0),),
        boxes=() if place else (PlacedBox(page, 72.0, y, 400.0, y + 12),),
        block=BlockRef(page, index, BlockKind.PARAGRAPH, quote, "Inriktning", place),
        fingerprint=hashlib.sha256(folded.encode()).hexdigest()[:16],
    )


def near_miss(
    quote: str = "Effektfrågan växer i betydelse.",
    *,
    focus_area: str = "energi",
    facet: str = "nat",
    page: int = 1,
    lacking: tuple[str, ...] = ("kapacitet",),
) -> NearMiss:
    """A passage that met 'energisystem' and lacks the rest."""
    block = BlockRef(page, 0, BlockKind.PARAGRAPH, quote)
    return NearMiss(focus_area, facet, f"{focus_area}-{facet}-1", page, quote, ("energisystem",), lacking, block)


def area_of(focus_area: str) -> FocusAreaInfo:
    """The focus area of that id in `AREAS`."""
    return next(area for area in AREAS if area.id == focus_area)


def coverage(
    focus_area: str = "energi",
    level: Level = Level.MISSING,
    found: Sequence[Evidence] = (),
    *,
    score: float | None = None,
    near: Sequence[NearMiss] = (),
) -> Coverage:
    """A cell whose counts follow from its evidence; the level is what the test says."""
    covering = [one for one in found if one.stance.covers]
    counts = Counts(
        evidence=len(covering),
        mentions=sum(one.stance is Stance.MENTION for one in found),
        needs=sum(one.stance is Stance.NEED for one in found),
        commitments=sum(one.stance is Stance.COMMITMENT for one in found),
        concrete=sum(one.concrete for one in found),
        facets=len({one.facet for one in covering}),
        pages=len({one.page for one in covering}),
        against=sum(one.stance is Stance.AGAINST for one in found),
        quotes=sum(one.stance is Stance.QUOTE for one in found),
    )
    facets = tuple(
        FacetCoverage(
            facet=facet,
            level=level if any(one.facet == facet for one in covering) else Level.MISSING,
            evidence=sum(one.facet == facet for one in covering),
        )
        for facet, _ in area_of(focus_area).facets
    )
    return Coverage(
        focus_area=focus_area,
        level=level,
        score=score if score is not None else 30.0 * max(level.rank, 0),
        counts=counts,
        facets=facets,
        pages=tuple(sorted({one.page for one in covering})),
        evidence=tuple(found),
        near_misses=tuple(near),
    )


def judged(
    path: str = "strategies/uppsala/rus.pdf",
    cells: Sequence[Coverage] = (),
    *,
    status: Status = Status.OK,
    message: str = "",
    pages: int = 20,
    faulty: dict[int, PageHealth] | None = None,
    citations: tuple[Citation, ...] = (),
    **facts: Any,
) -> Judged:
    """A judged strategy; focus areas without a cell are missing, or unknown when it was not read.

    `facts` are fields of `Strategy`; without them a strategy of Uppsala, kind rus, from 2025.
    """
    given = {cell.focus_area: cell for cell in cells}
    default = Level.MISSING if status.read else Level.UNKNOWN
    health = faulty or {}
    return Judged(
        strategy=Strategy(path=path, file=None, **({"region": "uppsala", "kind": "rus", "year": 2025} | facts)),
        status=status,
        sha256="b" * 64,
        pages=tuple(
            Page(number, health.get(number, PageHealth.OK), 595.0, 842.0)
            for number in range(1, (pages if status.read else 0) + 1)
        ),
        coverage=tuple(given.get(area.id) or coverage(area.id, default) for area in AREAS),
        citations=citations,
        message=message,
        advice="save it again" if message else "",
    )


def matrix(strategies: Sequence[Judged], *, by: str = "strategy", rules: RulesInfo = RULES) -> Matrix:
    """Rows by strategy; by region, a region's row is that of its first strategy."""
    ordered = tuple(sorted(strategies, key=lambda one: one.strategy.path))
    regions: dict[str, list[Judged]] = {}
    for one in ordered:
        if one.strategy.region:
            regions.setdefault(one.strategy.region, []).append(one)
    region_rows = tuple(
        RegionRow(
            id=region,
            name=f"Region {region.capitalize()}",
            strategies=tuple(one.strategy.path for one in own),
            coverage=own[0].coverage,
        )
        for region, own in regions.items()
    )
    if by == "region":
        rows = tuple(Row(row.id or "", row.name, row.strategies, row.coverage, row.id) for row in region_rows)
    else:
        rows = tuple(
            Row(
                key=one.strategy.path,
                name=one.strategy.path,
                paths=(one.strategy.path,),
                coverage=one.coverage,
                region=one.strategy.region,
                kind=one.strategy.kind,
                year=one.strategy.year,
            )
            for one in ordered
        )
    return Matrix(rules=rules, regions=region_rows, strategies=ordered, rows=rows, by=by)


def report(
    strategies: Sequence[Judged],
    *,
    by: str = "strategy",
    lang: str = "sv",
    decision: Decision | None = None,
) -> Report:
    """A report that passed unless the test brings a decision."""
    return Report("0.1.0", matrix(strategies, by=by), decision or Decision(passed=True), lang)


def sample_report(*, by: str = "region", lang: str = "sv", decision: Decision | None = None) -> Report:
    """Three regions with every level, a rejection, guesses, faulty pages and an unreadable file."""
    uppsala = judged(
        "strategies/uppsala/rus.pdf",
        [
            coverage(
                "nodstader",
                Level.STRONG,
                [
                    evidence(
                        "Regionen ska verka för fyra spår till Stockholm senast 2034.",
                        focus_area="nodstader",
                        facet="stockholm",
                        concrete=True,
                        page=3,
                    ),
                    evidence(
                        "Aroslänken ska byggas för 9 miljarder kronor.",
                        focus_area="nodstader",
                        facet="tvar",
                        concrete=True,
                        page=4,
                    ),
                ],
                score=91.25,
            ),
            coverage(
                "bebyggelse",
                Level.PARTIAL,
                [
                    evidence(
                        "Nya bostäder ska planeras i stationsnära lägen.",
                        focus_area="bebyggelse",
                        facet="lage",
                        page=6,
                    )
                ],
                score=48.0,
            ),
            coverage("omvarld", Level.MISSING),
            coverage(
                "digital",
                Level.MENTIONED,
                [
                    evidence(
                        "Bredband nämns som en förutsättning.",
                        focus_area="digital",
                        facet="fast",
                        stance=Stance.MENTION,
                        page=9,
                    )
                ],
                score=15.5,
            ),
            coverage(
                "energi",
                Level.PARTIAL,
                [
                    evidence(page=11),
                    evidence(
                        "Regionen avstår från att medverka i utbyggd vindkraft.",
                        facet="produktion",
                        stance=Stance.AGAINST,
                        page=12,
                    ),
                ],
                score=44.0,
            ),
        ],
        citations=(Citation("oms", (2, 3, 4, 8)),),
    )
    orebro = judged(
        "strategies/orebro/rus-2018.pdf",
        [coverage("energi", Level.MISSING, near=[near_miss(page=14)])],
        region="orebro",
        year=2018,
        region_guessed=True,
        year_guessed=True,
        faulty={4: PageHealth.NO_TEXT, 5: PageHealth.NO_TEXT, 9: PageHealth.GARBLED},
    )
    gavleborg = judged(
        "strategies/gavleborg/skyddad.pdf",
        region="gavleborg",
        status=Status.ENCRYPTED,
        message="the document needs a password",
    )
    return report([uppsala, orebro, gavleborg], by=by, lang=lang, decision=decision)


RULES_TEXT = """\
schema: oms-check/rules@1
direction:
  id: oms-prov
  title: En inriktning för prov
  version: 1.0.0
  language: sv
  published: 2025
  goal: Ett mål
  source: {publisher: Ingen, url: "https://example.org/", retrieved: 2026-11-01}
levels:
  - {level: strong, when: {concrete: 2, facets: 2}}
  - {level: mentioned, when: {evidence: 1}}
stance:
  commitment: [ska, "verka- ~1 för"]
  need: [bör, krävs]
  against: [avstår]
concepts:
  energisystem: {terms: [energiförsörj-, -elnät-, "tillgång- ~2 el"], includes: [kapacitet]}
  kapacitet: {terms: [kapacitet, =MW]}
  vard: {terms: [vård-]}
places:
  stad: [Uppsala, Upplands Väsby]
focus_areas:
  - id: energi
    number: 5
    title: Energiförsörjning
    facets:
      - {id: nat, title: Elnät, title_en: Grid, core: true}
    signals:
      - {id: energi-nat-1, facet: nat, all: [energisystem, stad], none: [vard], within: {words: 12}}
      - {id: energi-nat-2, facet: nat, all: [stad, stad], within: section, none_reach: 1, strength: weak}
    examples:
      match: [{text: Elnätet i Uppsala ska byggas ut, signal: energi-nat-1, stance: commitment}]
      no_match: [{text: Vården i Uppsala, reason: om vård}]
references:
  - {id: oms, terms: [=ÖMS, "östra mellansverige"]}
"""
"""A rule file without mistakes that uses every part of the format but `became`."""

SMALL_RULES = """\
schema: oms-check/rules@1
direction:
  id: liten
  title: En liten inriktning
  version: 1.0.0
  language: sv
  published: 2025
  goal: Ett mål
  source: {publisher: Ingen, url: "https://example.org/", retrieved: 2026-11-01}
levels:
  - {level: strong, when: {concrete: 2}}
  - {level: partial, when: {commitments: 1}}
  - {level: mentioned, when: {evidence: 1}}
stance:
  commitment: [ska]
  need: [bör]
  against: [avstår]
  concrete: [kronor]
concepts:
  elnat: {terms: [-elnät-, biogas-]}
  bredband: {terms: [bredband-, fiber]}
focus_areas:
  - id: digital
    number: 4
    title: Digital uppkoppling
    short: Digitalt
    facets:
      - {id: fast, title: Fasta nät, title_en: Fixed networks, core: true}
    signals:
      - {id: digital-fast-1, facet: fast, all: [bredband], why: Bredband}
    examples:
      match: [{text: Bredband ska nå alla.}]
      no_match: [{text: Vården ska nå alla., reason: om vård}]
  - id: energi
    number: 5
    title: Energiförsörjning
    short: Energi
    facets:
      - {id: nat, title: Elnät, title_en: Grid, core: true}
    signals:
      - {id: energi-nat-1, facet: nat, all: [elnat], why: Elnät}
    examples:
      match: [{text: Elnätet ska byggas ut.}]
      no_match: [{text: Vården ska byggas ut., reason: om vård}]
references:
  - {id: oms, terms: [=ÖMS]}
"""
"""Two focus areas in rules that load in a tenth of the time of ours: for tests of everything but the rules."""
