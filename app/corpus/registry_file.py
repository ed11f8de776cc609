"""`merchants.toml` as a file that is changed: by one at a time, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.corpus.edited_file import locked, replace
from app.corpus.registry import FILE_NAME, Registry, parse_registry, read_registry_file
from app.corpus.registry_text import OPENING
from app.domain import Merchant
from app.errors import CorpusError, RegistryError


@dataclass(frozen=True, slots=True)
class LockedRegistry:
    """The registry of a corpus folder, which nobody else changes meanwhile; without `content` there is no file yet."""

    corpus: Path
    content: bytes | None
    registry: Registry

    @property
    def path(self) -> Path:
        """The file."""
        return self.corpus / FILE_NAME

    @property
    def text(self) -> str:
        """What it holds; without a file what a new one begins with."""
        return OPENING if self.content is None else self.content.decode("utf-8-sig")

    def merchant(self, merchant_id: str) -> Merchant | None:
        """The merchant of this id, if it is listed."""
        return next((merchant for merchant in self.registry.merchants if merchant.id == merchant_id), None)

    def replace(self, text: str) -> None:
        """Puts a text in the file's place: whoever reads finds all of the old or of the new, after a power cut too.

        Mode and owner stay, and a link stays a link. Raises RegistryError where an editor has changed the file since,
        or OSError; it is then as it was.
        """
        if _content(self.corpus) != self.content:
            raise RegistryError(f"{self.path} was changed by somebody else just now. Run this again.")
        replace(self.path, text.encode())


@contextmanager
def changing(corpus: Path) -> Iterator[LockedRegistry]:
    """The registry, to be changed. What is raised within, or where somebody else changes it, says that it was not.

    The folder itself is locked, so that no file is left in it. Raises a CorpusError at once.
    """
    try:
        with locked(corpus, error=RegistryError):
            content = _content(corpus)
            registry = Registry((), ()) if content is None else parse_registry(corpus / FILE_NAME, content)
            yield LockedRegistry(corpus, content, registry)
    except CorpusError as exc:
        raise type(exc)(f"{exc} Nothing was changed.") from exc


def _content(corpus: Path) -> bytes | None:
    return read_registry_file(corpus).content if os.path.lexists(corpus / FILE_NAME) else None
