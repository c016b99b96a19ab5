"""A report and its crops → one HTML file that opens from disk, asks no network, and says the same in two languages.

Everything a document brought passes Jinja's autoescape, and a content security policy lets nothing run or load
but the page's own style, script and images, each known by its hash or standing in the page.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from oms_check.model.coverage import Report
from oms_check.model.crop import Crop, CropKey
from oms_check.model.evidence import MatchKind, Stance
from oms_check.model.review import Ruling
from oms_check.reporters.decisions import decision_lines
from oms_check.reporters.escape import xml_text
from oms_check.reporters.html.both import PHRASES, Both, both, filled
from oms_check.reporters.html.building import Builder
from oms_check.reporters.html.view import RulingView
from oms_check.reporters.lines import footnotes, verdict
from oms_check.reporters.reasons import sentence
from oms_check.reporters.review_words import review_words
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.words import AGAINST_SIGN, GUESS_SIGN, JUSTIFIED_SIGN, words

_HERE = Path(__file__).parent

_RULINGS = {
    Ruling.ACCEPT: ("accept", "about_accept"),
    Ruling.REJECT: ("reject", "about_reject"),
    Ruling.JUSTIFY: ("justify", "about_justify"),
}
"""Phrases for the button of a ruling and for the question that follows."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page needs besides the report: pictures, and the folder it will stand in (for links).

    `pictures_left` there was no room for.
    """

    crops: Mapping[CropKey, Crop] = field(default_factory=lambda: MappingProxyType({}))
    folder: Path | None = None
    pictures_left: int = 0


BARE = Setting()


def render(report: Report, style: Style = PLAIN, setting: Setting = BARE) -> str:
    """The whole page. `style` is for terminals and changes nothing here."""
    css = (_HERE / "style.css").read_text(encoding="utf-8")
    scripts = [(_HERE / name).read_text(encoding="utf-8") for name in ("script.js", "review.js")]
    lexicon = Lexicon(report.lang)
    builder = Builder(report, setting.crops, setting.folder)
    rows = tuple(builder.rows())
    documents = tuple(builder.documents())
    rules = report.matrix.rules
    count = sum(len(cell.best) + len(cell.more) for row in rows for cell in row.cells)
    stances = {one.stance for row in rows for cell in row.cells for one in (*cell.best, *cell.more)}
    levels = {cell.level.id for row in rows for cell in row.cells}
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            lang=report.lang,
            css=Markup(css),
            scripts=[Markup(script) for script in scripts],
            policy=_policy(css, scripts),
            say=lexicon.say,
            lexicon=lexicon.entries,
            p=PHRASES,
            w=_Words(words),
            r=_Words(review_words),
            title=both(lambda lang: words(lang).title.format(title=rules.title)),
            rules=rules,
            tool_version=report.tool_version,
            by_region=report.matrix.by == "region",
            areas=builder.areas,
            rows=rows,
            levels=builder.levels.values(),
            levels_used=[one for one in builder.levels.values() if one.id in levels],
            stances=[(one.value, _stance(one)) for one in Stance if one.value in stances],
            matches=[(one.value, both(partial(_match, one))) for one in MatchKind],
            match_words={one.value: (words("sv").matches[one], words("en").matches[one]) for one in MatchKind},
            footnotes=_footnotes(report),
            documents=documents,
            rulings=[_ruling(one) for one in Ruling],
            decisions=_decisions(report),
            review_hint=_review_hint(report),
            pictures_left=filled("pictures_left", count=setting.pictures_left) if setting.pictures_left else None,
            report_id=_report_id(report),
            older=filled("older_hint", published=rules.published) if any(d.older for d in documents) else None,
            sum=filled("sum", documents=len(documents), passages=count),
            decision=report.decision,
            verdict=_verdict(report),
            sentence=lambda reason: both(lambda lang: sentence(reason, lang, rules.focus_areas)),
            against_sign=AGAINST_SIGN,
            guess_sign=GUESS_SIGN,
            justified_sign=JUSTIFIED_SIGN,
        )
    )


class Lexicon:
    """Places texts in the language the page starts with, and keeps both for the reader who switches.

    A text that stands in a thousand passages is kept once: with both languages in every place the page of
    seven long strategies would be a third larger.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._numbers: dict[Both, int] = {}

    def say(self, text: Both | str) -> Markup:
        """A text as markup; names, which are the same in both languages, stand alone."""
        if isinstance(text, str):
            return Markup.escape(xml_text(text))
        shown = xml_text(text.en if self._lang == "en" else text.sv)
        if text.sv == text.en:
            return Markup.escape(shown)
        number = self._numbers.setdefault(text, len(self._numbers))
        return Markup('<span data-w="{}">{}</span>').format(number, shown)

    def entries(self) -> list[tuple[str, str]]:
        """(Swedish, English) of what was said so far, by number."""
        return [(xml_text(text.sv), xml_text(text.en)) for text in self._numbers]


class _Words:
    """The words of reports in both languages, by attribute: `w.gate` is the word for the gate."""

    def __init__(self, of: Callable[[str], object]) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Both:
        def word(lang: str) -> str:
            text = getattr(self._of(lang), name)
            return text if isinstance(text, str) else str(text[0])

        return both(word)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )


def _printable(value: object) -> object:
    """Every text of a document loses what no reader sees and HTML may not hold."""
    return xml_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(css: str, scripts: Sequence[str]) -> str:
    own = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; script-src {own}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _stance(stance: Stance) -> Both:
    return both(lambda lang: words(lang).stances[stance])


def _match(match: MatchKind, lang: str) -> str:
    return words(lang).matches[match]


def _ruling(ruling: Ruling) -> RulingView:
    verb, about = _RULINGS[ruling]
    word = both(lambda lang: review_words(lang).decisions[ruling])
    return RulingView(ruling.value, word, PHRASES[verb], PHRASES[about])


def _decisions(report: Report) -> list[Both]:
    swedish, english = (decision_lines(replace(report, lang=lang)) for lang in ("sv", "en"))
    return [Both(sv, en) for sv, en in zip(swedish, english, strict=True)]


def _review_hint(report: Report) -> Both | None:
    review = report.matrix.review
    return filled("review_hint", files=", ".join(review.files)) if review else None


def _report_id(report: Report) -> str:
    """Names the report in the reader's browser: the same documents by the same rules are the same report."""
    digests = [report.matrix.rules.sha256, *(one.sha256 for one in report.matrix.strategies)]
    return sha256("\n".join(digests).encode()).hexdigest()[:16]


def _footnotes(report: Report) -> list[tuple[str, Both]]:
    swedish, english = (footnotes(replace(report, lang=lang)) for lang in ("sv", "en"))
    return [(sign, Both(sv, en)) for (sign, sv), (_, en) in zip(swedish, english, strict=True)]


def _verdict(report: Report) -> Both:
    return both(lambda lang: verdict(replace(report, lang=lang)))
