"""What the endpoint for overrides gives."""

from pydantic import BaseModel, ConfigDict, Field

from app.curated_content import OverrideKind


class InForceReply(BaseModel):
    """What a curator asked for, as the served index has it."""

    model_config = ConfigDict(strict=True)

    kind: OverrideKind
    merchant: str | None = Field(description="Whose passages it is about; null for synonyms of every merchant.")
    language: str | None
    texts: list[str] = Field(
        description="The words, the phrasings, the pinned queries, or the question of what is hidden or was written."
    )
    passages: list[str] = Field(description="Ids of the passages that it is about; of many the first ones.")
    rows: int = Field(description="How many rows it added to the index, or of what is hidden kept out of it.")
    reason: str
    author: str


class OverridesReply(BaseModel):
    """Every override in force, of the merchants that the caller may see."""

    model_config = ConfigDict(strict=True)

    overrides: list[InForceReply]
    generation: str = Field(description="The published index that holds them.")
