"""The process that PDF files are parsed in, with limits: `python -m app.corpus.pdf_worker < file`.

PDFium is what Chromium reads PDF files with, and fuzzed without end. It is native code all the same: should a file make
it hang, swell or crash, then it does so here.
"""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from app.corpus.pdf_glyphs import page_text
from app.corpus.pdf_text import PageText, PdfText

CPU_SECONDS, MEMORY = 30, 2 << 30
MOST_PAGES, MOST_CHARACTERS, MOST_ON_A_PAGE = 2000, 1_500_000, 100_000
"""Characters are counted as PDFium gives them, blank ones too: each costs about 11 microseconds."""


class Refusal(Exception):
    """The file is not read; the message says why, and what to do."""


def limit() -> None:
    """Bounds what this process may use from now on."""
    for kind, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))


def pdf_text(content: bytes) -> PdfText:
    """The text of a file. Raises Refusal."""
    try:
        document = PdfDocument(content)
    except PdfiumError as exc:
        raise Refusal(_refusal(exc.err_code)) from exc
    with closing(document):
        if len(document) > MOST_PAGES:
            raise Refusal(f"{len(document):,} pages, more than {MOST_PAGES:,}. Split the file.")
        return PdfText(tuple(_pages(document)), document.get_metadata_dict()["Title"])


def _refusal(code: int | None) -> str:
    if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return "encrypted with a password. Save a copy without one, and list that."
    return "not a PDF file, or damaged beyond repair. Export it once more from where it was written."


def _pages(document: PdfDocument) -> Iterator[PageText]:
    left = MOST_CHARACTERS
    for number in range(len(document)):
        page, characters = _page(document, number, left)
        left -= characters
        yield page


def _page(document: PdfDocument, number: int, left: int) -> tuple[PageText, int]:
    """A page, and how many characters it has, of which `left` are still to be read."""
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            characters = text.count_chars()
            _check(characters, number, left)
            read = page_text(text)
            drawn = pdfium.FPDFPage_CountObjects(page) > 0
    except PdfiumError:
        return PageText(fault="damaged"), 0
    fault = drawn and not (read.layers or read.untold)
    return PageText(fault="no text layer") if fault else read, characters


def _check(characters: int, number: int, left: int) -> None:
    if characters > MOST_ON_A_PAGE:
        raise Refusal(f"page {number + 1} has more than {MOST_ON_A_PAGE:,} characters. Split it.")
    if characters > left:
        raise Refusal(f"more than {MOST_CHARACTERS:,} characters. Split the file.")


def answer(content: bytes) -> dict[str, object]:
    """The fields of a file's text, or why it is refused."""
    try:
        return asdict(pdf_text(content))
    except Refusal as exc:
        return {"refused": str(exc)}


def main() -> None:
    """Answers for the file on the standard input, as JSON."""
    limit()
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
