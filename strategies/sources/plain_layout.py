"""A short marked-up text → an untagged PDF with two columns and a sidebar, set by reportlab.

The markup: `key: value` lines up to `---` (title, subtitle, region, opening: points that the title takes),
then paragraphs parted by empty lines. `# ` and `## ` open headings, `- ` list items, `| a | b |` table rows,
`> ` what stands in the sidebar of the first page. `{host/path}` cites a page: it becomes a number in
brackets, and the pages are listed last.
"""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

MARK = "Sammandrag – inte det antagna dokumentet"
FONTS = Path(reportlab.__file__).parent / "fonts"
MARGIN, TOP, BOTTOM, GAP, SIDE = 46.0, 74.0, 58.0, 16.0, 126.0
WIDTH, HEIGHT = A4
COVER_TEXT = 120.0

_BASE = ParagraphStyle("base", fontName="Vera", fontSize=10.2, leading=15.2, spaceAfter=8, splitLongWords=0)
_HEADING = ParagraphStyle("h1", _BASE, fontName="VeraBd", fontSize=12, leading=15, spaceBefore=10, keepWithNext=1)
_LOWER = ParagraphStyle("h2", _BASE, fontName="VeraBd", fontSize=10, leading=13, spaceBefore=4, keepWithNext=1)
_TITLE = ParagraphStyle("title", _BASE, fontName="VeraBd", fontSize=21, leading=27)
_SMALL = ParagraphStyle("small", _BASE, fontSize=8.2, leading=11.4)
_SOURCE = ParagraphStyle("source", _SMALL, splitLongWords=1, spaceAfter=3)
_CELL = ParagraphStyle("cell", _BASE, fontSize=8.2, leading=11, spaceAfter=0)


@dataclass(slots=True)
class Source:
    """A parsed source: its opening facts, the main flow and the sidebar's."""

    facts: dict[str, str] = field(default_factory=dict)
    main: list[Flowable] = field(default_factory=list)
    side: list[Flowable] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def cite(self, text: str) -> str:
        """`text` with each `{page}` as a number in brackets, the page kept for the list of sources."""

        def number(match: re.Match[str]) -> str:
            if match[1] not in self.pages:
                self.pages.append(match[1])
            return f"[{self.pages.index(match[1]) + 1}]"

        return re.sub(r"\{([^}]+)\}", number, text)


def set_plain(path: Path) -> bytes:
    """The PDF of a marked-up text."""
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")
    source = parse(path.read_text(encoding="utf-8"))
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=source.facts["title"] + " – sammandrag, inte det antagna dokumentet",
        author="oms-check, sammandrag med egna ord",
        subject=f"{MARK}. {source.facts['subtitle']}",
        keywords="sammandrag, inte det antagna dokumentet, " + source.facts["region"],
        creator="plain_layout.py",
        lang="sv-SE",
        invariant=1,
    )
    document.addPageTemplates(_templates(source))
    document.build([NextPageTemplate("later"), *source.main])
    return out.getvalue()


def parse(text: str) -> Source:
    """Read the markup; ValueError for an opening line that is not `key: value`."""
    opening, _, body = text.partition("\n---\n")
    source = Source()
    for line in opening.strip().splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"not 'key: value': {line}")
        source.facts[key.strip()] = value.strip()
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = part.splitlines()
        aside = lines[0].startswith(">")
        if aside:
            lines = [line.lstrip("> ") for line in lines]
        (source.side if aside else source.main).extend(_set_part(source, lines, aside))
    if source.pages:
        source.main.append(Paragraph("Källor", _HEADING))
        source.main += [Paragraph(f"[{n}] {page}", _SOURCE) for n, page in enumerate(source.pages, 1)]
    return source


def _set_part(source: Source, lines: list[str], aside: bool) -> list[Flowable]:
    text = _SMALL if aside else _BASE
    first = lines[0]
    if first.startswith("|"):
        cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
        rows = [
            [Paragraph(f"<b>{cell}</b>" if row == 0 else source.cite(cell), _CELL) for cell in line]
            for row, line in enumerate(cells)
        ]
        rule = [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("PADDING", (0, 0), (-1, -1), 3),
        ]
        return [Table(rows, colWidths=("40%", "60%"), style=rule, repeatRows=1, hAlign="LEFT", spaceAfter=8)]
    if first.startswith("- "):
        items = re.split(r"\n- ", "\n" + "\n".join(lines))[1:]
        entries = [Paragraph(source.cite(" ".join(item.split())), text) for item in items]
        return [
            ListFlowable(entries, bulletType="bullet", start="•", leftIndent=12, bulletFontName="Vera"),
            Spacer(1, 4),
        ]
    flow: list[Flowable] = []
    while lines and lines[0].startswith("#"):
        style = _LOWER if lines[0].startswith("##") or aside else _HEADING
        flow.append(Paragraph(lines.pop(0).lstrip("# "), style))
    if lines:
        flow.append(Paragraph(source.cite(" ".join(lines)), text))
    return flow


def _templates(source: Source) -> list[PageTemplate]:
    height = HEIGHT - TOP - BOTTOM
    opening = float(source.facts.get("opening", "92"))
    wide = (WIDTH - 2 * MARGIN - GAP) / 2
    narrow = (WIDTH - 2 * MARGIN - SIDE - 2 * GAP) / 2
    first = [_frame(MARGIN + column * (narrow + GAP), BOTTOM, narrow, height - opening) for column in range(2)]
    later = [_frame(MARGIN + column * (wide + GAP), BOTTOM, wide, height) for column in range(2)]

    def open_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        _furnish(canvas, source)
        heading = Frame(MARGIN, HEIGHT - TOP - opening, WIDTH - 2 * MARGIN, opening, 0, 0, 0, 0)
        heading.addFromList(
            [Paragraph(source.facts["title"], _TITLE), Paragraph(source.facts["subtitle"], _BASE)], canvas
        )
        band = opening - COVER_TEXT
        if band > 0:
            canvas.setFillColor(colors.HexColor("#9db7c1"))
            canvas.rect(MARGIN, HEIGHT - TOP - opening + GAP, WIDTH - 2 * MARGIN, band, stroke=0, fill=1)
        left, tall = WIDTH - MARGIN - SIDE, height - opening
        canvas.setFillColor(colors.HexColor("#e6edf0"))
        canvas.rect(left, BOTTOM, SIDE, tall, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        Frame(left, BOTTOM, SIDE, tall, 8, 8, 8, 8).addFromList(list(source.side), canvas)

    return [
        PageTemplate("first", first, onPage=open_page),
        PageTemplate("later", later, onPage=lambda canvas, document: _furnish(canvas, source)),
    ]


def _frame(left: float, bottom: float, width: float, height: float) -> Frame:
    return Frame(left, bottom, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _furnish(canvas: Canvas, source: Source) -> None:
    canvas.setFont("Vera", 7.5)
    canvas.drawString(MARGIN, HEIGHT - 42, MARK)
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 42, source.facts["region"])
    canvas.line(MARGIN, HEIGHT - 48, WIDTH - MARGIN, HEIGHT - 48)
    canvas.drawString(MARGIN, 34, source.facts["title"])
    canvas.drawRightString(WIDTH - MARGIN, 34, f"Sida {canvas.getPageNumber()}")
