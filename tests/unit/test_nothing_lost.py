"""Nothing of a PDF or DOCX file is lost: what is found in it by other means is in the text, or told as dropped."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from app.corpus.elements import Reading
from app.corpus.layout import lay_out
from app.corpus.pdf_worker import pdf_text
from app.corpus.raw_file import RawFile
from app.corpus.readers import reader_of
from app.corpus.readers.pdf import reading_of
from app.corpus.registry import DocumentEntry

FORMATS = Path(__file__).parents[1] / "formats"


def _letters(text: str) -> str:
    """What must not be lost, whatever became of spaces, bullets, and hyphens at the ends of lines."""
    return "".join(sorted(c for c in text if c.isalnum()))


def _told(reading: Reading) -> str:
    return lay_out(reading.elements).text + " ".join(dropped.text for dropped in reading.dropped)


@pytest.mark.parametrize("name", ["returns_policy.pdf", "scripts.pdf"])
def test_every_letter_that_pypdf_finds_is_told(name: str) -> None:
    from unicodedata import normalize

    from pypdf import PdfReader

    content = (FORMATS / name).read_bytes()
    found = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    told = _told(reading_of(pdf_text(content), name))
    assert _letters(normalize("NFKC", told)) == _letters(normalize("NFKC", found))


def test_every_word_of_a_docx_file_s_parts_is_told() -> None:
    from zipfile import ZipFile

    content = (FORMATS / "warranty.docx").read_bytes()
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist() if re.match(r"word/(document|header|footer)", n)]
    runs = re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<", "".join(parts))
    told = _told(reader_of("x.docx")(RawFile(content, DocumentEntry("warranty.docx", "shop", 1), "warranty.docx")))
    missing = [word for word in " ".join(runs).split() if word not in told]
    assert runs
    assert missing == []
