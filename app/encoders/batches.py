"""Texts in batches of similar length, so that little of a batch is padding."""

from collections.abc import Iterator, Sequence

from app.encoders.ports import Progress

TOKENS = 2048
"""Of a batch, padding included: on a CPU more gain nothing and pad more, fewer make threads wait for each other."""


def by_length(lengths: Sequence[int], progress: Progress | None = None) -> Iterator[list[int]]:
    """The places of texts of so many tokens, the shortest first, a batch at a time; `progress` is told of each.

    A text of more than `TOKENS` is a batch of its own.
    """
    done = 0
    for batch in _batches(lengths):
        yield batch
        done += len(batch)
        if progress:
            progress(done, len(lengths))


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[place] * (len(batch) + 1) > TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
