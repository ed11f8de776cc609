"""Where a merchant's passages speak of the same thing and state different values of it.

Precision comes first: a merchant's deliveries take five days here and fifteen there. Two passages that state different
values are told of only where the words of their questions are those of one thing or, in two languages or in one whose
words are not known, where each is clearly the other's nearest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.domain import Passage, Span
from app.facts import ANSWER, NO, YES, Fact, facts
from app.nearest_pairs import nearest_pairs
from app.neighbours import Neighbours
from app.subjects import Statement, Subject, Words, are_known, foreign, same_words, stated, telling
from app.text import sentences

_NEAR = 0.88
"""The least nearness of two passages whose words are those of one thing."""
_NEAR_IN_ONE_LANGUAGE, _NEAR_IN_TWO, _ANSWERS_NEAR_IN_TWO = 0.93, 0.87, 0.9
"""That of each other's nearest; a model sees two languages further apart."""
_ALMOST_EQUAL = 0.95
"""The cosine of two passages whose sentences may differ by a negation alone."""
_TELLING = 3
"""Words that a sentence has at least which itself says what its figure is about."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows, and what each states."""

    first: int
    second: int
    facts: tuple[Fact, Fact]


class Contradictions:
    """Those among the neighbours of one merchant, whose `names` tell nothing of what a passage is about."""

    def __init__(self, passages: Sequence[Passage], pairs: Sequence[Neighbours], names: str = "") -> None:
        """`passages` are those of all rows."""
        self._passages, self._pairs, self._names = passages, pairs, names
        self._alone: dict[int, dict[str, Fact]] = {}

    def __iter__(self) -> Iterator[Contradiction]:
        """In the pairs' order, once for each unit."""
        for pair in self._pairs:
            if not _are_parts(*self._both(pair)):
                found = [*self._differing(pair), *self._denied(pair)]
                yield from (Contradiction(pair.first, pair.second, both) for both in found)

    def _both(self, pair: Neighbours) -> tuple[Passage, Passage]:
        return self._passages[pair.first], self._passages[pair.second]

    def _differing(self, pair: Neighbours) -> Iterator[tuple[Fact, Fact]]:
        """Of what each states one value only: a passage with several speaks of several things."""
        some, others = self._stated(pair.first), self._stated(pair.second)
        for unit, one in some.items():
            other = others.get(unit, one)
            if not one.agrees(other) and self._are_of_one_thing(pair, one, other):
                yield one, other

    def _stated(self, row: int) -> dict[str, Fact]:
        if row not in self._alone:
            found = facts(self._passages[row].text)
            values = Counter(unit for unit, _ in {(fact.unit, fact.value) for fact in found})
            self._alone[row] = {fact.unit: fact for fact in reversed(found) if values[fact.unit] == 1}
        return self._alone[row]

    def _are_of_one_thing(self, pair: Neighbours, one: Fact, other: Fact) -> bool:
        first, second = self._both(pair)
        if (language := _common_language(first, second)) is not None:
            words = _Wording(language, telling(self._names, language))
            return pair.nearness >= _NEAR and words.are_of_one_thing((first, one), (second, other))
        return pair.nearness >= _least(first, second, one) and pair in self._nearest

    @cached_property
    def _nearest(self) -> frozenset[Neighbours]:
        return nearest_pairs(self._pairs, lambda row: self._passages[row].language)

    def _denied(self, pair: Neighbours) -> Iterator[tuple[Fact, Fact]]:
        """Sentences of which one denies what the other states, in almost equal passages of one question."""
        first, second = self._both(pair)
        language = _common_language(first, second)
        if pair.wholes < _ALMOST_EQUAL or language is None:
            return
        if same_words(*(telling(passage.question or "", language) for passage in (first, second))):
            yield from _denials(first.text, second.text, language)


@dataclass(frozen=True, slots=True)
class _Wording:
    """Compares passages by the words of their language, those of a merchant's `names` aside."""

    language: str
    names: Words

    def are_of_one_thing(self, some: tuple[Passage, Fact], others: tuple[Passage, Fact]) -> bool:
        """Whether what two passages state is about the same thing."""
        if some[1].unit == ANSWER:
            asked, more = (self._telling(passage.question or "") for passage, _ in (some, others))
            return bool(asked) and same_words(asked, more)
        sentence, other = (self._telling(_sentence(passage.text, fact)) for passage, fact in (some, others))
        if min(len(sentence), len(other)) >= _TELLING and foreign(sentence, other) == sentence:
            return False
        return self._subject(some[0], sentence).is_that_of(self._subject(others[0], other))

    def _subject(self, passage: Passage, sentence: Words) -> Subject:
        """A passage without a question is about what its sentence says."""
        asked = self._telling(passage.question) if passage.question else sentence
        return Subject(asked, asked | self._telling(passage.text))

    def _telling(self, text: str) -> Words:
        return telling(text, self.language) - self.names


def _are_parts(first: Passage, second: Passage) -> bool:
    """Whether both are parts of one long answer."""
    return first.part is not None and (first.document, first.question) == (second.document, second.question)


def _common_language(first: Passage, second: Passage) -> str | None:
    """The language of both, if its words are known."""
    return first.language if first.language == second.language and are_known(first.language) else None


def _least(first: Passage, second: Passage, fact: Fact) -> float:
    if first.language == second.language:
        return _NEAR_IN_ONE_LANGUAGE
    return _ANSWERS_NEAR_IN_TWO if fact.unit == ANSWER else _NEAR_IN_TWO


def _sentence(text: str, fact: Fact) -> str:
    """The sentence in which a fact stands."""
    return next(text[span.start : span.end] for span in sentences(text) if fact.start < span.end)


def _denials(some: str, others: str, language: str) -> Iterator[tuple[Fact, Fact]]:
    opposed = defaultdict[Statement, list[Span]](list)
    for span, statement in _statements(others, language):
        opposed[statement.opposite].append(span)
    for span, statement in _statements(some, language):
        for other in opposed.get(statement, ()):
            values = (NO, YES) if statement.is_denied else (YES, NO)
            yield Fact(span.start, span.end, values[0], ANSWER), Fact(other.start, other.end, values[1], ANSWER)


@lru_cache(1 << 12)
def _statements(text: str, language: str) -> Sequence[tuple[Span, Statement]]:
    """What each sentence states."""
    return [(span, stated(text[span.start : span.end], language)) for span in sentences(text)]
