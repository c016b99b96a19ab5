"""Text made of one thing over and over: no expression over it takes more than a moment of processor time."""

import time

import pytest
from hostile.bombs import SENTENCE, with_last_page

from oms_check.extraction.reading import read
from oms_check.matching.matcher import Matcher, compile_matcher
from oms_check.model.document import Document
from oms_check.ruleset.load import load_ruleset
from oms_check.ruleset.locate import find_rules

LENGTH = 30_000
SECONDS = 5.0
"""Of processor time; the square of the length took 0.5 s for each 8,000 characters."""

REPEATED = (
    ".", ". ", "-", "a-", "(", "1", "1 ", "1.", "1.1.", "t.ex. ", "a/", "_", "*", "|", "|a", "#", "#\n", "> ", "[",
    "[a](", "![", "`", "` ", "”", "” ", "<", "<a ", "&amp;", "\n", "a\t", "a\u00ad", "a-\n", "- a\n", "\ufffd",
    "a\u0301", "\u202e", "2030 ", "ELNÄT ", "elnät kapacitet ", "elnätskapacitet", "el- och ", "ska inte ", "åäö", "ſ",
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return compile_matcher(load_ruleset(find_rules("oms-2025")))


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("name", ["a.md"])
def test_no_repetition_takes_long(matcher: Matcher, piece: str, name: str) -> None:
    text = f"{SENTENCE * 5} {piece * (LENGTH // len(piece))}1x. {SENTENCE}"
    began = time.process_time()
    document = read(text.encode(), name)
    if isinstance(document, Document):
        matcher.match(document)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("piece", [".", ". ", "…", "_", "-", "a-", "1", "1 ", "1.", "[", "a/", "A1", "I ", "|"])
def test_no_repetition_on_a_page_takes_long(matcher: Matcher, piece: str) -> None:
    strings = [SENTENCE * 5, *[piece * (LENGTH // len(piece))] * 6, "1x."]
    content = b"BT /F 1 Tf 60 780 Td " + b" ".join(b"(%s) Tj" % one.encode("cp1252") for one in strings) + b" ET"
    began = time.process_time()
    document = read(with_last_page(1, content), "a.pdf")
    if isinstance(document, Document):
        matcher.match(document)
    assert time.process_time() - began < SECONDS
