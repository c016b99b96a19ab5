"""A report and its crops → one HTML file that opens from disk, asks no network, and says the same in two languages.

Everything a document brought passes Jinja's autoescape, and a content security policy lets nothing run or load
but the page's own style, script and images, each known by its hash or standing in the page.
"""

from base64 import b64encode
from collections.abc import Mapping
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
from oms_check.reporters.escape import xml_text
from oms_check.reporters.html.both import PHRASES, Both, both, filled
from oms_check.reporters.html.building import Builder
from oms_check.reporters.lines import footnotes, verdict
from oms_check.reporters.reasons import sentence
from oms_check.reporters.style import PLAIN, Style
from oms_check.reporters.words import AGAINST_SIGN, GUESS_SIGN, words

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page needs besides the report: pictures, and the folder it will stand in (for links)."""

    crops: Mapping[CropKey, Crop] = field(default_factory=lambda: MappingProxyType({}))
    folder: Path | None = None


BARE = Setting()


def render(report: Report, style: Style = PLAIN, setting: Setting = BARE) -> str:
    """The whole page. `style` is for terminals and changes nothing here."""
    css = (_HERE / "style.css").read_text(encoding="utf-8")
    script = (_HERE / "script.js").read_text(encoding="utf-8")
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
            script=Markup(script),
            policy=_policy(css, script),
            say=lexicon.say,
            lexicon=lexicon.entries,
            p=PHRASES,
            w=_Words(),
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
            older=filled("older_hint", published=rules.published) if any(d.older for d in documents) else None,
            sum=filled("sum", documents=len(documents), passages=count),
            decision=report.decision,
            verdict=_verdict(report),
            sentence=lambda reason: both(lambda lang: sentence(reason, lang, rules.focus_areas)),
            against_sign=AGAINST_SIGN,
            guess_sign=GUESS_SIGN,
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
    """`reporters/words.py` in both languages, by attribute: `w.gate` is the word for the gate."""

    def __getattr__(self, name: str) -> Both:
        def word(lang: str) -> str:
            text = getattr(words(lang), name)
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


def _policy(css: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _stance(stance: Stance) -> Both:
    return both(lambda lang: words(lang).stances[stance])


def _match(match: MatchKind, lang: str) -> str:
    return words(lang).matches[match]


def _footnotes(report: Report) -> list[tuple[str, Both]]:
    swedish, english = (footnotes(replace(report, lang=lang)) for lang in ("sv", "en"))
    return [(sign, Both(sv, en)) for (sign, sv), (_, en) in zip(swedish, english, strict=True)]


def _verdict(report: Report) -> Both:
    return both(lambda lang: verdict(replace(report, lang=lang)))
