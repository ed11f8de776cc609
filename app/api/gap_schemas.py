"""What the endpoint for gaps takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.gap_finder import DEFAULT_DAYS, DEFAULT_GAPS, MOST_DAYS, MOST_GAPS
from app.gap_places import State
from app.gaps import Trend
from app.requests import LONGEST_LANGUAGE, LONGEST_NAME


class GapParameters(BaseModel):
    """Which gaps; a problem's detail repeats the descriptions."""

    model_config = ConfigDict(strict=True, extra="forbid")

    merchant: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)] | None = Field(
        default=None, description="Only what this merchant alone was asked: its id, one text."
    )
    language: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LANGUAGE)] | None = Field(
        default=None, description="Only queries in this language (ISO 639-1, as in `en`): one text."
    )
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = Field(
        default=DEFAULT_DAYS, description=f"Days to look back: a whole number from 1 to {MOST_DAYS}."
    )
    limit: Annotated[int, Field(ge=1, le=MOST_GAPS)] = Field(
        default=DEFAULT_GAPS, description=f"Gaps to return: a whole number from 1 to {MOST_GAPS}."
    )
    format: Literal["json", "csv"] = Field(default="json", description="`json`, or `csv` for a file.")


class _Reply(BaseModel):
    model_config = ConfigDict(strict=True)


class KindsReply(_Reply):
    """What became of the queries."""

    none: int
    weak: int
    badly_rated: int = Field(description="Answered by a passage that people said was no help with it.")
    answered: int
    degraded: int = Field(description="Asked while an encoder failed: these count as no gaps.")


class ExampleReply(_Reply):
    """A query, redacted, as it was asked."""

    text: str
    count: int


class NearestReply(_Reply):
    """The passage that is nearest to a gap now."""

    id: str
    merchant: str
    document: str
    question: str | None
    score: float


class OverrideReply(_Reply):
    """Entries for corpus/overrides.toml that would close the gap; null where there is none to suggest."""

    phrasing: str | None
    answer: str | None


class GapReply(_Reply):
    """Queries of one meaning that nothing answers well."""

    merchants: list[str] = Field(description="Whom they asked; none: all merchants.")
    language: str | None
    query: str = Field(description="The most central one of them.")
    count: int
    distinct: int
    first_seen: str
    last_seen: str
    trend: Trend
    series: list[int] = Field(description="How many in each period of `series_days`, the last one ending now.")
    series_days: int
    badly_rated: int
    examples: list[ExampleReply]
    state: State = Field(description="How `query` is answered now.")
    confidence: float
    nearest: NearestReply | None
    override: OverrideReply


class GapsReply(_Reply):
    """What the texts lack, asked most first."""

    query_log: bool = Field(description="Whether queries are logged (FAQ_QUERY_LOG): without, there are no gaps.")
    since: str | None
    until: str | None
    queries: KindsReply
    left_out: int = Field(description="Missed queries beyond those that are looked at.")
    total_gaps: int
    gaps: list[GapReply]
