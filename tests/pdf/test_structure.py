"""Tags say what is a heading, a list item, a row; long documents are read as completely as short ones."""

from made_pdfs import typeset

from oms_check.pdf.opening import OpenPdf, open_pdf
from oms_check.pdf.structure import Role, StructureReader, TaggedBlock

SOURCE = """
= Energi
Elnätet byggs ut.
- kraftvärme
- vindkraft
== Mål
#table(columns: 2, [Mål], [År], [Fossilfritt], [2035])
"""


def pages_of(content: bytes, *, everything: bool = False) -> list[list[TaggedBlock]]:
    opened = open_pdf(content)
    assert isinstance(opened, OpenPdf)
    reader = StructureReader()
    pages = []
    with opened as pdf:
        for index in range(pdf.facts.pages):
            with pdf.page(index) as page:
                pages.append(reader.read(page, everything=everything))
    return pages


def test_roles_and_levels_come_in_reading_order() -> None:
    (blocks,) = pages_of(typeset(SOURCE))
    assert [(block.role, block.level) for block in blocks] == [
        (Role.HEADING, 1),
        (Role.PARAGRAPH, 0),
        (Role.LIST_ITEM, 0),
        (Role.LIST_ITEM, 0),
        (Role.HEADING, 2),
        (Role.ROW, 0),
        (Role.ROW, 0),
    ]


def test_a_page_deep_in_a_long_document_is_found_from_the_page_before() -> None:
    source = "\n".join(f"== Avsnitt {i}\nText nummer {i}.\n\nMer text.\n#pagebreak(weak: true)" for i in range(70))
    near, all_of_it = pages_of(typeset(source)), pages_of(typeset(source), everything=True)
    assert len(near) == 70
    assert near == all_of_it
    assert all(len(blocks) == 3 for blocks in near)


def test_an_untagged_page_has_no_blocks() -> None:
    from made_pdfs import drawn

    assert pages_of(drawn([[(50, 50, "utan taggar")]])) == [[]]
