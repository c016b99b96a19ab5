"""The page is one safe file: well-formed, bilingual, complete, and deaf to what documents bring."""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import build
import pytest

from oms_check.model.coverage import Decision, Level, Reason, Report
from oms_check.model.crop import Crop, CropKey, crop_key
from oms_check.model.document import PlacedBox, Status
from oms_check.model.evidence import Evidence, Stance
from oms_check.reporters.formats import FORMATS, format_of
from oms_check.reporters.html.both import PHRASES
from oms_check.reporters.html.page import Setting, render

PNG = b"\x89PNG\r\n\x1a\nbild"
VOID = {"meta", "link", "img", "input", "br"}


class Page(HTMLParser):
    """Elements with their attributes, and whether every element was closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.open: list[str] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.scripts.append(data)
        else:
            self.words.append(data)

    def all(self, tag: str, **wanted: str) -> list[Mapping[str, str]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(value in attributes.get(key, "").split() for key, value in wanted.items())
        ]

    @property
    def text(self) -> str:
        """What is shown, in the language the page starts with."""
        return " ".join(" ".join(self.words).split())

    @property
    def said(self) -> list[list[str]]:
        """[Swedish, English] of every text that switches, by number."""
        return json.loads(self.scripts[1])["said"]

    @property
    def swedish(self) -> str:
        return " ".join([self.text, *(swedish for swedish, _ in self.said)])


def crops_of(report: Report) -> dict[CropKey, Crop]:
    return {
        crop_key(judged.strategy.path, evidence): Crop(PNG, "image/png", 600, 80)
        for judged in report.matrix.strategies
        for cell in judged.coverage
        for evidence in cell.evidence
    }


def one_passage(evidence: Evidence, **facts: object) -> Report:
    level = build.coverage(evidence.focus_area, Level.PARTIAL, [evidence])
    return build.report([build.judged(cells=[level], **facts)])


@pytest.fixture(scope="module", params=["sv", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    report = build.sample_report(lang=request.param)
    parsed = Page(render(report, setting=Setting(crops_of(report))))
    assert not parsed.open
    return parsed


def test_ids_are_distinct_and_references_meet_one(page: Page) -> None:
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert max(ids.values()) == 1
    for _, attributes in page.elements:
        for name in ("aria-controls", "aria-labelledby", "data-cell", "data-same"):
            assert attributes.get(name) is None or attributes[name] in ids
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids


def test_nothing_is_loaded_from_elsewhere(page: Page) -> None:
    for tag, attributes in page.elements:
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = attributes.get(name, "")
            assert not re.match(r"[a-z+]+:(?!image/png;base64,|,$)|//", value), (tag, value)
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_the_policy_allows_the_pages_own_style_and_script_and_no_other(page: Page) -> None:
    (policy,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    style, _, *scripts = page.scripts
    assert len(scripts) == 2
    for kind, texts in (("style-src", [style]), ("script-src", scripts)):
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
        assert f"{kind} {allowed};" in policy["content"]
    assert policy["content"].startswith("default-src 'none'; img-src data:;")


def test_the_matrix_has_a_word_and_a_sign_in_every_cell(page: Page) -> None:
    buttons = page.all("button", **{"class": "cell"})
    assert len(buttons) == 3 * 5
    assert all(button["aria-expanded"] == "false" for button in buttons)
    assert len(page.all("th", scope="row")) == 3 + 3
    for sign in "–○◐●?":
        assert sign in page.text


def test_every_text_that_switches_is_kept_in_both_languages(page: Page) -> None:
    numbers = {int(attributes["data-w"]) for _, attributes in page.elements if "data-w" in attributes}
    assert numbers == set(range(len(page.said)))
    assert all(swedish and english for swedish, english in page.said)
    for pair in (["delvis", "partial"], ["Det som saknas", "What is missing"], ["åtagande", "commitment"]):
        assert pair in page.said
        assert pair[0] in page.text or pair[1] in page.text
    for _, attributes in page.elements:
        if "data-attr" in attributes:
            both = {attributes["data-sv"], attributes["data-en"]}
            assert "" not in both
            assert attributes["data-attr"] == "text" or attributes[attributes["data-attr"]] in both


def test_phrases_are_all_used_and_all_translated() -> None:
    here = Path(render.__code__.co_filename).parent
    used = (here / "page.html.j2").read_text(encoding="utf-8") + "".join(
        file.read_text(encoding="utf-8") for file in here.glob("*.py") if file.name != "both.py"
    )
    for name, phrase in PHRASES.items():
        assert re.search(rf"\bp\.{name}\b|\"{name}\"", used), name
        assert phrase.sv
        assert phrase.en


def test_health_citations_age_guesses_and_what_could_not_be_read(page: Page) -> None:
    for text in (
        "2 sidor utan text (bild av sida) (4–5)",
        "1 sida med förvanskad text (9)",
        "ÖMS (",
        "2–4, 8",
        "äldre än inriktningen",
        "gissning",
        "ingen hänvisning",
        "lösenordsskyddat",
    ):
        assert text in page.swedish


def test_facets_missing_ones_near_misses_and_other_strategies(page: Page) -> None:
    assert "Länkar till Stockholm" in page.swedish
    assert "Effektfrågan växer i betydelse." in page.swedish
    assert any(sv.startswith("saknar kapacitet") and en.startswith("lacks kapacitet") for sv, en in page.said)
    assert len(page.all("details", **{"class": "others"})) > 1
    assert "Regionen avstår från att medverka i utbyggd" in page.swedish


def test_a_passage_carries_what_a_decision_needs_to_name_it(page: Page) -> None:
    passages = page.all("li", **{"class": "passage"})
    assert len(passages) == 6
    for passage in passages:
        assert re.fullmatch("[0-9a-f]{16}", passage["data-fingerprint"])
        (document,) = [row for row in page.all("tr") if row.get("data-document") == passage["data-document"]]
        assert document["data-path"] == "strategies/uppsala/rus.pdf"


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}{% raw %}",
        "<!-- ]]> <svg/onload=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
    ],
)
def test_what_a_document_brings_is_only_ever_text(text: str) -> None:
    evidence = build.evidence(f"Elnätet ska {text} byggas ut.")
    hit = replace(evidence.hits[0], term=text)
    evidence = replace(evidence, hits=(hit,), block=replace(evidence.block, heading=text))
    report = one_passage(evidence, path=f"strategies/{text}.pdf", title=text, region=None)
    reason = Reason("level", text, row=text)
    report = replace(report, decision=Decision(passed=False, reasons=(reason,)))
    parsed = Page(render(report))
    assert len(parsed.scripts) == 4
    assert [name for name, _ in parsed.elements if name in ("img", "svg")] == []
    assert text in "".join(parsed.words)
    for _, attributes in parsed.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert not attributes.get("href", "").startswith("javascript:")


def test_unseen_characters_do_not_reach_the_page() -> None:
    text = render(one_passage(build.evidence("Elnätet\x1b]0;x\x07 ska \u202ebyggas\u200b ut\ufffe.")))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufffe]", text)


def test_links_lead_from_the_pages_folder_to_the_page_of_the_document(tmp_path: Path) -> None:
    file = tmp_path / "strategier" / "Örebro län" / "plan #2 100%.pdf"
    report = _at(file, build.evidence(page=14))
    for folder, start in ((tmp_path, "strategier/"), (tmp_path / "ut" / "juni", "../../strategier/")):
        hrefs = [
            one["href"] for one in Page(render(report, setting=Setting(folder=folder))).all("a", **{"class": "doc"})
        ]
        assert hrefs[0] == f"{start}%C3%96rebro%20l%C3%A4n/plan%20%232%20100%25.pdf#page=14"


def _at(file: Path, evidence: Evidence) -> Report:
    report = one_passage(evidence)
    (judged,) = report.matrix.strategies
    there = replace(judged, strategy=replace(judged.strategy, file=file))
    return replace(report, matrix=replace(report.matrix, strategies=(there,)))


def test_a_document_without_pages_is_linked_as_a_whole(tmp_path: Path) -> None:
    report = _at(tmp_path / "utkast.docx", build.evidence(place="Energi, stycke 3"))
    parsed = Page(render(report, setting=Setting(folder=tmp_path)))
    assert parsed.all("a", **{"class": "doc"})[0]["href"] == "utkast.docx"
    assert "Energi, stycke 3" in parsed.text


def test_standard_input_has_no_link() -> None:
    parsed = Page(render(one_passage(build.evidence())))
    assert parsed.all("a", **{"class": "doc"}) == []
    assert parsed.all("span", **{"class": "doc"})


def test_an_image_shown_in_two_cells_stands_in_the_page_once() -> None:
    shared = "Elnätet och bredbandet ska byggas ut."
    cells = [
        build.coverage("energi", Level.PARTIAL, [build.evidence(shared)]),
        build.coverage("digital", Level.PARTIAL, [build.evidence(shared, focus_area="digital", facet="fast")]),
    ]
    report = build.report([build.judged(cells=cells)])
    text = render(report, setting=Setting(crops_of(report)))
    images = Page(text).all("img")
    assert text.count(base64.b64encode(PNG).decode()) == 1
    assert [image.get("data-same") for image in images] == [None, images[0]["id"]]
    assert all(image["width"] == "600" and image["height"] == "80" for image in images)


def test_three_passages_of_a_cell_are_pictured_and_the_others_are_linked() -> None:
    many = [build.evidence(f"Elnätet ska byggas ut i etapp {n}.", index=n) for n in range(7)]
    report = build.report([build.judged(cells=[build.coverage("energi", Level.PARTIAL, many)])])
    parsed = Page(render(report, setting=Setting(crops_of(report))))
    assert len(parsed.all("img")) == 3
    assert len(parsed.all("li", **{"class": "passage"})) == 7
    assert "Fler passager (4)" in parsed.text


def test_of_very_many_passages_the_strongest_are_listed_and_the_others_counted() -> None:
    weak = [build.evidence(f"Elnätet nämns {n}.", stance=Stance.MENTION, index=n) for n in range(90)]
    firm = [build.evidence(f"Elnätet ska byggas ut {n}.", index=100 + n) for n in range(20)]
    report = build.report([build.judged(cells=[build.coverage("energi", Level.PARTIAL, [*weak, *firm])])])
    parsed = Page(render(report))
    passages = parsed.all("li", **{"class": "passage"})
    assert len(passages) == 60
    assert len([one for one in passages if one["data-stance"] == "commitment"]) == 20
    assert "Ytterligare 50 svagare passager visas inte här" in parsed.text


def test_the_nearest_misses_are_shown() -> None:
    far = [build.near_miss(f"Passage {n} om annat.", lacking=("kapacitet", "nät")) for n in range(9)]
    near = build.near_miss("Effektfrågan växer.")
    report = build.report([build.judged(cells=[build.coverage("energi", Level.MISSING, near=[*far, near])])])
    parsed = Page(render(report))
    assert "Nästan (5)" in parsed.text
    assert "Effektfrågan växer." in parsed.text


def test_a_passage_that_goes_on_says_on_which_page() -> None:
    evidence = build.evidence(page=3)
    evidence = replace(evidence, boxes=(*evidence.boxes, PlacedBox(4, 72, 60, 300, 72)))
    assert "Passagen fortsätter på sidan 4" in Page(render(one_passage(evidence))).text


def test_the_gate_speaks_when_it_has_something_to_say() -> None:
    assert not Page(render(build.sample_report())).all("section", **{"class": "gate"})
    failed = Decision(passed=False, reasons=(Reason("level", "Region Uppsala: Energi is partial", "uppsala"),))
    parsed = Page(render(build.sample_report(decision=failed)))
    assert parsed.all("section", **{"class": "failed"})
    assert "Region Uppsala: Energi is partial" in parsed.text


def test_nothing_but_unreadable_documents_still_makes_a_page() -> None:
    report = build.report([build.judged(status=Status.DAMAGED, message="the file is damaged")])
    parsed = Page(render(report))
    assert len(parsed.all("button", **{"class": "unknown"})) == 5
    assert "the file is damaged" in parsed.text
    assert Page(render(build.report([]))).all("main") == [{}]


def test_the_same_report_gives_the_same_page() -> None:
    report = build.sample_report()
    assert render(report) == render(report)
    assert str(Path.cwd()) not in render(report)


def test_html_is_a_format_by_name_and_suffix() -> None:
    assert format_of(Path("rapport.html")) == "html"
    assert FORMATS["html"](build.sample_report()) == render(build.sample_report())


def test_what_the_page_leaves_out_is_counted_with_the_command_that_shows_it() -> None:
    far = [build.near_miss(f"Passage {n} om annat.", lacking=("kapacitet", "nät")) for n in range(9)]
    report = build.report([build.judged("en plan.pdf", [build.coverage("energi", Level.MISSING, near=far)])])
    text = Page(render(report, setting=Setting(pictures_left=3))).text
    assert "Ytterligare 4 visas med oms-check evidence 'en plan.pdf' --focus energi" in text
    assert "3 bilder fick inte plats" in text
    bare = Page(render(one_passage(build.evidence()))).text
    assert "Ytterligare" not in bare
    assert "fick inte plats" not in bare
