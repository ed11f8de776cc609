"""Parsing PDF files: what is refused, within which bounds, and in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.corpus import pdf_process, pdf_worker
from app.corpus.elements import Prose, Reading
from app.corpus.pdf_text import PageText
from app.corpus.pdf_worker import Refusal, pdf_text
from app.corpus.raw_file import RawFile
from app.corpus.readers import reader_of
from app.corpus.readers.pdf import reading_of
from app.corpus.registry import DocumentEntry
from app.domain import Place
from app.errors import DocumentError
from tests.unit.pdf_files import assembled, lines, pdf_file

FORMATS = Path(__file__).parents[1] / "formats"
_ENCRYPTED = (
    b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"00" * 32, b"11" * 32),
    b"/Encrypt 2 0 R/ID[<00><00>]",
)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"%PDF-1.7\n" + b"[" * 10_000, pdf_file(lines(["Words"]))[:400]])
def test_what_is_no_pdf_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="not a PDF file, or damaged beyond repair"):
        pdf_text(content)


def test_a_file_that_asks_for_a_password_is_refused() -> None:
    dictionary, trailer = _ENCRYPTED
    with pytest.raises(Refusal, match=r"encrypted with a password. Save a copy without one"):
        pdf_text(assembled([b"<</Type/Catalog>>", dictionary], trailer))


def test_more_pages_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_worker, "MOST_PAGES", 1)
    with pytest.raises(Refusal, match=r"2 pages, more than 1. Split the file"):
        pdf_text(pdf_file([], []))


def test_more_characters_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_worker, "MOST_CHARACTERS", 9)
    with pytest.raises(Refusal, match=r"more than 9 characters. Split the file"):
        pdf_text(pdf_file(lines(["Words"]), lines(["Words"])))


def test_more_characters_on_a_page_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_worker, "MOST_ON_A_PAGE", 4)
    with pytest.raises(Refusal, match=r"page 2 has more than 4 characters"):
        pdf_text(pdf_file([], lines(["Words"])))


def test_a_page_that_is_none_is_damaged_and_the_others_are_read() -> None:
    damaged = pdf_file([], lines(["Words"])).replace(b"9 0 obj\n<</Type/Page/", b"9 0 obj\n[</Type/Page/")
    assert reading_of(pdf_text(damaged), "faq.pdf") == Reading(
        elements=(Prose(text="Words", place=Place(page=2)),),
        notes=("page 1 is damaged and was left out: export the file once more, or give its text",),
    )


def test_a_file_is_parsed_in_a_process_of_its_own() -> None:
    file = RawFile(pdf_file(lines(["Words"])), DocumentEntry("shop/faq.PDF", "shop", 1), "faq.pdf")
    assert reader_of("shop/faq.PDF")(file).elements == (Prose(text="Words", place=Place(page=1)),)


def test_the_process_says_why_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = json.dumps(pdf_worker.answer(b"")).encode()
    _answer(monkeypatch, subprocess.CompletedProcess([], 0, stdout=refused))
    with pytest.raises(DocumentError, match=r"^faq.pdf: not a PDF file, or damaged beyond repair"):
        pdf_process.read_pdf(b"", "faq.pdf")


@pytest.mark.parametrize("failure", [subprocess.CalledProcessError(-9, "x"), subprocess.TimeoutExpired("x", 1)])
def test_a_process_that_is_ended_is_told_with_what_to_do(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, failure)
    with pytest.raises(DocumentError, match=r"^faq.pdf: reading this PDF file fails.* Print it into a new PDF file"):
        pdf_process.read_pdf(b"", "faq.pdf")


def _answer(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> None:
    def run(*_: object, **__: object) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(subprocess, "run", run)


def test_a_page_with_nothing_on_it_is_blank() -> None:
    assert pdf_text(pdf_file([])).pages == (PageText(),)


def test_the_process_bounds_itself() -> None:
    code = "import resource as r; from app.corpus.pdf_worker import limit; limit(); print(r.getrlimit(r.RLIMIT_AS))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"({pdf_worker.MEMORY}, {pdf_worker.MEMORY})\n"


def test_a_file_encrypted_with_an_empty_password_is_read() -> None:
    content = (FORMATS / "encrypted_without_password.pdf").read_bytes()
    assert [segment.text for segment in pdf_text(content).pages[0].layers[0]] == ["Words"]
