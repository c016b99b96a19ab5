"""Reviews and what was found → evidence and cells that carry their decisions, and the decisions that are stale.

A passage is known by document, focus area and fingerprint. What cannot be looked at in this run (a document that
was not named, or could not be read) is left alone: that is not stale.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from unicodedata import normalize

from oms_check.model.coverage import Coverage, Judged, Level, Matrix, RegionRow, Row
from oms_check.model.evidence import Evidence
from oms_check.model.review import Reviewed, ReviewEntry, ReviewUse, Ruling, StaleEntry, Staleness
from oms_check.model.strategy import Strategy
from oms_check.review.finding import ReviewFile

_ALIKE = 0.6
"""Share of a quote that a passage must have in common with it to be named beside a stale decision."""

Key = TypeVar("Key")

_MOST_COMPARED = 100
"""Stale decisions that a similar passage is looked for: more than that, and it is another document."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """An entry and the file it stands in."""

    entry: ReviewEntry
    file: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A document of the run: the strategy, and the digest of its bytes ('' where it could not be opened)."""

    strategy: Strategy
    sha256: str


class Decisions:
    """The decisions that concern a run, ready to be looked up."""

    def __init__(
        self,
        reviews: Sequence[ReviewFile],
        direction: str,
        focus_areas: Sequence[str],
        subjects: Sequence[Subject],
        regions: Sequence[str] = (),
    ) -> None:
        self._files = tuple(one.name for one in reviews)
        self._direction = direction
        self._areas = frozenset(focus_areas)
        self._stale: list[StaleEntry] = []
        self._passages: dict[tuple[str, str, str], _Decision] = {}
        self._cells: dict[tuple[str, str], _Decision] = {}
        self._regions: dict[tuple[str, str], _Decision] = {}
        by_file = {_identity(str(one.strategy.file)): one.strategy.path for one in subjects if one.strategy.file}
        by_digest = {one.sha256: one.strategy.path for one in subjects if one.sha256}
        for review in reviews:
            for document in review.review.documents:
                path = _path(review, document, by_file, by_digest)
                if path is None:
                    self._gone(review, document)
                elif path:
                    self._take(review, document, path)
            for region in review.review.regions:
                for entry in self._own(review, region, region.name):
                    if region.name in regions:
                        decision = _Decision(entry, review.name)
                        self._put(self._regions, (region.name, entry.focus_area), decision, region.name)
                    else:
                        self._stale.append(StaleEntry(entry, review.name, region.name, Staleness.REGION))

    def mark(self, path: str, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """The evidence of a strategy, each with the decision on it; a rejected cell rejects what is in it."""
        return tuple(self._marked(path, one) for one in evidence)

    def _marked(self, path: str, one: Evidence) -> Evidence:
        found = self._passages.get((path, one.focus_area, one.fingerprint))
        cell = self._cells.get((path, one.focus_area))
        if found is None and cell is not None and cell.entry.decision is Ruling.REJECT:
            found = cell
        return one if found is None else replace(one, decision=found.entry)

    def mark_matrix(self, matrix: Matrix) -> Matrix:
        """The matrix with its cells' decisions, and what became of all of them.

        Its evidence has to be marked already.
        """
        if not self._files:
            return matrix
        strategies = tuple(self._judged(one) for one in matrix.strategies)
        regions = tuple(self._region(row, strategies) for row in matrix.regions)
        own = {one.strategy.path: one.coverage for one in strategies}
        pooled = {row.id: row.coverage for row in regions}

        def row_of(row: Row) -> Row:
            return replace(row, coverage=own[row.key] if row.key in row.paths else pooled[row.region])

        stale = sorted(self._stale, key=lambda one: (one.file, one.entry.line, one.subject, one.entry.key))
        cells = [cell for one in strategies for cell in one.coverage]
        cells += [cell for row in regions for cell in row.coverage]
        holding = {entry for cell in cells for entry in cell.decisions}
        holding |= {one.decision for cell in cells for one in cell.evidence if one.decision is not None}
        return replace(
            matrix,
            strategies=strategies,
            regions=regions,
            rows=tuple(map(row_of, matrix.rows)),
            review=ReviewUse(self._files, len(holding), tuple(stale)),
        )

    def _take(self, review: ReviewFile, document: Reviewed, path: str) -> None:
        for entry in self._own(review, document, path):
            decision = _Decision(entry, review.name)
            if entry.passage:
                self._put(self._passages, (path, entry.focus_area, entry.passage), decision, path)
            else:
                self._put(self._cells, (path, entry.focus_area), decision, path)

    def _put(self, known: dict[Key, _Decision], key: Key, decision: _Decision, subject: str) -> None:
        before = known.get(key)
        if before is not None:
            self._stale.append(StaleEntry(before.entry, before.file, subject, Staleness.OVERRULED))
        known[key] = decision

    def _own(self, review: ReviewFile, one: Reviewed, subject: str) -> list[ReviewEntry]:
        """The entries of this direction; those on a focus area it does not have are stale."""
        entries = [entry for entry in one.entries if entry.direction == self._direction]
        for entry in entries:
            if entry.focus_area not in self._areas:
                self._stale.append(StaleEntry(entry, review.name, subject, Staleness.FOCUS_AREA))
        return [entry for entry in entries if entry.focus_area in self._areas]

    def _gone(self, review: ReviewFile, document: Reviewed) -> None:
        for entry in document.entries:
            if entry.direction == self._direction:
                self._stale.append(StaleEntry(entry, review.name, document.name, Staleness.DOCUMENT))

    def _judged(self, judged: Judged) -> Judged:
        path = judged.strategy.path
        if any(cell.level is Level.UNKNOWN for cell in judged.coverage):
            return judged
        self._look_for_passages(judged)
        return replace(judged, coverage=tuple(self._cell(cell, path, self._cells, path) for cell in judged.coverage))

    def _look_for_passages(self, judged: Judged) -> None:
        from difflib import get_close_matches  # costs 5 ms to import, and only a stale decision needs it

        path = judged.strategy.path
        cells = {cell.focus_area: cell for cell in judged.coverage}
        found = {(area, one.fingerprint) for area, cell in cells.items() for one in cell.evidence}
        for (document, area, fingerprint), decision in self._passages.items():
            if document != path or (area, fingerprint) in found:
                continue
            similar = ""
            if decision.entry.quote and len(self._stale) < _MOST_COMPARED:
                undecided = [one.quote for one in cells[area].evidence if one.decision is None]
                similar = next(iter(get_close_matches(decision.entry.quote, undecided, 1, _ALIKE)), "")
            self._stale.append(StaleEntry(decision.entry, decision.file, path, Staleness.PASSAGE, similar=similar))

    def _cell(self, cell: Coverage, key: str, decisions: Mapping[tuple[str, str], _Decision], subject: str) -> Coverage:
        decision = decisions.get((key, cell.focus_area))
        if decision is None or cell.level is Level.UNKNOWN:
            return cell
        why = _staleness(decision.entry, cell.level)
        if why is not None:
            self._stale.append(StaleEntry(decision.entry, decision.file, subject, why, cell.level))
            return cell
        return replace(cell, decisions=(decision.entry,))

    def _region(self, row: RegionRow, strategies: Sequence[Judged]) -> RegionRow:
        own = [one for one in strategies if one.strategy.path in row.strategies]
        cells = (self._cell(cell, row.id or "", self._regions, row.name) for cell in row.coverage)
        return replace(row, coverage=tuple(cell if cell.decisions else _joint(cell, own) for cell in cells))


def _staleness(entry: ReviewEntry, level: Level) -> Staleness | None:
    """Why a decision on a cell does not hold at a level; None where it does."""
    before = entry.level
    if entry.decision is Ruling.ACCEPT:
        return Staleness.LEVEL if before is not None and level is not before else None
    if entry.decision is Ruling.REJECT:
        return None
    if before is not None and level.rank < before.rank:
        return Staleness.LEVEL
    closed = before is not None and level.rank > before.rank and level.rank >= Level.PARTIAL.rank
    return Staleness.CLOSED if closed or level is Level.STRONG else None


def _joint(cell: Coverage, strategies: Sequence[Judged]) -> Coverage:
    """A region's gap is justified where it is justified in every strategy of the region that could be read."""
    own = [one for judged in strategies for one in judged.coverage if one.focus_area == cell.focus_area]
    read = [one for one in own if one.level is not Level.UNKNOWN]
    if not read or cell.level in (Level.STRONG, Level.UNKNOWN) or not all(one.justified for one in read):
        return cell
    return replace(cell, decisions=tuple(entry for one in read for entry in one.decisions))


def _path(
    review: ReviewFile, document: Reviewed, by_file: Mapping[str, str], by_digest: Mapping[str, str]
) -> str | None:
    """The path of the strategy that is meant; '' where it is not part of this run, None where it is gone."""
    if document.name == "-":
        return "-" if "-" in by_digest.values() else ""
    file = str(review.path.parent / document.name)
    known = by_file.get(_identity(file))
    if known is not None:
        return known
    is_there = any(os.path.exists(normalize(form, file)) for form in ("NFC", "NFD"))  # noqa: PTH110 (one path, two spellings)
    renamed = by_digest.get(document.sha256) if document.sha256 else None
    return "" if is_there else renamed


def _identity(file: str) -> str:
    """A file's real path, in one spelling (`ö` is one character or two)."""
    return normalize("NFC", os.path.realpath(file))
