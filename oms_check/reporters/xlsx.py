"""A report → a workbook for people: Matris, Evidens, Saknas and Om."""

from oms_check.model.coverage import Level, Report
from oms_check.model.review import ReviewEntry
from oms_check.reporters.csv_tables import score
from oms_check.reporters.explain import explain, place
from oms_check.reporters.lines import document_lines, footnotes, verdict
from oms_check.reporters.reasons import sentence
from oms_check.reporters.review_words import review_words
from oms_check.reporters.rows import gaps, judged_of, passages, region_is_guess, years_of
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.wording import Words
from oms_check.reporters.words import GUESS_SIGN, SIGNS, kind_word, marks, words
from oms_check.reporters.workbook import Cell, Sheet, Value, values, workbook


def render(report: Report, style: Style = PLAIN) -> bytes:
    """The workbook's bytes."""
    sheets = (_matrix(report), _evidence(report), _gaps(report), _about(report))
    return workbook(report.matrix.rules.title, sheets)


def _matrix(report: Report) -> Sheet:
    w = words(report.lang)
    matrix = report.matrix
    areas = matrix.rules.focus_areas
    rows = []
    for row in matrix.rows:
        mark = f" {GUESS_SIGN}" if region_is_guess(matrix, row) else ""
        years = years_of(matrix, row)
        year: Value = years[0] if len(years) == 1 else ", ".join(map(str, years)) or None
        pages = sum(len(judged.pages) for judged in judged_of(matrix, row))
        levels = [
            Cell(
                f"{SIGNS[cell.level]} {w.levels[cell.level]} {marks(cell)}".rstrip(),
                cell.level,
            )
            for cell in row.coverage
        ]
        scores = [Cell(score(cell)) for cell in row.coverage]
        rows.append([*values(row.name + mark, "\n".join(row.paths), year, pages), *levels, *scores])
    first = w.region if matrix.by == "region" else w.strategy
    return Sheet(
        name=w.sheet_matrix,
        head=(
            *(first, w.document, w.year, w.pages[1].capitalize()),
            *(area.column(report.lang) for area in areas),
            *(f"{area.column(report.lang)}, {w.score.lower()}" for area in areas),
        ),
        widths=(26, 44, 8, 8, *(14 for _ in areas), *(13 for _ in areas)),
        rows=rows,
    )


def _evidence(report: Report) -> Sheet:
    w = words(report.lang)
    rows = []
    for passage in passages(report.matrix):
        evidence, strategy = passage.evidence, passage.judged.strategy
        facet = passage.area.facet_titles(report.lang).get(evidence.facet, evidence.facet)
        where: Value = evidence.block.place or evidence.page
        rows.append(
            values(
                *(strategy.region, strategy.path, kind_word(strategy.kind, report.lang), strategy.year),
                *(passage.area.column(report.lang), facet, w.stances[evidence.stance]),
                w.concrete_mark if evidence.concrete else None,
                *(where, evidence.quote, evidence.block.heading),
                *(w.matches[evidence.match], evidence.signal),
                *_decision(evidence.decision, report.lang),
            )
        )
    return Sheet(
        name=w.sheet_evidence,
        head=(
            *(w.region, w.document, w.kind, w.year, w.focus_area, w.facet, w.stance),
            w.concrete_mark.capitalize(),
            *(w.page, w.quote, w.heading, w.match, w.signal),
            *_decision_head(report.lang),
        ),
        widths=(14, 40, 20, 8, 18, 28, 14, 11, 12, 80, 30, 17, 22, 12, 40, 20, 12),
        rows=rows,
        frozen=0,
    )


def _gaps(report: Report) -> Sheet:
    w = words(report.lang)
    rows = []
    for gap in gaps(report.matrix):
        nearest = gap.nearest
        rows.append(
            [
                *values(gap.row.name, gap.area.column(report.lang)),
                Cell(f"{SIGNS[gap.coverage.level]} {w.levels[gap.coverage.level]}", gap.coverage.level),
                *values(
                    explain(gap.coverage, gap.area, report.lang),
                    gap.path or None,
                    place(nearest, report.lang) if nearest else None,
                    nearest.quote if nearest else None,
                    *_decision(next(iter(gap.coverage.decisions), None), report.lang),
                ),
            ]
        )
    return Sheet(
        name=w.sheet_gaps,
        head=(
            w.row,
            w.focus_area,
            w.level,
            w.explanation,
            w.document,
            w.nearest_head,
            w.quote,
            *_decision_head(report.lang),
        ),
        widths=(26, 18, 14, 48, 40, 16, 80, 12, 40, 20, 12),
        rows=rows,
    )


def _decision_head(lang: str) -> tuple[str, ...]:
    r = review_words(lang)
    return (r.decision, r.reason, r.role, r.date)


def _decision(entry: ReviewEntry | None, lang: str) -> tuple[Value, ...]:
    if entry is None:
        return (None, None, None, None)
    decision = review_words(lang).decisions[entry.decision]
    return (decision, entry.reason or None, entry.role or None, entry.date.isoformat())


def _about(report: Report) -> Sheet:
    w = words(report.lang)
    rules = report.matrix.rules
    facts: list[tuple[str, Value]] = [
        (w.direction, rules.title),
        (w.version, f"{rules.id} {rules.version}"),
        (w.rules_digest, rules.sha256),
        (w.tool, f"oms-check {report.tool_version}"),
        (w.gate, verdict(report)),
    ]
    facts += [("", sentence(reason, report.lang, rules.focus_areas)) for reason in report.decision.reasons]
    facts += [
        (w.accepted.capitalize(), sentence(reason, report.lang, rules.focus_areas))
        for reason in report.decision.accepted
    ]
    review = report.matrix.review
    facts += [(review_words(report.lang).file, file) for file in (review.files if review else ())]
    facts += [
        (w.notices.capitalize(), sentence(reason, report.lang, rules.focus_areas)) for reason in report.decision.notices
    ]
    facts += _legend(report, w)
    facts += [(document.path, "\n".join((document.facts, *document.warnings))) for document in document_lines(report)]
    return Sheet(
        name=w.sheet_about,
        head=(w.sheet_about, ""),
        widths=(44, 100),
        rows=[values(name, value) for name, value in facts],
    )


def _legend(report: Report, w: Words) -> list[tuple[str, Value]]:
    levels: list[tuple[str, Value]] = [
        (f"{SIGNS[level]} {w.levels[level]}", w.level_meanings[level]) for level in Level
    ]
    return levels + [(sign, meaning) for sign, meaning in footnotes(report)]
