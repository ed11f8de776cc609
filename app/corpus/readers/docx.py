"""DOCX files: headings, lists, tables and notes of a word processor's text, as its styles tell them.

python-docx opens the package. Its own texts leave out what tracked changes inserted, and footnotes; mammoth makes HTML,
in which outline levels and the numbers of lists are lost. So the few elements that hold text are walked through here.
"""

from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from app.corpus.blocks import elements_of
from app.corpus.docx_blocks import Body, Parts
from app.corpus.docx_names import attribute, local, w
from app.corpus.docx_numbering import Numbering
from app.corpus.docx_package import Package, open_docx
from app.corpus.docx_styles import Styles
from app.corpus.elements import Dropped, Reading, Reason, Title
from app.corpus.metadata import sane_title
from app.corpus.raw_file import RawFile

_LEFT_OUT: Mapping[str, Reason] = {"header": "running title", "footer": "running title", "comments": "hidden"}


def read(file: RawFile) -> Reading:
    """The file's text. Raises DocumentError for what is no DOCX file, a damaged one, or one not to be opened."""
    package = open_docx(file.content, file.where)
    styles = Styles(package.part("styles"))
    body = Body(Parts(styles, Numbering(package.part("numbering"), styles), _notes(package)))
    elements = elements_of([block for element in package.document for block in body.blocks(element)])
    titled = any(isinstance(element, Title) for element in elements)
    return Reading(
        elements=elements,
        title=None if titled else sane_title(package.title),
        dropped=(*body.dropped, *_left_out(package)),
    )


def _notes(package: Package) -> dict[tuple[str, str], _Element]:
    return {
        (kind, attribute(note, "id")): note
        for kind in ("footnote", "endnote")
        for part in package.parts.get(f"{kind}s", ())
        for note in part.iter(w(kind))
    }


def _left_out(package: Package) -> Iterator[Dropped]:
    """Headers, footers, comments and what tracked changes deleted, a paragraph each."""
    for kind, reason in _LEFT_OUT.items():
        for part in package.parts.get(kind, ()):
            for paragraph in part.iter(w("p")):
                yield from _dropped(paragraph, "t", reason)
    for paragraph in package.document.iter(w("p")):
        yield from _dropped(paragraph, "delText", "hidden")


def _dropped(paragraph: _Element, name: str, reason: Reason) -> Iterator[Dropped]:
    text = "".join(element.text or "" for element in paragraph.iter() if local(element) == name)
    if text.strip():
        yield Dropped(" ".join(text.split()), reason)
