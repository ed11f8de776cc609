"""What the endpoints of administration take and give."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.api import examples
from app.roles import Role

_Names = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=64)]], Field(max_length=100)]
_Origins = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=200)]], Field(max_length=100)]


class KeyParameters(BaseModel):
    """What a new key is for; what is left out or null is not limited."""

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra={"examples": [examples.NEW_KEY]})

    role: Role = Field(description="`search`, `agent` (all merchants), `admin` or `metrics` (figures only).")
    note: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="", description="Whose it is, or what for: at most 200 characters in one line."
    )
    merchants: _Names | None = Field(
        default=None, description="Ids of merchants, at most 100; only with role `search`."
    )
    languages: _Names | None = Field(
        default=None, description="Languages of passages, at most 100; only with role `search`."
    )
    origins: _Origins | None = Field(
        default=None, description="Websites whose pages alone may use it, at most 100; only with role `search`."
    )
    days: Annotated[int, Field(ge=1, le=36_500)] | None = Field(
        default=None, description="Days until it expires: a whole number from 1 to 36500."
    )
    rate: Annotated[float, Field(ge=0.001, le=1_000_000)] | None = Field(
        default=None, description="Requests a second: a number from 0.001 to 1000000."
    )


class KeyReply(BaseModel):
    """What is known of a key; not the key itself."""

    model_config = ConfigDict(strict=True)

    id: str
    role: Role
    note: str
    merchants: list[str] | None = Field(description="Null where it is not limited, as below.")
    languages: list[str] | None
    origins: list[str] | None
    rate: float | None
    created: str
    expires: str | None


class NewKeyReply(KeyReply):
    """A key that was created, shown this once."""

    key: str = Field(description="What to send as `Authorization: Bearer ...`. It cannot be shown again.")


class KeysReply(BaseModel):
    """Every key."""

    model_config = ConfigDict(strict=True)

    keys: list[KeyReply]


class ReloadReply(BaseModel):
    """What is served after looking for another generation."""

    model_config = ConfigDict(strict=True)

    generation: str = Field(description="The generation that is served now.")
    problem: str | None = Field(description="Why the one that was published last is not; null where it is.")
