"""Strange requests and documents, a few of those that `make fuzz` takes; and that what is wrong with one is noticed."""

import dataclasses
from pathlib import Path

import pytest

from app.corpus.chunked import Chunked
from app.corpus.passages import chunk
from app.domain import Document
from app.languages import Detection
from scripts.reliability import fuzz_documents, fuzz_requests
from scripts.reliability.document_faults import faults_of
from scripts.reliability.raw_calls import Reply
from scripts.reliability.reply_faults import fault_of
from scripts.reliability.strange_requests import Strange, strange_request

ASKED = Strange("search by POST", "POST", b"")
PROBLEM = {"content-type": "application/problem+json"}


@pytest.mark.soak
def test_strange_requests_are_answered_as_documented(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz_requests.main(["--requests", "200"]) == 0, capsys.readouterr().err


@pytest.mark.soak
def test_strange_documents_are_refused_or_cut_as_they_must_be(tmp_path: Path) -> None:
    assert fuzz_documents.main(["--documents", "20", "--keep", str(tmp_path / "kept")]) == 0


def test_a_number_and_a_seed_tell_a_request() -> None:
    assert [strange_request(1, n) for n in range(50)] == [strange_request(1, n) for n in range(50)]
    assert strange_request(1, 7) != strange_request(2, 7)


def test_a_request_is_made_by_a_caller_about_an_id_that_is_there() -> None:
    asked = Strange("", "GET", b"GET /v1/passages/lamps:0123456789abcdef HTTP/1.1\r\nHost: x\r\n\r\n")
    assert asked.to("f" * 16, "").sent == b"GET /v1/passages/lamps:ffffffffffffffff HTTP/1.1\r\nHost: x\r\n\r\n"
    assert b" HTTP/1.1\r\nAuthorization: Bearer fk_1\r\nHost" in asked.to("f" * 16, "fk_1").sent


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(0.1, 200, {}, b"{}"), ""),
        (Reply(0.1, 500, PROBLEM, b'{"status": 500, "code": "internal_error"}'), "status 500"),
        (Reply(0.1, 503, PROBLEM, b'{"status": 503, "code": "overloaded"}'), "status 503"),
        (Reply(0.1, 503, {**PROBLEM, "retry-after": "1"}, b'{"status": 503, "code": "overloaded"}'), ""),
        (Reply(0.1, 404, PROBLEM, b'{"status": 404, "code": "not_found"}'), ""),
        (Reply(0.1, 404, PROBLEM, b'{"status": 404, "code": "nowhere"}'), "status 404 with code 'nowhere'"),
        (Reply(0.1, 404, {"content-type": "text/plain"}, b"Not Found"), "status 404 without a problem: b'Not Found'"),
        (Reply(0.1, 404, {"content-type": "text/json"}, b'{"status": 404}'), "status 404 as 'text/json'"),
        (Reply(0.1, 422, PROBLEM, b'{"detail": "KeyError"}'), "tells of its inside: b'KeyError'"),
        (Reply(0.1, 200, {}, b"see /srv/faq/index"), "tells the path b'/srv/faq'"),
        (Reply(9.0, ended="hung"), "no reply: hung"),
    ],
)
def test_what_is_wrong_with_a_reply_is_told(reply: Reply, fault: str) -> None:
    assert fault_of(ASKED, reply, [b"/srv/faq"]) == fault


def _chunked() -> Chunked:
    return chunk(Document("faq.txt", "shop", "Why?\nBecause.\n"), lambda _: Detection("en", 1.0))


def test_nothing_is_wrong_with_a_document_that_was_cut_rightly() -> None:
    assert faults_of(_chunked()) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"merchant_id": "other"}, "is another merchant's"),
        ({"text": "Therefore."}, "is not its spans"),
        ({"lines": (1, 9)}, "is on lines that are not there"),
        ({"content_hash": "sha256:0"}, "has another hash"),
        ({"question": "why " * 9000}, "passages grow beyond their document"),
    ],
)
def test_a_passage_that_was_cut_wrongly_is_noticed(changes: dict[str, object], fault: str) -> None:
    chunked = _chunked()
    wrong = dataclasses.replace(chunked.passages[0], **changes)  # type: ignore[arg-type]  # one field each
    assert fault in "; ".join(faults_of(dataclasses.replace(chunked, passages=(wrong,))))
