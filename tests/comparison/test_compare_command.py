"""The whole `compare` on two PDFs: three sentences added, two removed, one moved, one weakened, text reflowed."""

import json
from collections.abc import Sequence
from pathlib import Path

from conftest import Run
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

FILLER = "Länet har många sjöar och skogar, och berättelsen om dem är lång. " * 9
OLD = (
    "Regionen ska verka för fyra spår mellan Uppsala och Stockholm senast 2034.",
    "Elnätets kapacitet ska byggas ut i hela länet.",
    "Biogas ska produceras av avfall från regionens kommuner.",
    "Bredband med fiber ska nå alla hushåll på landsbygden.",
    "Mobiltäckningen längs järnvägar och vägar ska förbättras.",
    "Godstrafiken till hamnarna i Gävle och Norrköping ska flyttas till järnväg.",
    "Effektbristen i elnätet ska mötas med lagring och flexibilitet.",
    "Tågtrafiken mellan Örebro och Västerås ska få halvtimmestrafik.",
)
ADDED = (
    "Laddinfrastruktur för elfordon ska byggas ut längs de större vägarna.",
    "Driftsäkra nät med reservkraft och redundans ska finnas i hela skärgården.",
    "Förbindelserna till Oslo och Göteborg ska stärkas med snabba tåg.",
)
WEAKENED = OLD[1].replace("ska byggas", "bör byggas")
NEW = (ADDED[0], OLD[0], WEAKENED, OLD[3], ADDED[1], OLD[5], OLD[6], ADDED[2], OLD[4])
"""Without OLD[2] and OLD[7]; OLD[4] has gone from the middle to the end."""


def print_pdf(file: Path, sentences: Sequence[str]) -> None:
    """Each sentence in a paragraph of its own between unrelated text, so that pages break where they will."""
    body = getSampleStyleSheet()["BodyText"]
    flow = [Paragraph(part, body) for sentence in sentences for part in (FILLER, sentence)]
    SimpleDocTemplate(str(file), pagesize=A5).build(flow)


def test_exactly_the_edits_are_told(oms_check: Run, tmp_path: Path) -> None:
    print_pdf(tmp_path / "old.pdf", OLD)
    print_pdf(tmp_path / "new.pdf", NEW)
    done = oms_check("compare", "old.pdf", "new.pdf", "-f", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (pair,) = json.loads(done.stdout)["comparisons"]
    told = {(change["change"], (change["new"] or change["old"])["quote"]) for change in pair["changes"]}
    assert told == {
        *(("gained", sentence) for sentence in ADDED),
        ("lost", OLD[2]),
        ("lost", OLD[7]),
        ("moved", OLD[4]),
        ("weaker", WEAKENED),
    }
    (weaker,) = [change for change in pair["changes"] if change["change"] == "weaker"]
    assert (weaker["old"]["quote"], weaker["old"]["stance"]) == (OLD[1], "commitment")
    assert weaker["new"]["stance"] == "need"
    assert weaker["old"]["page"] >= 1
