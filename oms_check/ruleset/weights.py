"""A classifier's weights file → its values, or what is wrong with it in one line.

The file is written by rules/sources/learn.py; nobody edits it by hand, so it is checked as a whole and not with
the places a rule file's mistakes get.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from oms_check.model.rules import Classifier, Term
from oms_check.text.normal import fold

SCHEMA = "oms-check/weights@1"
LARGEST_FILE = 20_000_000
_LARGEST_WEIGHT = 1 << 31
"""Sums over a passage are kept in 64 bits: four thousand million n-grams would have to weigh the most."""


class WeightsError(ValueError):
    """The weights cannot be used; the message says why."""


def place_names(terms: Iterable[Term]) -> frozenset[str]:
    """The names of places of one word, folded, as they stand and in the genitive."""
    names = {fold(term.words[0].text) for term in terms if len(term.words) == 1}
    return frozenset(names | {name + "s" for name in names if not name.endswith("s")})


def read_weights(
    path: Path, focus_areas: Sequence[str], accept: float, reject: float, names: frozenset[str]
) -> tuple[Classifier, bytes]:
    """The classifier for these focus areas, and the file's bytes. Raises WeightsError.

    The file may know other focus areas than the rules do; of those only the weights the rules can use are kept,
    and every focus area of the rules that the file does not know is scored by signals alone.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WeightsError(f"larger than {LARGEST_FILE // 1_000_000} MB")
        content = path.read_bytes()
        data = json.loads(content)
    except OSError as error:
        raise WeightsError(f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise WeightsError(f"is no JSON: {error}") from error
    except RecursionError as error:
        raise WeightsError("is nested too deeply") from error
    try:
        return _classifier(data, focus_areas, accept, reject, names), content
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WeightsError(f"does not hold weights ({error}); write it anew with rules/sources/learn.py") from error


def _classifier(
    data: Any, focus_areas: Sequence[str], accept: float, reject: float, names: frozenset[str]
) -> Classifier:
    """`data` is whatever the JSON held; what does not fit raises one of the errors named above."""
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema is not {SCHEMA}")
    known: list[str] = data["focus_areas"]
    used = [name for name in known if name in focus_areas]
    if not used:
        raise ValueError("none of the rules' focus areas is in it")
    width = len(known) + 1
    columns = [known.index(name) for name in used] + [width - 1]
    shortest, longest = map(int, data["lengths"])
    if not 1 <= shortest <= longest <= 12 or not data["unit"] > 0:
        raise ValueError("lengths or unit out of range")
    weights: dict[str, Sequence[int]] = data["weights"]
    whole = set(map(type, chain.from_iterable(weights.values()))) <= {int}
    if not whole or set(map(len, weights.values())) != {width}:
        raise ValueError(f"the weights are not {width} whole numbers for each n-gram")
    if any(abs(value) > _LARGEST_WEIGHT for value in chain.from_iterable(weights.values())):
        raise ValueError(f"a weight is beyond ±{_LARGEST_WEIGHT:,}")
    if len(used) < len(known):
        weights = {gram: tuple(row[n] for n in columns) for gram, row in weights.items()}
    return Classifier(
        focus_areas=tuple(used),
        lengths=(shortest, longest),
        bias=tuple(float(data["bias"][known.index(name)]) for name in used),
        unit=float(data["unit"]),
        weights=weights,
        accept=accept,
        reject=reject,
        names=names,
    )
