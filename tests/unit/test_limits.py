"""Token buckets: what a second brings back, what a burst may take, and what is forgotten."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from app.limits import Buckets, Rate

SECOND = 1_000_000_000
TWO_A_SECOND = Rate(2, burst=3)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: int = 7 * SECOND

    def __call__(self) -> int:
        return self.now


def allowed(buckets: Buckets, times: int, name: str = "a", rate: Rate = TWO_A_SECOND) -> list[bool]:
    return [buckets.take(name, rate).allowed for _ in range(times)]


def test_a_burst_is_given_at_once_and_then_nothing() -> None:
    assert allowed(Buckets(10, Clock()), 5) == [True] * 3 + [False] * 2


def test_each_token_tells_what_is_left_and_when_all_are_back() -> None:
    buckets = Buckets(10, Clock())
    taken = [buckets.take("a", TWO_A_SECOND) for _ in range(3)]
    assert [each.remaining for each in taken] == [3 - 1, 3 - 2, 3 - 3]
    assert [each.reset_seconds for each in taken] == [1 / 2, 2 / 2, 3 / 2]
    assert [each.retry_after for each in taken] == [0, 0, 0]


def test_a_refusal_tells_when_to_come_back_and_coming_back_then_is_right() -> None:
    clock = Clock()
    buckets = Buckets(10, clock)
    allowed(buckets, 3)
    clock.now += SECOND // 10
    refused = buckets.take("a", TWO_A_SECOND)
    assert (refused.allowed, refused.remaining, refused.retry_after) == (False, 0, 1 / 2 - 1 / 10)
    clock.now += int(refused.retry_after * SECOND) - 1
    assert not buckets.take("a", TWO_A_SECOND).allowed
    clock.now += 1
    assert buckets.take("a", TWO_A_SECOND).allowed


def test_refusals_do_not_put_off_the_next_token() -> None:
    clock = Clock()
    buckets = Buckets(10, clock)
    allowed(buckets, 1000)
    clock.now += SECOND // 2
    assert allowed(buckets, 2) == [True, False]


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    clock = Clock()
    buckets = Buckets(10, clock)
    allowed(buckets, 3)
    clock.now += 3600 * SECOND
    assert allowed(buckets, 4) == [True] * 3 + [False]


def test_names_do_not_share_a_bucket() -> None:
    buckets = Buckets(10, Clock())
    assert allowed(buckets, 4, "a") == allowed(buckets, 4, "b") == [True] * 3 + [False]


def test_the_name_asked_for_longest_ago_is_forgotten_first_and_starts_anew() -> None:
    buckets = Buckets(2, Clock())
    allowed(buckets, 3, "a")
    allowed(buckets, 3, "b")
    assert not buckets.take("a", TWO_A_SECOND).allowed
    buckets.take("c", TWO_A_SECOND)
    assert len(buckets) == 2
    assert (allowed(buckets, 1, "a"), allowed(buckets, 1, "b")) == ([False], [True])


def test_a_rate_that_is_raised_counts_at_once() -> None:
    buckets = Buckets(10, Clock())
    allowed(buckets, 1, rate=Rate(1 / 3600, burst=1))
    assert buckets.take("a", Rate(10, burst=50)).retry_after == 1 / 10


def test_less_than_one_a_second_is_a_rate_too() -> None:
    clock = Clock()
    buckets, rarely = Buckets(10, clock), Rate(0.01, burst=1)
    assert allowed(buckets, 1, rate=rarely) == [True]
    assert buckets.take("a", rarely).retry_after == 1 / 0.01
    clock.now += 100 * SECOND
    assert allowed(buckets, 2, rate=rarely) == [True, False]


@given(st.floats(0.05, 1000), st.integers(1, 20), st.lists(st.integers(0, 3 * SECOND), min_size=1, max_size=60))
def test_no_stretch_of_time_gives_more_than_its_share_and_a_burst(rate: float, burst: int, pauses: list[int]) -> None:
    clock = Clock()
    buckets, given_at = Buckets(1, clock), list[int]()
    for pause in pauses:
        clock.now += pause
        given_at += [clock.now] * buckets.take("a", Rate(rate, burst)).allowed
    one = round(SECOND / rate)
    assert all(last - first >= (many - burst - 1) * one for first, last, many in stretches(given_at))


def stretches(times: list[int]) -> Iterator[tuple[int, int, int]]:
    """The first and last moment of each stretch, and how many moments it has."""
    for begin, first in enumerate(times):
        for end in range(begin, len(times)):
            yield first, times[end], end - begin + 1


def test_threads_together_get_no_more_than_there_is() -> None:
    buckets, much = Buckets(10, Clock()), Rate(1, burst=500)
    with ThreadPoolExecutor(4) as threads:
        counted = list(threads.map(lambda _: buckets.take("a", much).allowed, range(800)))
    assert counted.count(True) == 500
