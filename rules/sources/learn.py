"""Learn the weights of a rule file's classifier from the labelled passages in rules/sources/passages.

Run `python rules/sources/learn.py` (it needs scikit-learn) to write rules/oms-2025.weights.json, with `--check` to
see whether the committed weights were learned from the passages that lie here, with `--cross-validate` for
figures on passages not learned from: each file in turn is left out, since each has an author of its own.
"""

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oms_check.matching.classifier import Scales, n_grams, weighty
from oms_check.model.rules import Classifier
from oms_check.ruleset.load import places_of
from oms_check.ruleset.weights import place_names
from oms_check.text.words import words_of
from oms_check.yamlfile.reading import read_yaml_file

SOURCES = Path(__file__).resolve().parent
PASSAGES = SOURCES / "passages"
RULES = SOURCES.parent / "oms-2025.yaml"
WEIGHTS = SOURCES.parent / "oms-2025.weights.json"
FOCUS_AREAS = ("nodstader", "bebyggelse", "omvarld", "digital", "energi")
LENGTHS = (3, 4)
LEAST_PASSAGES = 2
"""An n-gram of a single passage tells more of that passage than of the theme."""
UNIT = 0.01
COST = 1.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage, as written and its different words folded, and the focus areas it treats."""

    written: tuple[str, ...]
    words: tuple[str, ...]
    labels: frozenset[str]


def read_passages(files: Iterable[Path]) -> list[Labelled]:
    """The passages of some files, one JSON object a line with `text` and `labels`."""
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    names = place_names(places_of(read_yaml_file(RULES)[0].root))
    found = []
    for line in lines:
        written = tuple(sorted(set(words_of(line["text"]))))
        words = tuple(folded for word in written if (folded := weighty(word, names)))
        found.append(Labelled(written, words, frozenset(line["labels"])))
    return found


def digest(files: Sequence[Path]) -> str:
    """Of the files' bytes, in order of their names."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


@cache
def grams(word: str) -> tuple[str, ...]:
    return tuple(n_grams(word, *LENGTHS))


def learn(passages: Sequence[Labelled]) -> Classifier:
    """Weights by a linear support vector machine for each focus area, over n-grams weighed by their rarity."""
    import numpy
    import scipy.sparse
    from sklearn.svm import LinearSVC

    frequency = Counter(gram for p in passages for gram in {g for word in p.words for g in grams(word)})
    kept = sorted(gram for gram, count in frequency.items() if count >= LEAST_PASSAGES)
    position = {gram: number for number, gram in enumerate(kept)}
    rarity = [math.log((1 + len(passages)) / (1 + frequency[gram])) + 1 for gram in kept]
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for passage in passages:
        row: Counter[int] = Counter()
        length = 0.0
        for word in passage.words:
            for gram in grams(word):
                if gram in position:
                    row[position[gram]] += rarity[position[gram]]
                    length += rarity[position[gram]] ** 2
        columns += row.keys()
        values += [value / (math.sqrt(length) or 1.0) for value in row.values()]
        starts.append(len(columns))
    matrix = scipy.sparse.csr_matrix((values, columns, starts), shape=(len(passages), len(kept)))
    learned = []
    for area in FOCUS_AREAS:
        wanted = numpy.array([area in passage.labels for passage in passages])
        learned.append(LinearSVC(C=COST, random_state=0).fit(matrix, wanted))
    weights = {
        gram: (*(round(m.coef_[0][n] * rarity[n] / UNIT) for m in learned), round(rarity[n] ** 2 / UNIT))
        for n, gram in enumerate(kept)
    }
    bias = tuple(round(float(m.intercept_[0]), 4) for m in learned)
    return Classifier(FOCUS_AREAS, LENGTHS, bias, UNIT, weights, 0.0, 0.0)


def write(classifier: Classifier, files: Sequence[Path], count: int) -> None:
    """One n-gram a line, so that a change can be read."""
    head = {
        "schema": "oms-check/weights@1",
        "learned_from": {"passages": count, "sha256": digest(files)},
        "focus_areas": classifier.focus_areas,
        "lengths": classifier.lengths,
        "bias": classifier.bias,
        "unit": classifier.unit,
    }
    opened = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    rows = [
        f"{json.dumps(g, ensure_ascii=False)}:{json.dumps(w, separators=(',', ':'))}"
        for g, w in classifier.weights.items()
    ]
    WEIGHTS.write_text(opened + ',\n "weights": {\n' + ",\n".join(rows) + "\n }\n}\n", encoding="utf-8")


def scored(classifier: Classifier, passages: Sequence[Labelled]) -> list[tuple[Labelled, dict[str, float]]]:
    scales = Scales(classifier)
    return [(p, dict(zip(FOCUS_AREAS, scales.weigh(p.written).scores, strict=True))) for p in passages]


def cross_validate(files: Sequence[Path]) -> None:
    """Print micro-F1 of the classifier alone on each file, learned from the others."""
    for left_out in files:
        passages = read_passages([left_out])
        if not any(p.labels for p in passages):
            continue
        classifier = learn(read_passages([file for file in files if file != left_out]))
        found = scored(classifier, passages)
        for least in (-0.2, 0.0, 0.2, 0.4):
            hits = sum(score > least and area in p.labels for p, by in found for area, score in by.items())
            said = sum(score > least for _, by in found for score in by.values())
            there = sum(len(p.labels) for p in passages)
            false = sum(any(score > least for score in by.values()) for p, by in found if not p.labels)
            f1 = 2 * hits / (said + there)
            precision = hits / max(1, said)
            print(f"{left_out.name:20} from {least:4}: F1 {f1:.3f}, precision {precision:.3f}, false hits {false}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn and write, check or cross-validate; 1 when the committed weights are of other passages."""
    parser = argparse.ArgumentParser(description="Learn the classifier's weights from the labelled passages.")
    parser.add_argument("--check", action="store_true", help="only compare the passages' digest")
    parser.add_argument("--cross-validate", action="store_true", help="figures on passages not learned from")
    options = parser.parse_args(arguments)
    files = sorted(PASSAGES.glob("*.jsonl"))
    if options.check:
        stands = json.loads(WEIGHTS.read_text(encoding="utf-8"))["learned_from"]["sha256"] == digest(files)
        print("the weights are of these passages" if stands else "the passages have changed: learn the weights anew")
        return 0 if stands else 1
    if options.cross_validate:
        cross_validate(files)
        return 0
    passages = read_passages(files)
    classifier = learn(passages)
    write(classifier, files, len(passages))
    print(f"{len(passages)} passages, {len(classifier.weights)} n-grams, {WEIGHTS.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
