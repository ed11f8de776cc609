"""Web pages: what their markup pairs, what their headings say, and the rest as prose; menus and banners left out."""

import dataclasses
import re

from app.corpus.elements import Reading
from app.corpus.page.reading import read_page
from app.corpus.raw_file import RawFile

_SNIFFED = 4096
"""Bytes in which a page says how it is encoded; the standard asks for 1024, pages take more."""
_CHARSET = re.compile(rb"""<meta\s[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s{0,9}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")


def read(file: RawFile) -> Reading:
    """The page's questions with their answers, in order, and its text that is none."""
    told = file.decoded(_declared(file.content[:_SNIFFED]))
    reading = read_page(told.text)
    return dataclasses.replace(reading, notes=told.notes + reading.notes)


def _declared(head: bytes) -> str | None:
    found = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return found[1].decode("ascii", "replace") if found else None
