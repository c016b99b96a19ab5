"""A passage, the cues in it and what stands above it in, how firmly it takes up its subject out.

A refusal reaches the clause it stands in, so that 'elnätet byggs ut, men dubbelspåret skjuts upp' refuses
only the second. What is asked, supposed, feared or only a purpose is neither refusal nor commitment.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from oms_check.matching.reading import Posting, Reading
from oms_check.model.evidence import MatchKind, Stance

CUES = (
    "stance:commitment",
    "stance:need",
    "stance:against",
    "stance:not_against",
    "stance:concrete",
    "stance:imperative",
    "stance:reported",
    "stance:outside",
    "stance:owner",
)

_PARTS = re.compile(
    r"[;:]\s|\s[–—]\s|,?\s(?:men|medan|däremot|utan(?!\satt\b)|dock|i stället|istället)\s|,\s(?:och|samt)\s",
    re.IGNORECASE,
)
"""Where a sentence turns to something else."""
_CLAUSE = re.compile(r"[,;:]\s|\s[–—]\s|\s(?:men|medan|utan|eftersom|därför att|så att)\s", re.IGNORECASE)
_SUPPOSED = re.compile(r"^\W*(?:om|ifall|såvida|utifall|därest|även om|i den mån)\s", re.IGNORECASE)
_SUPPOSED_LATER = re.compile(r"\s(?:om|ifall|såvida)\s", re.IGNORECASE)
_SUBJECT = r"(?:jag|du|han|hon|man|vi|ni|de|den|det|detta|dessa)"
_INVERTED = re.compile(
    rf"^\W*(?!(?:efter|under|inför|över|utöver|för|per)\b)\w+[rs]\s{_SUBJECT}(?:\s\w+){{0,7}}[,:]\s", re.IGNORECASE
)
"""'Hinner hon inte det, flyttar hon eller tackar nej': a condition without 'om' has its verb first."""
_PURPOSE = re.compile(r"\bför att\s(\w+)", re.IGNORECASE)
_WISHED = re.compile(
    r"\b(?:bör|borde|behöver|behövde|förhoppning\w*|önskemål\w*|önskar|gärna)\b(?!.*\b(?:ska|skall)\b)", re.IGNORECASE
)
_WILL = re.compile(r"(?:ska|skall|kommer)\b", re.IGNORECASE)
"""'Godset bör flyttas': the verb says what is wished for, not that it is decided, unless 'ska' comes later."""
_FEARED = re.compile(
    r"\b(?:risk\w*|hota\w*|hot|undvik\w*|oro\w*|annars|förhindra\w*|motverka\w*|konsekvens\w*)\b",
    re.IGNORECASE,
)
# Ends of verbs in the past and of passives after 'har'.
_PAST = ("ade", "ades", "ats", "dde", "ddes", "tts", "its")
_ASKED = re.compile(
    r"\b(?:(?:hur|huruvida|vem|vilka|vilken|vilket|var)\s(?:\w+\s){0,3}|som\s(?:\w+\s)?)$", re.IGNORECASE
)
"""'Kommunerna avgör var de bygger', 'de som driver näten': an open question or a description is no promise."""
_WHEN = re.compile(r"^\W*(?:när|då|innan|sedan|medan|efter att|i takt med att)\s", re.IGNORECASE)
"""'När kopparnätet läggs ned ska …': what happens anyway is no refusal."""
_NEGATION = re.compile(r"\b(?:inte|ej|aldrig|inga|ingen|inget)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:inte|ej|aldrig)\s(?:\w+\s){0,2}$", re.IGNORECASE)

# 'de bostäder som behövs': which ones, not that they are asked for. Looked for in so many characters before the word.
_OF_WHICH = re.compile(r"\bsom\s(?:\w+\s)?$", re.IGNORECASE)
_OF_WHICH_REACH = 60
_HANGS = re.compile(r"\b(?:som|att|eftersom|där|när|var|vilka|vilket|om|innan|tills)\s", re.IGNORECASE)
"""Words by which a clause hangs on what stands before it."""
_MATTER = r"detta|förslaget|förslagen|frågan|frågorna|tanken|ärendet|begäran|ansökan|projektet|motionen|kravet|yrkandet"
_BACK_TO_IT = re.compile(rf"\b(?:{_MATTER})\b", re.IGNORECASE)
"""Words by which a sentence names what the one before promised or asked for: 'Regionen avstår från detta.'"""
_BACK = re.compile(rf"\b(?:{_MATTER}|det|dessa|dem|den|så|planerna|planen)\b", re.IGNORECASE)
"""Words by which a sentence takes up what the one before spoke of, whether or not it means all of it."""

_UNIT = (
    r"%|procent\w*|km|kilometer|mil|meter|m|min|minut\w*|timm\w*|sekund\w*|kw|mw|gw|kwh|mwh|gwh|twh|kv|"
    r"[mg]bit|gigabit|megabit|kr|kronor|mkr|mnkr|tkr|mdkr|miljon\w*|miljard\w*|msek|euro|bostäder|lägenheter|"
    r"hushåll|invånare|arbetsplatser|hektar|ha|ton|tåg|avgångar|turer|spår|gånger|stationer|platser|dygn|"
    r"tågpar|tågset|master|laddpunkter|laddstationer|företag|kvadratmeter|kvm|förbindelser|linjer"
)
# Bounded: a page of digits would take the square of its length.
_NUMBER = r"(?:\d[\d\s.,]{0,24}|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tjugo|trettio|femtio|hundra)"
_FIGURE = re.compile(rf"\b{_NUMBER}\s*(?:nya\s|fler\s|extra\s|parallella\s)?(?:{_UNIT})(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w./-])20[2-9]\d(?!\w)")
_PLANNED_YEAR = re.compile(r"(?<![\w./-])20(?:2[5-9]|[3-9]\d)(?!\w)")
# 'R3 …', '4.2 …', '7. …'
_NUMBERED = re.compile(r"\W*(?:[A-ZÅÄÖ]{1,3}\s?\d{1,2}|\d{1,2}(?:[.:]\d{1,2})*)[.:)]?\s")
_NAMED_AFTER_YEAR = re.compile(r"(?:agenda|rufs|öms|rus|rup|vision|strategi|plan|program|målbild)\s$", re.IGNORECASE)
"""'Agenda 2030' is a name, not a time."""


@dataclass(frozen=True, slots=True)
class CueNumbers:
    """Concept numbers of the cues."""

    commitment: int
    need: int
    against: int
    not_against: int
    concrete: int
    imperative: int
    reported: int
    outside: int
    owner: int


_ANNEX = 2
_TERSE = 8
"""Sentences after a passage that may belong to it, and words a note of money, year or owner has at most."""


def judge(
    reading: Reading,
    sentences: range,
    own: Sequence[Posting],
    cues: CueNumbers,
    taken: Collection[int] = (),
) -> Stance | None:
    """The stance the passage itself shows; None where it holds no cue, a mention where it tells what others say.

    A sentence without a cue takes the stance of the next one if that refuses, asks for something or begins by
    taking it up ('Förslaget … . Det avslås.'), unless that one has a subject of its own: `taken` are those that have.
    """
    stance = _shown(reading, sentences, own, cues)
    if stance is None and is_told(reading, sentences, cues):
        stance = Stance.MENTION
    following = sentences.stop
    if following < len(reading.sentences) and following not in taken:
        after = _shown(reading, range(following, following + 1), (), cues)
        start, end = reading.sentences[following]
        open_to_it = stance in (None, Stance.MENTION)
        if after is Stance.AGAINST and (open_to_it or _BACK_TO_IT.search(reading.text, start, end)):
            return Stance.AGAINST
        if stance is None and (after is Stance.NEED or _BACK.match(reading.text, start, end)):
            return after
    return stance


def under(above: Sequence[Reading], stance: Stance | None, *, listed: bool, cues: CueNumbers) -> Stance:
    """The stance of a passage with what the line and the heading above it say.

    Items of a list are what their heading makes of them: a refusal above refuses them, a list of
    commitments makes needs and verbless items commitments.
    """
    led = next((s for s in (_heading(reading, cues) for reading in reversed(above)) if s is not None), None)
    if led is None:
        return stance or Stance.MENTION
    if stance is None:
        return led
    if listed and led is Stance.AGAINST:
        return led
    if listed and led is Stance.COMMITMENT and stance is Stance.NEED:
        return led
    return stance


def with_annex(reading: Reading, sentences: range, taken: Collection[int] = ()) -> range:
    """The passage and the one or two sentences after it that have no subject of their own.

    Terse guidelines put money, year and owner there: 'Perrongen förlängs. 31 mnkr, 2028. [TK]'.
    """
    stop = sentences.stop
    while stop < min(len(reading.sentences), sentences.stop + _ANNEX) and stop not in taken:
        stop += 1
    return range(sentences.start, stop)


def is_decided(reading: Reading, told: range, sentences: range, cues: CueNumbers) -> bool:
    """Whether a statement without a verb of decision is followed by a terse note of money, year or owner."""
    for number in range(sentences.stop, told.stop):
        start, end = reading.sentences[number]
        terse = len(reading.text[start:end].split()) <= _TERSE
        if terse and is_concrete(reading, range(number, number + 1), cues):
            return True
    return False


def is_concrete(reading: Reading, sentences: range, cues: CueNumbers) -> bool:
    """Whether a figure with a unit, a year, money or a named owner stands in the sentences."""
    start, end = reading.sentences[sentences.start][0], reading.sentences[sentences.stop - 1][1]
    text = reading.text[start:end]
    if _FIGURE.search(text):
        return True
    if any(not _NAMED_AFTER_YEAR.search(text, 0, year.start()) for year in _YEAR.finditer(text)):
        return True
    return any(p.sentence in sentences for p in reading.cues.get(cues.concrete, ()))


def is_planned(entry: Reading, cues: CueNumbers, *, numbered: bool) -> bool:
    """Whether the row of a table, the item of a list or what stands under a number is an entry of a plan of action.

    It has a year to come, and either a number of its own ('R3 Timmestrafik … 2029'; `numbered`: that is its heading)
    or who answers for it.
    """
    if _PLANNED_YEAR.search(entry.text) is None:
        return False
    return numbered or cues.owner in entry.cues or _NUMBERED.match(entry.text) is not None


def is_number(heading: str) -> bool:
    """Whether a heading is nothing but the number of an entry: 'R21', '4.2'."""
    return _NUMBERED.fullmatch(f"{heading.strip()} ") is not None


def is_told(reading: Reading, sentences: range, cues: CueNumbers) -> bool:
    """Whether the sentences only tell what others say or do, or what is expected."""
    if any(p.sentence in sentences for p in reading.cues.get(cues.reported, ())):
        return True
    return any(_is_outside(reading, sentence, cues) for sentence in sentences)


def _is_outside(reading: Reading, sentence: int, cues: CueNumbers) -> bool:
    """Whether a sentence begins with somebody who decides for themselves, and names nobody else: 'SJ kör 19 tåg'."""
    outside = [p.words for p in reading.cues.get(cues.outside, ()) if p.sentence == sentence]
    if not any(words[0] == reading.firsts[sentence] for words in outside):
        return False
    theirs = {number for words in outside for number in words}
    owners = (p.words for p in reading.cues.get(cues.owner, ()) if p.sentence == sentence)
    return theirs.issuperset(number for words in owners for number in words)


def _heading(reading: Reading, cues: CueNumbers) -> Stance | None:
    """What a heading, or the last sentence of a paragraph that leads a list in, says of what follows."""
    count = len(reading.sentences)
    return _shown(reading, range(count - 1, count), (), cues) if reading.cues else None


def _shown(reading: Reading, sentences: range, own: Sequence[Posting], cues: CueNumbers) -> Stance | None:
    """The firmest stance of the sentences: a refusal, then what is asked for, then what is promised.

    'Banan måste byggas ut om resorna ska rymmas' asks, whatever it says of the future. What is asked for within
    what is promised does not ('Regionen ska kartlägga var täckning saknas').
    """
    found: set[Stance] = set()
    promised: dict[int, Posting] = {}
    """The first promise of each sentence: what hangs on a later one hangs on it too."""
    for cue in (cues.against, cues.commitment):
        for posting in reading.cues.get(cue, ()):
            stance = _of_cue(reading, posting, own, cues) if posting.sentence in sentences else None
            if stance is not None:
                found.add(stance)
            if stance is Stance.COMMITMENT:
                first = promised.setdefault(posting.sentence, posting)
                promised[posting.sentence] = min(first, posting, key=lambda one: one.words)
    for posting in reading.cues.get(cues.need, ()):
        if posting.sentence in sentences and _of_cue(reading, posting, own, cues) is Stance.NEED:
            promise = promised.get(posting.sentence)
            if promise is None or not _governs(reading, promise, posting):
                found.add(Stance.NEED)
    if any(verb.sentence in sentences and _opens(reading, verb) for verb in reading.cues.get(cues.imperative, ())):
        found.add(Stance.COMMITMENT)
    return next((stance for stance in (Stance.AGAINST, Stance.NEED, Stance.COMMITMENT) if stance in found), None)


def _governs(reading: Reading, promise: Posting, need: Posting) -> bool:
    """Whether a need is only told in a clause that hangs on what is promised before it, or says which one is meant.

    'Regionen ska kartlägga var täckning saknas', 'Bostäderna som behövs ska byggas …'.
    """
    at = reading.spans[need.words[0]][0]
    if _OF_WHICH.search(reading.text, max(0, at - _OF_WHICH_REACH), at):
        return True
    if promise.words[-1] >= need.words[0]:
        return False
    between = reading.text[reading.spans[promise.words[-1]][1] : reading.spans[need.words[0]][0]]
    return _HANGS.search(between) is not None


def _opens(reading: Reading, verb: Posting) -> bool:
    """Whether a verb as written is the first word of its sentence, numbers aside: '3. Bygg tätt'."""
    first = reading.firsts[verb.sentence]
    return verb.kind is MatchKind.EXACT and not any(map(str.isalpha, reading.words[first : verb.words[0]]))


def _of_cue(reading: Reading, cue: Posting, own: Sequence[Posting], cues: CueNumbers) -> Stance | None:
    start, end = reading.sentences[cue.sentence]
    text = reading.text[start:end]
    if text.rstrip('"”’ )').endswith("?"):
        return None
    at, after = reading.spans[cue.words[0]][0] - start, reading.spans[cue.words[-1]][1] - start
    told_of = is_told(reading, range(cue.sentence, cue.sentence + 1), cues)
    if cue.concept == cues.need:
        refused = any(not set(p.words).isdisjoint(cue.words) for p in reading.cues.get(cues.against, ()))
        told_of = told_of and not _is_outside(reading, cue.sentence, cues)
        return None if told_of or refused else Stance.NEED
    clause = _clause_before(text, at)
    if _SUPPOSED.match(clause):
        return None
    if cue.concept == cues.commitment:
        if told_of or _is_past(reading, cue):
            return None
        will = _WILL.match(text[at:after])
        governed = not will and (_WISHED.search(clause) or _ASKED.search(clause))
        return None if governed or _is_purpose(clause, text[after:]) else Stance.COMMITMENT
    if _INVERTED.match(text[:at]):
        return None
    if _is_masked(reading, cue, cues) or _FEARED.search(clause) or _WHEN.match(clause):
        return None
    if not _NEGATION.search(text[at:after]) and _DENIED.search(clause):
        return None
    return Stance.AGAINST if _concerns(text, at, _places(reading, cue.sentence, own, start)) else None


def _is_past(reading: Reading, cue: Posting) -> bool:
    """Whether a verb that promises is told as done: 'pendlingen har fördubblats', not the listed 'har enats om'."""
    return cue.kind is not MatchKind.EXACT and reading.words[cue.words[0]].endswith(_PAST)


def _clause_before(text: str, at: int) -> str:
    """The text from the beginning of the clause to the cue."""
    first = 0
    for match in _CLAUSE.finditer(text, 0, at):
        first = match.end()
    return text[first:at]


def _is_purpose(clause: str, after: str) -> bool:
    """'för att fartygen ska kunna …', 'krävs om tillväxten ska rymmas': what something else is for."""
    could = after.lstrip().startswith("kunna")
    purpose = _PURPOSE.search(clause)
    if purpose is not None and (could or not purpose.group(1).endswith("a")):
        return True
    return could and _SUPPOSED_LATER.search(clause) is not None


def _is_masked(reading: Reading, cue: Posting, cues: CueNumbers) -> bool:
    """Whether a phrase that only looks like a refusal ('inte bara') shares a word with the cue."""
    return any(not set(p.words).isdisjoint(cue.words) for p in reading.cues.get(cues.not_against, ()))


def _places(reading: Reading, sentence: int, own: Sequence[Posting], start: int) -> list[int]:
    return [reading.spans[n][0] - start for p in own if p.sentence == sentence for n in p.words]


def _concerns(text: str, at: int, places: list[int]) -> bool:
    """Whether at least half of the subject's words stand on the cue's side of 'men', 'medan', ';' …

    Or whether that side takes the subject up again: '…, och ärendet tas inte upp igen'.
    """
    bounds = [0, *(match.end() for match in _PARTS.finditer(text)), len(text) + 1]
    first, last = next((a, b) for a, b in zip(bounds, bounds[1:], strict=False) if a <= at < b)
    if first and _BACK.search(text, first, at):
        return True
    return 2 * sum(1 for place in places if first <= place < last) >= len(places)
