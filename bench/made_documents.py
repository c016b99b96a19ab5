"""Make documents whose text is known: tagged ones with typst, untagged ones in two columns with reportlab."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

HEADER = "Strategi för hållbar utveckling i länet"


@dataclass(frozen=True, slots=True)
class Made:
    """A document and its true text: (kind, text) in reading order; `furniture` must not come out."""

    name: str
    path: Path
    blocks: tuple[tuple[str, str], ...]
    furniture: tuple[str, ...]


_SUBJECTS = [
    "Regionen",
    "Kommunerna",
    "Kollektivtrafikmyndigheten",
    "Näringslivet",
    "Länsstyrelsen",
    "Civilsamhället",
]
_VERBS = [
    "ska utveckla",
    "bör stärka",
    "planerar för",
    "samordnar",
    "följer upp",
    "behöver säkerställa",
]
_OBJECTS = [
    "vattenförsörjningen",
    "väg- och järnvägsunderhållet",
    "elnätskapaciteten",
    "bostadsförsörjningen",
    "GIS-underlagen",
    "besöksnäringen",
    "den digitala infrastrukturen",
    "kultur- och fritidsutbudet",
    "kompetensförsörjningen",
]
_ENDS = [
    "i hela länet",
    "fram till 2035",
    "tillsammans med lärosätena",
    "på ett kostnadseffektivt sätt",
    "även i glesbygden",
    "med utgångspunkt i lokala förutsättningar",
    "inom ramen för det regionala utvecklingsansvaret",
]
_HEADINGS = [
    "Mål och inriktning",
    "Ansvar och roller",
    "Nuläge",
    "Så arbetar vi",
    "Prioriterade insatser",
    "Uppföljning",
]


def story(seed: int, sections: int) -> list[tuple[str, str]]:
    """Made-up Swedish in the manner of a plan; no two paragraphs are alike."""
    chance = random.Random(seed)

    def sentence() -> str:
        return " ".join(chance.choice(words) for words in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS)) + "."

    blocks: list[tuple[str, str]] = []
    for number in range(sections):
        blocks.append(("heading", f"{chance.choice(_HEADINGS)} {number + 1}"))
        blocks.extend(("p", " ".join(sentence() for _ in range(chance.randint(3, 6)))) for _ in range(3))
        if number % 3 == 1:
            blocks.extend(("li", sentence()) for _ in range(3))
            blocks.append(("p", " ".join(sentence() for _ in range(4))))
    return blocks


def typeset(folder: Path, name: str, blocks: Sequence[tuple[str, str]], columns: int) -> Made:
    """A tagged document from typst."""
    source = [
        '#set text(lang: "sv", size: 10pt)\n#set par(justify: true)\n'
        f"#set page(columns: {columns}, header: [{HEADER}], footer: context counter(page).display())\n"
    ]
    marks = {"heading": "== {}\n\n", "p": "{}\n\n", "li": "- {}\n"}
    previous = ""
    for kind, text in blocks:
        if previous == "li" != kind:
            source.append("\n")
        source.append(marks[kind].format(text))
        previous = kind
    path = folder / f"{name}.pdf"
    path.write_bytes(typst.compile("".join(source).encode(), format="pdf"))
    return Made(name, path, tuple(blocks), (HEADER,))


def painted(folder: Path, name: str, blocks: Sequence[tuple[str, str]], order: str) -> Made:
    """An untagged document of two columns; `order` in which its lines are painted: lines words rows shuffled."""
    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), A4)
    for number, frames in enumerate(_laid_out(blocks), 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 805, HEADER)
        canvas.drawString(290, 30, str(number))
        if order == "shuffled":
            random.Random(number).shuffle(frames)
        lines = [line for frame in frames for line in frame]
        if order == "rows":
            lines.sort(key=lambda line: (-line[1], line[0]))
        for x, y, font, text in lines:
            canvas.setFont(font, 9)
            if order == "words":
                right = x
                for word in text.split():
                    canvas.drawString(right, y, word)
                    right += stringWidth(word + " ", font, 9)
            else:
                canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return Made(name, path, tuple(blocks), (HEADER,))


PaintedLine = tuple[float, float, str, str]


def _laid_out(blocks: Sequence[tuple[str, str]]) -> list[list[list[PaintedLine]]]:
    """Pages of frames of lines (x, y, font, text), two columns."""
    lefts, top, bottom, width = (50.0, 305.0), 770.0, 70.0, 235.0
    pages: list[list[list[PaintedLine]]] = [[]]
    column, y = 0, top
    for kind, text in blocks:
        font = "Helvetica-Bold" if kind == "heading" else "Helvetica"
        indent = 10.0 if kind == "li" else 0.0
        frame: list[PaintedLine] = []
        lines = list(_broken(text, font, width - indent))
        if kind == "heading":
            y -= 5
        for i, line in enumerate(lines):
            if y < bottom + (26 if kind == "heading" else 0):
                pages[-1].append(frame)
                frame = []
                column, y = (column + 1) % 2, top
                if column == 0:
                    pages.append([])
            if kind == "li" and i == 0:
                frame.append((lefts[column], y, font, "•"))
            frame.append((lefts[column] + indent, y, font, line))
            y -= 11.5
        pages[-1].append(frame)
        y -= 5
    return pages


def _broken(text: str, font: str, width: float) -> Iterator[str]:
    line: list[str] = []
    for word in text.split():
        if line and stringWidth(" ".join([*line, word]), font, 9) > width:
            yield " ".join(line)
            line = []
        line.append(word)
    yield " ".join(line)
