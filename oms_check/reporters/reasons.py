"""A reason of the gate → its sentence. In English it names ids, as logs and CI do; in Swedish the words of reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from oms_check.model.coverage import FocusAreaInfo, Level, Reason
from oms_check.model.reasons import (
    BaselineMisfit,
    EntryExpired,
    EntryGone,
    LevelFact,
    Nearest,
    NothingJudged,
    ReadingFact,
    ScoreFact,
)
from oms_check.model.review import ReviewEntry, StaleEntry
from oms_check.reporters.reason_words import ReasonWords, reason_words
from oms_check.reporters.words import words

LONGEST_QUOTE = 160
"""Characters of a passage in a line that only has to name it."""


def sentence(reason: Reason, lang: str = "en", areas: Sequence[FocusAreaInfo] = ()) -> str:
    """The reason as one sentence without a full stop. `areas` give the names of focus areas in Swedish."""
    if reason.message:
        return reason.message
    speaker = _Speaker(lang, reason_words(lang), tuple(areas))
    match reason.fact:
        case LevelFact() as fact:
            return speaker.level_fact(fact)
        case ScoreFact() as fact:
            return speaker.r.score.format(subject=fact.subject, score=fact.score, required=fact.required)
        case ReadingFact() as fact:
            return speaker.reading(fact)
        case NothingJudged():
            return speaker.r.nothing
        case BaselineMisfit() as fact:
            text = speaker.r.other_rows if fact.by else speaker.r.no_entry
            named = text.format(file=fact.file, direction=fact.direction, by=fact.by, shown=fact.shown)
            return named + speaker.r.write_anew
        case EntryGone() as fact:
            return speaker.r.gone.format(place=fact.place, gone=fact.gone)
        case EntryExpired() as fact:
            return speaker.r.expired.format(
                place=fact.place,
                level=speaker.level(fact.level),
                area=speaker.area(fact.focus_area),
                subject=fact.subject,
                until=fact.until.isoformat(),
            )
        case StaleEntry() as fact:
            return speaker.stale(fact)
        case None:
            return reason.code


def who(entry: ReviewEntry, lang: str) -> str:
    """'regionplanerare 2026-11-24': who decided, and when."""
    role = entry.role or reason_words(lang).by
    return f"{role} {entry.date.isoformat()}"


def shortened(quote: str, most: int = LONGEST_QUOTE) -> str:
    """A quote cut at a word where it is long."""
    return quote if len(quote) <= most else f"{quote[:most].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class _Speaker:
    lang: str
    r: ReasonWords
    areas: tuple[FocusAreaInfo, ...]

    def area(self, focus_area: str) -> str:
        if self.lang == "en":
            return focus_area
        return next((one.column(self.lang) for one in self.areas if one.id == focus_area), focus_area)

    def level(self, level: Level) -> str:
        return level.value if self.lang == "en" else words(self.lang).levels[level]

    def level_fact(self, fact: LevelFact) -> str:
        rose = fact.before is not None and fact.level.rank > fact.before.rank
        if fact.before is None:
            said = self.r.level.format(
                level=self.level(fact.level), required=self.level(fact.required) if fact.required else ""
            )
        else:
            text = self.r.rose if rose else self.r.fell
            said = text.format(level=self.level(fact.level), before=self.level(fact.before))
        if fact.accepted:
            until = self.r.until.format(until=fact.until.isoformat()) if fact.until else ""
            said += self.r.accepted + until + (f" ({fact.note})" if fact.note else "")
        elif fact.justified and not rose:
            said += "".join(self.justified(entry) for entry in fact.justified)
        where = "" if rose else self.near(fact.nearest)
        return self.r.cell.format(subject=fact.subject, area=self.area(fact.focus_area), said=said + where)

    def justified(self, entry: ReviewEntry) -> str:
        role = entry.role or self.r.by
        said = self.r.justified.format(who=role, date=entry.date.isoformat())
        return said + (f" ({entry.reason})" if entry.reason else "")

    def near(self, nearest: Nearest | None) -> str:
        if nearest is None:
            return self.r.no_passage
        place = self.r.at_place.format(place=nearest.place) if nearest.place else self.r.on_page
        place = place.format(page=nearest.page) if not nearest.place else place
        if nearest.stance is None:
            lacking = ", ".join(nearest.lacking)
            return self.r.nearest_miss.format(place=place, path=nearest.path, lacking=lacking)
        stance = nearest.stance.value if self.lang == "en" else words(self.lang).stances[nearest.stance]
        return self.r.nearest_evidence.format(stance=stance, place=place, path=nearest.path)

    def reading(self, fact: ReadingFact) -> str:
        if fact.status.read:
            lost = self.r.lost.format(lost=fact.lost, pages=fact.pages)
            why = lost if fact.lost else self.status(fact)
            return self.r.unknown.format(path=fact.path, why=why)
        why = f"{fact.why}; {fact.advice}" if fact.advice else fact.why
        return self.r.unreadable.format(path=fact.path, why=why if self.lang == "en" else self.status(fact))

    def status(self, fact: ReadingFact) -> str:
        return fact.status.value if self.lang == "en" else words(self.lang).statuses[fact.status]

    def stale(self, fact: StaleEntry) -> str:
        entry = fact.entry
        said = self.r.stale[fact.why].format(
            place=fact.place,
            count=fact.count,
            decision=self.r.decisions[entry.decision],
            subject=fact.subject,
            area=self.area(entry.focus_area),
            quote=shortened(entry.quote) or entry.passage,
            decided=self.level(entry.level) if entry.level else "",
            level=self.level(fact.level) if fact.level else "",
        )
        return said + (self.r.similar.format(similar=shortened(fact.similar)) if fact.similar else "")
