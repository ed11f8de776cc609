"""Whose every document is: what `merchants.toml` lists, and files that name one of its merchants in front matter."""

import codecs
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from app.corpus.decoding import decoded
from app.corpus.documents import LARGEST, unlisted
from app.corpus.files import read_file
from app.corpus.front_matter import front_matter
from app.corpus.registry import FILE_NAME, DocumentEntry, Registry, is_usable_path, read_registry
from app.domain import Merchant
from app.errors import DocumentError

_FORMATS = frozenset({".md", ".markdown"})
_OPENINGS = (b"---", b"+++")
_SHOWN = 100


def read_attribution(corpus: Path) -> Registry:
    """The registry of a corpus folder, `attributed`. Raises RegistryError too."""
    return attributed(corpus, read_registry(corpus))


def attributed(corpus: Path, registry: Registry) -> Registry:
    """The registry; behind each merchant's listed documents those that claim to be that merchant's, by path.

    Only front matter at the very top of a file claims, never a text below it. Raises DocumentError for a claim that
    cannot be read, or that names nobody.
    """
    known = {merchant.id: merchant for merchant in registry.merchants}
    of = defaultdict[str, list[DocumentEntry]](list)
    for entry in registry.documents:
        of[entry.merchant_id].append(entry)
    for path in unlisted(corpus, registry):
        if claimed := _claimed(corpus, path):
            of[claimed].append(_entry(path, known, claimed=claimed, where=_where(corpus, path)))
    return Registry(registry.merchants, tuple(entry for merchant in known for entry in of[merchant]))


def _claimed(corpus: Path, path: str) -> str | None:
    """The merchant that a file's front matter names, if there is any."""
    if PurePosixPath(path).suffix.casefold() not in _FORMATS:
        return None
    where = _where(corpus, path)
    try:
        content = read_file(corpus, path, LARGEST, where=where, error=DocumentError).content
    except DocumentError:  # it claims nothing, and is told as unlisted
        return None
    if not content.removeprefix(codecs.BOM_UTF8).startswith(_OPENINGS):
        return None
    return front_matter(decoded(content, where).text, where).merchant


def _entry(path: str, known: Mapping[str, Merchant], *, claimed: str, where: str) -> DocumentEntry:
    if claimed not in known:
        raise DocumentError(
            f"{where}: its front matter names the merchant {claimed[:_SHOWN]!r}, who is not listed either. Correct it, "
            "or run `faq merchants add`."
        )
    if not is_usable_path(path):
        raise DocumentError(f"{where}: a name with characters that nobody sees, or a backslash. Rename it.")
    return DocumentEntry(path, claimed, line=0, language=known[claimed].language)


def _where(corpus: Path, path: str) -> str:
    return f"{corpus / path} (not listed in {FILE_NAME})"
