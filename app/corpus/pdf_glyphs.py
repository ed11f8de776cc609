"""PDFium: the characters that a page draws, and where."""

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfTextPage

from app.corpus.pdf_segments import segments_of
from app.corpus.pdf_text import Glyph, PageText

_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_FORCED_BOLD = 1 << 18
"""Of the flags of a font (ISO 32000-1, table 123)."""
_HYPHENS = (0x02, 0xFFFE)
"""What PDFium gives for a hyphen that parts a word at the end of a line."""
_SOFT_HYPHEN, _SURROGATES = "\u00ad", range(0xD800, 0xE000)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    degrees: int


def page_text(page: PdfTextPage) -> PageText:
    """The text of a page. What runs in another direction, along a margin or across the page, is a layer of its own."""
    layers: defaultdict[int, list[Glyph]] = defaultdict(list)
    untold = 0
    for degrees, glyph in _Reader(page).glyphs():
        if glyph is None:
            untold += 1
        else:
            layers[degrees].append(glyph)
    segments = [tuple(segments_of(layer)) for layer in sorted(layers.values(), key=len, reverse=True)]
    return PageText(tuple(layer for layer in segments if layer), untold)


class _Reader:
    """Asks PDFium for each character of a page, and once for the style of those that one operator draws.

    Most of the time goes into the calls: there are as few as can be, and what they fill is made once.
    """

    def __init__(self, page: PdfTextPage) -> None:
        self._page, self._count = page.raw, page.count_chars()
        self._styles: dict[bytes, _Style] = {}
        self._box, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def glyphs(self) -> Iterator[tuple[int, Glyph | None]]:
        """Each character with the angle that its line has; None for one whose font does not tell what it is."""
        for i in range(self._count):
            code = pdfium.FPDFText_GetUnicode(self._page, i)
            character = "-" if code in _HYPHENS else chr(code)
            pdfium.FPDFText_GetLooseCharBox(self._page, i, self._box)
            if code == 0 or pdfium.FPDFText_HasUnicodeMapError(self._page, i) == 1:
                yield self._style(i).degrees, None
            elif self._is_drawn(character):
                style = self._style(i)
                yield style.degrees, self._glyph(i, character, style)

    def _is_drawn(self, character: str) -> bool:
        """Not a space or a line's end that PDFium guesses, which has no width, and no control character."""
        if character.isspace():
            return bool(self._box.right > self._box.left)
        return character.isprintable() or character == _SOFT_HYPHEN or ord(character) in _SURROGATES

    def _glyph(self, i: int, character: str, style: _Style) -> Glyph:
        """A character, turned so that its line runs to the right."""
        pdfium.FPDFText_GetCharOrigin(self._page, i, self._x, self._y)
        box, x, y = self._box, self._x.value, self._y.value
        if not style.degrees:
            return Glyph(character, box.left, box.right, y, style.size, style.bold)
        sine, cosine = math.sin(math.radians(style.degrees)), math.cos(math.radians(style.degrees))
        along = [left * cosine + up * sine for left in (box.left, box.right) for up in (box.bottom, box.top)]
        return Glyph(character, min(along), max(along), y * cosine - x * sine, style.size, style.bold)

    def _style(self, i: int) -> _Style:
        drawn = bytes(pdfium.FPDFText_GetTextObject(self._page, i))  # the address
        style = self._styles.get(drawn)
        if style is None:
            style = self._styles[drawn] = self._asked_style(i)
        return style

    def _asked_style(self, i: int) -> _Style:
        matrix, name, flags = pdfium.FS_MATRIX(), ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
        pdfium.FPDFText_GetMatrix(self._page, i, matrix)
        pdfium.FPDFText_GetFontInfo(self._page, i, name, _LONGEST_NAME, flags)
        bold = any(word in name.value.decode(errors="replace").casefold() for word in _BOLD)
        return _Style(
            size=round(pdfium.FPDFText_GetFontSize(self._page, i) * math.hypot(matrix.c, matrix.d), 2),
            bold=bold or bool(flags.value & _FORCED_BOLD),
            degrees=round(math.degrees(math.atan2(matrix.b, matrix.a))),
        )
