"""What readers make of a file: its elements in order, each verbatim and with where in the file it stands."""

from dataclasses import dataclass
from typing import Literal

from app.domain import NOWHERE, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The document's own name. As for every element, `line` is where it is to stand in the document's text, from 1.

    Without a `line` an element follows the one before it, after a blank line.
    """

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading above pairs or headings: the section of all that follows it, up to the next one. Blank: of none."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question with its answer, as the source pairs them; either may be blank.

    `section` is what the source tells beside the pair, without a heading of its own; blank: that of the heading above.
    `answer_line` is to `answer` what `line` is to `question`.
    """

    question: str
    answer: str
    place: Place = NOWHERE
    section: str = ""
    line: int | None = None
    answer_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Text whose questions and headings are not told by the source: the chunker finds them.

    One directly below another continues it, on the next line.
    """

    text: str
    place: Place = NOWHERE
    line: int | None = None


Element = Title | Section | Pair | Prose

Reason = Literal["navigation", "banner", "footer", "running title", "hidden", "repeat"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the file that is no part of the document, and why."""

    text: str
    reason: Reason
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as its reader understood it.

    `title`, `updated` (an ISO date: when the text was last changed, as it says itself), `url` and `language` (an ISO
    639 code) are what the file tells of itself; the registry has the last word. `merchant` is whose it says it is,
    which must be the registry's too. `notes` deserve a warning: a page without a text layer, a damaged encoding that
    was repaired.
    """

    elements: tuple[Element, ...]
    title: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    merchant: str | None = None
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
