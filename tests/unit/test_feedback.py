"""Feedback is kept without what may tell who asked, the newest only, and counted by passage and by merchant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.feedback import FILE, Feedback, FeedbackFile, Tally
from app.redaction import EMAIL, NUMBER
from app.sqlite_file import Schema, SqliteFile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def given(
    query: str = "free shipping", passage: str = "alpine:1", *, helpful: bool = True, minute: int = 0
) -> Feedback:
    merchant = passage.partition(":")[0]
    return Feedback(NOON + timedelta(minutes=minute), query, passage, merchant, "20261122", helpful)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[FeedbackFile]:
    kept = FeedbackFile(tmp_path)
    yield kept
    kept.close()


def keep(kept: FeedbackFile, *entries: Feedback) -> None:
    for entry in entries:
        kept.keep(entry)


def test_where_nothing_was_given_there_is_nothing(kept: FeedbackFile) -> None:
    assert (list(kept.entries()), kept.tallies("passage_id"), kept.tallies("merchant_id")) == ([], [], [])


def test_entries_come_back_as_they_were_given_the_newest_first(kept: FeedbackFile) -> None:
    entries = [given("livraison 🎁"), given("'; DROP TABLE feedback; --", helpful=False), given("返品", "boutique:1")]
    keep(kept, *entries)
    assert list(kept.entries()) == entries[::-1]


def test_entries_of_one_merchant(kept: FeedbackFile) -> None:
    keep(kept, given(passage="alpine:1"), given(passage="boutique:1"))
    assert list(kept.entries(merchant="alpine")) == [given(passage="alpine:1")]


def test_times_are_kept_in_utc(kept: FeedbackFile) -> None:
    tokyo = Feedback(NOON.astimezone(timezone(timedelta(hours=9))), "q", "alpine:1", "alpine", "g", helpful=True)
    keep(kept, tokyo)
    (entry,) = kept.entries()
    assert (entry.time, entry.time.utcoffset()) == (NOON, timedelta(0))


def test_beyond_the_most_the_oldest_goes(tmp_path: Path) -> None:
    kept = FeedbackFile(tmp_path, most=3)
    keep(kept, *(given(f"query {n}") for n in range(5)))
    assert [entry.query for entry in kept.entries()] == ["query 4", "query 3", "query 2"]
    kept.close()


def test_visitors_of_one_merchant_push_out_nothing_that_is_said_of_others_with_less(tmp_path: Path) -> None:
    kept = FeedbackFile(tmp_path, most=5)
    keep(kept, given("first", "boutique:1"), given("second", "boutique:1"), *(given(f"query {n}") for n in range(9)))
    assert [entry.query for entry in kept.entries()] == ["query 8", "query 7", "query 6", "second", "first"]
    kept.close()


def test_many_go_at_once_and_always_of_those_who_have_most(tmp_path: Path) -> None:
    kept = FeedbackFile(tmp_path, most=200)
    passages = ["alpine:1"] * 100 + ["boutique:1"] * 99 + ["chic:1"]
    keep(kept, *(given(passage=passage) for passage in [*passages, "chic:1"]))
    assert [len(list(kept.entries(merchant=name))) for name in ("alpine", "boutique", "chic")] == [98, 98, 2]
    kept.close()


def test_what_an_earlier_version_kept_is_read_and_added_to(tmp_path: Path) -> None:
    table = (
        "CREATE TABLE feedback (number INTEGER PRIMARY KEY, time TEXT NOT NULL, query TEXT NOT NULL,"
        " passage_id TEXT NOT NULL, merchant_id TEXT NOT NULL, generation TEXT NOT NULL, helpful INTEGER NOT NULL)"
    )
    earlier, kept = SqliteFile(tmp_path / FILE, Schema(version=1, statements=(table,))), FeedbackFile(tmp_path, most=1)
    with earlier.writing() as connection:
        connection.execute("INSERT INTO feedback VALUES (7, '2026-11-22T12:00:00+00:00', 'a', 'b', 'alpine', 'g', 1)")
    earlier.close()
    assert [entry.query for entry in kept.entries()] == ["a"]
    keep(kept, given("new"))
    assert [entry.query for entry in kept.entries()] == ["new"]
    kept.close()


def test_what_may_tell_who_asked_is_never_written(tmp_path: Path, kept: FeedbackFile) -> None:
    keep(kept, given("jane@example.com paid with 4111 1111 1111 1111"))
    assert [entry.query for entry in kept.entries()] == [f"{EMAIL} paid with {NUMBER}"]
    kept.close()
    assert b"jane" not in (tmp_path / FILE).read_bytes()


def test_what_was_kept_outlives_the_process(tmp_path: Path) -> None:
    first = FeedbackFile(tmp_path)
    keep(first, given("first"))
    first.close()
    again = FeedbackFile(tmp_path)
    keep(again, given("second"))
    assert [entry.query for entry in again.entries()] == ["second", "first"]
    again.close()


SAID = [
    given(passage="alpine:1", minute=3),
    given(passage="alpine:2", helpful=False, minute=1),
    given(passage="alpine:1", helpful=False, minute=2),
    given(passage="boutique:1", helpful=False, minute=0),
    given(passage="boutique:1", helpful=False, minute=4),
]


def test_passages_are_counted_those_with_most_complaints_first(kept: FeedbackFile) -> None:
    keep(kept, *SAID)
    assert kept.tallies("passage_id") == [
        Tally("boutique:1", 0, 2, NOON + timedelta(minutes=4)),
        Tally("alpine:2", 0, 1, NOON + timedelta(minutes=1)),
        Tally("alpine:1", 1, 1, NOON + timedelta(minutes=3)),
    ]


def test_merchants_are_counted(kept: FeedbackFile) -> None:
    keep(kept, *SAID)
    assert kept.tallies("merchant_id") == [
        Tally("boutique", 0, 2, NOON + timedelta(minutes=4)),
        Tally("alpine", 1, 2, NOON + timedelta(minutes=3)),
    ]
    assert [tally.id for tally in kept.tallies("passage_id", merchant="alpine")] == ["alpine:2", "alpine:1"]


def test_the_file_stands_in_the_folder_under_its_name(tmp_path: Path, kept: FeedbackFile) -> None:
    keep(kept, given())
    assert (tmp_path / FILE).is_file()
