"""What the registry of a corpus folder lists, and what of it is there."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.corpus.attribution import read_attribution
from app.corpus.documents import LARGEST, unlisted
from app.corpus.files import read_file
from app.corpus.registry import DocumentEntry
from app.domain import Merchant
from app.errors import DocumentError


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document and its file's size in bytes, None where it cannot be opened, with what is wrong then."""

    entry: DocumentEntry
    size: int | None
    problem: str | None = None

    @property
    def format(self) -> str:
        """By the ending of its name, as its reader is chosen; empty without one."""
        return PurePosixPath(self.entry.path).suffix.casefold().removeprefix(".")


@dataclass(frozen=True, slots=True)
class Inventory:
    """The merchants with their documents, in the order in which they are ingested, and the files of nobody."""

    documents: dict[Merchant, tuple[ListedDocument, ...]]
    unlisted: tuple[str, ...]


def take_inventory(corpus: Path) -> Inventory:
    """Opens every document, and reads none as what it is. Raises a CorpusError for whose they are."""
    registry = read_attribution(corpus)
    of = defaultdict[str, list[ListedDocument]](list)
    for entry in registry.documents:
        of[entry.merchant_id].append(_looked_at(corpus, entry))
    documents = {merchant: tuple(of[merchant.id]) for merchant in registry.merchants}
    return Inventory(documents, tuple(unlisted(corpus, registry)))


def _looked_at(corpus: Path, entry: DocumentEntry) -> ListedDocument:
    try:
        file = read_file(corpus, entry.path, LARGEST, where=str(corpus / entry.path), error=DocumentError)
    except DocumentError as exc:
        return ListedDocument(entry, None, str(exc))
    return ListedDocument(entry, len(file.content))
