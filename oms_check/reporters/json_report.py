"""A report → JSON of schema version 1: every document, cell and passage, nothing that differs between runs.

Sorted by path, without times and absolute paths, so that two runs on the same input are byte-identical.
"""

from oms_check.model.coverage import (
    Coverage,
    Decision,
    FocusAreaInfo,
    Judged,
    Matrix,
    Reason,
    RegionRow,
    Report,
)
from oms_check.model.document import PageHealth, PlacedBox
from oms_check.model.evidence import BlockRef, Evidence
from oms_check.model.review import ReviewEntry, ReviewUse
from oms_check.reporters.escape import json_text
from oms_check.reporters.explain import explain
from oms_check.reporters.reasons import sentence
from oms_check.reporters.rows import cells
from oms_check.reporters.style import PLAIN, Style

SCHEMA_VERSION = 1

Json = dict[str, object]
"""A JSON object on its way out; inside the program these are model values."""


def render(report: Report, style: Style = PLAIN) -> str:
    """The whole report. `start`/`end` count in the block's text; boxes are points from the top left."""
    return json_text(as_json(report))


def as_json(report: Report) -> Json:
    """The report as JSON values."""
    matrix = report.matrix
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "oms-check", "version": report.tool_version},
        "rules": {"id": matrix.rules.id, "version": matrix.rules.version, "sha256": matrix.rules.sha256},
        "focus_areas": [
            {"id": area.id, "number": area.number, "title": area.title} for area in matrix.rules.focus_areas
        ],
        "regions": [_region(row, report) for row in matrix.regions],
        "strategies": [strategy(judged, report) for judged in matrix.strategies],
        "review": _review(matrix.review),
        "gate": _gate(report.decision, matrix),
        "errors": [_error(judged) for judged in matrix.strategies if not judged.status.read],
    }


def _region(row: RegionRow, report: Report) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "strategies": list(row.strategies),
        "coverage": {
            cell.area.id: summary(cell.coverage, cell.area, report.lang) for cell in cells(report.matrix, row.coverage)
        },
    }


def strategy(judged: Judged, report: Report) -> Json:
    """A document with its cells and their evidence."""
    known = judged.strategy
    return {
        "path": known.path,
        "title": known.title,
        "status": judged.status.value,
        "region": known.region,
        "region_guessed": known.region_guessed,
        "kind": known.kind,
        "kind_guessed": known.kind_guessed,
        "year": known.year,
        "year_guessed": known.year_guessed,
        "language": judged.language,
        "sha256": judged.sha256,
        "pages": len(judged.pages),
        "health": {health.value: sum(page.health is health for page in judged.pages) for health in PageHealth},
        "notes": list(judged.notes),
        "references": {cited.work: list(cited.pages) for cited in judged.citations},
        "coverage": {
            cell.area.id: _cell(cell.coverage, cell.area, report.lang) for cell in cells(report.matrix, judged.coverage)
        },
    }


def _cell(coverage: Coverage, area: FocusAreaInfo, lang: str) -> Json:
    cell = summary(coverage, area, lang)
    explanation = cell.pop("explanation")
    cell["evidence"] = [passage(evidence) for evidence in coverage.evidence]
    cell["explanation"] = explanation
    return cell


def summary(coverage: Coverage, area: FocusAreaInfo, lang: str) -> Json:
    """A cell without its evidence."""
    counts = coverage.counts
    return {
        "level": coverage.level.value,
        "score": round(coverage.score, 2),
        "facets": {facet.facet: {"level": facet.level.value, "evidence": facet.evidence} for facet in coverage.facets},
        "commitments": counts.commitments,
        "concrete": counts.concrete,
        "needs": counts.needs,
        "mentions": counts.mentions,
        "against": counts.against,
        "quotes": counts.quotes,
        "rejected": counts.rejected,
        "pages": list(coverage.pages),
        "justified": coverage.justified,
        "decisions": [_decision(entry) for entry in coverage.decisions],
        "explanation": explain(coverage, area, lang),
    }


def passage(evidence: Evidence) -> Json:
    """A piece of evidence with its place in the block and on the page."""
    return {
        "signal": evidence.signal,
        "facet": evidence.facet,
        "stance": evidence.stance.value,
        "concrete": evidence.concrete,
        "match": evidence.match.value,
        "similarity": round(evidence.similarity, 1),
        "page": evidence.page,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "boxes": [box(placed) for placed in evidence.boxes],
        "block": block(evidence.block),
        "fingerprint": evidence.fingerprint,
        "decision": _decision(evidence.decision) if evidence.decision else None,
    }


def _decision(entry: ReviewEntry) -> Json:
    return {
        "decision": entry.decision.value,
        "reason": entry.reason,
        "role": entry.role,
        "date": entry.date.isoformat(),
    }


def _review(use: ReviewUse | None) -> Json | None:
    """What became of the review files; null where there was none."""
    if use is None:
        return None
    return {
        "files": list(use.files),
        "applied": use.applied,
        "stale": [
            {
                "why": one.why.value,
                "file": one.file,
                "line": one.entry.line,
                "subject": one.subject,
                "focus_area": one.entry.focus_area,
                "passage": one.entry.passage,
                "quote": one.entry.quote,
                "level": one.level.value if one.level else None,
                **_decision(one.entry),
            }
            for one in use.stale
        ],
    }


def box(placed: PlacedBox) -> Json:
    """Page and `[x0, y0, x1, y1]` to a hundredth of a point."""
    corners = (placed.x0, placed.top, placed.x1, placed.bottom)
    return {"page": placed.page, "box": [round(value, 2) for value in corners]}


def block(ref: BlockRef) -> Json:
    """Where a passage stands; `place` only in documents without pages."""
    values: Json = {
        "page": ref.page,
        "index": ref.index,
        "kind": ref.kind.value,
        "text": ref.text,
        "heading": ref.heading,
    }
    if ref.place:
        values["place"] = ref.place
    return values


def _gate(decision: Decision, matrix: Matrix) -> Json:
    return {
        "passed": decision.passed,
        "could_not_check": decision.could_not_check,
        "by": matrix.by,
        "reasons": [_reason(reason) for reason in decision.reasons],
        "accepted": [_reason(reason) for reason in decision.accepted],
        "notices": [_reason(reason) for reason in decision.notices],
    }


def _reason(reason: Reason) -> Json:
    return {
        "code": reason.code,
        "message": sentence(reason),
        "row": reason.row,
        "focus_area": reason.focus_area,
        "level": reason.level,
        "required": reason.required,
        "path": reason.path,
        "page": reason.page,
    }


def _error(judged: Judged) -> Json:
    return {
        "path": judged.strategy.path,
        "code": judged.status.value,
        "message": judged.message,
        "advice": judged.advice,
    }
