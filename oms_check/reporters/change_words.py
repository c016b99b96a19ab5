"""The words of a comparison, in Swedish and in English."""

from dataclasses import dataclass

from oms_check.comparison.changes import ChangeKind


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The words of one language. `crosswalk` is filled with the titles of both directions.

    `judged` are the kinds where the text is one and the directions are two: nothing was added or removed.
    """

    kinds: dict[ChangeKind, str]
    judged: dict[ChangeKind, str]
    title: str
    crosswalk: str
    unchanged: str
    same: str
    no_cell: str
    only_old: str
    only_new: str
    levels: str
    older: str
    newer: str
    change: str
    before: str
    now: str


SWEDISH = ChangeWords(
    kinds={
        ChangeKind.GAINED: "tillkommet",
        ChangeKind.LOST: "borttaget",
        ChangeKind.MOVED: "flyttat",
        ChangeKind.FIRMER: "skärpt",
        ChangeKind.WEAKER: "försvagat",
        ChangeKind.REWORDED: "omformulerat",
    },
    judged={
        ChangeKind.GAINED: "räknas först nu",
        ChangeKind.LOST: "räknas inte längre",
        ChangeKind.FIRMER: "väger tyngre nu",
        ChangeKind.WEAKER: "väger lättare nu",
    },
    title="Ändringar",
    crosswalk="{old} → {new}",
    unchanged="oförändrat",
    same="räknas som förr",
    no_cell="finns inte",
    only_old="Bara i den äldre",
    only_new="Bara i den nyare",
    levels="Nivåer",
    older="Äldre",
    newer="Nyare",
    change="Ändring",
    before="förr",
    now="nu",
)

ENGLISH = ChangeWords(
    kinds={
        ChangeKind.GAINED: "gained",
        ChangeKind.LOST: "lost",
        ChangeKind.MOVED: "moved",
        ChangeKind.FIRMER: "firmer",
        ChangeKind.WEAKER: "weaker",
        ChangeKind.REWORDED: "reworded",
    },
    judged={
        ChangeKind.GAINED: "counts only now",
        ChangeKind.LOST: "counts no longer",
        ChangeKind.FIRMER: "weighs more now",
        ChangeKind.WEAKER: "weighs less now",
    },
    title="Changes",
    crosswalk="{old} → {new}",
    unchanged="unchanged",
    same="counts as before",
    no_cell="not there",
    only_old="Only in the older",
    only_new="Only in the newer",
    levels="Levels",
    older="Older",
    newer="Newer",
    change="Change",
    before="before",
    now="now",
)


def change_words(lang: str) -> ChangeWords:
    """The words of a report language; anything but 'en' is Swedish."""
    return ENGLISH if lang == "en" else SWEDISH
