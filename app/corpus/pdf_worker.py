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

CPU_SECONDS, MEMORY = 180, 2 << 30
MOST_PAGES, MOST_CHARACTERS, MOST_ON_A_PAGE = 2000, 10_000_000, 100_000


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
    characters = 0
    for number in range(len(document)):
        page = _page(document, number)
        characters += sum(len(segment.text) for layer in page.layers for segment in layer)
        if characters > MOST_CHARACTERS:
            raise Refusal(f"more than {MOST_CHARACTERS:,} characters. Split the file.")
        yield page


def _page(document: PdfDocument, number: int) -> PageText:
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            if text.count_chars() > MOST_ON_A_PAGE:
                raise Refusal(f"page {number + 1} has more than {MOST_ON_A_PAGE:,} characters. Split it.")
            read = page_text(text)
            drawn = pdfium.FPDFPage_CountObjects(page) > 0
    except PdfiumError:
        return PageText(fault="damaged")
    return PageText(fault="no text layer") if drawn and not (read.layers or read.untold) else read


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
