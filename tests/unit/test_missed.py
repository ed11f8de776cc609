"""Missed queries: told by verdict and by what people said, alike ones together, the newest texts only."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain import Verdict
from app.feedback import Feedback
from app.missed import Asked, Kind, Missed, complaints, kind_of
from app.query_log import LoggedQuery, Outcome

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(
    query: str, verdict: Verdict = "none", *, of: str = "alpine", days_ago: float = 0, degraded: bool = False
) -> LoggedQuery:
    outcome = Outcome("en", verdict, 0.5, "alpine:1", 0.5, "g", degraded)
    return LoggedQuery("id", NOW - timedelta(days=days_ago), query, tuple(of.split()), outcome)


def said(query: str, *, helpful: bool, passage_id: str = "alpine:1") -> Feedback:
    return Feedback(NOW, query, passage_id, "alpine", "g", helpful)


BAD = complaints([said("Gift card", helpful=False)])


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (asked("x", "answer"), "answered"),
        (asked("x", "weak"), "weak"),
        (asked("x", "none"), "none"),
        (asked("x", "none", degraded=True), "degraded"),
        (asked("GIFT card", "answer"), "badly_rated"),
        (asked("gift card", "weak"), "weak"),
    ],
)
def test_what_became_of_a_query(entry: LoggedQuery, kind: Kind) -> None:
    assert kind_of(entry, BAD) == kind


def test_who_complained_of_another_passage_did_not_complain_of_the_answer() -> None:
    about = complaints([said("gift card", helpful=False, passage_id="alpine:2")])
    assert kind_of(asked("gift card", "answer"), about) == "answered"


def test_as_many_thanks_as_complaints_are_no_complaint() -> None:
    mixed = [said("Gift card", helpful=False), said("gift card", helpful=True)]
    assert complaints(mixed) == {}
    assert complaints([*mixed, said("gïft card", helpful=False)]) == {"alpine:1": {"gift card"}}


def typed(query: str, seconds_ago: float, *, of: str = "alpine") -> LoggedQuery:
    return asked(query, of=of, days_ago=seconds_ago / 86_400)


def test_steps_of_typing_are_no_queries() -> None:
    found = missed(typed("Do you sell gift cards", 1), typed("do you sell", 4), typed("do", 6))
    assert [text.wording for text in found.texts[Asked(("alpine",), "en")].values()] == ["Do you sell gift cards"]
    assert found.kinds[("alpine",)] == {"none": 1}


@pytest.mark.parametrize(
    "earlier", [typed("do you sell", 12), typed("do you sell", 4, of="boutique"), typed("gift cards", 4)]
)
def test_what_was_asked_before_or_elsewhere_or_otherwise_is_a_query(earlier: LoggedQuery) -> None:
    found = missed(typed("do you sell gift cards", 1), earlier)
    assert sum(kinds["none"] for kinds in found.kinds.values()) == 2


def test_the_same_query_twice_is_asked_twice() -> None:
    assert missed(typed("gift cards", 1), typed("gift cards", 2)).kinds[("alpine",)] == {"none": 2}


def missed(*entries: LoggedQuery, most: int = 100) -> Missed:
    made = Missed(NOW, most=most)
    made.add(entries, BAD)
    return made


def test_alike_queries_are_counted_together_in_the_words_of_the_newest() -> None:
    texts = missed(asked("Carte Cadeau?", days_ago=1), asked("carte  cadeau?", days_ago=9.5), asked("bon")).texts
    text = texts[Asked(("alpine",), "en")]["carte cadeau?"]
    assert (text.wording, text.count, text.ago) == ("Carte Cadeau?", 2, {1: 1, 9: 1})
    assert (text.last, text.first) == (NOW - timedelta(days=1), NOW - timedelta(days=9.5))


def test_what_others_were_asked_is_another_text() -> None:
    made = missed(asked("x", of="alpine"), asked("x", of=""), asked("x", of="alpine other"))
    assert set(made.texts) == {Asked(merchants, "en") for merchants in (("alpine",), (), ("alpine", "other"))}


def test_queries_are_counted_by_what_became_of_them_for_each_whom_they_asked() -> None:
    made = missed(asked("a", "answer"), asked("b"), asked("c", degraded=True), asked("d", "weak", of=""))
    assert made.kinds == {("alpine",): {"answered": 1, "none": 1, "degraded": 1}, (): {"weak": 1}}


def test_the_days_are_those_that_the_log_tells_of_answered_queries_included() -> None:
    assert (missed(asked("a"), asked("b", "answer", days_ago=6.2)).days, missed().days) == (7, 0)


def test_beyond_the_most_texts_older_ones_are_left_out_and_known_ones_still_counted() -> None:
    made = missed(asked("a"), asked("b"), asked("c"), asked("c"), asked("A"), most=2)
    assert {key: text.count for key, text in made.texts[Asked(("alpine",), "en")].items()} == {"a": 2, "b": 1}
    assert made.left_out == 2


def test_a_badly_rated_answer_is_remembered_with_its_passage() -> None:
    (text,) = missed(asked("gift card", "answer"), asked("gift card")).texts[Asked(("alpine",), "en")].values()
    assert (text.count, text.badly_rated, text.rated_passages) == (2, 1, {"alpine:1"})
