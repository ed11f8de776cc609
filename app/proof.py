"""Whether a generation can be searched: asked, before anybody else asks it, for what it is known to hold.

What any corpus can be held to: a search is answered, by the encoder and not by letters alone; a passage's own vector
finds that passage, or others that match as fully; and its own question, asked of its merchant, finds on the first page
that passage or another with the same question. The last is demanded of half of the asked passages: a merchant may
answer in fifty places what one of them calls "Delivery".
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.domain import Passage, SearchRequest, SearchResult
from app.errors import InvalidQuery, PublishRefused
from app.generations import Generation
from app.requests import DEFAULT_LIMIT, LONGEST_QUERY, TRIAL, checked_query
from app.retrieval.dense import mixed

Search = Callable[[SearchRequest], SearchResult]

_ASKED = 8
"""Passages that are asked for, from as many stretches of the index."""

_STRETCH = 32
"""Passages of a stretch among which the one is chosen that tells most: its question is the longest."""

_OFF = 0.03
"""What an index that is not exact may be off by in a score: about 0.01."""


def prove(generation: Generation, search: Search) -> None:
    """Raises PublishRefused, saying what is wrong, unless the generation can be searched."""
    if search(TRIAL).degraded:
        raise _refused("its encoder does not answer")
    passages = generation.content.passages
    rows = list(_chosen(passages))
    if strangers := [passages[row].id for row in rows if not _finds_itself(generation, row)]:
        raise _refused(f"its nearest vectors are not its passages' own, such as that of {strangers[0]}")
    asked = [(passages[row], query) for row in rows if (query := _query(passages[row]))]
    lost = [passage.id for passage, query in asked if not _finds(search, query, passage)]
    if 2 * len(lost) > len(asked):
        raise _refused(f"{len(lost)} of {len(asked)} questions do not find their own passages, such as {lost[0]}")


def _refused(why: str) -> PublishRefused:
    return PublishRefused(f"The new generation cannot be searched: {why}. It was not published; please report this.")


def _chosen(passages: Sequence[Passage]) -> Iterator[int]:
    """The same rows every time; every one where there are few."""
    starts = np.linspace(0, len(passages), min(_ASKED, len(passages)), endpoint=False, dtype=np.int64).tolist()
    for start, end in zip(starts, [*starts[1:], len(passages)], strict=True):
        yield max(range(start, min(end, start + _STRETCH)), key=lambda row: len(passages[row].question or ""))


def _finds_itself(generation: Generation, row: int) -> bool:
    """Whether the index finds the row by the row's own vector, or a page of others that match it as fully."""
    own = generation.rows.at(row)
    vector = mixed(own.whole, own.question)
    found = generation.rows.nearest.search(vector, DEFAULT_LIMIT)
    return row in found.rows or bool(found.scores[-1] >= vector @ vector - _OFF)


def _query(passage: Passage) -> str | None:
    """What to ask for a passage: its question, else the beginning of its text; None where neither can be asked."""
    try:
        return checked_query((passage.question or passage.text)[:LONGEST_QUERY], "q")
    except InvalidQuery:
        return None


def _finds(search: Search, query: str, passage: Passage) -> bool:
    hits = search(SearchRequest(query, merchants=(passage.merchant_id,))).hits
    return any(
        passage.id in (hit.passage.id, *hit.duplicates) or hit.passage.question == (passage.question or query)
        for hit in hits
    )
