"""A DOCX file opened safely: its parts bounded before one of them is unpacked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from lxml import etree
from lxml.etree import _Element

from app.errors import DocumentError

_LARGEST, _MOST_PARTS = 64 << 20, 5000
"""Bytes of all parts unpacked, and their number."""
_KINDS = frozenset(
    {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.FOOTNOTES,
        RELATIONSHIP_TYPE.ENDNOTES,
        RELATIONSHIP_TYPE.HEADER,
        RELATIONSHIP_TYPE.FOOTER,
        RELATIONSHIP_TYPE.COMMENTS,
    }
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""An encrypted file is an old-style container with a stream of this name (MS-OFFCRYPTO 2.3.4)."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parsed parts of a file that hold text, by what they are to it ("footnotes"), and its title's property."""

    document: _Element
    parts: Mapping[str, tuple[_Element, ...]]
    title: str

    def part(self, kind: str) -> _Element | None:
        """The only part of a kind."""
        return next(iter(self.parts.get(kind, ())), None)


def open_docx(content: bytes, where: str) -> Package:
    """The parts of a document. Raises DocumentError for a file that is none, or is not to be opened."""
    if content.startswith(_OLE):
        raise DocumentError(f"{where}: {_remedy(content)}")
    try:
        _check_parts(content, where)
        return _package(content)
    except DocumentError:
        raise
    except Exception as exc:  # the parsers raise whatever the damage leads to
        raise DocumentError(
            f"{where}: not a DOCX file, or a damaged one ({type(exc).__name__}: {str(exc)[:100]}). "
            "Open it in a word processor, and save it as .docx once more."
        ) from exc


def _remedy(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "encrypted with a password. Save a copy without one, and list that."
    return "an old Word file (.doc), whatever its name. Open it in a word processor, and save it as .docx."


def _check_parts(content: bytes, where: str) -> None:
    """A part never unpacks to more than the size that the archive tells of it: zipfile stops there."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > _LARGEST or len(parts) > _MOST_PARTS:
        raise DocumentError(
            f"{where}: unpacks to {size:,} bytes in {len(parts):,} parts, more than {_LARGEST:,} in {_MOST_PARTS:,}. "
            "Remove its pictures, or split it."
        )
    if "word/document.xml" not in {part.filename for part in parts}:
        raise BadZipFile("word/document.xml is missing")


def _package(content: bytes) -> Package:
    document = docx.Document(BytesIO(content))
    parts: dict[str, tuple[_Element, ...]] = {}
    for kind, part in _related(document.part):
        parts[kind] = (*parts.get(kind, ()), etree.fromstring(part.blob, _parser()))
    return Package(etree.fromstring(document.part.blob, _parser()), parts, document.core_properties.title)


def _related(part: Part) -> Iterator[tuple[str, Part]]:
    for relationship in part.rels.values():
        if not relationship.is_external and relationship.reltype in _KINDS:
            yield relationship.reltype.rpartition("/")[2], relationship.target_part


def _parser() -> etree.XMLParser:
    """One that expands no entities, opens nothing else, and stops at a depth of 256."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
