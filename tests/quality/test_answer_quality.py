"""Extracts of the real model on labelled passages: floors, below which a change has made answers worse."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from app.answer import Answerer, Extract
from app.domain import SearchRequest
from app.settings import Settings
from app.wiring import searcher

pytestmark = pytest.mark.model

QUALITY = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Judged:
    """An extract of a labelled passage: whether it holds a fact that answers, its conditions too, and how long it is.

    `length` is a share of the passage's text.
    """

    fact: bool
    conditions: bool
    length: float


@pytest.fixture(scope="module")
def judged(real_settings: Settings) -> list[Judged]:
    answerer = Answerer(searcher(real_settings))
    queries = {row["id"]: row for row in _rows("queries.jsonl")}
    found = [(label, _extracts(answerer, queries[label["query"]])) for label in _rows("extracts.jsonl")]
    return [_judged(label, extract) for label, extracts in found for extract in extracts if _is_of(extract, label)]


def test_enough_labelled_passages_are_answered_from_to_judge_by(judged: list[Judged]) -> None:
    assert len(judged) >= 150


def test_extracts_hold_the_fact_and_its_conditions_often_enough(judged: list[Judged]) -> None:
    assert mean(each.fact for each in judged) >= 0.81
    assert mean(each.conditions for each in judged) >= 0.80


def test_extracts_are_about_half_of_their_passage(judged: list[Judged]) -> None:
    assert mean(each.length for each in judged) <= 0.52


Row = Mapping[str, Any]  # Any: JSON


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (QUALITY / name).read_text("utf-8").splitlines()]


def _extracts(answerer: Answerer, query: Row) -> tuple[Extract, ...]:
    merchants = (query["merchant"],) if query["merchant"] else ()
    return answerer.answer(SearchRequest(query["query"], merchants, limit=3)).extracts


def _is_of(extract: Extract, label: Row) -> bool:
    return (extract.passage.document, list(extract.passage.lines)) == (label["document"], label["lines"])


def _judged(label: Row, extract: Extract) -> Judged:
    facts = [_holds(extract, answer["fact"]) for answer in label["answers"]]
    whole = [_holds(extract, [*answer["fact"], *answer["conditions"]]) for answer in label["answers"]]
    return Judged(any(facts), any(whole), len(extract.text) / len(extract.passage.text))


def _holds(extract: Extract, sentences: list[str]) -> bool:
    return all(sentence in extract.text for sentence in sentences)
