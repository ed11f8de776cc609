"""The values that every part of the service speaks in: merchants, documents, passages and hits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["answer", "weak", "none"]

CurationKind = Literal["phrasing", "synonym", "pin", "answer"]
"""A curator's other words for a question, a word that means the same, a passage set first, a written answer."""


@dataclass(frozen=True, slots=True)
class Merchant:
    """Who a passage belongs to, as the registry states it; `name` is None where the sources do not say."""

    id: str
    label: str
    name: str | None = None
    contact: str | None = None
    url: str | None = None
    language: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def attributed(self) -> bool:
        """Whether the sources say whose texts these are."""
        return self.name is not None


@dataclass(frozen=True, slots=True)
class Source:
    """A document without its text: what a hit says of where its passage was taken from.

    `url` and `retrieved` (a date) are the registry's, None where it does not tell. `updated` is the date of the last
    change, as the registry or the document itself states it.
    """

    path: str
    merchant_id: str
    title: str | None = None
    url: str | None = None
    retrieved: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source file of one merchant; `text` is decoded, otherwise exactly what the file holds."""

    path: str
    merchant_id: str
    text: str
    title: str | None = None
    language: str | None = None
    retrieved: str | None = None
    url: str | None = None
    updated: str | None = None

    @property
    def source(self) -> Source:
        """The document without its text."""
        return Source(self.path, self.merchant_id, self.title, self.url, self.retrieved, self.updated)


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open code-point offsets into a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file whose lines are not those of its document's text; None where nothing tells.

    `page`, from 1, is that of a PDF file. `anchor` is the id of the nearest element of an HTML page that a link can
    lead to. `row` is the data row (from 1) of a CSV or TSV file, the line of a JSONL file, the number of an object in a
    JSON file, of an entry among the `[[answers]]` of overrides.toml.
    """

    page: int | None = None
    anchor: str | None = None
    row: int | None = None


NOWHERE = Place()
"""Nothing tells more than the lines do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A question with its answer (or a part of a long answer), verbatim, and where it came from.

    `text` is the document's slices at `spans`, joined by newlines; `lines` are 1-based and inclusive, and run
    from the question's line to the answer's last line.
    """

    id: str
    merchant_id: str
    document: str
    question: str | None
    text: str
    section: str | None
    language: str | None
    language_confidence: float
    part: tuple[int, int] | None
    lines: tuple[int, int]
    spans: tuple[Span, ...]
    content_hash: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Highlight:
    """Half-open code-point offsets of the matching words in a hit's `question` or `text`."""

    field: Literal["question", "text"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """How a passage matched a query: whether they are in different languages, and how near they are.

    `semantic` is how well the query's tokens are met by the passage's (late interaction, a mean of cosines), `lexical`
    the share of its letters, weighted by rarity, that the passage has. Both are None of a passage that was ranked by
    its vector alone, the former where letters alone ranked.
    """

    cross_lingual: bool
    semantic: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class Curation:
    """What a curator did that a hit owes its place to.

    `text` is the phrasing that matched, the word that was put in another's place, the query that the passage is pinned
    to, or the question of a written answer.
    """

    kind: CurationKind
    text: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another question that the same merchant answers with the same words: the id of its passage, and it."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched, with its score in 0..1 (higher is better, comparable between queries).

    `duplicates` are ids of the same answer found as well, `alternates` other questions that it answers, found or not.
    """

    passage: Passage
    merchant: Merchant
    source: Source
    score: float
    match: Match
    highlights: tuple[Highlight, ...] = ()
    duplicates: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    curation: Curation | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage on its own, with whose it is, where it stands, and the other questions that its text answers."""

    passage: Passage
    merchant: Merchant
    source: Source
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True)
class Answerability:
    """Whether a passage in scope answers the query; `confidence` is that probability, whatever the verdict."""

    verdict: Verdict
    confidence: float


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search; empty filters mean no restriction. Callers check `q`, `limit` and `offset` beforehand.

    `logged`, whether a query log may keep it, changes no reply.
    """

    q: str
    merchants: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    logged: bool = field(default=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one `SearchRequest`; `facets` count exactly the `total_hits` that paging can reach.

    `stages` are the milliseconds that each stage of the search took, by name.
    """

    query: str
    query_language: str | None
    answerability: Answerability
    hits: tuple[Hit, ...]
    total_hits: int
    facets: Mapping[str, Mapping[str, int]]
    processing_ms: float
    generation: str
    degraded: bool = False
    stages: Mapping[str, float] = field(default_factory=dict)
