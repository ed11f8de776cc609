"""The weights' file: the shipped one is usable, and a name too many or too few is told at once."""

from pathlib import Path

import pytest

from app.retrieval.weights import (
    ConfidenceWeights,
    FusionWeights,
    PreferenceWeights,
    ScoreWeights,
    VerdictBounds,
    Weights,
    read_weights,
)

FILE = """
[fusion]
late_interaction = 1
question_tokens = 2
passage_row = 3
question_row = 4
lexical = 5
second_window = 6
second_question = 7
[preference]
own_language = 8
named_merchant = 9
crowding = 10
[confidence.with_second]
fused = 11
margin = 12
second = 13
foreign = 21
bias = 14
[confidence.alone]
fused = 15
margin = 16
bias = 17
[confidence.letters]
fused = 22
margin = 23
bias = 24
[score]
confidence = 18
behind = 19
bias = 20
[score_by_letters]
confidence = 25
behind = 26
bias = 27
[verdict]
answer = 0.6
weak = 0.3
"""


def _read(folder: Path, text: str) -> Weights:
    (folder / "weights.toml").write_text(text)
    return read_weights(folder / "weights.toml")


def test_every_number_is_read_into_its_place(tmp_path: Path) -> None:
    assert _read(tmp_path, FILE) == Weights(
        fusion=FusionWeights(
            late_interaction=1,
            question_tokens=2,
            passage_row=3,
            question_row=4,
            lexical=5,
            second_window=6,
            second_question=7,
        ),
        preference=PreferenceWeights(own_language=8, named_merchant=9, crowding=10),
        with_second=ConfidenceWeights(fused=11, margin=12, second=13, foreign=21, bias=14),
        alone=ConfidenceWeights(fused=15, margin=16, bias=17, second=0, foreign=0),
        letters=ConfidenceWeights(fused=22, margin=23, bias=24, second=0, foreign=0),
        score=ScoreWeights(confidence=18, behind=19, bias=20),
        score_by_letters=ScoreWeights(confidence=25, behind=26, bias=27),
        verdict=VerdictBounds(answer=0.6, weak=0.3),
    )


@pytest.mark.parametrize(
    ("line", "changed"),
    [("crowding = 10\n", ""), ("lexical = 5\n", "lexical = 5\nletters = 5\n"), ("behind = 19", "behnd = 19")],
)
def test_a_name_too_many_or_too_few_is_refused(tmp_path: Path, line: str, changed: str) -> None:
    with pytest.raises(TypeError):
        _read(tmp_path, FILE.replace(line, changed))


def test_the_shipped_weights_are_read_and_their_verdicts_are_in_order() -> None:
    verdict = read_weights().verdict
    assert 0 < verdict.weak < verdict.answer < 1
