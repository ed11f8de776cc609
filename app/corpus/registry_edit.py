"""Adding and removing merchants and their documents: all is checked before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.corpus import overrides
from app.corpus.attribution import attributed
from app.corpus.copied_files import copied
from app.corpus.documents import read_document
from app.corpus.overrides_file import read_overrides
from app.corpus.registry import FILE_NAME, DocumentEntry, parse_registry
from app.corpus.registry_file import LockedRegistry, changing
from app.corpus.registry_text import Table, with_documents, with_merchant, without_documents, without_merchant
from app.domain import Merchant
from app.errors import DocumentError, RegistryError

_SHOWN = 3
_NO_TEXTS = (FILE_NAME, overrides.FILE_NAME)


@dataclass(frozen=True, slots=True)
class Addition:
    """Files to add to a merchant, who is added with them where the registry does not list it.

    `described` has the registry's keys of a new merchant, `each` those that hold of every one of the documents.
    """

    merchant_id: str
    files: Sequence[Path]
    described: Table = field(default_factory=dict)
    each: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """The merchant, whether it is a new one, the documents that were added, and those whose files were copied."""

    merchant: Merchant
    is_new: bool
    documents: tuple[DocumentEntry, ...]
    copied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """The documents that are no longer listed; unless it `is_whole`, the merchant still is."""

    merchant: Merchant
    is_whole: bool
    documents: tuple[str, ...]


def add(corpus: Path, wanted: Addition) -> Added:
    """Lists files as documents of a merchant; those that are outside of the corpus folder are copied to `<id>/<name>`.

    Raises a CorpusError, and nothing is changed then: also for a file that cannot be read as a document.
    """
    with changing(corpus) as before:
        is_new = _is_new(before, wanted)
        paths = _paths_of(corpus, wanted)
        text = _text_with(before.text, wanted, list(paths), is_new=is_new)
        registry = parse_registry(before.path, text.encode())
        documents = tuple(entry for entry in registry.documents if entry.path in paths)
        outside = {path: file for path, file in paths.items() if _inside(corpus, file) is None}
        with copied(corpus, outside):
            for entry in documents:
                read_document(corpus, entry)
            before.replace(text)
    merchant = next(each for each in registry.merchants if each.id == wanted.merchant_id)
    return Added(merchant, is_new, documents, tuple(outside))


def remove(corpus: Path, merchant_id: str, files: Sequence[str] = ()) -> Removed:
    """No longer lists some documents of a merchant, named as in the registry or as files; without any, the merchant.

    The files stay. Raises a CorpusError, and nothing is changed then.
    """
    with changing(corpus) as before:
        merchant = before.merchant(merchant_id)
        if merchant is None:
            raise RegistryError(f"{before.path} lists no merchant {merchant_id!r}; `faq merchants list` shows them.")
        listed = [entry.path for entry in before.registry.documents if entry.merchant_id == merchant_id]
        leaving = [_listed(corpus, listed, file) for file in files]
        if not files:
            _require_no_overrides(corpus, merchant_id)
        text = _text_without(before, merchant_id, leaving, is_all=set(listed) == set(leaving))
        _require_unclaimed(before, text, leaving)
        before.replace(text)
    return Removed(merchant, not files, tuple(leaving or listed))


def _is_new(before: LockedRegistry, wanted: Addition) -> bool:
    """Raises RegistryError for a new merchant who is not named, and for a listed one who is described again."""
    is_new = before.merchant(wanted.merchant_id) is None
    if is_new and not {"name", "label"} & wanted.described.keys():
        raise RegistryError(
            f"{before.path} lists no merchant {wanted.merchant_id!r}. To add it, give --name, or --label where its "
            "texts do not say whose they are."
        )
    if not is_new and wanted.described:
        raise RegistryError(
            f"{before.path} lists the merchant {wanted.merchant_id!r} already. Leave out its "
            f"{', '.join(wanted.described)} to add documents to it; change in that file how it is described."
        )
    return is_new


def _paths_of(corpus: Path, wanted: Addition) -> dict[str, Path]:
    """The files by what the registry is to call them."""
    paths = dict[str, Path]()
    for file in wanted.files:
        path = _path_of(corpus, wanted.merchant_id, file)
        if path in paths:
            raise DocumentError(f"{paths[path]} and {file} would both be {path}. Give one of them another name.")
        paths[path] = file
    return paths


def _path_of(corpus: Path, merchant_id: str, file: Path) -> str:
    """Raises DocumentError for a file that is no text, and where the copy of one from outside would have no place."""
    inside, copy = _inside(corpus, file), f"{merchant_id}/{file.name}"
    if inside in _NO_TEXTS:
        raise DocumentError(f"{file} is no merchant's text.")
    if inside:
        return inside
    if (corpus / copy).exists():
        raise DocumentError(f"{corpus / copy} is there already. Name that file, or give {file} another name.")
    return copy


def _inside(corpus: Path, file: Path) -> str | None:
    """A file's path in the corpus folder, None outside of it."""
    real, folder = file.resolve(), corpus.resolve()
    return real.relative_to(folder).as_posix() if real.is_relative_to(folder) else None


def _text_with(text: str, wanted: Addition, paths: Sequence[str], *, is_new: bool) -> str:
    documents = [{"path": path, **wanted.each} for path in paths]
    if is_new:
        return with_merchant(text, {"id": wanted.merchant_id, **wanted.described}, documents)
    return with_documents(text, wanted.merchant_id, documents)


def _listed(corpus: Path, listed: Sequence[str], given: str) -> str:
    """The document that is meant: by its name in the registry, or by the file's path."""
    name = given if given in listed else _inside(corpus, Path(given))
    if name is None or name not in listed:
        raise RegistryError(
            f"{given!r} is not listed there; `faq merchants list` shows what is, as {', '.join(listed[:_SHOWN])}. "
            "A file that names its merchant in its front matter is taken away by deleting it, or that line of it."
        )
    return name


def _text_without(before: LockedRegistry, merchant_id: str, leaving: Sequence[str], *, is_all: bool) -> str:
    if is_all:
        raise RegistryError(
            f"These are all documents of {merchant_id!r}. Remove the merchant: `faq merchants remove {merchant_id}`."
        )
    if leaving:
        return without_documents(before.text, merchant_id, leaving)
    if len(before.registry.merchants) == 1:
        raise RegistryError(f"{merchant_id!r} is the only merchant, and a corpus has at least one. Add another first.")
    return without_merchant(before.text, merchant_id)


def _require_no_overrides(corpus: Path, merchant_id: str) -> None:
    """Raises a CorpusError where curators wrote something for the merchant: no ingestion would go on without it."""
    written = read_overrides(corpus)
    if theirs := [entry for entry in written.entries if entry.merchant == merchant_id]:
        first = min(theirs, key=lambda entry: entry.line)
        raise RegistryError(
            f"{written.where(first)}: an override of {merchant_id!r}, one of {len(theirs)}. Remove them first."
        )


def _require_unclaimed(before: LockedRegistry, text: str, leaving: Sequence[str]) -> None:
    """Raises a CorpusError where front matter says of a file that it is the merchant's all the same."""
    after = attributed(before.corpus, parse_registry(before.path, text.encode()))
    if staying := [entry.path for entry in after.documents if entry.path in leaving]:
        raise RegistryError(
            f"{before.corpus / staying[0]} says in its front matter whose it is, and would be read all the same. "
            "Delete that file, or that line of it."
        )
