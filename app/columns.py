"""What searching needs to know of every row, as numbers: its merchant, language and section, and equal answers."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.domain import Passage
from app.duplicates import identical_answers
from app.retrieval.archive import contradiction, load_arrays, save_arrays, unreadable

Codes = NDArray[np.int32]
_CODES, _VALUES = "columns.npz", "columns.json"
_NAMES = ("merchants", "languages", "sections")


@dataclass(frozen=True, slots=True)
class Column:
    """One text a row: that of row n is `values[codes[n]]`; blank where it has none. Values are in order of rows."""

    codes: Codes
    values: tuple[str, ...]
    _code: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_code", {value: code for code, value in enumerate(self.values)})

    @classmethod
    def of(cls, texts: Iterable[str | None]) -> Self:
        """The column of these rows' texts."""
        code: dict[str, int] = {}
        codes = np.array([code.setdefault(text or "", len(code)) for text in texts], np.int32)
        return cls(codes, tuple(code))

    def code(self, value: str) -> int:
        """The code of a value, -1 where no row has it."""
        return self._code.get(value, -1)

    def codes_of(self, values: Iterable[str]) -> Codes:
        """The codes of those values that a row has; a blank one is none."""
        return np.array([self._code[value] for value in values if value and value in self._code], np.int32)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each value."""
        return dict(zip(self.values, np.bincount(self.codes, minlength=len(self.values)).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an index's rows; `same` is each row's first row with the same answer of the same merchant."""

    merchants: Column
    languages: Column
    sections: Column
    same: Codes

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Self:
        """The columns of these passages."""
        return cls(
            Column.of(passage.merchant_id for passage in passages),
            Column.of(passage.language for passage in passages),
            Column.of(passage.section for passage in passages),
            np.array(identical_answers(passages), np.int32),
        )

    def __len__(self) -> int:
        return len(self.same)

    def of_rows(self, rows: Codes) -> Self:
        """The columns of these rows, one behind another; `same` counts in the rows of before."""
        merchants, languages, sections = (Column(c.codes[rows], c.values) for c in (getattr(self, n) for n in _NAMES))
        return type(self)(merchants, languages, sections, self.same[rows])

    def save(self, folder: Path) -> None:
        """The codes as one archive, the values as JSON."""
        columns = {name: getattr(self, name) for name in _NAMES}
        save_arrays(folder / _CODES, {**{name: c.codes for name, c in columns.items()}, "same": self.same})
        values = {name: column.values for name, column in columns.items()}
        (folder / _VALUES).write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8", newline="")


def read_columns(folder: Path) -> Columns:
    """What `Columns.save` wrote. Raises IndexCorrupt."""
    arrays = load_arrays(folder / _CODES, dict.fromkeys((*_NAMES, "same"), np.int32), "columns")
    try:
        values = json.loads((folder / _VALUES).read_text(encoding="utf-8"))
        merchants, languages, sections = (Column(arrays[name], _texts(values[name])) for name in _NAMES)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as exc:
        raise unreadable(folder / _VALUES, "columns") from exc
    columns = Columns(merchants, languages, sections, arrays["same"])
    fits = [_fits(column.codes, len(columns), below=len(column.values)) for column in (merchants, languages, sections)]
    if not all(fits) or not _fits(columns.same, len(columns), below=len(columns)):
        raise contradiction(folder / _CODES)
    return columns


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("no list of texts")
    return tuple(values)


def _fits(codes: Codes, rows: int, *, below: int) -> bool:
    return len(codes) == rows and bool(((codes >= 0) & (codes < below)).all())
