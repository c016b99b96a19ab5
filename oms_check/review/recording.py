"""Decisions → review files, one at a time: read as it is now, changed, written whole, before the next is asked for.

The file is read anew when it has changed on disk, so that an editor open at the same time loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from oms_check.model.review import Review, Reviewed, ReviewEntry
from oms_check.model.strategy import Strategy
from oms_check.review.finding import named_from, review_file_for
from oms_check.review.loading import parse_review
from oms_check.review.merging import Merged, merge, with_document
from oms_check.review.writing import dump_review
from oms_check.yamlfile.places import shown

Write = Callable[[Path, str], None]
"""Replaces a file as a whole or not at all."""
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Read:
    content: bytes
    review: Review


class Recorder:
    """Writes decisions to where they belong: the nearest review of a strategy, or `explicit`."""

    def __init__(self, paths: Sequence[Path], explicit: Path | None, write: Write, warn: Warn) -> None:
        self._paths = tuple(paths)
        self._explicit = explicit
        self._write = write
        self._warn = warn
        self._known: dict[Path, _Read] = {}
        self.files: dict[Path, int] = {}
        """The files written to, and how many decisions into each."""

    def file_for(self, strategy: Strategy) -> Path:
        """The review file that decisions on a strategy go to."""
        return review_file_for(strategy, self._paths, self._explicit)

    def record(self, strategy: Strategy, sha256: str, entry: ReviewEntry) -> None:
        """Keep one decision on a strategy; returns when it is on disk."""
        file = self.file_for(strategy)
        document = Reviewed(_name(file, strategy), (entry,), sha256)
        self._put(file, with_document(self.current(file), document), 1)

    def merge_into(self, file: Path, new: Review, *, overwrite: bool) -> Merged:
        """Take over decisions whose documents are named as `file` names them; writes nothing where nothing is new."""
        merged = merge(self.current(file), new, overwrite=overwrite)
        if merged.added:
            self._put(file, merged.review, merged.added)
        return merged

    def rewrite(self, file: Path, review: Review) -> None:
        """Write a review as it is."""
        self._put(file, review, 0)

    def current(self, file: Path) -> Review:
        """The review as it is on disk, empty where there is none. RuleError where it has mistakes."""
        content = file.read_bytes() if file.is_file() else None
        if content is None:
            return Review(shown(file))
        known = self._known.get(file)
        if known is None or known.content != content:
            known = _Read(content, parse_review(content, shown(file)))
            self._known[file] = known
        return known.review

    def _put(self, file: Path, review: Review, count: int) -> None:
        text = dump_review(review)
        if review.lost:
            self._keep_before(file, review.lost)
        self._write(file, text)
        # Not parsed anew: half a second where there are thousands, and it says what was written.
        self._known[file] = _Read(text.encode(), replace(review, lost=()))
        self.files[file] = self.files.get(file, 0) + count

    def _keep_before(self, file: Path, lost: tuple[int, ...]) -> None:
        """A copy of a file whose comments cannot all be kept, and a word about it."""
        number = 1
        while (copy := file.with_name(f"{file.name}.before{number if number > 1 else ''}")).exists():
            number += 1
        self._write(copy, file.read_text(encoding="utf-8-sig"))
        lines = ", ".join(map(str, lost))
        plural = "s" if len(lost) > 1 else ""
        self._warn(
            f"{shown(file)}: the comment{plural} in line{plural} {lines} stand{'' if plural else 's'} above no entry "
            f"and cannot be kept; the file as it was is {shown(copy)}"
        )


def _name(file: Path, strategy: Strategy) -> str:
    return strategy.path if strategy.file is None else named_from(file, strategy.file)
