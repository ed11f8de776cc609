"""What the feedback endpoint takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.api import examples
from app.requests import LONGEST_QUERY


class FeedbackParameters(BaseModel):
    """Whether a passage helped; a problem's detail repeats the descriptions."""

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra={"examples": [examples.FEEDBACK]})

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUERY)] = Field(
        description=f"What was searched for: a text of 1 to {LONGEST_QUERY} characters after trimming."
    )
    passage_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The passage's id, a text, as a hit of the search gives it."
    )
    helpful: bool = Field(description="Whether the passage helped: true or false.")


class FeedbackReply(BaseModel):
    """The feedback is kept."""

    model_config = ConfigDict(strict=True)

    status: Literal["kept"]
