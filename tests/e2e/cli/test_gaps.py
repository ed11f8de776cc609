"""`faq gaps`: what visitors asked and nothing answers well, for whoever writes the texts."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import main
from app.content import read_content
from app.domain import Verdict
from app.feedback import Feedback, FeedbackFile
from app.gap_replies import COLUMNS
from app.generations import current_folder
from app.query_log import LoggedQuery, Outcome, QueryLogFile

Captured = pytest.CaptureFixture[str]
NOW = datetime.now(UTC)
TODAY = f"{NOW:%Y-%m-%d}"


def keep(folder: Path, query: str, *merchants: str, verdict: Verdict = "none", passage: str | None = None) -> None:
    log = QueryLogFile(folder, days=90)
    outcome = Outcome("en", verdict, 0.1, passage, None, "g", degraded=False)
    log.keep([LoggedQuery("id", NOW, query, merchants, outcome)])
    log.close()


@pytest.fixture
def data(ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a log of three gaps, the first of them asked twice."""
    monkeypatch.setenv("FAQ_QUERY_LOG", "yes")
    data = tmp_path / "data"
    delivery = read_content(current_folder(tmp_path / "index")).passages[0].id
    keep(data, "zebra!", "alpine")
    keep(data, "Zebra", "alpine")  # the other way round it would be a step of typing
    keep(data, "how long does delivery take", "alpine", verdict="answer", passage=delivery)
    keep(data, "is it free", verdict="weak")
    said = FeedbackFile(data)
    said.keep(Feedback(NOW, "how long does delivery take", delivery, "alpine", "g", helpful=False))
    said.close()
    return data


def test_gaps_are_shown_with_what_is_near_and_how_they_stand(data: Path, capsys: Captured) -> None:
    assert main(["gaps"]) == 0
    out = capsys.readouterr().out
    assert "4 queries since " in out
    assert ": 2 unanswered, 1 weakly answered, 1 badly rated, 0 answered, 0 asked while an encoder failed." in out
    assert f"asked 2x in 2 ways, last on {TODAY}, steady\n      also: “" in out
    assert f"alpine  en  asked 1x, 1 badly rated, last on {TODAY}, steady\n      badly rated; nearest (" in out
    assert "all merchants  en  asked 1x" in out
    assert "answered since; nearest (" in out


def test_what_a_merchant_was_asked_that_is_gone_has_nothing_near(data: Path, capsys: Captured) -> None:
    keep(data, "lion", "gone")
    main(["gaps"])
    assert f"lion\n      gone  en  asked 1x, last on {TODAY}, steady\n      unanswered\n" in capsys.readouterr().out


def test_fewer_may_be_shown(data: Path, capsys: Captured) -> None:
    main(["gaps", "--limit", "1", "--merchant", "alpine", "--language", "en", "--days", "7"])
    out = capsys.readouterr().out
    assert ("   1. " in out, "   2. " in out, "1 more; --limit shows more" in out) == (True, False, True)


def test_what_is_left_out_is_told(data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.gap_finder.MOST_TEXTS", 1)
    main(["gaps"])
    assert "3 older queries were not looked at; --days takes fewer" in capsys.readouterr().out


def test_json_is_the_body_that_http_sends(data: Path, capsys: Captured) -> None:
    main(["gaps", "--json"])
    body = json.loads(capsys.readouterr().out)
    assert (body["query_log"], body["total_gaps"], body["gaps"][0]["count"]) == (True, 3, 2)


def test_where_queries_are_not_logged_that_is_said(
    data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQ_QUERY_LOG", "no")
    main(["gaps", "--json"])
    told = capsys.readouterr()
    assert "FAQ_QUERY_LOG=yes has them logged" in told.err
    assert json.loads(told.out)["query_log"] is False


def test_where_nothing_was_asked_that_is_said(ingested: Path, capsys: Captured) -> None:
    main(["gaps"])
    assert capsys.readouterr().out.startswith("Nothing is logged since ")


def test_a_table_is_written(data: Path, tmp_path: Path, capsys: Captured) -> None:
    table = tmp_path / "gaps.csv"
    main(["gaps", "--csv", str(table)])
    header, *rows = table.read_text(encoding="utf-8-sig").splitlines()
    assert (header, len(rows)) == (",".join(COLUMNS), 3)
    assert capsys.readouterr().err.endswith("gaps.csv: 3 of 3 gaps\n")


@pytest.mark.parametrize(("kind", "table"), [("answer", "answers"), ("phrasing", "phrasings")])
def test_an_override_that_closes_a_gap_is_printed(data: Path, capsys: Captured, kind: str, table: str) -> None:
    assert main(["gaps", "--override", kind, "2", "--limit", "1", "--merchant", "alpine"]) == 0
    (entry,) = tomllib.loads(capsys.readouterr().out)[table]
    assert (entry["merchant"], entry["reason"]) == ("alpine", f"asked once on {TODAY}")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--override", "answer", "4"], "There is no gap 4: 3 were found."),
        (["--override", "answer", "0"], "There is no gap 0: 3 were found."),
        (["--override", "phrasing", "1"], "No passage is near enough to gap 1 for a phrasing."),
        (["--merchant", "nobody"], "No merchant 'nobody'."),
    ],
)
def test_what_cannot_be_suggested_is_told(data: Path, capsys: Captured, arguments: list[str], complaint: str) -> None:
    assert main(["gaps", *arguments]) == 1
    assert complaint in capsys.readouterr().err
