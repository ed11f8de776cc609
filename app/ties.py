"""Which sentences of a text mean something only together: a list with the line that opens it, and what is cut in two.

Rules of layout and punctuation only, in any script; no words of a language.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.markers import marker_of
from app.shared_words import Place
from app.text import ends_sentence, lines_of

_OPEN_ENDS = ":;,：；，、،؛፣፤፥፦"
"""What a line ends with that the next one goes on from."""

_NO_LINE = -1


@dataclass(frozen=True, slots=True)
class Ties:
    """For each sentence the first and the last one that it is shown with, and the number of its line, from 0."""

    firsts: Sequence[int]
    lasts: Sequence[int]
    lines: Sequence[int]


def ties_of(text: str, sentences: Sequence[Place]) -> Ties:
    """The ties between these sentences of `text`, in order and apart; a line's end is also a sentence's."""
    tied = _Sentences(text, sentences)
    firsts: list[int] = []
    for i in range(len(sentences)):
        firsts.append(tied.first_of(i, firsts))
    lasts = list(range(len(sentences)))
    for i in reversed(lasts):
        lasts[i] = tied.last_of(i, lasts)
    return Ties(firsts, lasts, tied.numbers)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank. `opener` is the place among such lines of the one that opens the list it stands in."""

    number: int
    start: int
    marked: bool
    opens: bool
    opener: int


class _Sentences:
    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self._text, self._places, self._lines = text, places, _lines_of(text)
        starts = [line.start for line in self._lines]
        self._within = [bisect_right(starts, start) - 1 for start, _ in places]
        self.numbers = [self._lines[line].number for line in self._within]

    def first_of(self, i: int, firsts: Sequence[int]) -> int:
        """`firsts` are those of the sentences before it."""
        if self._goes_on(i):
            return firsts[i - 1]
        opener = self._lines[self._within[i]].opener
        opening = self._last_until(opener)
        return firsts[opening] if opening >= 0 and self._within[opening] == opener else i

    def last_of(self, i: int, lasts: Sequence[int]) -> int:
        """`lasts` holds those of the sentences behind it."""
        if self._goes_on(i + 1):
            return lasts[i + 1]
        line = self._within[i]
        return self._last_until(self._last_item(line)) if i == self._last_until(line) else i

    def _goes_on(self, i: int) -> bool:
        """Whether a sentence is the rest of the one before: "e.g. this", or a sentence that runs over two lines."""
        if not 0 < i < len(self._places) or not self._text[self._places[i][0]].islower():
            return False
        if self._within[i - 1] == self._within[i]:
            return True
        start, end = self._places[i - 1]
        return not self._lines[self._within[i]].marked and not ends_sentence(self._text[start:end])

    def _last_until(self, line: int) -> int:
        """The last sentence that does not stand behind a line; -1 where there is none."""
        return bisect_right(self._within, line) - 1

    def _last_item(self, line: int) -> int:
        """The last line of the list that a line opens, lists within it included; itself, where it opens none."""
        last = line
        while self._lines[line].opens and last + 1 < len(self._lines) and self._lines[last + 1].opener >= line:
            last += 1
        return last


def _lines_of(text: str) -> list[_Line]:
    """The line behind one that opens a list is an item, and so is each behind an item that is marked or no sentence."""
    found: list[_Line] = []
    opener = _NO_LINE
    for number, span in enumerate(lines_of(text)):
        if line := text[span.start : span.end].strip():
            marked = marker_of(line) is not None
            if found and found[-1].opens:
                opener = len(found) - 1
            elif not marked and ends_sentence(line):
                opener = _NO_LINE
            found.append(_Line(number, span.start, marked, line[-1] in _OPEN_ENDS, opener))
    return found
