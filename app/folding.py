"""Text for a screen: the sentences that matter marked, and folded around them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.text import Text

from app.domain import Span
from app.text import lines_of, printable, sentences

SENTENCE, WORDS = "bold", "bold underline"
"""Styles of a sentence that answers and of the query's words in it: both show where colours are off."""

SHOWN_LINES = 5
"""Lines of a folded text, where the sentences that matter take no more."""


def marked(text: str, places: Sequence[Span]) -> Text:
    """`text` without what a terminal would obey, the sentences in which `places` are in bold, the places underlined.

    A place that is a whole sentence is not underlined: there are no words to tell from the others.
    """
    told = [sentence for sentence in _sentences(text) if any(_meet(sentence, place) for place in places)]
    words = [place for place in places if not any(_is_whole(text, place, sentence) for sentence in told)]
    edges = sorted({0, len(text), *(edge for span in (*told, *words) for edge in (span.start, span.end))})
    shown = Text()
    for start, end in pairwise(edges):
        piece = Span(start, end)
        style = WORDS if _within(piece, words) else SENTENCE if _within(piece, told) else ""
        shown.append(printable(text[start:end]), style)
    return shown


def _sentences(text: str) -> Iterator[Span]:
    """A line ends a sentence: an item of a list is one."""
    for line in lines_of(text):
        for sentence in sentences(text[line.start : line.end]):
            yield Span(line.start + sentence.start, line.start + sentence.end)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_whole(text: str, place: Span, sentence: Span) -> bool:
    """Whether a place is all of a sentence, bullets and signs at its ends aside."""
    rest = text[sentence.start : place.start] + text[place.end : sentence.end]
    return sentence.start <= place.start and place.end <= sentence.end and not any(c.isalnum() for c in rest)


def _within(piece: Span, spans: Sequence[Span]) -> bool:
    return any(span.start <= piece.start and piece.end <= span.end for span in spans)


def folded(lines: Sequence[Text]) -> list[Text]:
    """All marked lines, with what is around them up to `SHOWN_LINES`; the first ones of a text without marks.

    What is left out on either side is told in a line of its own, which a single line is not left out for.
    """
    numbers = [number for number, line in enumerate(lines) if line.spans] or [0]
    told = numbers[-1] - numbers[0] + 1
    shown = max(SHOWN_LINES, told)
    first = max(0, min(numbers[0] - (told < shown), len(lines) - shown))
    last = min(first + shown, len(lines))
    first = 0 if first == 1 else first
    last = len(lines) if last == len(lines) - 1 else last
    return [*_left_out(first), *_trimmed(lines[first:last]), *_left_out(len(lines) - last)]


def _trimmed(lines: Sequence[Text]) -> Sequence[Text]:
    """Without blank lines at either end."""
    filled = [number for number, line in enumerate(lines) if line.plain.strip()] or [0]
    return lines[filled[0] : filled[-1] + 1]


def _left_out(lines: int) -> list[Text]:
    return [Text(f"… {lines} more lines", "dim")] if lines else []
