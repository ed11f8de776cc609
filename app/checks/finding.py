"""What a check found."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` says what to do where it is not ok, unless `told` does."""

    status: Status
    told: str
    remedy: str = ""


def ok(told: str) -> Finding:
    """Nothing to do."""
    return Finding("ok", told)


def warning(told: str, remedy: str = "") -> Finding:
    """Searching works, something else may not."""
    return Finding("warning", told, remedy)


def problem(told: str, remedy: str = "") -> Finding:
    """Something that must be mended."""
    return Finding("problem", told, remedy)
