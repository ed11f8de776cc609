"""Gaps: missed texts of one meaning, asked most first, with when they were asked and whether that grows."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from app.clusters import Vectors
from app.gaps import Gap, Trend, gaps_of, series, trend
from app.missed import Missed
from app.query_log import LoggedQuery, Outcome

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEAR, FAR = [1.0, 0.0], [0.0, 1.0]
VECTORS: Mapping[str, Vectors] = {
    "gift cards": np.array([np.cos(0.2), np.sin(0.2)], np.float32),
    "gift card?": np.array(NEAR, np.float32),
    "voucher": np.array([np.cos(0.3), np.sin(0.3)], np.float32),
    "zebra": np.array(FAR, np.float32),
}


def asked(query: str, *, of: str = "alpine", days_ago: float = 0, language: str = "en") -> LoggedQuery:
    outcome = Outcome(language, "none", 0.1, None, None, "g", degraded=False)
    return LoggedQuery("id", NOW - timedelta(days=days_ago), query, (of,), outcome)


def found(*entries: LoggedQuery) -> list[Gap]:
    missed = Missed(NOW, most=100)
    missed.add(entries, {})
    return gaps_of(missed, VECTORS)


def test_texts_that_mean_the_same_are_one_gap_that_its_central_query_names() -> None:
    first, second = found(asked("gift card?"), asked("gift cards"), asked("voucher"), asked("zebra"))
    assert (first.label, first.count, first.distinct) == ("gift cards", 3, 3)
    assert (second.label, second.count, second.distinct) == ("zebra", 1, 1)


def test_examples_are_those_asked_most_and_then_the_central_one() -> None:
    (gap,) = found(asked("voucher"), asked("gift card?"), asked("gift card?"), asked("gift cards"))
    assert [(example.text, example.count) for example in gap.examples] == [
        ("gift card?", 2),
        ("gift cards", 1),
        ("voucher", 1),
    ]


def test_what_other_merchants_or_in_other_languages_was_asked_is_another_gap() -> None:
    gaps = found(asked("zebra"), asked("zebra", of="other"), asked("zebra", language="fr"))
    assert {(gap.asked.merchants, gap.asked.language) for gap in gaps} == {
        (("alpine",), "en"),
        (("other",), "en"),
        (("alpine",), "fr"),
    }


def test_of_equal_counts_the_newest_is_first() -> None:
    gaps = found(asked("zebra", days_ago=1), asked("voucher", days_ago=2))
    assert [gap.label for gap in gaps] == ["zebra", "voucher"]


def test_a_gap_tells_when_it_was_asked() -> None:
    (gap,) = found(asked("zebra", days_ago=0.5), asked("zebra", days_ago=3))
    assert (gap.last_seen, gap.first_seen) == (NOW - timedelta(days=0.5), NOW - timedelta(days=3))
    assert (gap.series, gap.series_days) == ((1, 0, 0, 1), 1)


def test_a_longer_time_is_counted_in_weeks() -> None:
    (gap,) = found(asked("zebra", days_ago=1), asked("zebra", days_ago=15))
    assert (gap.series, gap.series_days) == ((1, 0, 1), 7)


def test_what_is_left_out_of_the_texts_makes_no_gap() -> None:
    missed = Missed(NOW, most=0)
    missed.add([asked("zebra")], {})
    assert gaps_of(missed, VECTORS) == []


def test_a_series_ends_now_and_its_first_period_may_be_shorter() -> None:
    assert series({0: 1, 6: 2, 7: 4, 20: 8}, 21, 7) == (8, 4, 3)
    assert series({0: 1, 8: 2}, 9, 7) == (2, 1)


@pytest.mark.parametrize(
    ("ago", "days", "told"),
    [
        ({0: 3}, 2, "rising"),
        ({0: 2}, 2, "steady"),
        ({0: 3, 9: 1}, 10, "steady"),
        ({0: 4, 9: 1}, 10, "rising"),
        ({0: 9, 9: 5}, 10, "steady"),
        ({9: 3}, 10, "falling"),
        ({4: 2, 5: 5}, 10, "falling"),
        ({1: 100}, 3, "steady"),
        ({0: 100}, 1, "steady"),
    ],
)
def test_a_trend_is_told_by_the_newer_half_of_the_days(ago: Mapping[int, int], days: int, told: Trend) -> None:
    assert trend(ago, days) == told
