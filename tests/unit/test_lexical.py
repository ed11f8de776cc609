"""The lexical index, held against the formula of BM25 over character n-grams."""

from collections import Counter
from collections.abc import Callable
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval.grams import grams
from app.retrieval.lexical import MOST_GRAMS, LexicalIndex, load_lexical

PASSAGES: list[tuple[str | None, str]] = [
    ("Do you ship abroad?", "Yes, we ship to forty countries, and the shipping is free."),
    (None, "Shipping takes three days."),
    ("Wie lange dauert die Rückerstattung?", "Zehn Tage nach dem Eingang."),
    ("返品できますか", "はい、30日以内に返品できます。"),
    ("Is it waterproof?", "Yes."),
]
INDEX = LexicalIndex.build(PASSAGES)


def _bm25(query: str) -> list[float]:
    """Lucene's variant with k1 = 1.5 and b = 0.75, questions counted twice, over the sum of the grams' idf."""
    counted = [Counter(grams(question or "") * 2 + grams(text)) for question, text in PASSAGES]
    mean = sum(row.total() for row in counted) / len(counted)

    def idf(gram: str) -> float:
        found_in = sum(gram in row for row in counted)
        return log(1 + (len(counted) - found_in + 0.5) / (found_in + 0.5))

    def weight(gram: str, row: Counter[str]) -> float:
        return idf(gram) * row[gram] / (row[gram] + 1.5 * (1 - 0.75 + 0.75 * row.total() / mean))

    asked = grams(query)
    return [sum(weight(gram, row) for gram in asked) / sum(map(idf, asked)) for row in counted]


@pytest.mark.parametrize(
    "query",
    [
        "ship",
        "Do you ship abroad?",
        "how long does shipping take",
        "ship, ship, shipping",
        "dauert rückerstattung",
        "ruckerstattung qwertz",
        "返品",
        "返品 shipping",
    ],
)
def test_scores_are_bm25_as_a_share_of_what_a_text_could_have_at_most(query: str) -> None:
    assert_allclose(INDEX.scores(query), _bm25(query), atol=1e-6)


def test_scores_come_one_a_row_as_float32_between_zero_and_one() -> None:
    scores = INDEX.scores("Do you ship abroad? Yes, we ship to forty countries.")
    assert (scores.shape, scores.dtype.name) == ((len(INDEX),), "float32")
    assert 0 < scores[0] < 1
    assert scores.min() >= 0


@pytest.mark.parametrize("query", ["", "?!", "🎁", "qwxz", "注文"])
def test_a_query_without_a_known_gram_scores_nothing(query: str) -> None:
    assert INDEX.scores(query).tolist() == [0] * len(PASSAGES)


def test_a_question_s_grams_count_twice() -> None:
    index = LexicalIndex.build([("shipping", "returned"), ("returned", "shipping")])
    asked_for, told = index.scores("shipping")
    assert asked_for > told
    assert index.scores("returned").tolist() == [told, asked_for]


def test_the_share_is_approached_by_a_text_that_says_it_again_and_again() -> None:
    index = LexicalIndex.build([(None, "ship " * 1000), (None, "returns")])
    assert index.scores("ship")[0] == pytest.approx(1, abs=0.01)


def test_of_a_long_query_its_beginning_counts() -> None:
    beginning = "of it " * (MOST_GRAMS // 2)
    assert len(grams(beginning)) == MOST_GRAMS
    assert_array_equal(INDEX.scores(beginning + "shipping"), INDEX.scores(beginning))
    assert INDEX.scores(beginning[6:] + "shipping")[1] > INDEX.scores(beginning)[1] == 0


@pytest.mark.parametrize("passages", [[], [(None, "?!"), ("🎁", "...")]])
def test_texts_of_signs_alone_make_an_index_that_finds_nothing(
    passages: list[tuple[str | None, str]], tmp_path: Path
) -> None:
    index = LexicalIndex.build(passages)
    index.save(tmp_path / "lexical")
    assert index.scores("shipping").tolist() == [0] * len(passages)
    assert load_lexical(tmp_path / "lexical").scores("shipping").tolist() == [0] * len(passages)


TEXTS = st.text(st.characters(), max_size=30)


@given(st.lists(st.tuples(st.none() | TEXTS, TEXTS), max_size=5), TEXTS)
def test_saving_and_loading_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, passages: list[tuple[str | None, str]], query: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "lexical"
    built = LexicalIndex.build(passages)
    built.save(path)
    loaded = load_lexical(path)
    asked = f"{query} {' '.join(text for _, text in passages)}"
    assert len(loaded) == len(built) == len(passages)
    assert_array_equal(loaded.scores(asked), built.scores(asked))


Arrays = dict[str, NDArray[Any]]  # Any: of every kind, as a damaged file may hold


def _changed(folder: Path, change: Callable[[Arrays], Arrays]) -> Path:
    """The index, saved with some arrays exchanged."""
    path = folder / "lexical"
    INDEX.save(path)
    with np.load(path) as archive:
        arrays = dict(archive)
    with path.open("wb") as file:
        np.savez(file, **{**arrays, **change(arrays)})
    return path


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04"])
def test_a_file_that_holds_no_lexical_index_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lexical").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"lexical holds no lexical index\. Run `faq ingest`"):
        load_lexical(tmp_path / "lexical")


def test_a_missing_or_truncated_file_is_refused(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "lexical")
    (tmp_path / "half").write_bytes((tmp_path / "lexical").read_bytes()[:-30])
    with pytest.raises(IndexCorrupt, match="half holds no lexical index"):
        load_lexical(tmp_path / "half")
    with pytest.raises(IndexCorrupt, match="absent holds no lexical index"):
        load_lexical(tmp_path / "absent")


@pytest.mark.parametrize(
    "changes",
    [
        {"terms": np.array([{}])},
        {"terms": np.array([0xFF], np.uint8)},
        {"rows": np.array("many")},
        {"rows": np.array([5, 5])},
    ],
)
def test_objects_and_what_is_no_number_or_text_are_refused(tmp_path: Path, changes: Arrays) -> None:
    with pytest.raises(IndexCorrupt, match="holds no lexical index"):
        load_lexical(_changed(tmp_path, lambda _: changes))


@pytest.mark.parametrize(
    "change",
    [
        lambda arrays: {"data": arrays["data"][1:]},
        lambda arrays: {"data": arrays["data"][None]},
        lambda arrays: {"data": arrays["data"].astype("U9")},
        lambda arrays: {"data": arrays["data"] * np.float32("nan")},
        lambda arrays: {"indices": arrays["indices"] - 1},
        lambda arrays: {"indices": arrays["indices"] + 1},
        lambda arrays: {"indices": arrays["indices"].astype(np.float32)},
        lambda arrays: {"indptr": arrays["indptr"][1:]},
        lambda arrays: {"indptr": arrays["indptr"] + 1},
        lambda arrays: {"indptr": arrays["indptr"].astype(np.float32)},
        lambda arrays: {"indptr": np.concatenate([[0, 9, 5], arrays["indptr"][3:]])},
        lambda arrays: {"terms": arrays["terms"][: arrays["terms"].tobytes().rindex(b"\n")]},
        lambda arrays: {"rows": arrays["rows"] - 1},
        lambda arrays: {"data": arrays["data"][:0], "indices": arrays["indices"][:0], "indptr": np.zeros(1, np.int64),
                        "terms": arrays["terms"][:0], "rows": np.array(-1)},
    ],
)  # fmt: skip
def test_an_index_that_contradicts_itself_is_refused(tmp_path: Path, change: Callable[[Arrays], Arrays]) -> None:
    with pytest.raises(IndexCorrupt, match=r"contradicts itself\. Run `faq ingest`"):
        load_lexical(_changed(tmp_path, change))
