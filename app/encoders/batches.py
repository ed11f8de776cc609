"""Texts in batches of similar length, so that little of a batch is padding."""

from collections.abc import Iterator, Sequence

from app.encoders.ports import Progress

_SIZE = 8  # on a CPU larger ones gain nothing, and pad more


def by_length(texts: Sequence[str], progress: Progress | None = None) -> Iterator[list[int]]:
    """The places of `texts`, the shortest first, a batch at a time; `progress` is told when each is done."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), _SIZE):
        batch = order[start : start + _SIZE]
        yield batch
        if progress:
            progress(start + len(batch), len(order))
