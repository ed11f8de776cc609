"""A DOCX file's body as headings, paragraphs and pairs of a table, in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from app.corpus.blocks import Block, Heading, Paragraph, is_heading_like
from app.corpus.docx_names import attribute, local, w
from app.corpus.docx_numbering import Numbering
from app.corpus.docx_runs import Shown, numbered, shown
from app.corpus.docx_styles import Styles, outline_level
from app.corpus.elements import Dropped, Pair
from app.corpus.question_tables import question_table
from app.domain import Place

_BOLD_LEVEL = 10
"""Below every style of a heading."""
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"})
_NOTE_MARKS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a file the walk through its body refers to; `notes` by kind and id."""

    styles: Styles
    numbering: Numbering
    notes: Mapping[tuple[str, str], _Element]


class Body:
    """Walks the body once; `dropped` is known at the end."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._place = Place()
        self._noted = 0
        self._in_list = False
        self.dropped: list[Dropped] = []

    def blocks(self, element: _Element) -> Iterator[Block]:
        """The blocks of an element that holds paragraphs and tables."""
        for child in element:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name in _WRAPPERS:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        properties = paragraph.find(w("pPr"))
        told = shown(paragraph, self._parts.styles)
        style = self._parts.styles.of(properties, "pStyle")
        level = _first(outline_level(properties), self._parts.styles.level(style))
        label = self._parts.numbering.label(properties) if told.text.strip() else ""
        if told.hidden.strip():
            self.dropped.append(Dropped(told.hidden.strip(), "hidden", self._place))
        if self._parts.styles.is_contents(style):
            self.dropped += [Dropped(told.text.strip(), "navigation")] if told.text.strip() else []
            return
        if told.text.strip():
            yield from self._shown(told, level, label)
        for box in told.boxes:
            yield from self.blocks(box)

    def _shown(self, told: Shown, level: int | None, label: str) -> Iterator[Block]:
        text = numbered(told, self._noted + 1).strip()
        if level is None and told.bold and not label:
            level = _BOLD_LEVEL
        is_heading = level is not None and is_heading_like(text)
        self._go_to(told.anchors, over=is_heading)
        if level is not None and is_heading:
            yield Heading(" ".join(text.split()), level, self._place)
        else:
            yield Paragraph(f"{label} {text}".lstrip(), self._place, bool(label) and self._in_list, level)
        self._in_list = bool(label)
        yield from self._notes(told.notes)

    def _go_to(self, anchors: Sequence[str], *, over: bool) -> None:
        """What follows stands at the last anchor; a heading ends what stood there."""
        if anchors:
            self._place = Place(anchor=anchors[0])
        elif over:
            self._place = Place()

    def _notes(self, references: Sequence[_Element]) -> Iterator[Paragraph]:
        """The notes, below the paragraph that refers to them."""
        for reference in references:
            self._noted += 1
            kind = local(reference).removesuffix("Reference")
            note = self._parts.notes.get((kind, attribute(reference, "id")))
            if note is not None:
                yield Paragraph(f"[{self._noted}] {self._text(note)}", self._place, tight=True)

    def _table(self, table: _Element) -> Iterator[Block]:
        rows = list(_rows(table))
        self._in_list = False
        if all(len(row) == 1 for row in rows):  # a frame around text
            for row in rows:
                yield from self.blocks(row[0])
            return
        cells = [[self._text(cell) for cell in row] for row in rows]
        if asking := question_table(cells):
            if asking.header:
                self.dropped.append(Dropped(" | ".join(asking.header), "running title", self._place))
            yield from (Pair(question=question, answer=answer, place=self._place) for question, answer in asking.pairs)
            return
        lines = [" | ".join(" ".join(cell.split()) for cell in row if cell) for row in cells]
        shown_lines = [line for line in lines if line]
        yield from (Paragraph(line, self._place, tight=n > 0) for n, line in enumerate(shown_lines))

    def _text(self, element: _Element) -> str:
        """All that an element says, a line for each block."""
        return "\n".join(_said(block) for block in self.blocks(element))


def _said(block: Block) -> str:
    return f"{block.question}\n{block.answer}" if isinstance(block, Pair) else block.text


def _rows(table: _Element) -> Iterator[list[_Element]]:
    for row in table:
        if local(row) == "tr":
            yield [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]
        elif local(row) in _WRAPPERS:
            yield from _rows(row)


def _first(told: int | None, otherwise: int | None) -> int | None:
    return otherwise if told is None else told
