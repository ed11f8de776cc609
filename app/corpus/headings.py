"""Which lines open something: questions in every guise, and the titles of sections."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from app.corpus.lines import Line, is_spaced
from app.corpus.sequences import heading_members, numbered_sequences
from app.text import count_words, ends_sentence


class Heading(Enum):
    """How sure it is that a line opens something."""

    QUESTION = auto()
    """It asks: a question mark, a question label, or a number that counts questions."""
    TITLE = auto()
    """It reads like a title, by its shape and by what stands around it."""


def find_headings(lines: Sequence[Line]) -> dict[int, Heading]:
    """The headings among a document's lines, by index, in order."""
    if labelled := [i for i, line in enumerate(lines) if line.marker and line.marker.kind == "question"]:
        found = dict.fromkeys(labelled, Heading.QUESTION)
        titles = _above_headings(_titles(lines, found), found)  # within labelled answers, titles are content
    else:
        asking = {i for i in range(len(lines)) if _asks(lines, i)}
        found = dict.fromkeys(asking | _numbered_headings(lines) | _bulleted_headings(lines), Heading.QUESTION)
        titles = _titles(lines, found)
    return dict(sorted((found | dict.fromkeys(titles, Heading.TITLE)).items()))


def _above_headings(titles: set[int], found: dict[int, Heading]) -> set[int]:
    """The titles that stand directly above a heading, or above such a title."""
    kept: set[int] = set()
    for i in sorted(titles, reverse=True):
        if i + 1 in found or i + 1 in kept:
            kept.add(i)
    return kept


def _asks(lines: Sequence[Line], i: int) -> bool:
    """A line of its own that ends with a question mark; numbered ones and bullets are judged with their siblings."""
    line = lines[i]
    return line.is_question and line.marker is None and not line.continues


def _numbered_headings(lines: Sequence[Line]) -> set[int]:
    return {i for sequence in numbered_sequences(lines) for i in heading_members(sequence, lines)}


def _bulleted_headings(lines: Sequence[Line]) -> set[int]:
    """Bulleted lines with a body of their own that ask, or that end with a colon and have a sibling that does."""
    bodied = [i for i, line in enumerate(lines) if _is_bullet(line) and _has_level_body(lines, i)]
    asking = {i for i in bodied if lines[i].is_question}
    opening = [i for i in bodied if lines[i].introduces and count_words(lines[i].body) <= _TITLE_WORDS]
    return asking | (set(opening) if len(opening) > 1 else set())


def _is_bullet(line: Line) -> bool:
    return line.marker is not None and line.marker.kind == "bullet"


def _has_level_body(lines: Sequence[Line], i: int) -> bool:
    """Whether prose follows that is neither a list nor indented below the bullet (then it is the item's own text)."""
    if i + 1 == len(lines):
        return False
    following = lines[i + 1]
    return following.marker is None and following.is_prose and following.indent <= lines[i].indent


_TITLE_WORDS = 10
_TITLE_CHARACTERS = 90
_ASKING_WORDS = 20
_CONTACT = re.compile(r"\S*@\S+|https?://\S+|www\.\S+|\+?[\d\s().-]{6,}")
_LABELLED_VALUE = re.compile(r"[^:：]{1,60}[:：]\s*\S")

# Words that open a question where the question mark was left out, and endings that ask in languages that often
# write none. Only lines that stand where a title may stand are held against these.
_OPENERS = re.compile(
    r"(?:how|what|when|where|why|who|which|can|do|does|is|are|will|should|may|comment|pourquoi|quand|combien|où|quel(?:le)?s?|"
    r"puis-je|est-ce|qui|wie|was|wann|wo|warum|wer|welche[rs]?|kann|können|cómo|qué|cuándo|dónde|cuánto|puedo|"
    r"come|cosa|quando|dove|perché|quanto|posso|como|onde|hoe|wat|wanneer|waar|waarom|jak|kiedy|gdzie|как|что|когда|где)\b",
    re.IGNORECASE,
)
_ENDINGS = re.compile(
    r"(?:か。?|かな|吗|嗎|呢|么|까요?|나요|ไหม|มั้ย|หรือไม่|หรือเปล่า|อย่างไร|ยังไง|เท่าไหร่|เท่าไร|เมื่อไหร่|เมื่อไร|ที่ไหน|อะไร|บ้าง|กี่วัน)$"
)


def _titles(lines: Sequence[Line], found: dict[int, Heading]) -> set[int]:
    spaced = is_spaced(tuple(lines))
    candidates = [i for i in range(len(lines)) if i not in found and _looks_like_title(lines[i])]
    standing: set[int] = set()
    for i in candidates:
        if i - 1 in standing or _stands_alone(lines, i, spaced, found):  # a title may stand right below a title
            standing.add(i)
    return {i for i in _without_lists(standing, lines) if _opens_something(lines, i, standing, found)}


def _looks_like_title(line: Line) -> bool:
    """Short, without a closing sign, a value, a contact or a figure at its start; or a question without its mark."""
    text = line.text
    if line.marker or text[0].islower() or not any(c.isalpha() for c in text) or _CONTACT.fullmatch(text):
        return False
    if _ENDINGS.search(text) and count_words(text) <= _ASKING_WORDS:
        return True
    if ends_sentence(text) or text[-1] in ",;،、；，:：" or text[0].isdigit():
        return _opens_list(line)
    if _OPENERS.match(text) and count_words(text) <= _ASKING_WORDS:
        return True
    short = count_words(text) <= _TITLE_WORDS and len(text) <= _TITLE_CHARACTERS
    return short and not _LABELLED_VALUE.match(text)


def _opens_list(line: Line) -> bool:
    """A colon after words that are mostly capitalised, as in titles and not in sentences."""
    words = re.findall(r"[^\W\d_]{4,}", line.text)[1:]
    capitals = sum(word[0].isupper() for word in words)
    return line.introduces and len(words) > 1 and count_words(line.text) <= _TITLE_WORDS and capitals * 2 >= len(words)


def _stands_alone(lines: Sequence[Line], i: int, spaced: bool, found: dict[int, Heading]) -> bool:
    """Whether the line above is over: a blank line where the document uses them, else the end of a sentence."""
    if i == 0:
        return True
    above = lines[i - 1]
    if above.introduces or found.get(i - 1) is Heading.QUESTION:
        return False
    if lines[i].introduces and not (i + 1 < len(lines) and lines[i + 1].marker):
        return False
    if lines[i].blank_before or spaced:
        return lines[i].blank_before
    list_is_over = above.marker is not None and lines[i].indent <= above.indent
    return ends_sentence(above.text) or list_is_over


def _without_lists(standing: set[int], lines: Sequence[Line]) -> set[int]:
    """Runs of three or more title-like lines are a list or a menu, except at the very top (title, part, section)."""
    kept: set[int] = set()
    for run in _runs(sorted(standing)):
        if len(run) <= 2 or (run[0] == 0 and len(run) == 3):
            kept.update(run)
    return kept


def _runs(indices: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i in indices:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _opens_something(lines: Sequence[Line], i: int, standing: set[int], found: dict[int, Heading]) -> bool:
    """Whether a heading, a list or prose follows; a title at the end of a document opens nothing."""
    if i + 1 == len(lines):
        return False
    following = lines[i + 1]
    return i + 1 in found or i + 1 in standing or following.is_prose or following.marker is not None
