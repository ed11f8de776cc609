"""The circuit breaker, on a clock that the test sets."""

import pytest

from app.breaker import Breaker

MOST, REST = 3, 5.0


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(MOST, REST, clock)


def _fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed()


def test_fewer_failures_than_it_takes_keep_nobody_away(breaker: Breaker) -> None:
    _fail(breaker, MOST - 1)
    assert (breaker.is_open, breaker.admits()) == (False, True)


def test_failures_in_a_row_open_it(breaker: Breaker) -> None:
    _fail(breaker, MOST)
    assert (breaker.is_open, breaker.admits()) == (True, False)


def test_a_success_between_them_starts_the_count_again(breaker: Breaker) -> None:
    _fail(breaker, MOST - 1)
    breaker.succeeded()
    _fail(breaker, MOST - 1)
    assert breaker.admits()


def test_after_the_rest_one_caller_tries_and_the_others_wait_for_the_next_rest(breaker: Breaker, clock: Clock) -> None:
    _fail(breaker, MOST)
    clock.now += REST
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    clock.now += REST
    assert [breaker.admits() for _ in range(3)] == [True, False, False]


def test_a_trial_that_succeeds_closes_it(breaker: Breaker, clock: Clock) -> None:
    _fail(breaker, MOST)
    clock.now += REST
    assert breaker.admits()
    breaker.succeeded()
    assert (breaker.is_open, [breaker.admits() for _ in range(3)]) == (False, [True] * 3)


def test_the_rest_begins_when_a_trial_has_failed(breaker: Breaker, clock: Clock) -> None:
    _fail(breaker, MOST)
    clock.now += REST
    breaker.admits()
    clock.now += REST - 1
    breaker.failed()
    clock.now += REST - 1
    assert not breaker.admits()
    clock.now += 1
    assert breaker.admits()
