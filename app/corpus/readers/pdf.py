"""PDF files: headings and paragraphs of the text layer, each with its page.

PDFium (through pypdfium2) tells where each character stands, its size and its font; all else is made of that.
It parses a page in 3 ms; asking it for each character makes that 33, what pypdf takes to give less, and pdfminer.six
takes twice that. It reads ligatures and damaged files best, and its places put Arabic and Hebrew in reading order.
"""

from collections.abc import Iterator, Sequence

from app.corpus.blocks import elements_of
from app.corpus.elements import Dropped, Reading, Title
from app.corpus.line_joining import words_of
from app.corpus.metadata import sane_title
from app.corpus.pdf_columns import regions
from app.corpus.pdf_furniture import running_titles
from app.corpus.pdf_lines import PdfLine, lines_in
from app.corpus.pdf_paragraphs import blocks_of, body_size
from app.corpus.pdf_process import read_pdf
from app.corpus.pdf_text import PageText, PdfText, Segment
from app.corpus.raw_file import RawFile
from app.domain import Place
from app.errors import DocumentError

_FEW = 0.1
"""Share of a page's characters that its fonts may leave untold without a warning."""


def read(file: RawFile) -> Reading:
    """The file's text. Raises DocumentError also for one without any."""
    pdf = read_pdf(file.content, file.where)
    return reading_of(pdf, file.where)


def reading_of(pdf: PdfText, where: str) -> Reading:
    """The text of a file that was parsed. Raises DocumentError where there is none."""
    segments = [segment for page in pdf.pages for layer in page.layers for segment in layer]
    if not segments:
        raise DocumentError(
            f"{where}: no page has a text layer. Run text recognition (OCR) over the file, or give its text."
        )
    titles = running_titles(pdf.pages, body_size([(segment.size, segment.text) for segment in segments]))
    lines = [region for n, page in enumerate(pdf.pages) for region in _regions(page, n + 1, titles[n])]
    elements = elements_of(blocks_of(lines, words_of(segment.text for segment in segments)))
    titled = any(isinstance(element, Title) for element in elements)
    return Reading(
        elements=elements,
        title=None if titled else sane_title(pdf.title),
        dropped=tuple(_dropped(pdf.pages, titles)),
        notes=tuple(_notes(pdf.pages)),
    )


def _regions(page: PageText, number: int, titles: frozenset[Segment]) -> Iterator[list[PdfLine]]:
    for layer in page.layers:
        for region in regions([segment for segment in layer if segment not in titles]):
            yield lines_in(region, number)


def _dropped(pages: Sequence[PageText], titles: Sequence[frozenset[Segment]]) -> Iterator[Dropped]:
    for number, (page, dropped) in enumerate(zip(pages, titles, strict=True), 1):
        for segment in (segment for layer in page.layers for segment in layer if segment in dropped):
            yield Dropped(segment.text, "running title", Place(page=number))


def _notes(pages: Sequence[PageText]) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        characters = sum(len(segment.text) for layer in page.layers for segment in layer)
        if page.fault == "no text layer":
            yield f"page {number} has no text layer: run text recognition (OCR) over it, or give its text"
        elif page.fault:
            yield f"page {number} is damaged and was left out: export the file once more, or give its text"
        elif page.untold > _FEW * (characters + page.untold):
            yield (
                f"page {number}: its fonts do not tell what {page.untold} of its characters are: "
                "run text recognition (OCR) over it, or give its text"
            )
