"""Highlights: where in a passage the query's words stand, or else the sentence that answers it best.

The words are marked in the question, and in the one sentence of the text with the most evidence, so that in an answer
of many facts they point at the fact. Where that sentence has none of them, or is in another language than the query,
it is marked as a whole. Evidence is late interaction with each sentence alone (README, 'Measured').
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from app.domain import Highlight, Passage
from app.frequent_words import FrequentWords
from app.passage_texts import embedded_text
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import Vectors
from app.shared_words import PassageWords, Place, QueryWords, folded_pieces
from app.text import lines_of, sentences

MOST = 12
"""Highlights of one hit."""

SENTENCE_SHARE = 0.5
"""Weight of the sentence's side (how well its tokens are met by the query's) beside the query's."""

_ASKED = 12
"""Tokens of a longer query that give evidence, evenly spread: they choose as well as all of them, in bounded time."""

_KEPT = 1024
"""Passages that stay prepared."""

_BULLETS = "•‣◦▪●○■·*-–—"

_Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Marked:
    """A passage, prepared. All spans count from the start of its embedded text; its answer starts at `answer`.

    `words` are those that tell something. `sentences` are those that have tokens: `lengths` of them, from `firsts` on.
    """

    embedded: str
    answer: int
    words: PassageWords
    sentences: Sequence[Place]
    firsts: _Offsets
    lengths: _Offsets


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """The sentences of a passage's text that have tokens: their places, how many tokens, how much each tells."""

    places: Sequence[Place]
    lengths: _Offsets
    evidence: Vectors


class Highlighter:
    """For the passages of an index, row n of `rows` being passage n's. Safe to use from many threads."""

    def __init__(self, passages: Sequence[Passage], rows: TokenRows, frequent: FrequentWords) -> None:
        self._passages, self._rows, self._frequent = passages, rows, frequent
        self._prepared = lru_cache(_KEPT)(self._prepare)

    def _prepare(self, row: int) -> _Marked:
        passage, ends = self._passages[row], self._rows.spans_of(row)[:, 1]
        embedded = embedded_text(passage.question, passage.text)
        answer = len(embedded) - len(passage.text)
        frequent = self._frequent.of(passage.language)
        words = PassageWords(found for found in folded_pieces(embedded, ends) if found[0] not in frequent)
        spans = [(answer + start, answer + end) for start, end in answer_sentences(passage.text)]
        bounds = np.searchsorted(ends, np.array(spans, np.int64).reshape(-1, 2), side="right")
        lengths = bounds[:, 1] - bounds[:, 0]
        told = [span for span, length in zip(spans, lengths.tolist(), strict=True) if length > 0]
        firsts = bounds[lengths > 0, 0] + self._rows.offsets[row]
        return _Marked(embedded, answer, words, told, firsts, lengths[lengths > 0])

    def highlights(
        self, query: str, tokens: Vectors, rows: Sequence[int], *, cross_lingual: Container[int] = ()
    ) -> list[tuple[Highlight, ...]]:
        """For each row at most `MOST`, those of the question first, in order, none touching another of its field.

        `tokens` are `EncodedQuery.tokens`; `cross_lingual` the rows in another language than the query.
        """
        passages, asked = [self._prepared(row) for row in rows], QueryWords(query)
        best = self._best_sentences(tokens, passages)
        return [
            tuple(_highlights(passage, asked, sentence, whole=row in cross_lingual))
            for row, passage, sentence in zip(rows, passages, best, strict=True)
        ]

    def evidence(self, tokens: Vectors, row: int) -> SentenceEvidence:
        """What each sentence of a row tells about the query, by all of its tokens; none without any."""
        passage = self._prepared(row)
        if not passage.sentences or not len(tokens):
            return SentenceEvidence((), np.zeros(0, np.int64), np.zeros(0, np.float32))
        places = [(start - passage.answer, end - passage.answer) for start, end in passage.sentences]
        (evidence,) = self._scores(tokens, [passage])
        return SentenceEvidence(places, passage.lengths, evidence)

    def _best_sentences(self, tokens: Vectors, passages: Sequence[_Marked]) -> list[Place | None]:
        """Each passage's sentence with the most evidence; None where no token of it, or of the query, is known."""
        if not len(tokens):
            return [None] * len(passages)
        choices = [passage for passage in passages if len(passage.sentences) > 1]
        best = {id(passage): passage.sentences[0] for passage in passages if passage.sentences}
        spread = tokens[:: -(-len(tokens) // _ASKED)]
        for passage, evidence in zip(choices, self._scores(spread, choices), strict=True):
            best[id(passage)] = passage.sentences[int(evidence.argmax())]
        return [best.get(id(passage)) for passage in passages]

    def _scores(self, tokens: Vectors, passages: Sequence[_Marked]) -> list[Vectors]:
        """The evidence of each sentence of passages that have some, for a query that has tokens."""
        if not passages:
            return []
        firsts = np.concatenate([passage.firsts for passage in passages])
        lengths = np.concatenate([passage.lengths for passage in passages])
        evidence = self._rows.run_scores(tokens, firsts, lengths, share=SENTENCE_SHARE)
        return np.split(evidence, np.cumsum([len(passage.sentences) for passage in passages])[:-1])


def _highlights(passage: _Marked, asked: QueryWords, sentence: Place | None, *, whole: bool) -> Iterator[Highlight]:
    words = passage.words.shared_with(asked)
    answered = list(_joined(passage.embedded, _answering(passage, words, sentence, whole=whole)))[:MOST]
    questioned = _joined(passage.embedded, [(start, end) for start, end in words if end < passage.answer])
    for start, end in islice(questioned, MOST - len(answered)):
        yield Highlight("question", start, end)
    for start, end in answered:
        yield Highlight("text", start - passage.answer, end - passage.answer)


def _answering(passage: _Marked, words: Iterable[Place], sentence: Place | None, *, whole: bool) -> Sequence[Place]:
    """The words that stand in the sentence; the sentence where there are none or it shall be marked whole.

    Those of all of the text where nothing tells which sentence it is.
    """
    first, last = sentence or (passage.answer, len(passage.embedded))
    inside = [(start, end) for start, end in words if first <= start and end <= last]
    return [sentence] if sentence and (whole or not inside) else inside


def answer_sentences(text: str) -> list[Place]:
    """The spans of the sentences, without bullets; a line ends one, so that an item of a list is one."""
    spans = []
    for line in lines_of(text):
        for sentence in sentences(text[line.start : line.end]):
            start, end = line.start + sentence.start, line.start + sentence.end
            spans.append((end - len(text[start:end].lstrip(_BULLETS + " \t")), end))
    return spans


def _joined(text: str, spans: Iterable[Place]) -> Iterator[Place]:
    """Spans in order, with those made one that overlap, touch, or are parted by white space only."""
    start = end = -1
    for first, last in sorted(spans):
        if start >= 0 and not text[end:first].strip():
            end = max(end, last)
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end
