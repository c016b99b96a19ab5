"""The decisions file of the HTML page → decisions under the names that the review files here use.

The page calls documents as the report did. They are found again by that name from the same working folder, else
by the digest of their bytes, else by a file name that only one document has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from oms_check.model.review import Review, Reviewed
from oms_check.model.strategy import Strategy
from oms_check.review.finding import named_from
from oms_check.review.recording import Recorder


@dataclass(frozen=True, slots=True)
class Sorted:
    """An exported file sorted by where its decisions go; `unknown` are documents that are not here."""

    into: tuple[tuple[Path, Review], ...]
    unknown: tuple[str, ...]


def sort_out(exported: Review, strategies: Sequence[Strategy], recorder: Recorder) -> Sorted:
    """Find each document of the file among the strategies; regions go where their first strategy's decisions go."""
    into: dict[Path, Review] = {}
    unknown = []
    for document in exported.documents:
        strategy = next(_matching(document, strategies), None)
        if strategy is None:
            unknown.append(document.name)
            continue
        file = recorder.file_for(strategy)
        name = strategy.path if strategy.file is None else named_from(file, strategy.file)
        before = into.get(file, Review(exported.file))
        into[file] = replace(before, documents=(*before.documents, replace(document, name=name)))
    for region in exported.regions:
        own = [one for one in strategies if one.region == region.name] or list(strategies)
        file = recorder.file_for(own[0])
        before = into.get(file, Review(exported.file))
        into[file] = replace(before, regions=(*before.regions, region))
    return Sorted(tuple(sorted(into.items())), tuple(unknown))


def _matching(document: Reviewed, strategies: Sequence[Strategy]) -> Iterator[Strategy]:
    yield from (one for one in strategies if one.path == document.name)
    if document.sha256:
        yield from (one for one in strategies if _digest(one) == document.sha256)
    same_name = [one for one in strategies if PurePosixPath(one.path).name == PurePosixPath(document.name).name]
    if len(same_name) == 1:
        yield same_name[0]


def _digest(strategy: Strategy) -> str:
    try:
        return sha256(strategy.file.read_bytes()).hexdigest() if strategy.file else ""
    except OSError:
        return ""
