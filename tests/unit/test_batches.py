"""Batches by length: full, of neighbours in length, and none left out."""

from hypothesis import given
from hypothesis import strategies as st

from app.encoders.batches import TOKENS, by_length

LENGTHS = st.lists(st.integers(min_value=1, max_value=2 * TOKENS), max_size=60)


@given(LENGTHS)
def test_every_text_is_in_one_batch_the_shortest_first(lengths: list[int]) -> None:
    places = [place for batch in by_length(lengths) for place in batch]
    assert sorted(places) == list(range(len(lengths)))
    assert [lengths[place] for place in places] == sorted(lengths)


@given(LENGTHS)
def test_a_batch_holds_no_more_than_its_tokens_unless_it_is_one_text(lengths: list[int]) -> None:
    batches = list(by_length(lengths))
    assert all(len(batch) == 1 or len(batch) * lengths[batch[-1]] <= TOKENS for batch in batches)


def test_a_batch_is_as_full_as_its_longest_text_allows() -> None:
    long = TOKENS // 3
    assert list(by_length([long, 1, long, long])) == [[1, 0, 2], [3]]


def test_progress_is_told_after_each_batch() -> None:
    calls: list[tuple[int, int]] = []
    list(by_length([TOKENS, 1, TOKENS], lambda *done: calls.append(done)))
    assert calls == [(1, 3), (2, 3), (3, 3)]
