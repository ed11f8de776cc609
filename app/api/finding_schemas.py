"""What the endpoint for findings takes and gives."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.api.schemas import MerchantReply, PassageReply
from app.findings import FindingKind
from app.requests import LONGEST_NAME, MOST_VALUES

LARGEST_LIMIT, DEFAULT_LIMIT = 500, 100

_Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]


class FindingParameters(BaseModel):
    """Which findings; a problem's detail repeats the descriptions."""

    model_config = ConfigDict(strict=True, extra="forbid")

    merchant: Annotated[list[_Name], Field(max_length=MOST_VALUES)] = Field(
        default_factory=list, description=f"Only those of these merchants: ids, up to {MOST_VALUES}."
    )
    kind: FindingKind | None = Field(default=None, description="Only this kind: `near_duplicate` or `contradiction`.")
    limit: Annotated[int, Field(ge=1, le=LARGEST_LIMIT)] = Field(
        default=DEFAULT_LIMIT, description=f"Findings to return: a whole number from 1 to {LARGEST_LIMIT}."
    )


class FactReply(BaseModel):
    """What a passage states, and the words of its text that state it."""

    model_config = ConfigDict(strict=True)

    start: int = Field(description="In code points, as `end`.")
    end: int
    value: str = Field(description="A number or, as `3-5`, a range; `yes` or `no` of an answer.")
    unit: str = Field(
        description="`days` (hours, weeks, months and years are told in days), `business_days`, `%`, a currency "
        "(ISO 4217), or `answer`."
    )


class DoubtfulPassageReply(PassageReply):
    """A passage of a finding."""

    facts: list[FactReply] = Field(description="Where it contradicts another; none where it only repeats one.")


class FindingReply(BaseModel):
    """Passages of one merchant that repeat or contradict each other."""

    model_config = ConfigDict(strict=True)

    kind: FindingKind
    detail: str = Field(description="The finding in a sentence.")
    merchant: MerchantReply
    passages: list[DoubtfulPassageReply]


class FindingsReply(BaseModel):
    """What is doubtful in the passages, merchant by merchant."""

    model_config = ConfigDict(strict=True)

    findings: list[FindingReply]
    total: int = Field(description="How many there are, whatever the limit.")
    generation: str
