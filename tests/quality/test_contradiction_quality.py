"""How many of the labelled contradictions are found by the real model, and how rightly."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.contradictions import Contradictions
from app.neighbours import neighbours
from app.passage_texts import embedded_text
from tests.unit.doubtful import passage

pytestmark = pytest.mark.model
CASES = [json.loads(line) for line in Path(__file__).with_name("contradictions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found(model_folder: Path) -> set[str]:
    """The ids of the cases whose two passages are told to contradict each other."""
    import numpy as np

    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

    encoder = SentenceTransformersEncoder.load(model_folder)
    passages = [passage(**each) for case in CASES for each in case["passages"]]
    encoded = encoder.encode_passages([embedded_text(each.question, each.text) for each in passages])
    wholes = np.stack([each.vector for each in encoded])
    questions = encoder.encode_questions([each.question or "" for each in passages])
    pairs = [pair for row in range(0, len(passages), 2) for pair in neighbours(wholes, questions, range(row, row + 2))]
    return {CASES[each.first // 2]["id"] for each in Contradictions(passages, pairs)}


def _of(split: str, *, contradicts: bool) -> list[Any]:  # Any: JSON
    return [case["id"] for case in CASES if (case["split"], case["contradicts"]) == (split, contradicts)]


@pytest.mark.parametrize(("split", "recall"), [("choosing", 0.85), ("held_out", 0.65)])
def test_most_contradictions_are_found(found: set[str], split: str, recall: float) -> None:
    wanted = _of(split, contradicts=True)
    assert len(found.intersection(wanted)) >= recall * len(wanted)


@pytest.mark.parametrize("split", ["choosing", "held_out"])
def test_passages_about_two_things_are_left_alone(found: set[str], split: str) -> None:
    assert found.intersection(_of(split, contradicts=False)) == set()
