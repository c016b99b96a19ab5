"""The words of readers' decisions, in Swedish and in English.

A passage that a reader strikes out is 'underkänd', not 'avvisad': that is what a strategy does with an idea.
"""

from dataclasses import dataclass

from oms_check.model.review import Ruling
from oms_check.reporters.wording import Forms


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """The words of one language. Sentences with `{…}` are filled with `str.format`."""

    review: str
    decisions: dict[Ruling, str]
    """Of a passage or a cell: accepted, rejected, justified."""
    verbs: dict[Ruling, str]
    """What a reader does."""
    decision: str
    reason: str
    role: str
    date: str
    justified_legend: str
    gap_justified: str
    not_counted: str
    seen: Forms
    file: str

    nothing_left: str
    none_undecided: str
    cell: str
    before: str
    earlier: str
    skip: str
    back: str
    quit: str
    ask_reason: str
    ask_role: str
    unknown_key: str
    needs_reason: str


SWEDISH = ReviewWords(
    review="Granskning",
    decisions={Ruling.ACCEPT: "godkänd", Ruling.REJECT: "underkänd", Ruling.JUSTIFY: "motiverad"},
    verbs={Ruling.ACCEPT: "godkänn", Ruling.REJECT: "underkänn", Ruling.JUSTIFY: "motivera"},
    decision="Beslut",
    reason="Skäl",
    role="Roll",
    date="Datum",
    justified_legend="bristen är motiverad",
    gap_justified="motiverat",
    not_counted="{passages} underkänd vid granskning",
    seen=("godkänd", "godkända"),
    file="Beslut ur",
    nothing_left="Allt är avgjort.",
    none_undecided="Inget kvar att avgöra.",
    cell="Hela rutan",
    before="Beslut",
    earlier="Beslut om en tidigare lydelse:",
    skip="hoppa över",
    back="tillbaka",
    quit="avsluta",
    ask_reason="Skäl",
    ask_role="Roll (till exempel regionplanerare)",
    unknown_key="Svara med en av tangenterna",
    needs_reason="utan skäl inget beslut",
)

ENGLISH = ReviewWords(
    review="Review",
    decisions={Ruling.ACCEPT: "accepted", Ruling.REJECT: "rejected", Ruling.JUSTIFY: "justified"},
    verbs={Ruling.ACCEPT: "accept", Ruling.REJECT: "reject", Ruling.JUSTIFY: "justify"},
    decision="Decision",
    reason="Reason",
    role="Role",
    date="Date",
    justified_legend="the gap is justified",
    gap_justified="justified",
    not_counted="{passages} rejected in review",
    seen=("accepted", "accepted"),
    file="Decisions from",
    nothing_left="Everything is decided.",
    none_undecided="Nothing left to decide.",
    cell="The whole cell",
    before="Decided",
    earlier="Decided on an earlier wording:",
    skip="skip",
    back="back",
    quit="quit",
    ask_reason="Reason",
    ask_role="Role (regional planner, for instance)",
    unknown_key="Answer with one of the keys",
    needs_reason="no decision without a reason",
)


def review_words(lang: str) -> ReviewWords:
    """The words of a report language; anything but 'en' is Swedish."""
    return ENGLISH if lang == "en" else SWEDISH
