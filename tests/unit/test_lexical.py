"""The lexical index, held against the formula of BM25 over character n-grams."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval import array_files, bm25, lexical, postings
from app.retrieval.bm25 import idf
from app.retrieval.grams import grams
from app.retrieval.lexical import MOST_GRAMS, LexicalIndex, load_lexical
from app.retrieval.ports import Rows, Selection, Vectors

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
    assert index.asked("shipping").best(5).tolist() == []
    assert load_lexical(tmp_path / "lexical").scores("shipping").tolist() == [0] * len(passages)


TEXTS = st.text(st.characters(), max_size=30)


@settings(deadline=None)  # it writes to disk, which others may be using
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


def _texts(rows: int) -> list[tuple[str | None, str]]:
    """Of words that are the rarer the further behind in the alphabet, and of one that a single row has."""
    rng = np.random.default_rng(5)
    words = np.array([letter * 5 for letter in "abcdefghijklmnop"])
    drawn = words[np.minimum(rng.geometric(0.2, size=(rows, 9)) - 1, len(words) - 1)]
    texts = [" ".join(row) for row in drawn]
    return [(None if n % 3 else texts[n - 1], "unique " * (n == 7) + text) for n, text in enumerate(texts)]


MANY = _texts(400)
LARGE = LexicalIndex.build(MANY)
QUERIES = ["aaaaa", "aaaaa bbbbb unique", "ppppp ccccc aaaaa aaaaa", "unique", "mmmmm unknown"]


def _by_the_library(passages: Sequence[tuple[str | None, str]], query: str) -> Vectors:
    """The scores that bm25s gives to every row, as shares of the query's idf."""
    counted = [grams(question or "") * 2 + grams(text) for question, text in passages]
    scorer = bm25s.BM25()
    scorer.index(counted, show_progress=False)
    asked = grams(query)
    known = [gram for gram in asked if gram in scorer.vocab_dict]
    found_in = np.array([sum(gram in row for row in counted) for gram in asked])
    most = idf(found_in, len(counted)).sum()
    return np.asarray(scorer.get_scores(known) / most, np.float32)


@pytest.mark.parametrize("query", QUERIES)
def test_scores_are_those_of_bm25s(query: str) -> None:
    assert_allclose(LARGE.scores(query), _by_the_library(MANY, query), rtol=1e-6)


def _best(scores: Vectors, rows: Rows) -> list[int]:
    found = rows[scores[rows] > 0]
    return [int(row) for row in found[np.lexsort((found, -scores[found]))[:10]]]


SELECTIONS = [None, range(30, 60), range(0, 400, 2), [7], []]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("rows", SELECTIONS)
def test_the_best_rows_are_those_with_the_best_scores(query: str, rows: Sequence[int] | None) -> None:
    selection = None if rows is None else Selection.of(rows)
    every = np.arange(400) if rows is None else np.array(rows, np.int64)
    assert LARGE.asked(query).best(10, selection).tolist() == _best(LARGE.scores(query), every)


@pytest.mark.parametrize("rows", [[0], [3, 7, 8], list(range(0, 400, 7)), []])
def test_rows_have_the_same_scores_alone_and_among_all(rows: list[int]) -> None:
    scores = LARGE.asked("aaaaa unique").scores(np.array(rows, np.int64))
    assert_array_equal(scores, LARGE.scores("aaaaa unique")[rows])


def test_beyond_a_bound_the_best_are_found_by_the_rarest_grams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "MOST_POSTINGS", 50)
    assert LARGE.asked("aaaaa unique").best(10).tolist() == [7]
    assert LARGE.asked("aaaaa unique").best(10, Selection.of(range(100, 300))).tolist() == []
    assert LARGE.asked("aaaaa").best(10).tolist() == []
    having = int(np.flatnonzero(LARGE.scores("aaaaa"))[0])
    assert LARGE.asked("aaaaa").best(10, Selection.of([having])).tolist() == [having]


def test_lists_are_turned_round_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "_TURNED", 50)
    monkeypatch.setattr(bm25, "_BLOCK", 50)
    again = LexicalIndex.build(MANY)
    assert_array_equal(again.by_gram.members, LARGE.by_gram.members)
    assert_array_equal(again.by_gram.worth, LARGE.by_gram.worth)


def test_an_index_left_in_its_files_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array_files, "HELD_BYTES", 0)
    LARGE.save(tmp_path / "lexical")
    stored = load_lexical(tmp_path / "lexical")
    assert isinstance(stored.by_gram.members, array_files.StoredArray)
    assert_array_equal(stored.scores("aaaaa unique"), LARGE.scores("aaaaa unique"))
    assert stored.asked("unique ppppp").best(10).tolist() == LARGE.asked("unique ppppp").best(10).tolist()


def _changed(folder: Path, name: str, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Path:  # Any: of every kind
    """The index, saved with one array exchanged."""
    INDEX.save(folder / "lexical")
    path = folder / f"lexical.{name}.npy"
    np.save(path, change(np.load(path)))
    return folder / "lexical"


def test_a_missing_or_truncated_file_is_refused(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "lexical")
    path = tmp_path / "lexical.by_row.worth.npy"
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(IndexCorrupt, match=r"lexical\.by_row\.worth\.npy holds no lexical index\. Run `faq ingest`"):
        load_lexical(tmp_path / "lexical")
    with pytest.raises(IndexCorrupt, match=r"absent.* holds no lexical index"):
        load_lexical(tmp_path / "absent")


@pytest.mark.parametrize("terms", [np.array([0xFF], np.uint8), np.array([{}])])
def test_terms_that_are_no_text_are_refused(tmp_path: Path, terms: NDArray[Any]) -> None:
    with pytest.raises(IndexCorrupt, match="holds no lexical index"):
        load_lexical(_changed(tmp_path, "terms", lambda _: terms))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("by_row.worth", lambda array: array[1:]),
        ("by_row.worth", lambda array: array[None]),
        ("by_row.worth", lambda array: array.astype(np.float64)),
        ("by_gram.members", lambda array: array[1:]),
        ("by_gram.members", lambda array: array.astype(np.int64)),
        ("by_gram.lengths", lambda array: array[1:]),
        ("by_gram.lengths", lambda array: array.astype(np.float32)),
        ("by_gram.lengths", lambda array: np.concatenate([[-1, array[:2].sum() + 1], array[2:]]).astype(np.int32)),
        ("by_gram.lengths", lambda array: np.concatenate([array[:1] + array[1:2], array[2:]]).astype(np.int32)),
        ("terms", lambda array: array[: array.tobytes().rindex(b"\n")]),
    ],
)
def test_an_index_that_contradicts_itself_is_refused(
    tmp_path: Path, name: str, change: Callable[[NDArray[Any]], NDArray[Any]]
) -> None:
    with pytest.raises(IndexCorrupt, match=r"contradicts itself\. Run `faq ingest`"):
        load_lexical(_changed(tmp_path, name, change))


def test_both_ways_round_hold_as_much(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "lexical")
    LexicalIndex.build(PASSAGES[:2]).by_row.save(tmp_path / "lexical.by_row")
    with pytest.raises(IndexCorrupt, match="contradicts itself"):
        load_lexical(tmp_path / "lexical")
