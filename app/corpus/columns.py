"""Which columns of a table hold the question, the answer and the section: told by the registry, or by their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.column_names import ColumnNames
from app.corpus.column_words import ANSWERS, OTHER_QUESTIONS, QUESTIONS, SECTIONS, plain_name
from app.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Cells:
    """A row's cells, unchanged, "" where there is none; `others` are further questions with the same answer.

    `number`, from 1, counts the rows below the header in a CSV or TSV file, the lines of a JSONL file and the objects
    of a JSON file.
    """

    number: int
    question: str
    answer: str
    section: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of the columns that are read, from 0; None where the table has no such column."""

    answer: int
    question: int | None
    section: int | None
    others: tuple[int, ...] = ()

    @property
    def read(self) -> frozenset[int]:
        """All of them."""
        return frozenset(i for i in (self.answer, self.question, self.section, *self.others) if i is not None)

    def cells(self, number: int, row: Sequence[Sequence[str]]) -> Cells:
        """What these columns hold in a row, whose cells are of a text each, or of several."""
        asked = [] if self.question is None else list(row[self.question])
        asked += [text for i in self.others for cell in row[i] for text in _PARTED.split(cell)]
        question, *others = [text for text in asked if text.strip()] or asked[:1] or [""]
        section = "" if self.section is None else ", ".join(row[self.section])
        return Cells(number, question, "\n\n".join(row[self.answer]), section, tuple(others))


_PARTED = re.compile(r"[\r\n|]+")
"""Between questions that share a cell."""

_NUMBERED = re.compile(r"(\D+?) ?\d{1,2}")
_SHOWN = 40
"""Names that an error lists, and characters of each."""


def columns_of(names: Sequence[str], where: str, given: ColumnNames | None = None) -> Columns:
    """The columns of a table with these names, whatever their case and accents; other names are left alone.

    `given` names are looked for as they are. Raises DocumentError, which begins with `where`, for a table without a
    column for answers or a given one, and for one in which two columns have an equal claim to be the same.
    """
    if (columns := find_columns(names, where, given)) is None:
        raise DocumentError(
            f'{where}: no column holds the answer; found {shown_names(names)}. Name the columns "question" and '
            '"answer" (and "section", if there is one), or name them in the registry.'
        )
    return columns


def find_columns(names: Sequence[str], where: str, given: ColumnNames | None = None) -> Columns | None:
    """As `columns_of`; None where no column holds the answer."""
    given = given or ColumnNames()
    answer = _position(names, ANSWERS, f"{where}: the answer", given=given.answer)
    if answer is None:
        return None
    first = _position(names, QUESTIONS, f"{where}: the question", given=given.question)
    section = _position(names, SECTIONS, f"{where}: the section", given=given.section)
    return Columns(answer, first, section, tuple(i for i in _others(names) if i != first))


def count_known(names: Sequence[str], given: ColumnNames | None = None) -> int:
    """How many of the names are those of a column that is read."""
    known = frozenset[str]().union(*QUESTIONS, *ANSWERS, *SECTIONS, OTHER_QUESTIONS)
    told = {given.question, given.answer, given.section} if given else set()
    return sum(plain_name(name) in known or name.strip() in told for name in names)


def _others(names: Sequence[str]) -> tuple[int, ...]:
    """Columns of further questions: "alternate questions", and "question 1" and "question 2"."""
    plain = [plain_name(name) for name in names]
    bases = [match[1] if (match := _NUMBERED.fullmatch(name)) else "" for name in plain]
    known = QUESTIONS[0] | OTHER_QUESTIONS
    return tuple(i for i, name in enumerate(plain) if name in OTHER_QUESTIONS or bases[i] in known)


def _position(names: Sequence[str], ranks: Sequence[frozenset[str]], what: str, *, given: str | None) -> int | None:
    if given is not None:
        return _given_position(names, given, what)
    plain = [plain_name(name) for name in names]
    for known in ranks:
        found = [i for i, name in enumerate(plain) if name in known]
        if len(found) > 1:
            first, second = (names[i][:_SHOWN] for i in found[:2])
            raise DocumentError(
                f"{what} may be in {first!r} or in {second!r}. Remove or rename one of these columns, or name the "
                "right one in the registry."
            )
        if found:
            return found[0]
    return None


def _given_position(names: Sequence[str], given: str, what: str) -> int:
    found = [i for i, name in enumerate(names) if name.strip() == given.strip()]
    if not found:
        raise DocumentError(
            f"{what} is to be in {given[:_SHOWN]!r}, as the registry says; found {shown_names(names)}. Correct one of "
            "them."
        )
    return found[0]


def shown_names(names: Sequence[str]) -> str:
    """The names that are not blank, for an error."""
    named = [repr(name[:_SHOWN]) for name in names if name.strip()]
    return ", ".join(named[:_SHOWN] + ["..."] * (len(named) > _SHOWN)) or "no names"
