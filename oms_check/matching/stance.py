"""A passage and the cues in it in, how firmly it takes up its subject out.

A refusal reaches the clause it stands in, so that 'elnätet byggs ut, men dubbelspåret skjuts upp' refuses
only the second. What is asked or only supposed is no refusal and no commitment.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oms_check.matching.reading import Posting, Reading
from oms_check.model.evidence import Stance

COMMITMENT, NEED, AGAINST, NOT_AGAINST, CONCRETE = (
    "stance:commitment",
    "stance:need",
    "stance:against",
    "stance:not_against",
    "stance:concrete",
)
CUES = (COMMITMENT, NEED, AGAINST, NOT_AGAINST, CONCRETE)

_CONTRAST = re.compile(
    r"[;:]\s|\s[–—]\s|,?\s(?:men|medan|däremot|utan|dock|i stället|istället)\s|,\s(?:och|samt)\s", re.IGNORECASE
)
_SUPPOSED = re.compile(r"^(?:\W*)(?:om|ifall|såvida|utifall|därest)\s", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|\s[–—]\s|\s(?:men|medan|utan|eftersom|därför att)\s", re.IGNORECASE)

_UNIT = (
    r"%|procent\w*|km|kilometer|mil|meter|m|min|minut\w*|timm\w*|sekund\w*|kw|mw|gw|kwh|mwh|gwh|twh|kv|"
    r"[mg]bit|gigabit|megabit|kr|kronor|mkr|mnkr|tkr|mdkr|miljon\w*|miljard\w*|msek|euro|bostäder|lägenheter|"
    r"hushåll|invånare|arbetsplatser|hektar|ha|ton|tåg|avgångar|turer|spår|gånger|stationer|platser|år|dygn|"
    r"tågpar|tågset|master|laddpunkter|laddstationer|företag|kvadratmeter|kvm|förbindelser|linjer"
)
_NUMBER = r"(?:\d[\d\s.,]*|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tjugo|trettio|femtio|hundra|en halv)"
_FIGURE = re.compile(rf"\b{_NUMBER}\s*(?:nya\s|fler\s|extra\s)?(?:{_UNIT})(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w./-])(?<!agenda )(?<!rufs )(?<!öms )(?<!rus )(?<!vision )20[2-9]\d(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CueNumbers:
    """Concept numbers of the cues."""

    commitment: int
    need: int
    against: int
    not_against: int
    concrete: int


def stance_of(
    reading: Reading, sentences: Iterable[int], own: Sequence[Posting], cues: CueNumbers
) -> Stance | None:
    """The stance the sentences themselves show towards the postings; None where they hold no cue."""
    found: set[Stance] = set()
    for sentence in sentences:
        postings = [p for p in reading.postings if p.sentence == sentence]
        found |= _cued(reading, sentence, postings, own, cues)
    for stance in (Stance.AGAINST, Stance.COMMITMENT, Stance.NEED):
        if stance in found:
            return stance
    return None


def _cued(
    reading: Reading, sentence: int, postings: list[Posting], own: Sequence[Posting], cues: CueNumbers
) -> set[Stance]:
    start, end = reading.sentences[sentence]
    text = reading.text[start:end]
    asked = text.rstrip("\"”’ )").endswith("?")
    masked = {n for p in postings if p.concept == cues.not_against for n in p.words}
    here = [p for p in own if p.sentence == sentence]
    found: set[Stance] = set()
    for posting in postings:
        at = reading.spans[posting.words[0]][0] - start
        if posting.concept == cues.need:
            found.add(Stance.NEED)
        elif posting.concept == cues.commitment and not asked and not _is_supposed(text, at):
            if _same_part(text, at, start, here, reading, strict=False):
                found.add(Stance.COMMITMENT)
        elif (
            posting.concept == cues.against
            and not asked
            and masked.isdisjoint(posting.words)
            and not _is_supposed(text, at)
            and _same_part(text, at, start, here, reading, strict=True)
        ):
            found.add(Stance.AGAINST)
    return found


def _is_supposed(text: str, at: int) -> bool:
    """Whether the clause around the cue begins with 'om'."""
    first = 0
    for match in _CLAUSE.finditer(text, 0, at):
        first = match.end()
    return _SUPPOSED.match(text[first:]) is not None


def _same_part(
    text: str, at: int, start: int, here: list[Posting], reading: Reading, *, strict: bool
) -> bool:
    """Whether some of the subject stands on the cue's side of a 'men', 'medan' or semicolon."""
    if not here or not strict:
        return True
    bounds = [0, *(match.end() for match in _CONTRAST.finditer(text)), len(text) + 1]
    part = next((a, b) for a, b in zip(bounds, bounds[1:], strict=False) if a <= at < b)
    places = [reading.spans[n][0] - start for p in here for n in p.words]
    inside = sum(1 for place in places if part[0] <= place < part[1])
    return inside * 2 >= len(places)


def is_concrete(reading: Reading, sentences: Iterable[int], cues: CueNumbers) -> bool:
    """Whether a figure with a unit, a year to come, money or a named owner stands in the sentences."""
    for sentence in sentences:
        start, end = reading.sentences[sentence]
        text = reading.text[start:end]
        if _FIGURE.search(text) or _YEAR.search(text):
            return True
        if any(p.sentence == sentence and p.concept == cues.concrete for p in reading.postings):
            return True
    return False
