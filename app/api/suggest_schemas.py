"""What a suggestion's endpoint takes and gives, beside what it shares with a search."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.api import examples
from app.api.openapi import parameters_of_search
from app.api.schemas import MerchantReply
from app.suggest import DEFAULT_LIMIT, LARGEST_LIMIT

SHARED_FIELDS = ("q", "merchant")
"""Fields that mean the same as in a search."""

LIMIT = f"Questions to return: a whole number from 1 to {LARGEST_LIMIT}."


class SuggestionReply(BaseModel):
    """A stored question, verbatim."""

    model_config = ConfigDict(strict=True)

    text: str
    passage_id: str = Field(description="The passage that the question stands above, for /v1/passages/{passage_id}.")
    merchant: MerchantReply


class SuggestReply(BaseModel):
    """Questions that complete or match what is typed, the best first."""

    model_config = ConfigDict(strict=True)

    suggestions: list[SuggestionReply]


def parameters_of_suggest() -> dict[str, Any]:  # Any: JSON
    """The query parameters."""
    shared = [field for field in parameters_of_search()["parameters"] if field["name"] in SHARED_FIELDS]
    schema = {"default": DEFAULT_LIMIT, "maximum": LARGEST_LIMIT, "minimum": 1, "type": "integer"}
    limit = {"name": "limit", "in": "query", "required": False, "description": LIMIT, "schema": schema}
    return {"parameters": [{**field, "example": examples.SUGGEST[field["name"]]} for field in (*shared, limit)]}
