"""Pairs that the source tells: each is one question with its answer, whatever they look like."""

from collections.abc import Iterator, Sequence

from app.corpus.chunked import LineRole
from app.corpus.drafts import Draft, joined, merged, question_of
from app.corpus.layout import LaidPair
from app.corpus.outline import Role
from app.corpus.splitting import split_answer
from app.corpus.written_lines import WrittenLines


def pair_drafts(lines: WrittenLines, pair: LaidPair, max_words: int) -> Iterator[Draft]:
    """The parts of a pair's answer, each under its question."""
    asked, answered = lines.within(pair.question), lines.within(pair.answer)
    said = [lines.text_of(line) for line in asked]
    question = question_of(said) if answered else None
    shown = asked + answered if _is_text(said, question) else answered or asked
    parts = split_answer(lines.text, shown, max_words)
    for n, pieces in enumerate(parts, 1):
        opening = (asked or answered)[0] if n == 1 else pieces[0]
        spans = merged(lines.text, pieces)
        yield Draft(
            question=question,
            text=joined(lines.text, spans),
            section=pair.section,
            part=(n, len(parts)) if len(parts) > 1 else None,
            lines=(lines.number_at(opening.start), lines.number_at(pieces[-1].end - 1)),
            spans=spans,
            place=pair.place,
        )


def pair_roles(lines: WrittenLines, pair: LaidPair) -> Iterator[LineRole]:
    """All of a pair's lines are of its passage."""
    for span, asks in ((pair.question, True), (pair.answer, False)):
        for line in lines.within(span):
            yield LineRole(lines.number_at(line.start), Role.PASSAGE, lines.text_of(line), asks)


def _is_text(asked: Sequence[str], question: str | None) -> bool:
    """Whether the asked lines are shown as text: they are words, but no question."""
    return question is None and bool("".join(asked).strip(":： "))
