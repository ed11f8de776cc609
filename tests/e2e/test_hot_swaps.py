"""Answers come whole from one generation while the served one is exchanged; one that does not is noticed."""

import json
from pathlib import Path

import pytest

from scripts.benchmark.calls import Call
from scripts.reliability import hot_swaps
from scripts.reliability.editions import Edition
from scripts.reliability.visitors import Answered

FIRST = Edition("first", {"alpine:1": ("alpine", "Three days.")}, {"How long?": frozenset({"alpine:1"})})
SECOND = Edition("second", {"alpine:2": ("alpine", "Three days.")}, {})
KNOWN = {edition.generation: edition for edition in (FIRST, SECOND)}


def answered(body: object, status: int = 200, seconds: float = 0.01, query: str = "when?") -> Answered:
    return Answered(
        Call("/v1/search", json.dumps({"q": query}).encode()), status, json.dumps(body).encode(), 0.0, seconds
    )


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


@pytest.mark.parametrize(
    ("query", "shown", "is_lost"),
    [("How long?", ["alpine:2", "alpine:1"], False), ("How long?", ["alpine:2"], True), ("when?", [], False)],
)
def test_a_passage_is_lost_if_its_own_question_does_not_find_it(query: str, shown: list[str], is_lost: bool) -> None:
    body = {"generation": "first", "hits": [hit(id_) for id_ in shown]}
    assert hot_swaps.is_lost(answered(body, query=query), KNOWN) is is_lost


def test_failed_mixed_lost_and_slow_answers_are_failures() -> None:
    whole = answered({"generation": "first", "hits": [hit("alpine:1")]})
    mixed = answered({"generation": "second", "hits": [hit("alpine:1")]}, seconds=0.03)
    lost = answered({"generation": "first", "hits": []}, query="How long?")
    failed = answered({}, status=503)
    assert hot_swaps.failures_of([whole], [mixed, lost, failed], KNOWN, most_slower=2) == [
        f"1 answers failed; the first with 503: {failed.call} b'{{}}'.",
        "1 answers are of two generations.",
        "1 answers lack the passage whose question was asked.",
        "The p99 is 3.0 times that without swaps; at most 2 is allowed.",
    ]
    assert hot_swaps.failures_of([whole], [whole], KNOWN, most_slower=2) == []


@pytest.mark.soak
def test_a_running_service_answers_whole_while_generations_are_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"INDEX_DIR": str(tmp_path), "MODEL": "hashing", "SECOND_ENCODER": "none"}.items():
        monkeypatch.setenv(f"FAQ_{name}", value)
    monkeypatch.setattr(hot_swaps, "ensure_index", lambda _: None)  # it is for the model's sake: there is none
    few = ["--swaps", "3", "--steady", "1", "--visitors", "2", "--between", "0.1", "--most-slower", "1000"]
    assert hot_swaps.main(few) == 0
    assert "| 3 swaps |" in capsys.readouterr().out
