"""What is written on the pages of a PDF file: stretches of text, each with where it stands."""

from dataclasses import dataclass
from typing import Literal

Fault = Literal["", "no text layer", "damaged"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as it is drawn: `x0` to `x1` along its baseline, which is at the height `y` (upwards); in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one baseline without a wide gap between them, in reading order; `rightward` is false of Arabic."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    rightward: bool = True


@dataclass(frozen=True, slots=True)
class PageText:
    """A page: the segments of each direction that text runs in, most of them in the first layer.

    `untold` counts the characters whose fonts do not tell what they are.
    """

    layers: tuple[tuple[Segment, ...], ...] = ()
    untold: int = 0
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class PdfText:
    """A file's pages in order, and its title as its metadata has it."""

    pages: tuple[PageText, ...]
    title: str = ""
