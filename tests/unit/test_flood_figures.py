"""What a flood comes to: answers that came while it lasted, and when everything was as before."""

from collections import Counter
from collections.abc import Sequence

import pytest

from scripts.benchmark.runs import Outcome, Run
from scripts.reliability.flood import Measured
from scripts.reliability.server_figures import Figures

CALM = 0.010
"""Seconds of an answer before the flood; up to half more counts as the same."""


def visitor(answers: Sequence[float], *, status: int = 200, began: float = 0.0) -> Run:
    """A single visitor's run: an answer after so many seconds each, one after the other."""
    outcomes, now = list[Outcome](), began
    for seconds in answers:
        outcomes.append(Outcome(status, now, now + seconds))
        now += seconds
    return Run(outcomes, began, now - began)


def measured(*, flood: Run | None = None, afterwards: Run | None = None) -> Measured:
    calm = visitor([CALM] * 20)
    none = Figures([], Counter())
    return Measured(
        calm=calm,
        peak=calm,
        flood=flood or calm,
        afterwards=afterwards or calm,
        memory_before=1,
        memory=[1],
        others_cpu=0,
        before=none,
        after=none,
    )


def test_goodput_counts_answers_that_came_while_the_flood_lasted() -> None:
    outcomes = [Outcome(200, 0, 1), Outcome(200, 1, 2), Outcome(503, 1, 1), Outcome(200, 1.9, 2.1)]
    assert measured(flood=Run(outcomes, began=0, seconds=2)).goodput == 2 / 2


def test_who_is_answered_as_before_at_once_has_recovered_at_once() -> None:
    assert measured(afterwards=visitor([1.4 * CALM] * 20, began=100)).recovery == 0


def test_recovery_is_when_the_last_slow_answer_is_over() -> None:
    slow_then_calm = visitor([0.5, 0.5, *[CALM] * 10], began=100)
    assert measured(afterwards=slow_then_calm).recovery == pytest.approx(0.5 + 0.5)


def test_a_visitor_who_is_still_refused_has_not_recovered() -> None:
    assert measured(afterwards=visitor([CALM] * 20, status=503)).recovery == float("inf")
