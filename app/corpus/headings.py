"""Which lines open something: questions in every guise, and titles."""

from collections.abc import Collection, Sequence
from enum import Enum, auto
from itertools import takewhile

from app.corpus.lines import Line
from app.corpus.sequences import heading_members, numbered_sequences
from app.corpus.titles import find_titles
from app.text import count_words, ends_sentence


class Heading(Enum):
    """How a line opens something."""

    QUESTION = auto()
    """It asks: a question mark, a question label, or a number that counts questions."""
    TITLE = auto()
    """It reads like a title, by its shape and by what stands around it."""


def find_headings(lines: Sequence[Line]) -> dict[int, Heading]:
    """The headings among a document's lines, by index, in order."""
    if asking := {i for i, line in enumerate(lines) if line.marker and line.marker.kind == "question"}:
        titles = _above_headings(find_titles(lines, asking), asking)  # within labelled answers, titles are content
    else:
        asking = _plain_questions(lines) | _numbered_headings(lines) | _bulleted_headings(lines)
        titles = find_titles(lines, asking)
    titles |= _bulleted_sections(lines, asking)
    found = dict.fromkeys(asking, Heading.QUESTION) | dict.fromkeys(titles, Heading.TITLE)
    return dict(sorted(found.items()))


def _above_headings(titles: Collection[int], asking: Collection[int]) -> set[int]:
    """The titles that stand directly above a question, or above such a title."""
    kept: set[int] = set()
    for i in sorted(titles, reverse=True):
        if i + 1 in asking or i + 1 in kept:
            kept.add(i)
    return kept


def _plain_questions(lines: Sequence[Line]) -> set[int]:
    """Lines of their own that end with a question mark; numbered ones and bullets are judged with their siblings."""
    return {i for i, line in enumerate(lines) if line.marker is None and not line.continues and _asks(lines, i)}


def _asks(lines: Sequence[Line], i: int) -> bool:
    return lines[i].is_question or wrapped_question(lines, i) > 0


_MOST_CONTINUED = 2
_WRAPPED_WORDS = 50


def wrapped_question(lines: Sequence[Line], i: int) -> int:
    """How many lines below line `i` are the rest of its question, which was wrapped; 0 where it asks nothing."""
    rest = list(takewhile(lambda line: line.continues, lines[i + 1 : i + 1 + _MOST_CONTINUED]))
    end = next((n for n, line in enumerate(rest, 1) if line.is_question), 0)
    whole = [lines[i], *rest[:end]]
    closed_before = any(ends_sentence(line.text) for line in whole[:-1])
    too_long = sum(count_words(line.text) for line in whole) > _WRAPPED_WORDS
    return 0 if closed_before or too_long or not _may_begin(lines, i) else end


def _may_begin(lines: Sequence[Line], i: int) -> bool:
    return i < 2 or lines[i].blank_before or lines[i].marker is not None or ends_sentence(lines[i - 1].text)


def _numbered_headings(lines: Sequence[Line]) -> set[int]:
    return {i for sequence in numbered_sequences(lines) for i in heading_members(sequence, lines)}


_BULLET_WORDS = 10


def _bulleted_headings(lines: Sequence[Line]) -> set[int]:
    """Bulleted lines with a body of their own that ask, or that end with a colon and have a sibling that does."""
    bodied = [i for i, line in enumerate(lines) if _is_bullet(line) and _has_level_body(lines, i)]
    asking = {i for i in bodied if lines[i].is_question}
    opening = [i for i in bodied if lines[i].introduces and count_words(lines[i].body) <= _BULLET_WORDS]
    return asking | (set(opening) if len(opening) > 1 else set())


def _is_bullet(line: Line) -> bool:
    return line.marker is not None and line.marker.kind == "bullet"


def _has_level_body(lines: Sequence[Line], i: int) -> bool:
    """Whether prose follows that is neither a list nor indented below the bullet (then it is the item's own text)."""
    if i + 1 == len(lines):
        return False
    following = lines[i + 1]
    return following.marker is None and following.is_prose and following.indent <= lines[i].indent


def _bulleted_sections(lines: Sequence[Line], asking: Collection[int]) -> set[int]:
    """A lone short bullet directly above a question is a section with an ornament."""
    return {
        i
        for i, line in enumerate(lines)
        if i not in asking and i + 1 in asking and _is_bullet(line) and _is_lone_title(lines, i)
    }


def _is_lone_title(lines: Sequence[Line], i: int) -> bool:
    short = count_words(lines[i].body) <= _BULLET_WORDS and not ends_sentence(lines[i].body)
    return short and (
        i == 0 or (lines[i].blank_before and not lines[i - 1].introduces and not _is_bullet(lines[i - 1]))
    )
