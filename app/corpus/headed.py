"""Pieces of a marked-up text as elements: headings above text are questions, headings above headings are sections."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.corpus.elements import Element, Pair, Prose, Section, Title
from app.corpus.labels import labels_of
from app.corpus.outline import outline_of
from app.corpus.pieces import Piece, text_of
from app.domain import NOWHERE, Place
from app.text import ends_question


def headed_elements(pieces: Sequence[Piece]) -> Iterator[Element]:
    """The elements, in order, on the lines that the pieces stand on."""
    told = _answers_kept(pieces)
    heads = [i for i, piece in enumerate(told) if piece.kind != "text"]
    yield from _prose(told[: heads[0] if heads else None])
    writer = _Writer(_title_of(told, heads))
    for n, i in enumerate(heads):
        following = heads[n + 1] if n + 1 < len(heads) else len(told)
        below = told[following] if following < len(told) else None
        yield from writer.elements(told[i], told[i + 1 : following], below)


def _answers_kept(pieces: Sequence[Piece]) -> list[Piece]:
    """With headings as text that are part of an answer: see `_is_part`."""
    last_end = max((i for i, piece in enumerate(pieces) if piece.kind == "end"), default=0)
    kept: list[Piece] = []
    above: Piece | None = None
    for i, piece in enumerate(pieces):
        is_heading = above is not None and piece.kind == "heading"
        if above and is_heading and _is_part(piece, above, is_closed=i < last_end, tight=kept[-1] is above):
            kept.append(replace(piece, kind="text"))
            continue
        if piece.kind != "text":
            above = piece
        kept.append(piece)
    return kept


def _is_part(heading: Piece, above: Piece, *, is_closed: bool, tight: bool) -> bool:
    """Whether a heading is part of what answers the head above it.

    All are until a question that the markup tells is closed; else those that ask nothing, below a heading that asks
    and has text of its own.
    """
    if above.kind == "question":
        return is_closed
    deeper = above.kind == "heading" and heading.level > above.level
    return deeper and not tight and ends_question(above.text) and not ends_question(heading.text)


def _title_of(pieces: Sequence[Piece], heads: Sequence[int]) -> Piece | None:
    """The first heading, where it is the only one of level 1 and not itself a question with its answer."""
    tops = [pieces[i] for i in heads if pieces[i].level == 1]
    if not heads or len(tops) != 1 or pieces[heads[0]] is not tops[0]:
        return None
    answered = pieces[heads[0] + 1 : heads[0] + 2]
    return None if ends_question(tops[0].text) and answered and answered[0].kind == "text" else tops[0]


class _Writer:
    """Takes one head after another, each with its text; `_above` are the sections that it stands in."""

    def __init__(self, title: Piece | None) -> None:
        self._title = title
        self._above: list[Piece] = []
        self._said = ""

    def elements(self, head: Piece, body: Sequence[Piece], below: Piece | None) -> Iterator[Element]:
        """`below` is the next head."""
        if head is self._title:
            yield Title(text=head.text, line=head.line)
            yield from _prose(body)
        elif head.kind == "end":
            yield from self._prose(body)
        elif self._is_section(head, body, below):
            yield from self._open(head)
            yield from _prose(body)
        else:
            yield from self._pair(head, body)

    def _is_section(self, head: Piece, body: Sequence[Piece], below: Piece | None) -> bool:
        if head.kind == "question" or (ends_question(head.text) and body):
            return False
        opens = below is not None and (below.kind == "question" or below.level > head.level)
        return opens or _asks(body)

    def _open(self, head: Piece) -> Iterator[Section]:
        self._leave(head)
        self._above.append(head)
        self._said = head.text
        yield Section(text=head.text, line=head.line)

    def _leave(self, head: Piece) -> None:
        """The sections that a head is no part of."""
        if head.kind == "heading":
            self._above = [above for above in self._above if above.level < head.level]

    def _pair(self, head: Piece, body: Sequence[Piece]) -> Iterator[Element]:
        self._leave(head)
        section = self._section
        if not section:
            yield from self._none_said()
        question, answer = _unlabelled(head.text, text_of(body))
        yield Pair(
            question=question,
            answer=answer,
            place=Place(anchor=head.anchor) if head.anchor else NOWHERE,
            section="" if section == self._said else section,
            line=head.line,
            answer_line=body[0].line if body else None,
        )

    def _prose(self, body: Sequence[Piece]) -> Iterator[Element]:
        """Text behind a question that has ended: it is in none but the sections above that question."""
        if not self._section:
            yield from self._none_said()
        if body and self._section != self._said:
            yield Pair(question="", answer=text_of(body), section=self._section, answer_line=body[0].line)
        else:
            yield from _prose(body)

    @property
    def _section(self) -> str:
        return self._above[-1].text if self._above else ""

    def _none_said(self) -> Iterator[Section]:
        if self._said:
            self._said = ""
            yield Section(text="")


def _prose(body: Sequence[Piece]) -> Iterator[Prose]:
    if body:
        yield Prose(text=text_of(body), line=body[0].line)


def _unlabelled(question: str, answer: str) -> tuple[str, str]:
    """Without the labels that say what the heading says already (`Q:` and `A:`)."""
    labels = labels_of((question, answer))
    starts = [labels[i].width if i in labels else 0 for i in range(2)]
    return question[starts[0] :], answer[starts[1] :]


def _asks(body: Sequence[Piece]) -> bool:
    """Whether several questions with answers stand in a text."""
    return sum(bool(block.asking) for block in outline_of(text_of(body)).blocks) > 1
