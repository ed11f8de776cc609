"""Characters as a PDF file draws them, in any order, to stretches of text in reading order."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from app.corpus.line_joining import is_unspaced
from app.corpus.pdf_text import Glyph, Segment

_SAME_LINE, _WORD_GAP, _WIDE_GAP, _BACK = 0.4, 0.15, 1.0, 0.5
"""In sizes of the font: how far a raised sign may stand off its line; the narrowest space; the narrowest gap between
columns or cells; how far back kerning or an accent goes."""
_UNSPACED_GAP, _LEFTWARD_GAP = 0.4, 0.25
"""The narrowest space beside Han signs, and beside Arabic letters, whose boxes do not always touch."""


def segments_of(glyphs: Iterable[Glyph]) -> list[Segment]:
    """The segments of a page, from the top down and from the left to the right."""
    runs = [run for row in _rows(glyphs) for run in _runs(row)]
    return [_segment(run) for run in runs if any(not glyph.text.isspace() for glyph in run)]


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of about one baseline, as they are drawn."""
    row: list[tuple[int, Glyph]] = []
    for n, glyph in sorted(enumerate(glyphs), key=lambda drawn: -drawn[1].y):
        if row and row[0][1].y - glyph.y > _SAME_LINE * max(row[0][1].size, glyph.size):
            yield [glyph for _, glyph in sorted(row, key=lambda drawn: drawn[0])]
            row = []
        row.append((n, glyph))
    yield [glyph for _, glyph in sorted(row, key=lambda drawn: drawn[0])]


def _runs(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """A row cut at its wide gaps, from the left to the right."""
    leftward = any(_is_leftward(glyph.text) for glyph in row)
    strokes = [[glyph] for glyph in row] if leftward else _strokes(row)
    strokes.sort(key=lambda stroke: stroke[0].x0 + stroke[0].x1)
    run: list[Glyph] = []
    for stroke in strokes:
        if run and stroke[0].x0 - max(glyph.x1 for glyph in run[-4:]) > _WIDE_GAP * min(run[-1].size, stroke[0].size):
            yield run
            run = []
        run += stroke
    yield run


def _strokes(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """What is drawn in one go, rightward: its order is right, also where accents and vowel signs overlap letters."""
    strokes = [[row[0]]]
    for above, glyph in pairwise(row):
        if -_BACK * glyph.size <= glyph.x0 - above.x1 <= _WIDE_GAP * glyph.size:
            strokes[-1].append(glyph)
        else:
            strokes.append([glyph])
    return strokes


def _segment(run: Sequence[Glyph]) -> Segment:
    spaced = list(_spaced(run))
    letters = Counter(_is_leftward(glyph.text) for glyph in run if glyph.text.isalpha())
    rightward = letters[True] <= letters[False]
    text = _logical(spaced, rightward=rightward) if letters[True] else "".join(spaced)
    printed = [glyph for glyph in run if not glyph.text.isspace()]
    largest = Counter((glyph.y, glyph.size) for glyph in printed).most_common(1)[0][0]
    return Segment(
        text=" ".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split()),
        x0=min(glyph.x0 for glyph in printed),
        x1=max(glyph.x1 for glyph in printed),
        y=largest[0],
        size=largest[1],
        bold=all(glyph.bold for glyph in printed),
        rightward=rightward,
    )


def _spaced(run: Sequence[Glyph]) -> Iterator[str]:
    """Its characters, with a space where the next one stands off."""
    end, gap = run[0].x0, _WORD_GAP
    for glyph in run:
        widest = max(gap, _gap(glyph.text))
        if glyph.x0 - end > widest * glyph.size:
            yield " "
        yield glyph.text
        end, gap = max(end, glyph.x1), _gap(glyph.text)


@lru_cache(1 << 12)
def _gap(character: str) -> float:
    if is_unspaced(character):
        return _UNSPACED_GAP
    return _LEFTWARD_GAP if _is_leftward(character) else _WORD_GAP


def _logical(drawn: Sequence[str], *, rightward: bool) -> str:
    """Characters from the left to the right as they are read, where some are read leftward.

    This is the bidirectional algorithm of Unicode's annex 9 backwards, for one level of embedding. PDFium has turned
    the brackets of some lines already, and does not tell of which: they are turned unless they then match less well.
    """
    directions = _directions(drawn, rightward=rightward)
    turned, kept = "", ""
    for start, end in pairwise(_turns(directions)):
        stretch = "".join(drawn[start:end]) if directions[start] else "".join(reversed(drawn[start:end]))
        mirrored = stretch if directions[start] else stretch.translate(_MIRRORED)
        turned = turned + mirrored if rightward else mirrored + turned
        kept = kept + stretch if rightward else stretch + kept
    return turned if _unmatched(turned) <= _unmatched(kept) else kept


def _unmatched(text: str) -> int:
    """How many brackets are closed before they are opened, or never."""
    depth = unopened = 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        unopened += depth < 0
        depth = max(depth, 0)
    return unopened + depth


def _directions(drawn: Sequence[str], *, rightward: bool) -> list[bool]:
    """Of each character whether it is read rightward; signs and spaces go with both neighbours, or with the line."""
    told = [None if not c.isalnum() else not _is_leftward(c) for c in drawn]
    before, after = _nearest(told, rightward), _nearest(told[::-1], rightward)[::-1]
    return [a if a == b else rightward for a, b in zip(before, after, strict=True)]


def _nearest(told: Sequence[bool | None], first: bool) -> list[bool]:
    nearest = []
    for direction in told:
        first = first if direction is None else direction
        nearest.append(first)
    return nearest


def _turns(directions: Sequence[bool]) -> list[int]:
    turns = [i for i in range(1, len(directions)) if directions[i] != directions[i - 1]]
    return [0, *turns, len(directions)]


@lru_cache(1 << 12)
def _is_leftward(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


_OPENING, _CLOSING = "([{<«‹", ")]}>»›"
_MIRRORED = str.maketrans(_OPENING + _CLOSING, _CLOSING + _OPENING)
