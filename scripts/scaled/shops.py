"""Synthetic merchants: invented names, a language each, and as many passages as merchants have: most few, some many."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.domain import Merchant
from app.retrieval.ports import Rows

MEAN = 50
"""Passages of a merchant."""

_SPREAD = 1.25
"""Standard deviation of their logarithm: of 20,000 merchants the largest has a few thousand."""

_PARTS = ("bdfgklmnprstvz", "aeiou", "nrsx")
_SYLLABLES = 3


@dataclass(frozen=True, slots=True)
class Shop:
    """A merchant, the language of its passages ("" where it is unknown), and their number."""

    merchant: Merchant
    language: str
    size: int


def shops(passages: int, shares: Mapping[str, Rows], rng: np.random.Generator) -> Iterator[Shop]:
    """Merchants with so many passages in all, one at least each; a language comes as often as it has `shares`."""
    languages, counts = list(shares), np.array(list(map(len, shares.values())))
    for number, size in enumerate(sizes(passages, rng)):
        language = languages[rng.choice(len(languages), p=counts / counts.sum())]
        name = invented(rng)
        merchant = Merchant(f"{name.lower()}-{number}", name, name, language=language or None)
        yield Shop(merchant, language, size)


def sizes(passages: int, rng: np.random.Generator) -> list[int]:
    """Log-normal numbers, 1 at least, that add up to `passages`."""
    merchants = max(1, passages // MEAN)
    weights = np.cumsum(rng.lognormal(0, _SPREAD, merchants))
    ends = np.rint(weights / weights[-1] * (passages - merchants)).astype(np.int64)
    return list((1 + np.diff(ends, prepend=0)).tolist())


def invented(rng: np.random.Generator) -> str:
    """A name that is no word."""
    signs = [part[int(rng.integers(len(part)))] for _ in range(_SYLLABLES) for part in _PARTS]
    return "".join(signs).capitalize()
