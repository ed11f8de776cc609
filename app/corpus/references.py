"""Which passage an override means: one answer of its own merchant's, or none, and then the nearest question."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.corpus.overrides import Reference
from app.domain import Passage
from app.text import fold

_LETTERS = 3
"""Of a question's pieces, by which the nearest one is found in any script."""


class AmbiguousReference(ValueError):
    """What is meant stands in several places; the message says where, and how to name one."""


class References:
    """Looks passages up; one merchant's reference never meets another's passage."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages: dict[tuple[str, str], Passage] = {}
        self._questions = defaultdict[str, dict[str, list[Passage]]](dict)
        for passage in passages:
            self._passages[passage.merchant_id, passage.id] = passage
            if passage.question:
                self._questions[passage.merchant_id].setdefault(passage.question, []).append(passage)

    def passages(self, reference: Reference) -> Sequence[Passage]:
        """The parts of the answer that is meant, none where nothing is found. Raises AmbiguousReference."""
        found = self._named(reference)
        meant = [p for p in found if reference.document in (None, p.document)]
        answers = {" ".join(answer) for answer in _answers(meant)}
        if len(answers) > 1:
            documents = ", ".join(sorted({passage.document for passage in meant}))
            remedy = "name one by its id, as `passage`" if reference.document else "add its `document`"
            raise AmbiguousReference(f"{len(answers)} different answers have that question ({documents}); {remedy}")
        return meant

    def _named(self, reference: Reference) -> Sequence[Passage]:
        if reference.passage is not None:
            passage = self._passages.get((reference.merchant, reference.passage))
            return [passage] if passage else []
        return self._questions[reference.merchant].get(reference.question or "", ())

    def nearest(self, reference: Reference) -> str | None:
        """The merchant's question that shares most pieces with the one that is not there."""
        asked = _pieces(reference.question or "")
        scored = {question: _shared(asked, _pieces(question)) for question in self._questions[reference.merchant]}
        best = max(scored, key=scored.__getitem__, default=None)
        return best if best and scored[best] else None


def _answers(passages: Iterable[Passage]) -> list[list[str]]:
    """The texts of each answer, which may have several parts."""
    answers: list[list[str]] = []
    for passage in passages:
        if passage.part is None or passage.part[0] == 1 or not answers:
            answers.append([])
        answers[-1].append(passage.text)
    return answers


def _pieces(question: str) -> set[str]:
    folded = fold(question)
    return {folded[start : start + _LETTERS] for start in range(len(folded) - _LETTERS + 1)}


def _shared(some: set[str], others: set[str]) -> float:
    """The share of pieces that both have."""
    return len(some & others) / len(some | others) if some and others else 0.0
