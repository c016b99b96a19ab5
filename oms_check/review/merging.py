"""A review and new decisions → the review with them, and the ones that contradict what stands there already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from oms_check.model.review import Review, Reviewed, ReviewEntry


@dataclass(frozen=True, slots=True)
class Conflict:
    """A new decision on something that was decided otherwise; it was not taken over."""

    subject: str
    new: ReviewEntry
    standing: ReviewEntry


@dataclass(frozen=True, slots=True)
class Merged:
    """The review after a merge: how many decisions came in, how many were there already, what contradicts."""

    review: Review
    added: int
    unchanged: int
    conflicts: tuple[Conflict, ...]


def with_document(review: Review, document: Reviewed) -> Review:
    """The review with these decisions on a document, in place of those that are about the same."""
    return replace(review, documents=_joined(review.documents, document))


def with_region(review: Review, region: Reviewed) -> Review:
    """The review with these decisions on a region, in place of those that are about the same."""
    return replace(review, regions=_joined(review.regions, region))


def merge(review: Review, new: Review, *, overwrite: bool = False) -> Merged:
    """Take over the decisions of `new`, whose documents must be named as `review` names them.

    A decision that says what stands there already changes nothing. One that says otherwise is a conflict, unless
    it was made in sight of what stands there (`replaces`) or `overwrite` is wanted.
    """
    unchanged = 0
    added = 0
    conflicts: list[Conflict] = []
    for documents, group in ((True, new.documents), (False, new.regions)):
        for one in group:
            standing = {entry.key: entry for entry in _entries(review, one.name, documents)}
            taken: list[ReviewEntry] = []
            for entry in one.entries:
                before = standing.get(entry.key)
                if before is not None and before.says_the_same(entry):
                    unchanged += 1
                elif before is None or overwrite or entry.replaces is before.decision:
                    taken.append(entry)
                else:
                    conflicts.append(Conflict(one.name, entry, before))
            added += len(taken)
            if taken:
                changed = replace(one, entries=tuple(taken))
                review = with_document(review, changed) if documents else with_region(review, changed)
    return Merged(review, added, unchanged, tuple(conflicts))


def without(review: Review, gone: Iterable[ReviewEntry]) -> Review:
    """The review without these entries; documents and regions left without any go too."""
    lines = {(entry.line, entry.key) for entry in gone}

    def kept(group: tuple[Reviewed, ...]) -> tuple[Reviewed, ...]:
        left = (replace(one, entries=tuple(e for e in one.entries if (e.line, e.key) not in lines)) for one in group)
        return tuple(one for one in left if one.entries)

    return replace(review, documents=kept(review.documents), regions=kept(review.regions))


def _entries(review: Review, name: str, documents: bool) -> Iterator[ReviewEntry]:
    for one in review.documents if documents else review.regions:
        if one.name == name:
            yield from one.entries


def _joined(group: tuple[Reviewed, ...], new: Reviewed) -> tuple[Reviewed, ...]:
    before = next((one for one in group if one.name == new.name), Reviewed(new.name))
    entries = {entry.key: entry for entry in before.entries}
    for entry in new.entries:
        known = entries.get(entry.key)
        kept = known.comments if known else ()
        entries[entry.key] = replace(entry, comments=entry.comments or kept, replaces=None)
    joined = replace(before, entries=tuple(entries.values()), sha256=new.sha256 or before.sha256)
    return (*(one for one in group if one.name != new.name), joined)
