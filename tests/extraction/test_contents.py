"""Which blocks are contents, told from their text alone."""

import pytest

from oms_check.extraction.contents import mark_contents
from oms_check.extraction.drafts import Draft
from oms_check.model.document import BlockKind


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("1 Inledning 1.1 Uppdrag 2 Resor 2.1 Tåg till Stockholm 2.2 Taxa 3 Elnät och fiber 3.1 Kapacitet", True),
        ("1.1 Uppdrag 2 Läge 2.1 Arbete 3 Resor 3.1 Tåg 4 Boende Bilaga 1 Bredband Bilaga 2 Elnätets kapacitet", True),
        (
            "Regionen köper 3 Båtar, 4 Bussar och 5 Tåg. Det kostar 7 Miljoner och 8 Tusen, enligt 9 Kap.",
            False,
        ),
        (
            "1 Vi bygger ut elnätet i hela länet. 2 Vi drar fiber till alla hushåll. 3 Vi bygger tätt vid stationen.",
            False,
        ),
    ],
)
def test_numbered_titles_in_a_row_are_contents_though_page_numbers_stand_elsewhere(text: str, contents: bool) -> None:
    draft = Draft(text, None, 0, False, 10.0, False, 3, 1)
    mark_contents([draft])
    assert (draft.kind is BlockKind.TOC) is contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("I Allmänt (§§ 1–4) II Grannar (§§ 5–7) III Effekt och värme (§§ 8–14) IV Bredband (§ 15)", True),
        ("Nämnden prövar frågan enligt plan- och bygglagen (§ 15) och kommunallagen (§ 5).", False),
    ],
)
def test_chapters_with_their_paragraphs_are_contents(text: str, contents: bool) -> None:
    draft = Draft(text, None, 0, False, 10.0, False, 3, 1)
    mark_contents([draft])
    assert (draft.kind is BlockKind.TOC) is contents


@pytest.mark.parametrize(("head", "contents"), [("Kap. Innehåll Sida", True), ("Nr Innehåll Ansvarig År", False)])
def test_a_table_may_be_the_contents(head: str, contents: bool) -> None:
    rows = [Draft(text, BlockKind.TABLE_ROW, 0, True, 10.0, False, 1, 1) for text in (head, "6 Elnät och lager 17–19")]
    mark_contents(rows)
    assert {row.kind for row in rows} == {BlockKind.TOC if contents else BlockKind.TABLE_ROW}


def drafts_of(rows: list[str], body: list[tuple[int, str]]) -> list[Draft]:
    listed = [Draft(text, BlockKind.TABLE_ROW, 0, True, 10.0, False, 1, 2) for text in rows]
    return listed + [Draft(text, None, 0, True, 14.0, True, 1, page) for page, text in body]


@pytest.mark.parametrize(
    ("rows", "body", "contents"),
    [
        (["Kajen 3", "Elnätet 4", "Banan 6"], [(3, "Kajen"), (4, "Elnätet"), (6, "Banan")], True),
        # the numbers printed on the pages begin after the cover
        (["Kajen 1", "Elnätet 2", "Banan 4"], [(3, "Kajen"), (4, "Elnätet"), (6, "Banan")], True),
        # a title without a section of its own
        (["Kajen 3", "Elnätet 4", "Fiber 5", "Banan 6"], [(3, "Kajen"), (4, "Elnätet"), (6, "Banan")], True),
        # sums, which happen to rise
        (["Kajen 3", "Elnätet 12", "Banan 65"], [(3, "Kajen"), (4, "Elnätet"), (6, "Banan")], False),
        (["Kajen 3", "Elnätet 4", "Banan 6"], [(3, "Hamnen"), (4, "Elnätet"), (6, "Spåren")], False),
    ],
)
def test_titles_that_stand_where_the_numbers_say_are_contents(
    rows: list[str], body: list[tuple[int, str]], contents: bool
) -> None:
    drafts = drafts_of(rows, body)
    mark_contents(drafts)
    kinds = {draft.kind for draft in drafts[: len(rows)]}
    assert kinds == {BlockKind.TOC if contents else BlockKind.TABLE_ROW}
    assert all(draft.kind is None for draft in drafts[len(rows) :])
