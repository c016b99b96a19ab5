"""The sentences of the gate, in Swedish and in English: what failed, what is accepted, what is stale."""

from dataclasses import dataclass

from oms_check.model.review import Ruling, Staleness


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """The sentences of one language, each filled with `str.format`."""

    cell: str
    level: str
    fell: str
    rose: str
    accepted: str
    until: str
    justified: str
    no_passage: str
    nearest_evidence: str
    nearest_miss: str
    on_page: str
    at_place: str
    score: str
    unreadable: str
    unknown: str
    lost: str
    nothing: str
    no_entry: str
    other_rows: str
    write_anew: str
    gone: str
    expired: str
    stale: dict[Staleness, str]
    similar: str
    decisions: dict[Ruling, str]
    by: str


ENGLISH = ReasonWords(
    cell="{subject}: {area} {said}",
    level="is {level}, {required} is required",
    fell="fell from {before} to {level}",
    rose="rose from {before} to {level}; record it with `oms-check baseline write`",
    accepted=", accepted by the baseline",
    until=" until {until}",
    justified=", justified by {who} on {date}",
    no_passage="; no passage comes near",
    nearest_evidence="; nearest evidence: {stance} {place} of {path}",
    nearest_miss="; nearest passage: {place} of {path}, which lacks {lacking}",
    on_page="on page {page}",
    at_place="in '{place}'",
    score="{subject}: the mean score is {score}, at least {required} is required",
    unreadable="{path} could not be read: {why}",
    unknown="{path}: no level can be told, {why}",
    lost="{lost} of {pages} pages could not be read",
    nothing="no cell of the matrix could be judged, so the gate says nothing",
    no_entry="{file} has no entry for {direction}",
    other_rows="{file} was written with --by {by}, the rows shown are by {shown}",
    write_anew="; write it anew with `oms-check baseline write`",
    gone="{place}: {gone} is no longer checked; remove the entry or restore the strategy",
    expired="{place}: {level} for {area} of {subject} was accepted until {until}",
    stale={
        Staleness.DOCUMENT: "{place}: stale decisions ({count}): {subject} is not there any more",
        Staleness.PASSAGE: '{place}: stale decision ({decision}): not found in {subject} for {area}: "{quote}"',
        Staleness.FOCUS_AREA: "{place}: stale decision ({decision}): the direction has no focus area {area}",
        Staleness.REGION: "{place}: stale decision ({decision}): there is no region {subject}",
        Staleness.LEVEL: "{place}: stale decision ({decision}): {area} of {subject} was {decided}, now is {level}",
        Staleness.CLOSED: "{place}: stale decision ({decision}): {area} of {subject} is {level}, no gap any more",
        Staleness.OVERRULED: "{place}: decision ({decision}) on {area} of {subject} overruled by another entry",
    },
    similar='; like it: "{similar}"',
    decisions={Ruling.ACCEPT: "accept", Ruling.REJECT: "reject", Ruling.JUSTIFY: "justify"},
    by="a reader",
)

SWEDISH = ReasonWords(
    cell="{subject}, {area}: {said}",
    level="{level}, men {required} krävs",
    fell="har sjunkit från {before} till {level}",
    rose="har stigit från {before} till {level}; spara det med `oms-check baseline write`",
    accepted=", godtaget av baslinjen",
    until=" till och med {until}",
    justified=", motiverat av {who} {date}",
    no_passage="; ingen passage är nära",
    nearest_evidence="; närmaste passage: {stance} {place} i {path}",
    nearest_miss="; närmaste passage: {place} i {path}, som saknar {lacking}",
    on_page="på s. {page}",
    at_place="under {place}",
    score="{subject}: medelpoängen är {score}, minst {required} krävs",
    unreadable="{path} gick inte att läsa: {why}",
    unknown="{path}: nivån går inte att avgöra, {why}",
    lost="{lost} av {pages} sidor gick inte att läsa",
    nothing="ingen ruta i matrisen gick att bedöma, så kraven kunde inte prövas",
    no_entry="{file} har ingen post för {direction}",
    other_rows="{file} skrevs med --by {by}, raderna här är --by {shown}",
    write_anew="; skriv den på nytt med `oms-check baseline write`",
    gone="{place}: {gone} granskas inte längre; ta bort posten eller lägg tillbaka strategin",
    expired="{place}: {level} för {area} i {subject} var godtaget till och med {until}",
    stale={
        Staleness.DOCUMENT: "{place}: inaktuella beslut ({count}): {subject} finns inte längre",
        Staleness.PASSAGE: "{place}: inaktuellt beslut ({decision}): finns inte i {subject} för {area}: ”{quote}”",
        Staleness.FOCUS_AREA: "{place}: inaktuellt beslut ({decision}): inriktningen har ingen punkt {area}",
        Staleness.REGION: "{place}: inaktuellt beslut ({decision}): regionen {subject} finns inte",
        Staleness.LEVEL: "{place}: inaktuellt beslut ({decision}): {area} i {subject} var {decided}, nu {level}",
        Staleness.CLOSED: "{place}: inaktuellt beslut ({decision}): {area} i {subject} är {level}, ingen brist längre",
        Staleness.OVERRULED: "{place}: beslut ({decision}) om {area} i {subject} gäller inte, en annan post gör det",
    },
    similar="; liknar: ”{similar}”",
    decisions={Ruling.ACCEPT: "godkänd", Ruling.REJECT: "underkänd", Ruling.JUSTIFY: "motiverad"},
    by="läsare",
)


def reason_words(lang: str) -> ReasonWords:
    """The sentences of a report language; anything but 'en' is Swedish."""
    return ENGLISH if lang == "en" else SWEDISH
