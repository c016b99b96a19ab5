"""What words of a block meet: forms, compounds, misread and broken words, phrases, and what they must not."""

import gc
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oms_check.matching.reading import read
from oms_check.matching.vocabulary import Vocabulary
from oms_check.matching.wordlist import load_words
from oms_check.model.evidence import MatchKind
from oms_check.ruleset.terms import parse_term

TERMS = {
    "stad": ["nodstad", "Uppsala"],
    "tag": ["tåg", "kollektivtrafik", "järnvägsförbindelse", "vägförbindelse"],
    "energi": ["energiförsörj-", "-elnät", "=E4"],
    "hamn": ["hamn"],
    "lank": ["knyt- ~3 samman"],
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    concepts = [(name, [parse_term(source) for source in sources]) for name, sources in TERMS.items()]
    return Vocabulary(concepts, load_words())


def met(vocabulary: Vocabulary, text: str, *, lost: bool = False) -> set[tuple[str, str]]:
    reading = read(text, vocabulary, lost=lost)
    return {(vocabulary.concepts[p.concept], " ".join(reading.words[n] for n in p.words)) for p in reading.postings}


@pytest.mark.parametrize(
    ("text", "concept", "kind"),
    [
        ("nodstad", "stad", MatchKind.EXACT),
        ("Nodstädernas", "stad", MatchKind.INFLECTED),
        ("regionelnäten", "energi", MatchKind.COMPOUND),
        ("jarnvagsforbindelse", "tag", MatchKind.DIACRITICS),
        ("enerqiförsörjning", "energi", MatchKind.DIACRITICS),
        ("kollektivtrofik", "tag", MatchKind.FUZZY),
        ("E4", "energi", MatchKind.EXACT),
    ],
)
def test_how_a_word_meets_a_term(vocabulary: Vocabulary, text: str, concept: str, kind: MatchKind) -> None:
    posting = read(text, vocabulary).postings[0]
    assert (vocabulary.concepts[posting.concept], posting.kind) == (concept, kind)


@pytest.mark.parametrize("text", ["Ta ett tag.", "tåga framåt", "e4", "bostäder", "goda hamnade", "elnätverk"])
def test_ordinary_words_meet_nothing(vocabulary: Vocabulary, text: str) -> None:
    assert not met(vocabulary, text)


def test_a_page_without_diacritics_is_read_more_loosely(vocabulary: Vocabulary) -> None:
    assert met(vocabulary, "fler tag stannar", lost=True) == {("tag", "tag")}


def test_first_parts_of_suspended_compounds_are_completed(vocabulary: Vocabulary) -> None:
    assert met(vocabulary, "väg- och järnvägsförbindelser") == {("tag", "väg"), ("tag", "järnvägsförbindelser")}


def test_words_with_a_stray_space_are_joined(vocabulary: Vocabulary) -> None:
    assert met(vocabulary, "en kollektiv trafik") == {("tag", "kollektiv trafik")}


def test_phrases_allow_words_between_but_no_sentence_end(vocabulary: Vocabulary) -> None:
    assert ("lank", "knyter samman") in met(vocabulary, "Banan knyter länets städer samman.")
    assert not met(vocabulary, "Banan knyter an. Det görs samman.")


@settings(max_examples=60, deadline=None)
@given(before=st.text("abcå ,.", max_size=30), after=st.text("abcö ,.", max_size=30))
def test_an_injected_word_is_found_at_its_place(vocabulary: Vocabulary, before: str, after: str) -> None:
    text = f"{before} nodstäderna {after}"
    reading = read(text, vocabulary)
    places = [reading.spans[p.words[0]] for p in reading.postings if vocabulary.concepts[p.concept] == "stad"]
    assert (len(before) + 1, len(before) + 1 + len("nodstäderna")) in places


CUED = {"stod": ["åtar sig", "ska", "avsatt", "medfinansiering"], **TERMS}


@pytest.mark.parametrize(
    "text",
    [
        "Regionen åtar sig att nodstäderna knyts samman.",
        "Medel är avsatta och avsatt- och ska. Nodstaden ska växa.",
        "En med finansiering av kollektivtrafiken, sam- och medfinansiering samt ska-krav.",
        "Regionen atar sig att utveckia nodstadema och ska.",
    ],
)
def test_a_cue_found_later_is_what_a_concept_found_at_once_would_be(text: str) -> None:
    concepts = [(name, [parse_term(source) for source in sources]) for name, sources in CUED.items()]
    at_once = read(text, Vocabulary(concepts, load_words()))
    later = read(text, Vocabulary(concepts, load_words(), cues=[0]))
    assert at_once.by_concept.pop(0)
    assert 0 not in later.by_concept
    assert later.by_concept == at_once.by_concept
    assert set(later.cues) == {0}
    assert later.cues[0] == read(text, Vocabulary(concepts, load_words())).by_concept[0]


def test_readings_hold_no_cycles(vocabulary: Vocabulary) -> None:
    # The collector would have to look for them: a sixth of matching.
    gc.collect()
    gc.disable()
    try:
        reading = weakref.ref(read("Nodstäderna knyts samman med kollektiv trafik.", vocabulary))
        assert reading() is None
    finally:
        gc.enable()
