"""A matrix → a baseline file, and the file → a baseline: levels only, one sorted entry a line.

TOML with an inline table a line: a change of one level is a change of one line in a review, and `until` is a
date without quoting rules. No times, pages or scores: those change without anything having got worse.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from oms_check.errors import ConfigError
from oms_check.model.baseline import Baseline, BaselineEntry
from oms_check.model.coverage import Level, Matrix

SCHEMA = "oms-check/baseline@1"
DEFAULT_FILE = "oms-baseline.toml"

_ROWS = ("region", "strategy")
_KEYS = ("direction", "strategy", "focus_area", "level", "reason", "until")
_HEAD = f"""\
# Levels that `oms-check check --baseline` accepts. A lower level fails; a higher one is a notice.
# `reason` and `until` (the last day) may be added by hand and are kept when the file is written anew.
schema = "{SCHEMA}"
"""


def record(matrix: Matrix, before: Baseline | None = None) -> Baseline:
    """The levels of the rows shown. `before` gives reasons and dates, and the entries of other directions.

    A cell that could not be judged keeps its entry of before, or gets none.
    """
    old = {_identity(entry): entry for entry in (before.entries if before else ())}
    entries = [entry for entry in old.values() if entry.direction != matrix.rules.id]
    for row in matrix.rows:
        for cell in row.coverage:
            known = old.get((matrix.rules.id, row.key, cell.focus_area))
            if cell.level is Level.UNKNOWN:
                entries += [known] if known else []
                continue
            # An accepted gap that has been closed needs no reason any more.
            kept = known if known and known.level is cell.level else None
            entries.append(
                BaselineEntry(
                    direction=matrix.rules.id,
                    row=row.key,
                    focus_area=cell.focus_area,
                    level=cell.level,
                    reason=kept.reason if kept else "",
                    until=kept.until if kept else None,
                )
            )
    name = before.file if before else DEFAULT_FILE
    return Baseline(name, matrix.by, tuple(sorted(entries, key=_identity)))


def _identity(entry: BaselineEntry) -> tuple[str, str, str]:
    return (entry.direction, entry.row, entry.focus_area)


def dump_baseline(baseline: Baseline) -> str:
    """The file's text; `parse_baseline` of it gives the same entries."""
    lines = [_line(entry) for entry in sorted(baseline.entries, key=_identity)]
    body = "".join(f"  {line},\n" for line in lines)
    return f'{_HEAD}by = "{baseline.by}"\nlevels = [\n{body}]\n'


def _line(entry: BaselineEntry) -> str:
    pairs = [
        ("direction", _text(entry.direction)),
        ("strategy", _text(entry.row)),
        ("focus_area", _text(entry.focus_area)),
        ("level", _text(entry.level.value)),
    ]
    pairs += [("reason", _text(entry.reason))] if entry.reason else []
    pairs += [("until", entry.until.isoformat())] if entry.until else []
    return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"


def _text(text: str) -> str:
    """A TOML basic string: backslash, quote and everything that does not show are escaped."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    # A lone surrogate (a file name's byte that is no UTF-8) is no character TOML could hold.
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return char if char.isprintable() else f"\\U{ord(char):08X}"


def load_baseline(path: Path) -> Baseline:
    """Read a baseline file. ConfigError for one that is missing or wrong, naming all its mistakes."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text", advice="write it with `oms-check baseline write`") from error
    except OSError as error:
        reason = error.strerror or "cannot be read"
        advice = "write one with `oms-check baseline write`"
        raise ConfigError(f"baseline {path}: {reason}", advice=advice) from error
    return parse_baseline(text, path.as_posix())


def parse_baseline(text: str, file: str) -> Baseline:
    """Baseline of a file's text; `file` is how messages name it."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: no valid TOML: {error}", advice="one entry a line") from error
    problems: list[str] = []
    if values.get("schema") != SCHEMA:
        problems.append(f"{file}: schema must be {SCHEMA!r}")
    by = values.get("by")
    if by not in _ROWS:
        problems.append(f"{file}: by must be 'region' or 'strategy'")
    problems += [
        _unknown_key(file, key, ("schema", "by", "levels")) for key in values.keys() - {"schema", "by", "levels"}
    ]
    entries = tuple(_read_entries(values.get("levels"), text, file, problems))
    if problems:
        raise ConfigError("; ".join(sorted(problems)), advice="see `oms-check baseline write --help`")
    return Baseline(file, str(by), entries)


def _unknown_key(place: str, key: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"{place}: unknown key {key!r}" + (f", did you mean {close[0]!r}?" if close else "")


def _read_entries(levels: object, text: str, file: str, problems: list[str]) -> Iterator[BaselineEntry]:
    if not isinstance(levels, list):
        problems.append(f"{file}: levels must be a list of entries")
        return
    lines = _entry_lines(text)
    seen: dict[tuple[str, str, str], int] = {}
    for number, value in enumerate(levels):
        line = lines[number] if len(lines) == len(levels) else 0
        place = f"{file}:{line}" if line else f"{file}, entry {number + 1}"
        entry = _entry(value, line, place, problems)
        if entry is None:
            continue
        if _identity(entry) in seen:
            problems.append(f"{place}: {entry.row} and {entry.focus_area} stand twice")
        seen[_identity(entry)] = line
        yield entry


def _entry_lines(text: str) -> list[int]:
    """Line numbers of the entries: tomllib does not tell, but TOML keeps an inline table on one line."""
    return [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\{", line)]


def _entry(value: object, line: int, place: str, problems: list[str]) -> BaselineEntry | None:
    if not isinstance(value, dict):
        problems.append(f"{place}: an entry is {{ direction = …, strategy = …, focus_area = …, level = … }}")
        return None
    wrong = [_unknown_key(place, key, _KEYS) for key in value.keys() - set(_KEYS)]
    texts = {key: value.get(key) for key in ("direction", "strategy", "focus_area", "level")}
    wrong += [f"{place}: {key} must be text" for key, given in texts.items() if not isinstance(given, str)]
    levels = [level.value for level in Level if level is not Level.UNKNOWN]
    level = texts["level"]
    if isinstance(level, str) and level not in levels:
        wrong.append(f"{place}: no level {level!r}, there are {', '.join(levels)}")
    reason = value.get("reason", "")
    if not isinstance(reason, str):
        wrong.append(f"{place}: reason must be text")
    until = value.get("until")
    if until is not None and (not isinstance(until, date) or isinstance(until, datetime)):
        wrong.append(f"{place}: until must be a date without quotes, such as 2027-01-31")
    problems += wrong
    if wrong:
        return None
    return BaselineEntry(
        direction=str(texts["direction"]),
        row=str(texts["strategy"]),
        focus_area=str(texts["focus_area"]),
        level=Level(str(level)),
        reason=str(reason),
        until=until,
        line=line,
    )
