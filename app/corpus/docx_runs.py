"""The text of a DOCX paragraph: what is shown of its runs, and what is not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from app.corpus.docx_names import attribute, is_on, local, w
from app.corpus.docx_styles import Styles

_GONE = frozenset({"del", "moveFrom", "Fallback", "rPr", "pPr"})
"""What tracked changes deleted, what repeats a text box for old programs, and properties."""
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SYMBOLS = {"F0B7": "•", "F0A7": "▪", "F0D8": "➢", "F0FC": "✓", "F0FB": "✗", "F0E0": "→", "F0A8": "☐", "F0FE": "☑"}
"""Of the fonts Symbol and Wingdings, whose signs have no place in Unicode of their own."""


@dataclass(slots=True)
class Shown:
    """A paragraph's text; whether all of it is bold; the notes that it refers to; its anchors and text boxes."""

    text: str = ""
    bold: bool = True
    notes: list[_Element] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    hidden: str = ""


def shown(paragraph: _Element, styles: Styles) -> Shown:
    """What a paragraph shows."""
    reader = _Reader(styles, styles.of(paragraph.find(w("pPr")), "pStyle"))
    reader.read(paragraph)
    reader.told.text = "".join(reader.pieces)
    reader.told.bold = reader.told.bold and bool(reader.told.text.strip())
    return reader.told


class _Reader:
    def __init__(self, styles: Styles, paragraph_style: str) -> None:
        self._styles, self._paragraph_style = styles, paragraph_style
        self.told = Shown()
        self.pieces: list[str] = []

    def read(self, element: _Element) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._read_run(child)
            elif name == "t":  # of a formula
                self._show(child.text or "", bold=False)
            elif name == "bookmarkStart" and not attribute(child, "name").startswith("_"):
                self.told.anchors.append(attribute(child, "name"))
            elif name not in _GONE:
                self.read(child)

    def _read_run(self, run: _Element) -> None:
        text = "".join(self._pieces(run))
        if self._has(run, "vanish"):
            self.told.hidden += text
        else:
            self._show(text, bold=self._has(run, "b"))

    def _show(self, text: str, *, bold: bool) -> None:
        self.pieces.append(text)
        self.told.bold = self.told.bold and (bold or not text.strip())

    def _pieces(self, run: _Element) -> Iterator[str]:
        for child in run:
            name = local(child)
            if name == "t":
                yield child.text or ""
            elif name == "sym":
                yield _symbol(attribute(child, "char").upper())
            elif name in {"footnoteReference", "endnoteReference"}:
                self.told.notes.append(child)
                yield _NOTE
            elif name in {"drawing", "pict", "AlternateContent"}:
                self.told.boxes += _boxes(child)
            else:
                yield _SIGNS.get(name, "")

    def _has(self, run: _Element, tag: str) -> bool:
        """Whether a property is on: as the run says, or its style, or its paragraph's."""
        properties = run.find(w("rPr"))
        told = is_on(properties.find(w(tag))) if properties is not None else None
        if told is None:
            told = self._styles.has(self._styles.of(properties, "rStyle"), tag)
        return bool(self._styles.has(self._paragraph_style, tag) if told is None else told)


_NOTE = "\x00"
"""Stands for a reference to a note until its number is known; XML holds no such character."""


def numbered(told: Shown, first: int) -> str:
    """Its text, with the notes numbered from `first`."""
    pieces = told.text.split(_NOTE)
    return pieces[0] + "".join(f"[{first + n}]{piece}" for n, piece in enumerate(pieces[1:]))


def _symbol(code: str) -> str:
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    told = int(code, 16) if code and set(code) <= set("0123456789ABCDEF") and len(code) <= 4 else 0
    return chr(told) if chr(told).isprintable() and told else ""


def _boxes(drawing: _Element) -> Iterator[_Element]:
    """The text boxes of a drawing, once each."""
    for box in drawing.iter(w("txbxContent")):
        if not any(local(above) == "Fallback" for above in box.iterancestors()):
            yield box
