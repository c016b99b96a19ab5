"""The declared shape of a rule file → JSON Schema (draft 2020-12), for editors and for other tools."""

import json

from oms_check.ruleset.shape import RULE_FILE, SCHEMA
from oms_check.yamlfile.shapes import Either, Fields, Flag, ListOf, MapOf, Number, Shape, Text

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, object]:
    """The schema of rule files. It knows shapes; doubled ids and dangling names only the loader can tell."""
    return {"$schema": DRAFT, "title": SCHEMA} | schema_of(RULE_FILE)


def schema_text() -> str:
    """The schema as it is printed and shipped."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def schema_of(shape: Shape) -> dict[str, object]:
    """The JSON Schema of any shape."""
    described: dict[str, object] = {"description": shape.note} if shape.note else {}
    match shape:
        case Text():
            return described | _text(shape)
        case Number():
            kind = "number" if shape.fraction else "integer"
            return described | {"type": kind, "minimum": shape.least, "maximum": shape.most}
        case Flag():
            return described | {"type": "boolean"}
        case ListOf():
            least = {"minItems": shape.least} if shape.least else {}
            return described | {"type": "array", "items": schema_of(shape.of)} | least
        case MapOf():
            values = {"propertyNames": schema_of(shape.keys), "additionalProperties": schema_of(shape.of)}
            least = {"minProperties": shape.least} if shape.least else {}
            return described | {"type": "object"} | values | least
        case Fields():
            return described | {
                "type": "object",
                "properties": {field.name: schema_of(field.of) for field in shape.fields},
                "required": [field.name for field in shape.fields if field.required],
                "additionalProperties": False,
            }
        case Either():
            return described | {"anyOf": [schema_of(shape.text), schema_of(shape.fields)]}


def _text(shape: Text) -> dict[str, object]:
    if shape.choices:
        return {"enum": [str(choice) for choice in shape.choices]}
    return {"type": "string", "pattern": shape.pattern or r"\S"}
