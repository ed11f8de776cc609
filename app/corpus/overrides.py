"""What curators ask for in `overrides.toml`, as values: each entry says why, and who asked."""

from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "overrides.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry says; `line` is that of its header, `number` its place among those of its kind, from 1."""

    line: int
    number: int
    reason: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A passage of a merchant, by its stored question or by its id; `document` tells equal questions apart."""

    merchant: str
    question: str | None = None
    passage: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms(Entry):
    """Words that mean the same in a language; without a `merchant`, in the texts of every one."""

    language: str
    words: tuple[str, ...]
    merchant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPassage(Entry):
    """An entry about a passage that a document holds."""

    about: Reference

    @property
    def merchant(self) -> str:
        """Whose passage it is."""
        return self.about.merchant


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasings(AboutPassage):
    """Other words for a passage's question, in the passage's language unless another is named."""

    phrasings: tuple[str, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned(AboutPassage):
    """A passage that is first for exactly these queries, within its merchant."""

    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden(AboutPassage):
    """A passage that is not to be searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer(Entry):
    """An answer that stands in no document of the merchant's."""

    merchant: str
    question: str
    answer: str
    section: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Overrides:
    """The entries of the file at `path`, each kind in the file's order."""

    path: Path
    synonyms: tuple[Synonyms, ...] = ()
    phrasings: tuple[Phrasings, ...] = ()
    pins: tuple[Pinned, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    answers: tuple[WrittenAnswer, ...] = ()

    @property
    def entries(self) -> tuple[Synonyms | AboutPassage | WrittenAnswer, ...]:
        """All of them."""
        return *self.synonyms, *self.phrasings, *self.pins, *self.hidden, *self.answers

    def where(self, entry: Entry) -> str:
        """What a message about an entry begins with."""
        return f"{self.path}:{entry.line}"
