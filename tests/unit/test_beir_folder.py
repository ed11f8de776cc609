"""A BEIR folder read, and every way in which it may not fit together."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.beir import BeirPassage, BeirQuery, convert
from app.beir_folder import read_beir
from app.errors import EvaluationError

Rows = Sequence[Mapping[str, object]]

CORPUS: Rows = [
    {"_id": "d1", "title": " Frei Haus? ", "text": "Ab 50 Euro.", "merchant_id": "m:1", "lang": "de-AT"},
    {"_id": "d2", "title": "Title only", "text": " "},
    {"_id": "3", "text": "Text only", "lang": "German"},
]
QUERIES: Rows = [
    {"_id": "q1", "text": "kostenlos?", "lang": "de", "merchant_ids": ["m:1"], "history": ["ignored"]},
    {"_id": "q2", "text": "what"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td1\t0\n"


def _folder(folder: Path, corpus: Rows = CORPUS, queries: Rows = QUERIES, qrels: str | None = QRELS) -> Path:
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    if qrels is not None:
        (folder / "qrels.tsv").write_text(qrels)
    return folder


EXPECTED = convert(
    [
        BeirPassage("d1", "Frei Haus?", "Ab 50 Euro.", "m:1", "de"),
        BeirPassage("d2", "", "Title only"),
        BeirPassage("3", "", "Text only"),
    ],
    [BeirQuery("q1", "kostenlos?", "de", ("m:1",)), BeirQuery("q2", "what")],
    {"q1": ["d1"]},
)


def test_corpus_queries_and_positive_judgements_are_read(tmp_path: Path) -> None:
    assert read_beir(_folder(tmp_path)) == EXPECTED


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_judgements_may_stand_in_the_test_folder(tmp_path: Path, ending: str) -> None:
    folder = _folder(tmp_path, qrels=None)
    (folder / "qrels").mkdir()
    (folder / "qrels/test.tsv").write_text(QRELS, newline=ending)
    assert read_beir(folder) == EXPECTED


def test_without_judgements_the_folder_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path, qrels=None)
    with pytest.raises(EvaluationError, match=r"holds neither qrels\.tsv nor qrels/test\.tsv"):
        read_beir(folder)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("q1 d1 1", "not query-id, corpus-id and a whole-number score"),
        ("q1\td1\tyes", "not query-id, corpus-id and a whole-number score"),
        ("q9\td1\t1", r"query 'q9' is not in queries\.jsonl"),
        ("q1\td9\t1", r"passage 'd9' is not in corpus\.jsonl"),
    ],
)
def test_a_judgement_that_fits_nothing_is_named(tmp_path: Path, line: str, problem: str) -> None:
    folder = _folder(tmp_path, qrels=QRELS + line + "\n")
    with pytest.raises(EvaluationError, match=rf"qrels\.tsv:4: {problem}"):
        read_beir(folder)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"title": "t", "text": "x"}, "_id is missing"),
        ({"_id": 3, "text": "x"}, "_id is not a text"),
        ({"_id": "d2"}, "text is missing"),
        ({"_id": "d2", "title": ["t"], "text": "x"}, "title is not a text"),
        ({"_id": "d1", "text": "x"}, "_id 'd1' stands at line 1 already"),
    ],
)
def test_a_passage_that_cannot_be_used_is_named(tmp_path: Path, row: dict[str, object], problem: str) -> None:
    with pytest.raises(EvaluationError, match=rf"corpus\.jsonl:2: {problem}"):
        read_beir(_folder(tmp_path, [CORPUS[0], row]))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"_id": "q2"}, "text is missing"),
        ({"_id": "q2", "text": "x", "merchant_ids": "m:1"}, "merchant_ids is not an array of texts"),
        ({"_id": "q2", "text": "x", "merchant_ids": [1]}, "merchant_ids is not an array of texts"),
        ({"_id": "q2", "text": "x", "merchant_ids": ["m"]}, r"no passage of corpus\.jsonl has the merchant_id 'm'"),
    ],
)
def test_a_query_that_cannot_be_used_is_named(tmp_path: Path, row: dict[str, object], problem: str) -> None:
    with pytest.raises(EvaluationError, match=rf"queries\.jsonl:2: {problem}"):
        read_beir(_folder(tmp_path, queries=[QUERIES[0], row]))


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "corpus.jsonl").write_text("\n")
    with pytest.raises(EvaluationError, match=r"corpus\.jsonl is empty"):
        read_beir(folder)
