"""A listed file before it is read: what every reader is given."""

from dataclasses import dataclass

from app.corpus.decoding import Decoded, decoded
from app.corpus.registry import DocumentEntry


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes and how the registry lists it; `where` is what a complaint about it begins with."""

    content: bytes
    entry: DocumentEntry
    where: str

    def decoded(self, declared: str | None = None) -> Decoded:
        """Its text; `declared` is the encoding that the file says it has. Raises DocumentError for what is none."""
        return decoded(self.content, self.where, declared)
