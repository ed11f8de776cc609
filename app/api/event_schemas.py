"""What the endpoint for events takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.api import examples
from app.events import Action
from app.requests import LARGEST_LIMIT, LARGEST_OFFSET

_LAST_PLACE = LARGEST_OFFSET + LARGEST_LIMIT


class EventParameters(BaseModel):
    """What was done with a passage; a problem's detail repeats the descriptions."""

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra={"examples": [examples.EVENT]})

    action_name: Action = Field(
        description="What was done: `click` (chosen among the hits), `click_through` (its link followed), `view` "
        "(looked at in its document) or `copy`."
    )
    query_id: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="The `query_id` of the reply that had the passage: a text of 1 to 100 characters."
    )
    passage_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The passage's id, a text, as a hit of the search gives it."
    )
    position: Annotated[int, Field(ge=1, le=_LAST_PLACE)] | None = Field(
        default=None, description=f"The passage's place among the hits: a whole number from 1 to {_LAST_PLACE}."
    )


class EventReply(BaseModel):
    """The event is taken; one of a query that is not logged is not kept."""

    model_config = ConfigDict(strict=True)

    status: Literal["taken"]
