"""What a rule file may hold: the one declaration behind the loader's checks and the published JSON Schema."""

from oms_check.model.coverage import Level
from oms_check.model.evidence import Stance
from oms_check.model.rules import Strength, Unit
from oms_check.ruleset.terms import TERM_PATTERN, parse_term
from oms_check.yamlfile.shapes import Either, Field, Fields, Flag, ListOf, MapOf, Number, Text

SCHEMA = "oms-check/rules@1"
COUNTERS = ("evidence", "mentions", "needs", "commitments", "concrete", "facets", "pages")

TEXT = Text()
ID = Text(
    pattern="^[a-z0-9][a-z0-9_-]*$",
    hint="an id: lower-case letters a to z, digits, - and _",
    note="An id: lower-case ASCII letters, digits, - and _.",
)
TERM = Text(
    pattern=TERM_PATTERN,
    hint="a term",
    check=parse_term,
    note=(
        "nodstad: any inflection; nodstad-: begins with; -elnät: ends with; -elnät-: contains; =E4: exactly; "
        "'knyt- ~3 samman': a phrase with at most 3 words between."
    ),
)
DATE = Text(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", hint="a date such as 2026-11-01", dates=True)
TERMS = ListOf(TERM)
IDS = ListOf(ID)

DIRECTION = Fields(
    "direction",
    (
        Field("id", ID),
        Field("title", TEXT),
        Field("version", Text(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", hint="a version such as 1.0.0")),
        Field("language", Text(choices=("sv",))),
        Field("published", Number(1900, 2100, note="Year.")),
        Field("goal", TEXT, required=False),
        Field("successor", ID, required=False),
        Field(
            "source",
            Fields(
                "source",
                (
                    Field("publisher", TEXT, required=False),
                    Field("url", Text(pattern=r"^https?://\S+$", hint="an http(s) address"), required=False),
                    Field("retrieved", DATE, required=False),
                ),
            ),
            required=False,
        ),
    ),
    note="The joint direction these rules check against.",
)

LEVEL_RULE = Fields(
    "level",
    (
        Field("level", Text(choices=(Level.STRONG, Level.PARTIAL, Level.MENTIONED))),
        Field(
            "when",
            MapOf(Text(choices=COUNTERS), Number(1, 1000), least=1, note="Counter: least count; all hold."),
        ),
    ),
)

STANCE = Fields(
    "list of stance cues",
    tuple(
        Field(cue, TERMS, required=False)
        for cue in (
            "commitment",
            "need",
            "against",
            "not_against",
            "concrete",
            "imperative",
            "reported",
            "outside",
            "owner",
        )
    ),
    note="Words that tell how firmly a passage takes up its subject.",
)

CONCEPT = Fields(
    "concept",
    (Field("terms", TERMS, required=False), Field("includes", IDS, required=False)),
    note="Words for one thing, and concepts whose words count too.",
)

_WORDS = Fields("span", (Field("words", Number(2, 100)),))

SIGNAL = Fields(
    "signal",
    (
        Field("id", ID),
        Field("facet", ID),
        Field(
            "all",
            ListOf(ID, least=1, note="Concepts that must all be met; one named twice: two different words."),
        ),
        Field("none", ListOf(ID, note="Concepts whose presence rules the signal out."), required=False),
        Field(
            "within",
            Either(Text(choices=(Unit.SENTENCE, Unit.BLOCK, Unit.SECTION)), _WORDS, note="Default: sentence."),
            required=False,
        ),
        Field(
            "none_within",
            Either(Text(choices=(Unit.SENTENCE, Unit.BLOCK)), _WORDS, note="Default: sentence."),
            required=False,
        ),
        Field("none_reach", Number(0, 1, note="Sentences before and after; default 0."), required=False),
        Field("strength", Text(choices=tuple(Strength), note="Default: strong."), required=False),
        Field("why", TEXT, required=False),
    ),
)

_STANCE = Field("stance", Text(choices=tuple(Stance)), required=False)
_MATCH = Fields(
    "matching example",
    (
        Field("text", TEXT),
        Field("signal", ID, required=False),
        _STANCE,
        Field("reason", TEXT, required=False),
    ),
)
_NO_MATCH = Fields("example that must not match", (Field("text", TEXT), Field("reason", TEXT)))

EXAMPLES = Fields(
    "set of examples",
    (
        Field("match", ListOf(_MATCH), required=False),
        Field("no_match", ListOf(_NO_MATCH), required=False),
        Field("todo_match", ListOf(_MATCH, note="Known gaps: must still fail."), required=False),
        Field("todo_no_match", ListOf(_NO_MATCH, note="Known false hits: must still match."), required=False),
    ),
)

FACET = Fields(
    "facet",
    (
        Field("id", ID),
        Field("title", TEXT),
        Field("title_en", TEXT, required=False),
        Field("core", Flag(note="The official wording names this side."), required=False),
    ),
)

FOCUS_AREA = Fields(
    "focus area",
    (
        Field("id", ID),
        Field("number", Number(1, 99)),
        Field("title", TEXT),
        Field("short", Text(note="Column name; default: the title."), required=False),
        Field("short_en", Text(note="Column name in English; default: the Swedish one."), required=False),
        Field("title_en", TEXT, required=False),
        Field("wording", ListOf(TEXT, note="The official sentence and its variants."), required=False),
        Field("became", ListOf(ID, note="Focus areas of the successor that took this one over."), required=False),
        Field("facets", ListOf(FACET, least=1)),
        Field("signals", ListOf(SIGNAL, least=1)),
        Field("examples", EXAMPLES, required=False),
    ),
)

REFERENCE = Fields(
    "reference",
    (Field("id", ID), Field("title", TEXT, required=False), Field("terms", ListOf(TERM, least=1))),
    note="A work a strategy may cite.",
)

CLASSIFIER = Fields(
    "classifier",
    (
        Field(
            "weights",
            Text(pattern=r"^[A-Za-z0-9._-]+\.json$", hint="the name of a .json file beside the rule file"),
        ),
        Field("accept", Number(-10, 10, fraction=True, note="Evidence without a signal from this score up.")),
        Field("reject", Number(-10, 10, fraction=True, note="A signal below this score is only a near miss.")),
    ),
    note="Weights learned from labelled passages, for passages in words that no signal knows.",
)

RULE_FILE = Fields(
    "rule file",
    (
        Field("schema", Text(choices=(SCHEMA,))),
        Field("direction", DIRECTION),
        Field("levels", ListOf(LEVEL_RULE, least=1, note="A decision list: the first that holds wins.")),
        Field("stance", STANCE, required=False),
        Field("classifier", CLASSIFIER, required=False),
        Field("concepts", MapOf(ID, CONCEPT, least=1)),
        Field("none", ListOf(ID, note="Concepts that rule out every signal."), required=False),
        Field(
            "silent_under",
            ListOf(ID, note="Concepts in a heading or leading line under which a list says nothing."),
            required=False,
        ),
        Field("places", MapOf(ID, ListOf(TERM, least=1), note="Names; usable as concepts."), required=False),
        Field("focus_areas", ListOf(FOCUS_AREA, least=1)),
        Field("references", ListOf(REFERENCE), required=False),
    ),
    note="Rules of oms-check for one joint direction: data only.",
)
