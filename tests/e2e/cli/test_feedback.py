"""`faq feedback`: what people said, for whoever mends the texts."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import main
from app.content import read_content
from app.feedback import Feedback, FeedbackFile
from app.generations import current_folder

Captured = pytest.CaptureFixture[str]
TIME = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def ids(ingested: Path, tmp_path: Path) -> list[str]:
    """The ids of the index's passages: delivery, free, and the other shop's."""
    return [passage.id for passage in read_content(current_folder(tmp_path / "index")).passages]


@pytest.fixture
def said(ids: list[str], tmp_path: Path) -> list[str]:
    """Delivery did not help with two queries, one of them asked twice, and helped once; the others helped once."""
    delivery, free, other = ids
    store = FeedbackFile(tmp_path / "data")
    for query, passage_id, helpful in (
        ("wann kommt es", delivery, False),
        ("when", delivery, False),
        ("wann kommt es", delivery, False),
        ("delivery", delivery, True),
        ("free", free, True),
        ("ship", other, True),
    ):
        store.keep(Feedback(TIME, query, passage_id, passage_id.split(":")[0], "g", helpful))
    store.close()
    return ids


def test_the_passage_that_helped_least_is_first_with_what_was_asked(said: list[str], capsys: Captured) -> None:
    assert main(["feedback"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "not helpful  helpful  passage\n"
        "          3        1  How long does delivery take?\n"
        f"                      Alpine  {said[0]}\n"
        "                      asked: “wann kommt es”, “when”\n"
        "          0        1  "
    )
    assert f"Shipping\n                      Other shop  {said[2]}\n" in out


def test_one_merchant_may_be_asked_for(said: list[str], capsys: Captured) -> None:
    main(["feedback", "--merchant", "other"])
    out = capsys.readouterr().out
    assert "Other shop" in out
    assert "Alpine" not in out


def test_a_merchant_that_nobody_has_said_anything_of_is_no_error(ingested: Path, capsys: Captured) -> None:
    assert main(["feedback", "-m", "alpine"]) == 0
    assert capsys.readouterr().out == "Nobody has said anything yet.\n"


@pytest.mark.parametrize("unknown", ["nobody", "", "\udcff"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_merchant_that_nobody_knows_is_unknown(
    said: list[str], capsys: Captured, unknown: str, more: list[str]
) -> None:
    assert main(["feedback", "-m", unknown, *more]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err.startswith(f"Error: No merchant {unknown!r}.")) == ("", True)


def test_without_an_index_only_a_merchant_with_feedback_is_known(
    said: list[str], tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "index/CURRENT").unlink()
    assert main(["feedback", "-m", "other"]) == 0
    assert main(["feedback", "-m", "nobody"]) == 1
    assert "CURRENT is missing" in capsys.readouterr().err.replace("\n", " ")


def test_what_is_not_shown_is_counted(said: list[str], capsys: Captured) -> None:
    main(["feedback", "-n", "1"])
    assert capsys.readouterr().out.endswith("\n2 more; --limit shows more\n")


def test_machines_get_every_entry_the_newest_first(said: list[str], capsys: Captured) -> None:
    assert main(["feedback", "--json"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["query"] for entry in entries[:3]] == ["ship", "free", "delivery"]
    assert entries[0] == {
        "time": "2026-11-22T08:00:00+00:00",
        "query": "ship",
        "passage_id": said[2],
        "merchant_id": "other",
        "generation": "g",
        "helpful": True,
    }


def test_a_passage_that_the_index_has_no_longer_is_told_by_its_id(
    said: list[str], tmp_path: Path, capsys: Captured
) -> None:
    FeedbackFile(tmp_path / "data").keep(Feedback(TIME, "gone", "alpine:0", "alpine", "g", helpful=False))
    main(["feedback"])
    assert "(no longer in the index)\n                      alpine:0\n" in capsys.readouterr().out


def test_feedback_is_told_without_an_index_too(said: list[str], tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "index/CURRENT").unlink()
    assert main(["feedback"]) == 0
    assert f"(no longer in the index)\n                      {said[0]}\n" in capsys.readouterr().out


def test_silence_is_told(ingested: Path, capsys: Captured) -> None:
    assert main(["feedback"]) == 0
    assert capsys.readouterr().out == "Nobody has said anything yet.\n"
