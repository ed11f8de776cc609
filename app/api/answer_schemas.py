"""What the answer's endpoint takes and gives, beside what it shares with a search."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.answer import DEFAULT_EXTRACTS, MOST_EXTRACTS
from app.api import examples
from app.api.schemas import (
    CURATED,
    DEGRADED,
    QUERY_ID,
    AnswerabilityReply,
    CurationReply,
    PassageReply,
    QueryParameters,
    QueryReply,
)


class AnswerParameters(QueryParameters):
    """The fields of a question that shall be answered."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ANSWER]})

    limit: Annotated[int, Field(ge=1, le=MOST_EXTRACTS)] = Field(
        default=DEFAULT_EXTRACTS, description=f"Extracts to return at most: a whole number from 1 to {MOST_EXTRACTS}."
    )


class ExtractReply(BaseModel):
    """The part of a passage that answers, verbatim and in the passage's language."""

    model_config = ConfigDict(strict=True)

    text: str
    passage: PassageReply = Field(description="The passage that it is taken from, whole.")
    start: int = Field(description="Where it begins in the passage's `text`, in code points.")
    end: int = Field(description="Where it ends there; exclusive.")
    lines: tuple[int, int] = Field(description="Its own lines in the document: 1-based, inclusive.")
    curation: CurationReply | None = Field(description=CURATED)


class AnswerReply(BaseModel):
    """Extracts that answer the query, the best first; none where the verdict is "none"."""

    model_config = ConfigDict(strict=True)

    query: QueryReply
    answerability: AnswerabilityReply
    extracts: list[ExtractReply]
    processing_ms: float
    generation: str = Field(description="The published index that answered.")
    degraded: bool = Field(description=DEGRADED)
    query_id: str | None = Field(description=QUERY_ID)
