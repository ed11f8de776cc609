"""Which passages are clearly each other's nearest: what translations of one page are to each other.

A pair counts as Artetxe and Schwenk 2019 have it, "Margin-based Parallel Corpus Mining": not by how near its passages
are but by how much nearer than others, as some passages and languages are near to everything.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from app.neighbours import Neighbours

_MARGIN = 0.02


def nearest_pairs(pairs: Iterable[Neighbours], language: Callable[[int], str | None]) -> frozenset[Neighbours]:
    """The pairs of which each is, by the margin, nearest to the other of all in its language, a row's `language`."""
    found = defaultdict[tuple[int, str | None], list[Neighbours]](list)
    for pair in pairs:
        found[pair.first, language(pair.second)].append(pair)
        found[pair.second, language(pair.first)].append(pair)
    clear = {key: nearest for key, near in found.items() if (nearest := _clearly_nearest(near)) is not None}
    return frozenset(
        pair
        for pair in clear.values()
        if clear.get((pair.first, language(pair.second))) == clear.get((pair.second, language(pair.first))) == pair
    )


def _clearly_nearest(pairs: list[Neighbours]) -> Neighbours | None:
    nearest, *others = sorted(pairs, key=lambda pair: -pair.nearness)
    is_clear = not others or nearest.nearness - others[0].nearness >= _MARGIN
    return nearest if is_clear else None
