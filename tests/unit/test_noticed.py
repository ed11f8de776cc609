"""What visitors notice of a change of the corpus, and what they must not."""

import json

import pytest

from scripts.benchmark.calls import Call
from scripts.reliability.editions import Edition
from scripts.reliability.visitors import Answered
from scripts.updating.changes import Change
from scripts.updating.noticed import Noticed

CHANGE = Change("edit an answer", lambda: None, "How long?", "Three days.", "Nine days.")
KNOWN = {
    "first": Edition("first", {"a": ("alpine", "Three days."), "b": ("alpine", "Yes.")}, {}),
    "second": Edition("second", {"c": ("alpine", "Nine days."), "b": ("alpine", "Yes.")}, {}),
}


def reply(generation: str, began: float, *shown: str, query: str = "How long?", status: int = 200) -> Answered:
    passages = {text: id_ for each in KNOWN.values() for id_, (_, text) in each.passages.items()}
    hits = [{"id": passages[text], "merchant": {"id": "alpine"}, "text": text} for text in shown]
    body = json.dumps({"generation": generation, "hits": hits}).encode()
    return Answered(Call("/v1/search", json.dumps({"q": query}).encode()), status, body, began, began + 1)


def noticed(*replies: Answered, change: Change = CHANGE) -> Noticed:
    return Noticed(change, "second", replies, KNOWN)


OLD, NEW = reply("first", 0, "Three days."), reply("second", 5, "Nine days.")


def test_the_first_reply_that_says_the_new_is_found_and_nothing_is_wrong() -> None:
    later = reply("second", 7, "Nine days.")
    other = reply("second", 8, "Yes.", query="Is it free?")
    assert noticed(OLD, later, NEW, other).first() == NEW
    assert noticed(OLD, later, NEW, other).failures() == []


def test_what_is_removed_is_seen_once_it_is_no_longer_shown() -> None:
    removal = Change("remove a page", lambda: None, "How long?", "Three days.", None)
    assert noticed(OLD, reply("second", 5, "Yes."), change=removal).failures() == []


@pytest.mark.parametrize(
    ("wrong", "failure"),
    [
        (reply("first", 7, "Three days."), "1 replies were old after the new answer had been served."),
        (reply("second", 7, "Yes."), "1 replies were old after the new answer had been served."),
        (reply("first", 7, "Yes.", query="Free?"), "1 replies were old after the new answer had been served."),
        (reply("first", 0, "Nine days."), "1 replies are of two generations."),
        (reply("first", 0, status=503), "1 replies failed; the first with 503."),
    ],
)
def test_a_reply_that_is_wrong_is_a_failure(wrong: Answered, failure: str) -> None:
    assert noticed(OLD, NEW, wrong).failures() == [failure]


def test_a_reply_that_was_on_its_way_may_be_old() -> None:
    assert noticed(reply("first", 5.5, "Three days."), NEW).failures() == []


def test_a_change_that_nobody_sees_is_a_failure() -> None:
    assert noticed(OLD, reply("second", 7, "Yes.")).failures() == ["The new answer is not served."]
