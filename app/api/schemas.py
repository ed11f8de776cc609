"""What the API takes and gives, as models: requests are checked against them, replies are documented by them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.api import examples
from app.domain import CurationKind, Verdict
from app.requests import (
    DEFAULT_LIMIT,
    LARGEST_LIMIT,
    LARGEST_OFFSET,
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_QUERY,
    MOST_VALUES,
)

DEGRADED = (
    "Whether an encoder failed or was too slow. Without the first, passages are found by their letters alone, and "
    "`confidence` is the chance that the best one answers."
)
"""Of the field `degraded`."""

QUERY_ID = (
    "A new UUID for each query, a kept reply's too, by which POST /v1/events names it; null for a further page, whose "
    "hits belong to the query of the first one."
)
"""Of the field `query_id`."""

CURATED = "What it owes to a curator; null where the source's own words matched."
"""Of the field `curation`."""

_NO_NUL = r"^[^\x00]+$"
_Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=_NO_NUL)]
_Language = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LANGUAGE, pattern=_NO_NUL)]
_Names = Annotated[list[_Name], Field(min_length=1, max_length=MOST_VALUES)]
_Languages = Annotated[list[_Language], Field(min_length=1, max_length=MOST_VALUES)]


class QueryParameters(BaseModel):
    """What is asked, and of which passages; a problem's detail repeats the descriptions."""

    model_config = ConfigDict(strict=True, extra="forbid")

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUERY)] = Field(
        description=f"The question or some words, in any language: 1 to {LONGEST_QUERY} characters after trimming."
    )
    merchant: _Name | _Names = Field(
        default_factory=list, description=f"Merchant ids to search within: a text, or up to {MOST_VALUES} of them."
    )
    language: _Language | _Languages = Field(
        default_factory=list,
        description=f"Languages of the passages (ISO 639-1, as in `en`): a text, or up to {MOST_VALUES} of them.",
    )
    section: _Name | _Names = Field(
        default_factory=list, description=f"Sections to search within: a text, or up to {MOST_VALUES} of them."
    )
    log: bool = Field(
        default=True,
        description="Whether the query log, where there is one, may keep the query: `false` for what nobody asked, as "
        "one merchant's part of a comparison.",
    )


class SearchParameters(QueryParameters):
    """The fields of a search, in a body and in a query string."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SEARCH]})

    limit: Annotated[int, Field(ge=1, le=LARGEST_LIMIT)] = Field(
        default=DEFAULT_LIMIT, description=f"Hits to return: a whole number from 1 to {LARGEST_LIMIT}."
    )
    offset: Annotated[int, Field(ge=0, le=LARGEST_OFFSET)] = Field(
        default=0, description=f"Hits to skip: a whole number from 0 to {LARGEST_OFFSET}."
    )


class _Reply(BaseModel):
    model_config = ConfigDict(strict=True)  # replies may gain fields: the description does not forbid them


class QueryReply(_Reply):
    """The query as it was understood."""

    text: str
    language: str | None = Field(description="ISO 639-1; null where it cannot be told.")


class AnswerabilityReply(_Reply):
    """Whether a passage in scope answers the query."""

    verdict: Verdict
    confidence: float = Field(description="The estimated probability that one does, whatever the verdict.")


class MerchantReply(_Reply):
    """Who a passage belongs to, as the merchants' registry states it."""

    id: str
    name: str | None = Field(description="Null where the sources do not say.")
    label: str
    attributed: bool = Field(description="Whether the sources say whose texts these are.")
    url: str | None
    contact: str | None


class SourceReply(_Reply):
    """Where a passage was taken from."""

    document: str = Field(description="For /v1/documents/{path}.")
    title: str | None
    url: str | None = Field(description="Where its original is published, as the registry states it.")
    retrieved: str | None = Field(description="The date it was taken from there, as the registry states it.")
    updated: str | None = Field(
        description="The date of its last change, as the registry or the text itself states it."
    )
    lines: tuple[int, int] = Field(description="1-based, inclusive: from the question's line to the answer's last.")
    spans: list[tuple[int, int]] = Field(
        description="Half-open code-point offsets into the document's text; `text` is these slices joined by newlines."
    )
    content_hash: str
    row: int | None = Field(
        description="In a table: the data row of a CSV or TSV file, the line of a JSONL file, from 1. Of what a "
        "curator wrote: the number of its entry. Null elsewhere."
    )
    page: int | None = Field(description="Of a PDF file, from 1. Null elsewhere.")
    anchor: str | None = Field(
        description="In an HTML page: the id of the nearest element that a link can lead to. Null elsewhere."
    )


class AlternateReply(_Reply):
    """Another question with the same answer."""

    id: str = Field(description="Of its passage.")
    question: str


class CurationReply(_Reply):
    """What a hit owes to a curator."""

    kind: CurationKind
    text: str = Field(
        description="The phrasing that matched, the synonym, the pinned query, or the question of a written answer."
    )


class PassageReply(_Reply):
    """A question with its answer, verbatim."""

    id: str
    question: str | None = Field(description="Null where the source has none.")
    text: str
    section: str | None
    language: str | None
    part: tuple[int, int] | None = Field(description="[1, 2] is the first of two parts of a long answer.")
    merchant: MerchantReply
    source: SourceReply
    alternates: list[AlternateReply] = Field(
        description="Other questions that the merchant answers with the same words, at most ten."
    )


class MatchReply(_Reply):
    """How a passage matched."""

    cross_lingual: bool = Field(description="Whether query and passage are in different languages.")
    semantic: float | None = Field(
        description="How well the query's tokens are met by the passage's, 1 at best; "
        "null far down the ranking, and where letters alone ranked."
    )
    lexical: float | None = Field(
        description="The share of the query's letters, weighted by rarity, that the passage has; null as above."
    )


class HighlightReply(_Reply):
    """Matching words: half-open code-point offsets."""

    field: Literal["question", "text"]
    start: int
    end: int


class HitReply(PassageReply):
    """A passage that matched."""

    score: float = Field(description="0 to 1, higher is better, comparable between queries.")
    match: MatchReply
    highlights: list[HighlightReply]
    duplicates: list[str] = Field(description="Ids of the merchant's identical answers, collapsed into this hit.")
    curation: CurationReply | None = Field(description=CURATED)


class FacetsReply(_Reply):
    """How many of the results that paging can reach have each value."""

    merchant: dict[str, int]
    language: dict[str, int]
    section: dict[str, int]


class SearchReply(_Reply):
    """One page of ranked hits."""

    query: QueryReply
    answerability: AnswerabilityReply
    hits: list[HitReply]
    total_hits: int = Field(description="Results that paging can reach, at most 1,000.")
    facets: FacetsReply
    processing_ms: float
    generation: str = Field(description="The published index that answered.")
    degraded: bool = Field(description=DEGRADED)
    query_id: str | None = Field(description=QUERY_ID)


class ListedDocumentReply(_Reply):
    """A source document."""

    document: str = Field(description="For /v1/documents/{path}.")
    title: str | None
    url: str | None = Field(description="Where its original is published, as the registry states it.")
    retrieved: str | None = Field(description="The date it was taken from there, as the registry states it.")
    updated: str | None = Field(
        description="The date of its last change, as the registry or the text itself states it."
    )


class ListedMerchantReply(MerchantReply):
    """A merchant and what it brought."""

    documents: list[ListedDocumentReply]
    passages: int = Field(description="How many passages its documents hold.")


class MerchantsReply(_Reply):
    """Every merchant of the index."""

    merchants: list[ListedMerchantReply]


class DocumentReply(_Reply):
    """A source document, whole; `spans` and `lines` of passages count in `text`."""

    document: str
    merchant: MerchantReply
    title: str | None
    url: str | None
    retrieved: str | None
    updated: str | None
    text: str


class AliveReply(_Reply):
    """The process answers."""

    status: Literal["alive"]


class ReadyReply(_Reply):
    """Searches are answered."""

    status: Literal["ready"]
    generation: str
    checks: dict[str, str | None]


class Problem(_Reply):
    """A problem detail (RFC 9457). `code` is stable; `detail` says what to do; log lines have the `request_id` too."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    code: str
    request_id: str
