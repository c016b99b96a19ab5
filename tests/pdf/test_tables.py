"""Rules make tables; a frame round a text does not."""

from made_pdfs import changed, drawn
from reportlab.pdfgen.canvas import Canvas

from oms_check.pdf.opening import OpenPdf, open_pdf
from oms_check.pdf.tables import RuledTable, ruled_tables
from oms_check.pdf.words import read_words, to_view

CELLS = [["Mål", "2030"], ["Elnät", "40 mil"], ["Laddning", "900 platser"]]


def grid(canvas: Canvas, _: int) -> None:
    canvas.setLineWidth(0.5)
    canvas.grid([100, 220, 340], [700, 680, 660, 640])
    for row, cells in enumerate(CELLS):
        for column, cell in enumerate(cells):
            canvas.drawString(105 + 120 * column, 686 - 20 * row, cell)


def frames(canvas: Canvas, _: int) -> None:
    for row in range(3):
        for column in range(2):
            canvas.rect(100 + 120 * column, 640 + 20 * row, 120, 20)


def tables_of(content: bytes) -> list[RuledTable]:
    opened = open_pdf(content)
    assert isinstance(opened, OpenPdf)
    with opened as pdf, pdf.page(0) as page:
        words = read_words(page)
        return ruled_tables(page, to_view(page, words.width, words.height), words.width, words.height)


def test_lines_and_frames_make_the_same_table() -> None:
    for paint in (grid, frames):
        (table,) = tables_of(drawn([[(50, 60, "Före tabellen")]], extra=paint))
        assert [len(row) for row in table.rows] == [2, 2, 2]
        x0, top, x1, bottom = table.rows[0][0]
        assert (round(x0), round(x1)) == (100, 220)
        assert (round(top), round(bottom)) == (142, 162)


def test_cells_are_placed_on_the_page_as_shown() -> None:
    (table,) = tables_of(changed(drawn([[]], extra=grid), crop=(50, 100, 500, 780)))
    x0, top, _, _ = table.rows[0][0]
    assert (round(x0), round(top)) == (50, 80)


def test_one_frame_is_no_table() -> None:
    def frame(canvas: Canvas, _: int) -> None:
        canvas.rect(100, 500, 300, 200)
        canvas.line(100, 450, 400, 450)

    assert tables_of(drawn([[(120, 200, "En faktaruta")]], extra=frame)) == []
