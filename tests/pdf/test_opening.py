"""Whatever the bytes, a PDF opens or the reason why not is named."""

import pytest
from made_pdfs import column, drawn, encrypted

from oms_check.model.document import Status, Unreadable
from oms_check.pdf.opening import OpenPdf, open_pdf

PLAIN = drawn([column(60, 80, ["En plan för länet"])])


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        (b"", Status.NOT_A_PDF, "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", Status.NOT_A_PDF, "web page"),
        (b"PK\x03\x04 something", Status.NOT_A_PDF, "zip"),
        (b"plain words", Status.NOT_A_PDF, "not a PDF"),
        (b"%PDF-1.7\nnothing more", Status.DAMAGED, "damaged"),
    ],
)
def test_what_is_no_pdf_is_named(content: bytes, status: Status, word: str) -> None:
    refusal = open_pdf(content)
    assert isinstance(refusal, Unreadable)
    assert refusal.status is status
    assert word in refusal.message
    assert refusal.advice


def test_rubbish_before_the_header_is_accepted() -> None:
    opened = open_pdf(b"\r\nHTTP/1.1 200 OK\r\n\r\n" + PLAIN)
    assert isinstance(opened, OpenPdf)
    with opened as pdf:
        assert pdf.facts.pages == 1


def test_a_user_password_is_asked_for_and_opens() -> None:
    content = encrypted(PLAIN, user="hemligt", owner="ägare")
    refusal = open_pdf(content)
    assert isinstance(refusal, Unreadable)
    assert refusal.status is Status.ENCRYPTED
    assert "qpdf" in refusal.advice
    wrong = open_pdf(content, "fel")
    assert isinstance(wrong, Unreadable)
    assert wrong.status is Status.ENCRYPTED
    opened = open_pdf(content, "hemligt")
    assert isinstance(opened, OpenPdf)
    with opened as pdf, pdf.page(0) as page:
        assert page is not None


def test_an_owner_password_is_only_noted() -> None:
    opened = open_pdf(encrypted(PLAIN, user="", owner="ägare", permissions=~(1 << 4)))
    assert isinstance(opened, OpenPdf)
    with opened as pdf:
        assert pdf.facts.notes == (
            "encrypted, opens without a password",
            "its owner asks not to copy text out of it",
        )


def test_a_page_that_cannot_be_loaded_is_none() -> None:
    opened = open_pdf(PLAIN)
    assert isinstance(opened, OpenPdf)
    with opened as pdf, pdf.page(7) as page:
        assert page is None
