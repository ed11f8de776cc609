"""Streams of queries made from labelled ones: in turn, all different, repeated as visitors do, typed by letters."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from app.labelled import LabelledQuery
from scripts.benchmark.calls import Asked

SEED = 4
ZIPF = 1.1
"""The exponent: how often the query of a rank is asked falls with the rank to this power."""

DIFFERENT = 1000
"""Different queries among the repeated ones."""

_DEVICES = ("", " iPhone 15", " iPhone SE", " Galaxy S24", " Pixel 9", " iPad mini", " AirPods Pro", " Xperia 5")


def in_turn(labelled: Sequence[LabelledQuery]) -> Iterator[Asked]:
    """Endlessly the labelled queries as they are, round after round, each round in another order."""
    draw = random.Random(SEED)  # noqa: S311 - a reproducible choice
    while True:
        for each in draw.sample(labelled, len(labelled)):
            yield Asked(each.query, each.merchants)


def distinct(labelled: Sequence[LabelledQuery]) -> Iterator[Asked]:
    """Endlessly many queries, no two alike, the same ones in the same order every time.

    A labelled query with what shoppers add in any language: an order number, and mostly a device. Five digits, and
    before the query: the service leaves longer numbers, and those in a signature, out of what it searches for, and then
    two queries would be one.
    """
    draw = random.Random(SEED)  # noqa: S311 - a reproducible choice
    given: set[str] = set()
    while True:
        each, device, number = draw.choice(labelled), draw.choice(_DEVICES), draw.randrange(10_000, 100_000)
        query = f"#{number}{device}: {each.query}"
        if query not in given:
            given.add(query)
            yield Asked(query, each.merchants)


def repeated(labelled: Sequence[LabelledQuery]) -> Iterator[Asked]:
    """Endlessly many queries out of `DIFFERENT` ones, drawn by Zipf's law."""
    draw = random.Random(SEED)  # noqa: S311 - a reproducible choice
    population = list(islice(distinct(labelled), DIFFERENT))
    weights = list(accumulate(rank**-ZIPF for rank in range(1, DIFFERENT + 1)))
    while True:
        yield from draw.choices(population, cum_weights=weights, k=1000)


def typed(labelled: Sequence[LabelledQuery]) -> Iterator[Asked]:
    """What a suggestion is asked for: every beginning of one query after another, the same ones every time."""
    draw = random.Random(SEED)  # noqa: S311 - a reproducible choice
    while True:
        each = draw.choice(labelled)
        for length in range(1, len(each.query) + 1):
            if not each.query[:length].isspace():
                yield Asked(each.query[:length], each.merchants)
