"""The columns of a table as the registry names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnNames:
    """Which columns (of a table) or keys (of JSON objects) hold what; None where their names are to tell it."""

    question: str | None = None
    answer: str | None = None
    section: str | None = None
