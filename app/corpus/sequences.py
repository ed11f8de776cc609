"""Numbered lines grouped into the sequences they count: numbered questions, or lists inside an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.corpus.lines import Line
from app.corpus.markers import Numbering
from app.text import count_words, ends_sentence


@dataclass(slots=True)
class NumberedSequence:
    """Lines that count on from one another in one style; `members` are indices of lines."""

    style: str
    parents: tuple[int, ...]
    members: list[int] = field(default_factory=list)
    last: int = 0
    spaced: bool = False
    asks: bool = False


def numbered_sequences(lines: Sequence[Line]) -> list[NumberedSequence]:
    """Every numbered line in exactly one sequence. Numbers may skip (4, 6) and start again at 1 (a new sequence)."""
    sequences: list[NumberedSequence] = []
    opened: list[NumberedSequence] = []
    for i, line in enumerate(lines):
        if line.marker and line.marker.kind == "number":
            sequence = _joined(opened, line, line.marker.readings) or _begun(
                sequences, opened, line, readings=line.marker.readings
            )
            sequence.members.append(i)
    return sequences


def _joined(opened: list[NumberedSequence], line: Line, readings: Sequence[Numbering]) -> NumberedSequence | None:
    """The open sequence that the line counts on in, if any; those opened later (lists inside) are then closed."""
    options = [option for reading in readings for option in _options(opened[-_DEEPEST:], reading, line)]
    if not options:
        return None
    _, sequence, number = min(options, key=lambda option: option[0])
    while opened[-1] is not sequence:
        opened.pop()
    sequence.last = number
    return sequence


def _begun(
    sequences: list[NumberedSequence], opened: list[NumberedSequence], line: Line, *, readings: Sequence[Numbering]
) -> NumberedSequence:
    reading = next((r for r in readings if r.number == 1), readings[0])
    sequence = NumberedSequence(
        reading.style, reading.parents, last=reading.number, spaced=line.blank_before, asks=line.is_question
    )
    sequences.append(sequence)
    opened.append(sequence)
    return sequence


_DEEPEST = 12
_LARGEST_SKIP = 10


def _options(
    opened: Sequence[NumberedSequence], reading: Numbering, line: Line
) -> Iterator[tuple[tuple[int, bool, bool, int], NumberedSequence, int]]:
    """The sequences that `reading` can continue, with the cost: the gap, then asking, spacing and age."""
    for age, sequence in enumerate(reversed(opened)):
        gap = reading.number - sequence.last
        if (sequence.style, sequence.parents) == (reading.style, reading.parents) and 0 < gap <= _LARGEST_SKIP:
            cost = (gap, sequence.asks != line.is_question, sequence.spaced != line.blank_before, age)
            yield cost, sequence, reading.number


def heading_members(sequence: NumberedSequence, lines: Sequence[Line]) -> list[int]:
    """The members that are headings: all of a sequence that numbers headings, none of a list inside an answer.

    A list item is followed by the next item; a heading has a body between itself and the next one. The last
    member cannot tell, so it goes with the others.
    """
    members = sequence.members
    asked = sum(lines[i].is_question for i in members)
    if asked * 2 >= len(members):
        return members if _have_bodies(members, lines) else []
    if _belongs_to_answer(lines, members[0]) or not _have_bodies(members, lines):
        return []
    titles = sum(_is_title(lines[i]) for i in members)
    return members if titles * 2 > len(members) else []


def _have_bodies(members: Sequence[int], lines: Sequence[Line]) -> bool:
    followed = [_has_body(lines, i, j) for i, j in pairwise(members)]
    if not followed:
        return members[0] + 1 < len(lines)
    return sum(followed) * 2 > len(followed)


def _has_body(lines: Sequence[Line], member: int, following: int) -> bool:
    return any(not lines[i].continues for i in range(member + 1, following))


def _belongs_to_answer(lines: Sequence[Line], first: int) -> bool:
    """Whether the line before opens a list: it ends with a colon, or is a question still without an answer."""
    return first > 0 and (lines[first - 1].introduces or lines[first - 1].is_question)


def _is_title(line: Line) -> bool:
    return line.is_question or (count_words(line.body) <= 14 and not ends_sentence(line.body))
