"""What a review file may hold: the one declaration behind the loader's checks and the published JSON Schema."""

from oms_check.model.level import Level
from oms_check.model.review import Ruling
from oms_check.yamlfile.shapes import Field, Fields, ListOf, Text

SCHEMA = "oms-check/review@1"
FILE_NAME = "review.yaml"

_ID = Text(pattern="^[a-z0-9][a-z0-9_-]*$", hint="an id: lower-case letters a to z, digits, - and _")
_LEVELS = tuple(level.value for level in Level if level is not Level.UNKNOWN)
_DATE = Text(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", hint="a date such as 2026-11-24", dates=True)
_RULING = Text(choices=tuple(ruling.value for ruling in Ruling))

DECISION = Fields(
    "decision",
    (
        Field("direction", Text(note="The rule set the decision was made with: oms-2025.")),
        Field("focus_area", _ID),
        Field(
            "passage",
            Text(
                pattern="^[0-9a-f]{16}$",
                hint="a passage's fingerprint of 16 hex digits",
                note="Of the focus area and the passage's words; without it the decision is about the whole cell.",
            ),
            required=False,
        ),
        Field("quote", Text(note="The passage, for people and for naming it when it is gone."), required=False),
        Field("decision", _RULING),
        Field("level", Text(choices=_LEVELS, note="Cells only: the level that was decided on."), required=False),
        Field("reason", Text(), required=False),
        Field("role", Text(note="Whose decision: a role, not a person.")),
        Field("date", _DATE),
        Field("replaces", Text(choices=_RULING.choices, note="The decision that stood there before."), required=False),
    ),
)

REVIEW_FILE = Fields(
    "review file",
    (
        Field("schema", Text(choices=(SCHEMA,))),
        Field(
            "documents",
            ListOf(
                Fields(
                    "document",
                    (
                        Field("path", Text(note="Seen from this file's folder, with /.")),
                        Field(
                            "sha256",
                            Text(
                                pattern="^[0-9a-f]{64}$",
                                hint="64 hex digits",
                                note="Of the bytes that were last decided on: a renamed file is known by it.",
                            ),
                            required=False,
                        ),
                        Field("decisions", ListOf(DECISION, least=1)),
                    ),
                )
            ),
            required=False,
        ),
        Field(
            "regions",
            ListOf(Fields("region", (Field("id", _ID), Field("decisions", ListOf(DECISION, least=1))))),
            required=False,
        ),
    ),
    note="Readers' decisions of oms-check on passages and cells.",
)
