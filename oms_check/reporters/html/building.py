"""A report and its crops → the values of the page: what was merged, chosen, linked and said, in both languages."""

import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from shlex import quote

from oms_check.model.coverage import Coverage, FacetCoverage, FocusAreaInfo, Judged, Level, Report, Row
from oms_check.model.crop import Crop, CropKey, crop_key
from oms_check.model.evidence import Evidence, NearMiss
from oms_check.model.review import ReviewEntry
from oms_check.reporters.escape import uri
from oms_check.reporters.evidence import View, how_others_put_it, lacking_of
from oms_check.reporters.explain import explain, place
from oms_check.reporters.html.both import Both, both, filled
from oms_check.reporters.html.passages import MOST_PICTURED, Found, best, listed, passages_of, pieces
from oms_check.reporters.html.view import (
    AreaView,
    CellView,
    DecisionView,
    DocumentView,
    FacetView,
    LevelView,
    NearView,
    OtherView,
    PassageView,
    Picture,
    Place,
    RowView,
)
from oms_check.reporters.lines import document_lines, gap_line
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import HealthGroup, faulty_pages, is_older, judged_of, region_is_guess, years_of
from oms_check.reporters.words import SIGNS, counted, kind_word, number_ranges, page_list, words

WORK_NAMES = {"oms": "ÖMS", "ebs": "En Bättre Sits"}
"""Cited works as people call them; others by their id."""

MOST_LISTED = 60
"""Passages of a cell: more is no longer read, and with all of them seven long strategies would exceed 5 MB."""

MOST_ON_PAGE = 2_100
"""Passages of a page with so many cells that `MOST_LISTED` would be too many; at least `MOST_PICTURED` a cell."""

MOST_NEAR = 5
"""Near misses of a cell: the nearest."""


class Builder:
    """Builds the values in page order; knows the crops, where the page will stand, and what was shown already."""

    def __init__(self, report: Report, crops: Mapping[CropKey, Crop], folder: Path | None) -> None:
        self._report = report
        self._matrix = report.matrix
        self._crops = crops
        self._folder = folder
        self._files = {one.strategy.path: one.strategy.file for one in report.matrix.strategies}
        self._pictures: dict[CropKey, str] = {}
        self._passages = {
            (i, j): passages_of(self._matrix, row, area)
            for i, row in enumerate(self._matrix.rows)
            for j, area in enumerate(self._matrix.rules.focus_areas)
        }
        most = MOST_ON_PAGE // max(1, len(self._passages))
        self._most = max(MOST_PICTURED, min(MOST_LISTED, most))
        self._numbers = {one.strategy.path: i + 1 for i, one in enumerate(report.matrix.strategies)}
        self._ids = {
            (j, found.key): f"p{i + 1}-{j + 1}-{k + 1}"
            for (i, j), cell in self._passages.items()
            for k, found in enumerate(self._listed(cell))
        }
        self.levels = {level: level_view(level) for level in Level}
        self.areas = tuple(
            AreaView(area.id, area.number, both(area.column), Both(area.title, area.title_en or area.title))
            for area in self._matrix.rules.focus_areas
        )

    def rows(self) -> Iterator[RowView]:
        """The rows of the matrix in order."""
        for i, row in enumerate(self._matrix.rows):
            yield RowView(
                id=f"row-{i + 1}",
                key=row.key,
                name=row.name,
                guessed=region_is_guess(self._matrix, row),
                years=", ".join(map(str, years_of(self._matrix, row))),
                gap=both(partial(gap_line, self._matrix, row)),
                is_document=row.key in row.paths,
                complete=all(cell.level in (Level.PARTIAL, Level.STRONG) for cell in row.coverage),
                cells=tuple(self._cell(i, row, j) for j in range(len(row.coverage))),
            )

    def documents(self) -> Iterator[DocumentView]:
        """Every document, the unreadable too, in path order."""
        swedish, english = (document_lines(replace(self._report, lang=lang)) for lang in ("sv", "en"))
        for judged, sv, en in zip(self._matrix.strategies, swedish, english, strict=True):
            strategy = judged.strategy
            health = tuple(both(partial(_health, group)) for group in faulty_pages(judged))
            said = {*health, self._older(judged)}
            remarks = tuple(text for text in map(Both, sv.warnings, en.warnings) if text not in said)
            yield DocumentView(
                place=self._place(strategy.path),
                sha256=judged.sha256,
                title=strategy.title,
                kind=both(partial(kind_word, strategy.kind)),
                kind_guessed=strategy.kind_guessed and strategy.kind is not None,
                year=str(strategy.year or ""),
                year_guessed=strategy.year_guessed and strategy.year is not None,
                older=is_older(judged, self._matrix),
                pages=len(judged.pages),
                read=judged.status.read,
                health=health,
                cites=tuple(
                    (WORK_NAMES.get(cited.work, cited.work), both(partial(page_list, cited.pages)))
                    for cited in judged.citations
                ),
                remarks=remarks if judged.status.read else (Both(sv.facts, en.facts), *remarks),
            )

    def _older(self, judged: Judged) -> Both:
        """The remark that the year's column makes already."""
        years = {"year": judged.strategy.year, "published": self._matrix.rules.published}
        return both(lambda lang: words(lang).older.format(**years))

    def _cell(self, i: int, row: Row, j: int) -> CellView:
        info, coverage = self._matrix.rules.focus_areas[j], row.coverage[j]
        passages = self._passages[i, j]
        strongest, others = best(passages), self._listed(passages)
        left_out = len(passages) - len(others)
        others = [found for found in others if found not in strongest]
        near = self._nearest(row, info.id)
        return CellView(
            id=f"cell-{i + 1}-{j + 1}",
            area=self.areas[j],
            level=self.levels[coverage.level],
            against=coverage.counts.against > 0,
            why=both(partial(explain, coverage, info)),
            facets=tuple(
                FacetView(title, self.levels[facet.level], _count(passages, facet))
                for title, facet in zip(facet_titles(info).values(), coverage.facets, strict=True)
            ),
            covered=sum(facet.evidence > 0 for facet in coverage.facets),
            best=tuple(self._passage(j, found, pictured=True) for found in strongest),
            more=tuple(self._passage(j, found, pictured=False) for found in others),
            left_out=filled("left_out", count=left_out) if left_out else None,
            near=tuple(self._near(path, miss) for path, miss in near[:MOST_NEAR]),
            others=tuple(self._others(row, j, coverage)),
            near_left=_near_left(near[MOST_NEAR:], info.id),
            decisions=tuple(decision_view(entry) for entry in coverage.decisions),
            justified=coverage.justified,
        )

    def _listed(self, passages: list[Found]) -> list[Found]:
        """What a cell lists: the best ones, and of the others as many as there is room for."""
        strongest = best(passages)
        rest = listed([found for found in passages if found not in strongest], self._most - len(strongest))
        return [found for found in passages if found in strongest or found in rest]

    def _passage(self, j: int, found: Found, *, pictured: bool) -> PassageView:
        evidence = found.evidence
        titles = facet_titles(self._matrix.rules.focus_areas[j])
        beyond = [box.page for box in evidence.boxes if box.page > evidence.page]
        return PassageView(
            id=self._ids[j, found.key],
            pieces=pieces(found),
            stance=evidence.stance.value,
            stance_word=both(lambda lang: words(lang).stances[evidence.stance]),
            concrete=any(one.concrete for one in found.found),
            match=both(lambda lang: words(lang).matches[evidence.match]),
            facets=tuple(titles[facet] for facet in found.facets if facet in titles),
            place=self._place(found.judged.strategy.path, evidence),
            heading=evidence.block.heading,
            fingerprint=evidence.fingerprint,
            goes_on=min(beyond, default=0),
            picture=self._picture(found.key) if pictured else None,
            decision=decision_view(evidence.decision) if evidence.decision else None,
        )

    def _picture(self, key: CropKey) -> Picture | None:
        crop = self._crops.get(key)
        if crop is None:
            return None
        same = self._pictures.get(key, "")
        number = f"crop-{len(self._pictures) + 1}"
        if same:
            return Picture("", crop.width, crop.height, same=same)
        self._pictures[key] = number
        data = f"data:{crop.media_type};base64,{b64encode(crop.image).decode('ascii')}"
        return Picture(number, crop.width, crop.height, uri=data)

    def _nearest(self, row: Row, focus_area: str) -> list[tuple[str, NearMiss]]:
        """(path, near miss), the nearest first."""
        misses = {
            (judged.strategy.path, miss.quote): miss
            for judged in judged_of(self._matrix, row)
            for coverage in judged.coverage
            if coverage.focus_area == focus_area
            for miss in coverage.near_misses
        }
        nearest = sorted(misses.items(), key=lambda one: (-one[1].score, len(one[1].lacking), -len(one[1].met)))
        return [(path, miss) for (path, _), miss in nearest]

    def _near(self, path: str, miss: NearMiss) -> NearView:
        said = Both(lacking_of(miss, words("sv")), lacking_of(miss, words("en")))
        return NearView(miss.quote, said, self._place(path, miss))

    def _others(self, row: Row, j: int, coverage: Coverage) -> Iterator[OtherView]:
        own = judged_of(self._matrix, row)
        if not own or coverage.level is Level.UNKNOWN:
            return
        info = self._matrix.rules.focus_areas[j]
        elsewhere = tuple(judged for judged in self._matrix.strategies if judged not in own)
        for model in how_others_put_it(View(own[0], (info,), elsewhere), info, coverage):
            yield OtherView(
                quote=model.evidence.quote,
                facet=facet_titles(info)[model.evidence.facet],
                place=self._place(model.path, model.evidence),
                target=self._ids.get((j, crop_key(model.path, model.evidence)), ""),
            )

    def _place(self, path: str, passage: Evidence | NearMiss | None = None) -> Place:
        link = self._link(path)
        is_paged = PurePosixPath(path).suffix.lower() == ".pdf"
        if link and passage is not None and is_paged and not passage.block.place:
            link += f"#page={passage.page}"
        where = both(partial(place, passage)) if passage is not None else Both("", "")
        return Place(self._numbers[path], path, PurePosixPath(path).name, where, link)

    def _link(self, path: str) -> str:
        """From the page's folder to the document: both may be moved together."""
        file = self._files.get(path)
        if file is None:
            return ""
        if self._folder is None:
            return uri(path)
        try:
            relative = os.path.relpath(file.absolute(), self._folder.absolute())
        except ValueError:  # on another drive (Windows)
            return file.absolute().as_uri()
        return uri(Path(relative).as_posix())


def _near_left(left: list[tuple[str, NearMiss]], focus_area: str) -> Both | None:
    """How many near misses a cell does not list, and the commands that show them."""
    if not left:
        return None
    paths = dict.fromkeys(path for path, _ in left)
    commands = ", ".join(f"oms-check evidence {quote(path)} --focus {focus_area}" for path in paths)
    return filled("near_left", count=len(left), commands=commands)


def decision_view(entry: ReviewEntry) -> DecisionView:
    """A reader's decision as the page shows it."""
    return DecisionView(
        entry.decision.value,
        both(lambda lang: review_words(lang).decisions[entry.decision]),
        entry.reason,
        f"{entry.role} {entry.date.isoformat()}".strip(),
    )


def level_view(level: Level) -> LevelView:
    """A level's sign, word and meaning."""
    return LevelView(
        level.value,
        SIGNS[level],
        both(lambda lang: words(lang).levels[level]),
        both(lambda lang: words(lang).level_meanings[level]),
    )


def facet_titles(info: FocusAreaInfo) -> dict[str, Both]:
    """Facet id → title."""
    english = info.facet_titles("en")
    return {facet: Both(title, english[facet]) for facet, title in info.facets}


def _count(passages: list[Found], facet: FacetCoverage) -> int:
    return sum(facet.facet in found.facets and not found.evidence.rejected for found in passages)


def _health(group: HealthGroup, lang: str) -> str:
    w = words(lang)
    return w.pages_with.format(
        pages=counted(len(group.pages), w.pages), health=w.health[group.health], numbers=number_ranges(group.pages)
    )
