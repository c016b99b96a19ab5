"""Labelled passages and a matcher in, precision, recall and F1 out: per focus area, kind, and the errors."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from oms_check.errors import Problem, RuleError
from oms_check.matching import Matcher
from oms_check.model.evidence import Evidence, Stance
from oms_check.model.rules import RuleSet

_ORDER = (Stance.AGAINST, Stance.COMMITMENT, Stance.NEED, Stance.MENTION, Stance.QUOTE)


@dataclass(frozen=True, slots=True)
class GoldLine:
    """A labelled passage: focus area ids, the stance towards some of them, what kind of passage it is."""

    id: str
    text: str
    labels: frozenset[str]
    stance: Mapping[str, str]
    kind: str


@dataclass(frozen=True, slots=True)
class Tally:
    """True positives, false positives and false negatives; ratios 0–1, 0 where nothing is to be divided."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of what is right that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)


@dataclass(frozen=True, slots=True)
class KindTally:
    """One kind of passage: `false_hits` counts its passages without labels that got one all the same."""

    n: int
    micro: Tally
    negatives: int
    false_hits: int


@dataclass(frozen=True, slots=True)
class Miss:
    """A passage judged wrong, and the stances judged wrong as (focus area, expected, found)."""

    id: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    stances: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a matcher does on labelled passages."""

    n: int
    focus_areas: Mapping[str, Tally]
    by_kind: Mapping[str, KindTally]
    negatives: int
    false_hits: int
    stance_n: int
    stance_right: int
    errors: tuple[Miss, ...]

    @property
    def micro(self) -> Tally:
        """All decisions together."""
        return sum(self.focus_areas.values(), Tally())

    @property
    def macro(self) -> tuple[float, float, float]:
        """Unweighted means over the focus areas: precision, recall, F1."""
        tallies = list(self.focus_areas.values())
        count = max(1, len(tallies))
        return (
            sum(t.precision for t in tallies) / count,
            sum(t.recall for t in tallies) / count,
            sum(t.f1 for t in tallies) / count,
        )

    @property
    def stance_accuracy(self) -> float:
        """Share of the stances given in the gold lines that were found, where the focus area was."""
        return self.stance_right / self.stance_n if self.stance_n else 0.0


def parse_gold(text: str, file: str) -> tuple[GoldLine, ...]:
    """Gold lines of a JSONL text; `RuleError` lists every line that is none."""
    lines, problems = [], []
    for number, source in enumerate(text.splitlines(), start=1):
        if not source.strip():
            continue
        try:
            lines.append(_gold_line(json.loads(source), number))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            advice = 'a line is {"id": …, "text": …, "labels": [...], "stance": {...}, "kind": …}'
            problems.append(Problem(file, number, 1, f"not a gold line: {error}", advice, source[:80]))
    if problems:
        raise RuleError(tuple(problems))
    return tuple(lines)


def _gold_line(fields: Mapping[str, object], number: int) -> GoldLine:
    labels, stance, text = fields["labels"], fields.get("stance") or {}, fields["text"]
    if not isinstance(text, str):
        raise TypeError("'text' must be a string")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise TypeError("'labels' must be a list of focus area ids")
    if not isinstance(stance, dict):
        raise TypeError("'stance' must be an object")
    return GoldLine(
        str(fields.get("id", number)),
        text,
        frozenset(labels),
        {str(area): str(value) for area, value in stance.items()},
        str(fields.get("kind", "plain")),
    )


def evaluate(matcher: Matcher, ruleset: RuleSet, lines: Sequence[GoldLine]) -> Evaluation:
    """Judge every passage on its own; a focus area counts as found by evidence of any stance."""
    areas = [area.id for area in ruleset.focus_areas]
    tallies = {area: Tally() for area in areas}
    kinds: dict[str, KindTally] = {}
    errors, right, labelled = [], 0, 0
    for line in lines:
        stances = stances_of(matcher.match_text(line.text).evidence)
        found = frozenset(stances)
        line_tally = Tally()
        for area in areas:
            tally = Tally(
                int(area in found and area in line.labels),
                int(area in found and area not in line.labels),
                int(area not in found and area in line.labels),
            )
            tallies[area] += tally
            line_tally += tally
        wrong = tuple(
            (area, expected, stances[area].value)
            for area, expected in sorted(line.stance.items())
            if area in stances and stances[area] != expected
        )
        judged = sum(1 for area in line.stance if area in stances)
        labelled += judged
        right += judged - len(wrong)
        kinds[line.kind] = _with(kinds.get(line.kind), line, line_tally, found)
        if found != line.labels or wrong:
            missing, extra = tuple(sorted(line.labels - found)), tuple(sorted(found - line.labels))
            errors.append(Miss(line.id, missing, extra, wrong))
    return Evaluation(
        len(lines),
        tallies,
        dict(sorted(kinds.items())),
        sum(k.negatives for k in kinds.values()),
        sum(k.false_hits for k in kinds.values()),
        labelled,
        right,
        tuple(errors),
    )


def stances_of(evidence: Iterable[Evidence]) -> dict[str, Stance]:
    """The stance of a passage towards each focus area it treats: the firmest of its evidence."""
    found: dict[str, Stance] = {}
    for one in evidence:
        before = found.get(one.focus_area)
        if before is None or _ORDER.index(one.stance) < _ORDER.index(before):
            found[one.focus_area] = one.stance
    return found


def _with(before: KindTally | None, line: GoldLine, tally: Tally, found: frozenset[str]) -> KindTally:
    kind = before or KindTally(0, Tally(), 0, 0)
    negative = not line.labels
    return KindTally(
        kind.n + 1,
        kind.micro + tally,
        kind.negatives + negative,
        kind.false_hits + (negative and bool(found)),
    )


def as_json(evaluation: Evaluation) -> str:
    """The evaluation as JSON, ratios rounded to four decimals."""
    precision, recall, f1 = evaluation.macro
    shown = {
        "micro": _ratios(evaluation.micro),
        "macro": {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)},
        "focus_areas": {
            area: {**_ratios(t), "tp": t.tp, "fp": t.fp, "fn": t.fn} for area, t in evaluation.focus_areas.items()
        },
        "by_kind": {
            kind: {"n": t.n, "micro": _ratios(t.micro), "false_hits": t.false_hits}
            for kind, t in evaluation.by_kind.items()
        },
        "negatives": {"n": evaluation.negatives, "false_hits": evaluation.false_hits},
        "stance": {"n": evaluation.stance_n, "accuracy": round(evaluation.stance_accuracy, 4)},
        "errors": [
            {"id": e.id, "missing": list(e.missing), "extra": list(e.extra)}
            for e in evaluation.errors
            if e.missing or e.extra
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _ratios(tally: Tally) -> dict[str, float]:
    return {
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
    }


def as_text(evaluation: Evaluation, lines: Sequence[GoldLine]) -> str:
    """The evaluation for a person: the figures, then every passage judged wrong."""
    texts = {line.id: line for line in lines}
    micro, macro = evaluation.micro, evaluation.macro
    out = [
        f"{evaluation.n} passages",
        f"micro  P {micro.precision:.3f}  R {micro.recall:.3f}  F1 {micro.f1:.3f}",
        f"macro  P {macro[0]:.3f}  R {macro[1]:.3f}  F1 {macro[2]:.3f}",
        "",
    ]
    for area, t in evaluation.focus_areas.items():
        figures = f"P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}"
        out.append(f"{area:<16}{figures}  tp {t.tp} fp {t.fp} fn {t.fn}")
    out.append("")
    for kind, k in evaluation.by_kind.items():
        out.append(f"{kind:<16}n {k.n:<4} F1 {k.micro.f1:.3f}  R {k.micro.recall:.3f}  false hits {k.false_hits}")
    out.append("")
    out.append(f"negatives {evaluation.negatives}, false hits {evaluation.false_hits}")
    out.append(f"stance accuracy {evaluation.stance_accuracy:.3f} of {evaluation.stance_n}")
    wrong = [e for e in evaluation.errors if e.missing or e.extra]
    if wrong:
        out += ["", "judged wrong:"]
    for error in wrong:
        line = texts[error.id]
        text = " ".join(line.text.split())
        out.append(f"{error.id} ({line.kind}) missing {list(error.missing)} extra {list(error.extra)}: {text}")
    return "\n".join(out) + "\n"
