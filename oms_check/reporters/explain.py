"""A coverage → the sentence that explains its level, with the same counts the level was decided on."""

from oms_check.model.coverage import Coverage, FocusAreaInfo, Level
from oms_check.model.evidence import Evidence, NearMiss
from oms_check.reporters.review_words import review_words
from oms_check.reporters.wording import Forms, Words
from oms_check.reporters.words import counted, words


def explain(coverage: Coverage, area: FocusAreaInfo, lang: str) -> str:
    """'6 åtaganden, 4 konkreta, i 2 av 4 facetter på 5 sidor': one clause a count, none for a zero."""
    w = words(lang)
    if coverage.level is Level.UNKNOWN:
        return w.could_not_tell
    counts = coverage.counts
    clauses = [
        counted(count, forms)
        for count, forms in (
            (counts.commitments, w.commitments),
            (counts.concrete, w.concrete),
            (counts.needs, w.needs),
            (counts.mentions, w.mentions),
        )
        if count
    ]
    if clauses:
        where = _where(coverage, area, w)
        clauses = [f"{clauses[0]} {where}"] if len(clauses) == 1 else [*clauses, where]
    else:
        clauses.append(w.nothing_stated)
    return ", ".join([*clauses, *_beside(coverage, w), *_not_counted(coverage, w, lang)])


def _where(coverage: Coverage, area: FocusAreaInfo, w: Words) -> str:
    where = w.in_facets.format(covered=coverage.counts.facets, of=len(area.facets))
    placeless = any(evidence.block.place for evidence in coverage.evidence)
    if coverage.pages and not placeless:
        where += " " + w.on_pages.format(pages=counted(len(coverage.pages), w.pages))
    return where


def _beside(coverage: Coverage, w: Words) -> list[str]:
    """What was found and does not count; near misses only where nothing else was."""
    counts = coverage.counts
    found: list[tuple[int, str, Forms]] = [(counts.against, w.rejected_in, w.passages)]
    if not counts.evidence:
        found.append((counts.quotes, w.only_quoted, w.passages))
        found.append((len(coverage.near_misses), w.came_near, w.passages))
    return [text.format(passages=counted(count, forms)) for count, text, forms in found if count]


def _not_counted(coverage: Coverage, w: Words, lang: str) -> list[str]:
    rejected = coverage.counts.rejected
    return [review_words(lang).not_counted.format(passages=counted(rejected, w.passages))] if rejected else []


def place(passage: Evidence | NearMiss, lang: str) -> str:
    """Where a passage stands: 's. 12', or the nearest heading and paragraph in a document without pages."""
    return passage.block.place or f"{words(lang).page_short} {passage.page}"
