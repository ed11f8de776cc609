"""Titles: lines that open a section or an answer without asking, told by their shape and by what stands around them."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from app.corpus.lines import CONTACT, LABELLED_VALUE, Line, is_spaced
from app.text import count_words, ends_sentence

_WORDS = 10
_CHARACTERS = 90
_ASKING_WORDS = 20
_SHORT_WORDS = 5

# Words that open a question where the question mark was left out, and endings that ask in languages that often
# write none. Only lines that stand where a title may stand are held against these.
_OPENERS = re.compile(
    r"(?:how|what|when|where|why|who|which|can|do|does|is|are|will|should|may|comment|pourquoi|quand|combien|où|"
    r"quel(?:le)?s?|puis-je|est-ce|qui|wie|was|wann|wo|warum|wer|welche[rs]?|kann|können|cómo|qué|cuándo|dónde|cuánto|"
    r"puedo|come|cosa|quando|dove|perché|quanto|posso|como|onde|hoe|wat|wanneer|waar|waarom|jak|kiedy|gdzie|как|что|"
    r"когда|где)\b",
    re.IGNORECASE,
)
_ENDINGS = re.compile(
    r"(?:か。?|かな|吗|嗎|呢|么|까요?|나요|ไหม|มั้ย|หรือไม่|หรือเปล่า|อย่างไร|ยังไง|เท่าไหร่|เท่าไร|เมื่อไหร่|เมื่อไร|ที่ไหน|"
    r"อะไร|บ้าง|กี่วัน)$"
)
_INNER_END = re.compile(r"[.!?…]\s+[^\W\d_]")
_COUNTED = re.compile(r"(\w+) \d{1,2}")


def find_titles(lines: Sequence[Line], asking: Collection[int]) -> set[int]:
    """Indices of the titles among the lines that are not in `asking`, the questions found before."""
    stands = _Surroundings(lines, asking)
    candidates = [
        i for i in range(len(lines)) if i not in asking and looks_like_title(lines[i]) and not stands.runs_on(i)
    ]
    standing = _accumulated(_without_steps(candidates, lines), stands)
    return {i for i in _without_lists(standing) if stands.opens_something(i, standing)} | _colon_titles(lines, asking)


def _accumulated(candidates: Sequence[int], stands: "_Surroundings") -> set[int]:
    standing: set[int] = set()
    for i in candidates:
        if i - 1 in standing or stands.alone(i):  # a title may stand right below a title
            standing.add(i)
    return standing


def looks_like_title(line: Line) -> bool:
    """Short, without a closing sign, a value, a contact or a figure at its start; or a question without its mark."""
    words = count_words(line.text)
    if words > _ASKING_WORDS or not _may_open(line):
        return False
    if _ENDINGS.search(line.text):
        return True
    if _is_closed(line.text):
        return _opens_list(line)
    short = words <= _WORDS and len(line.text) <= _CHARACTERS and not LABELLED_VALUE.match(line.text)
    return short or _OPENERS.match(line.text) is not None


def _is_closed(text: str) -> bool:
    return ends_sentence(text) or text[-1] in ",;،、；，:：" or text[0].isdigit()


def _may_open(line: Line) -> bool:
    """Nothing with a marker, a tab, a small first letter, or no letter; no contact; not two sentences."""
    text = line.text
    plain = line.marker is None and "\t" not in text and not text[0].islower() and any(c.isalpha() for c in text)
    return plain and not CONTACT.fullmatch(text) and not _INNER_END.search(text)


def _opens_list(line: Line) -> bool:
    """A colon after words that are mostly capitalised, as in titles and not in sentences."""
    words = re.findall(r"[^\W\d_]{4,}", line.text)[1:]
    capitals = sum(word[0].isupper() for word in words)
    return line.introduces and len(words) > 1 and count_words(line.text) <= _WORDS and capitals * 2 >= len(words)


def _colon_titles(lines: Sequence[Line], asking: Collection[int]) -> set[int]:
    """Short lines that end with a colon, right above their text, where three or more are what the page is made of."""
    found = {i for i, line in enumerate(lines) if i not in asking and _is_colon_title(lines, i, line)}
    return found if len(found) > max(2, len(asking)) else set()


def _is_colon_title(lines: Sequence[Line], i: int, line: Line) -> bool:
    shape = line.introduces and line.marker is None and line.text[0].isupper() and count_words(line.text) <= _WORDS
    return shape and line.blank_before and not line.blank_after and not (i and lines[i - 1].introduces)


def _without_steps(candidates: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """Lines like "Step 1" and "Step 2" count something; one of a kind may be a title."""
    counted = {i: match[1] for i in candidates if (match := _COUNTED.fullmatch(lines[i].text))}
    kinds = Counter(counted.values())
    return [i for i in candidates if kinds[counted.get(i, "")] < 2]


def _without_lists(standing: Collection[int]) -> set[int]:
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


class _Surroundings:
    """What stands above and below a line."""

    def __init__(self, lines: Sequence[Line], asking: Collection[int]) -> None:
        self._lines, self._asking = lines, asking
        self._spaced = is_spaced(tuple(lines))
        self._top = next((i for i, line in enumerate(lines) if not looks_like_title(line)), len(lines))

    def runs_on(self, i: int) -> bool:
        """Whether the next line is the rest of this one."""
        return i + 1 < len(self._lines) and self._lines[i + 1].continues

    def alone(self, i: int) -> bool:
        """Whether the line above is over, and this line not a part of it."""
        if i == 0 or self._opens_page(i):
            return True
        if self._lines[i].introduces and not self._above_list(i):
            return False
        return not self._below_opener(i) and (
            self._lines[i].blank_before or (not self._spaced and self._above_is_over(i))
        )

    def _below_opener(self, i: int) -> bool:
        """What follows a colon or a question belongs to it."""
        return self._lines[i - 1].introduces or i - 1 in self._asking

    def _opens_page(self, i: int) -> bool:
        """Among the first three lines, when all above are titles too: title, part, section, with no text between."""
        tight = self._lines[i].blank_before or not self._lines[i].blank_after
        return i <= min(2, self._top) and tight and not self._lines[i].introduces

    def _above_list(self, i: int) -> bool:
        return i + 1 < len(self._lines) and self._lines[i + 1].marker is not None

    def _above_is_over(self, i: int) -> bool:
        """Without blank lines: a sentence's end, the end of a list, or a short line above far longer prose."""
        above = self._lines[i - 1]
        list_is_over = above.marker is not None and self._lines[i].indent <= above.indent
        return ends_sentence(above.text) or list_is_over or self._towers(i)

    def _towers(self, i: int) -> bool:
        words = count_words(self._lines[i].text)
        if words > _SHORT_WORDS or i + 1 == len(self._lines) or looks_like_title(self._lines[i - 1]):
            return False
        below = self._lines[i + 1]
        return i + 1 in self._asking or (ends_sentence(below.text) and count_words(below.text) > 3 * words)

    def opens_something(self, i: int, standing: Collection[int]) -> bool:
        """Whether a heading, a list, a contact or prose follows; a title at the end of a document opens nothing."""
        if i + 1 == len(self._lines):
            return False
        below = self._lines[i + 1]
        heading = i + 1 in self._asking or i + 1 in standing
        listed = below.marker is not None or any(shape.fullmatch(below.text) for shape in (CONTACT, _COUNTED))
        return heading or below.is_prose or listed
