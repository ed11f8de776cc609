"""Rows of synthetic passages: each between two real ones of a language, and a little off, as real ones lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from app.index_rows import PassageRow
from app.retrieval.passage_tokens import PassageTokens
from app.retrieval.ports import Rows, Vectors
from app.retrieval.ragged import gathered, offsets_of
from app.retrieval.second_opinion import PassageOpinion
from scripts.scaled.base import Base

NOISE = 0.3
"""Length of what is added to a passage's vector beside its own of 1: with it the nearest neighbours among some 10,000
to 100,000 synthetic passages are as near as those among the real ones."""

TOKEN_NOISE = 0.3
"""The same for a token, and for a row of the second encoder."""

_STEPS = 127
_DEVIATION = np.sqrt(_STEPS * (_STEPS + 1) / 3)
"""Of whole numbers from -127 to 127 that are equally frequent."""

_NEARER = 0.5
"""The least share of the passage whose text is varied; the other's is the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """The rows of passages, one behind the other; passage n's are `rows[offsets[n]:offsets[n + 1]]`."""

    rows: Vectors
    offsets: Rows

    @classmethod
    def of(cls, parts: Sequence[NDArray[Any]]) -> Self:  # Any: halves as well as floats
        """Of these passages, one row at least among them."""
        return cls(np.concatenate(parts).astype(np.float32), offsets_of(np.array(list(map(len, parts)))))

    def varied(self, places: Rows, rng: np.random.Generator) -> list[Vectors]:
        """The unit rows of these passages, each a little off."""
        firsts = self.offsets[places]
        lengths = self.offsets[places + 1] - firsts
        taken = self.rows[gathered(firsts, lengths)[0]]
        steps = rng.integers(-_STEPS, _STEPS, taken.shape, np.int8, endpoint=True)  # normal ones take ten times as long
        taken += steps * np.float32(TOKEN_NOISE / np.linalg.norm(np.full(taken.shape[1], _DEVIATION)))
        return np.split(unit(taken), np.cumsum(lengths)[:-1])


class Perturbed:
    """Makes rows of synthetic passages from those of a base."""

    def __init__(self, base: Base) -> None:
        self._base, self._mates = base, Mates(base.by_language)
        self._whole_spread, self._question_spread = spread(base.whole), spread(base.questions)
        self._asked = np.array([bool(passage.question) for passage in base.passages])[:, None]
        self._tokens = Ragged.of([row.tokens.vectors * row.tokens.scales[:, None] for row in base.rows])
        opinions = [row.second for row in base.rows if row.second]
        self._windows = Ragged.of([opinion.windows for opinion in opinions]) if opinions else None
        self._opinions = Ragged.of([opinion.question[None] for opinion in opinions]) if opinions else None

    def rows(self, places: Rows, rng: np.random.Generator) -> list[PassageRow]:
        """One for each of these passages of the base, which may come more than once."""
        others = self._mates.of(places, rng)
        share = rng.uniform(_NEARER, 1, (len(places), 1)).astype(np.float32)
        whole = between(self._base.whole, places, others, share=share) + noise(self._whole_spread, len(places), rng)
        asked = between(self._base.questions, places, others, share=share)
        asked += noise(self._question_spread, len(places), rng)
        questions = np.where(self._asked[places], unit(asked), unit(whole))
        return list(map(PassageRow, unit(whole), questions, self._token_rows(places, rng), self._second(places, rng)))

    def _token_rows(self, places: Rows, rng: np.random.Generator) -> list[PassageTokens]:
        varied = self._tokens.varied(places, rng)
        return [
            PassageTokens.of(tokens, self._base.rows[place].tokens.spans, self._base.passages[place].question)
            for place, tokens in zip(places.tolist(), varied, strict=True)
        ]

    def _second(self, places: Rows, rng: np.random.Generator) -> Sequence[PassageOpinion | None]:
        if not (self._opinions and self._windows):
            return [None] * len(places)
        questions = (rows[0] for rows in self._opinions.varied(places, rng))
        known = (second is not None and second.known for second in (self._base.rows[p].second for p in places.tolist()))
        return list(map(PassageOpinion.of, questions, self._windows.varied(places, rng), known))


class Mates:
    """For each passage, those in its language, itself among them."""

    def __init__(self, by_language: Mapping[str, Rows]) -> None:
        self._sorted = np.concatenate(list(by_language.values()))
        counts = np.array(list(map(len, by_language.values())))
        self._firsts, self._counts = np.empty_like(self._sorted), np.empty_like(self._sorted)
        self._firsts[self._sorted] = np.repeat(np.cumsum(counts) - counts, counts)
        self._counts[self._sorted] = np.repeat(counts, counts)

    def of(self, places: Rows, rng: np.random.Generator) -> Rows:
        """One of them, at random, for each of these passages."""
        chosen = rng.random(len(places)) * self._counts[places]
        return np.asarray(self._sorted[self._firsts[places] + chosen.astype(np.int64)])


def between(rows: Vectors, places: Rows, others: Rows, *, share: Vectors) -> Vectors:
    """A share of one row and the rest of another, each, not yet of unit length."""
    return np.asarray(share * rows[places] + (1 - share) * rows[others], np.float32)


def spread(rows: Vectors) -> Vectors:
    """How rows lie around their mean, scaled so that a normal combination of all has a mean square length of 1."""
    around = rows - rows.mean(axis=0)
    return np.asarray(around / max(float(np.linalg.norm(around)), 1e-9), np.float32)


def noise(spread: Vectors, count: int, rng: np.random.Generator) -> Vectors:
    """Normal noise of the length `NOISE` that spreads as rows do: white noise would fill directions that none has."""
    return np.asarray(NOISE * (rng.standard_normal((count, len(spread)), np.float32) @ spread), np.float32)


def unit(rows: Vectors) -> Vectors:
    """The rows at length 1."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
