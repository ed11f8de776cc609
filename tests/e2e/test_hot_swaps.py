"""Answers come whole from one generation while the served one is exchanged; one that does not is noticed."""

import json
from pathlib import Path

import pytest

from scripts.benchmark.calls import Call
from scripts.reliability import hot_swaps
from scripts.reliability.editions import Edition
from scripts.reliability.visitors import Answered

FIRST = Edition("first", {"alpine:1": ("alpine", "Three days.")})
SECOND = Edition("second", {"alpine:2": ("alpine", "Three days.")})
KNOWN = {edition.generation: edition for edition in (FIRST, SECOND)}


def answered(body: object, status: int = 200, seconds: float = 0.01) -> Answered:
    return Answered(Call("/v1/search"), status, json.dumps(body).encode(), 0.0, seconds)


def hit(id_: str, merchant: str = "alpine", text: str = "Three days.") -> dict[str, object]:
    return {"id": id_, "merchant": {"id": merchant}, "text": text}


@pytest.mark.parametrize(
    ("body", "is_mixed"),
    [
        ({"generation": "first", "hits": [hit("alpine:1")]}, False),
        ({"generation": "second", "hits": [hit("alpine:1")]}, True),
        ({"generation": "first", "hits": [hit("alpine:1"), hit("alpine:2")]}, True),
        ({"generation": "first", "hits": [hit("alpine:1", merchant="boutique")]}, True),
        ({"generation": "first", "hits": [hit("alpine:1", text="Two days.")]}, True),
        ({"generation": "second", "extracts": [{"passage": hit("alpine:1")}]}, True),
        ({"suggestions": [{"passage_id": "alpine:2"}]}, False),
        ({"suggestions": [{"passage_id": "alpine:1"}, {"passage_id": "alpine:2"}]}, True),
    ],
)
def test_an_answer_is_mixed_if_its_passages_are_not_those_of_its_generation(body: object, is_mixed: bool) -> None:
    assert hot_swaps.is_mixed(answered(body), KNOWN) is is_mixed


def test_failed_mixed_and_slow_answers_are_failures() -> None:
    whole = answered({"generation": "first", "hits": [hit("alpine:1")]})
    mixed = answered({"generation": "second", "hits": [hit("alpine:1")]}, seconds=0.03)
    failures = hot_swaps.failures_of([whole], [mixed, answered({}, status=503)], KNOWN, most_slower=2)
    assert failures == [
        "1 answers failed.",
        "1 answers are of two generations.",
        "The p99 is 3.0 times that without swaps; at most 2 is allowed.",
    ]
    assert hot_swaps.failures_of([whole], [whole], KNOWN, most_slower=2) == []


@pytest.mark.soak
def test_a_running_service_answers_whole_while_generations_are_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"INDEX_DIR": str(tmp_path), "MODEL": "hashing", "SECOND_ENCODER": "none"}.items():
        monkeypatch.setenv(f"FAQ_{name}", value)
    few = ["--swaps", "4", "--steady", "2", "--visitors", "2", "--between", "0.1", "--most-slower", "1000"]
    assert hot_swaps.main(few) == 0
    assert "| 4 swaps |" in capsys.readouterr().out
