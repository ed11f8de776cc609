"""One ranking from candidates by vectors and by letters, held against a weighted sum by brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from app.retrieval import fusion
from app.retrieval.dense import DenseRetriever, mixed
from app.retrieval.exact import ExactRows
from app.retrieval.flat import FLAT
from app.retrieval.fusion import RERANKED, RERANKED_BY_LETTERS, RetrievalQuery, Retriever
from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import LexicalIndex
from app.retrieval.ports import Rows, Selection, Vectors
from app.retrieval.second_opinion import SecondRows
from app.retrieval.weights import FusionWeights
from app.stopwatch import Stopwatch

DIMENSION = 24
COUNT = 90
WORDS = ["shipping", "refund", "gift", "order", "parcel", "return", "price", "invoice", "delivery"]


def _unit(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _spans(tokens: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    return np.array([(i, i + 1) for i in range(tokens)], np.int32).reshape(-1, 2)


WHOLE, ASKED = _unit(COUNT, 1), _unit(COUNT, 2)
TOKENS = [_unit(2 + row % 5, 100 + row) for row in range(COUNT)]
QUESTIONS = [None if row % 3 else "?" for row in range(COUNT)]
TEXTS = [(None, " ".join(WORDS[i] for i in {row % 9, row % 7, row % 5})) for row in range(COUNT)]
SECOND_ASKED, WINDOWS = _unit(COUNT, 3), [_unit(1 + row % 3, 300 + row) for row in range(COUNT)]

WEIGHTS = FusionWeights(
    late_interaction=1.0,
    question_tokens=0.3,
    passage_row=0.4,
    question_row=0.2,
    lexical=0.5,
    second_window=0.7,
    second_question=0.6,
)
QUERY = RetrievalQuery("gift refunds", _unit(1, 5)[0], _unit(6, 6), [slice(0, 6)], _unit(1, 7)[0])


def _retriever(rows: Rows, known: list[bool] | None = None) -> Retriever:
    """Over these of the passages, in this order, all of them known to the second encoder unless told otherwise."""
    return Retriever(
        dense=DenseRetriever(
            ExactRows(WHOLE[rows]), ExactRows(ASKED[rows]), FLAT.build(mixed(WHOLE[rows], ASKED[rows]))
        ),
        tokens=TokenRows.build(
            [TOKENS[row] for row in rows],
            DIMENSION,
            spans=[_spans(len(TOKENS[row])) for row in rows],
            questions=[QUESTIONS[row] for row in rows],
        ),
        lexical=LexicalIndex.build([TEXTS[row] for row in rows]),
        second=SecondRows.build(SECOND_ASKED[rows], [WINDOWS[row] for row in rows], known or [True] * len(rows)),
        weights=WEIGHTS,
    )


RETRIEVER = _retriever(np.arange(COUNT))
EVERY = Selection(np.arange(COUNT))


def _weighted(weights: FusionWeights, *, second: bool = True) -> Vectors:
    """Every row's sum of weighted scores, from the vectors as they are; late interaction's are 8-bit."""
    met = RETRIEVER.tokens.matches(QUERY.tokens, np.arange(COUNT))
    told = weights.late_interaction * met.passages + weights.question_tokens * met.questions
    told += weights.passage_row * (WHOLE @ QUERY.vector) + weights.question_row * (ASKED @ QUERY.vector)
    told += weights.lexical * RETRIEVER.lexical.scores(QUERY.text)
    assert QUERY.second is not None
    windows = np.array([(rows @ QUERY.second).max() for rows in WINDOWS])
    opinion = weights.second_window * windows + weights.second_question * (SECOND_ASKED @ QUERY.second)
    return np.asarray(told + opinion * second, np.float32)


def _candidates(selection: Selection = EVERY) -> list[int]:
    """The best selected rows by the dense score, and those by letters."""
    near = 0.75 * (WHOLE @ QUERY.vector) + 0.25 * (ASKED @ QUERY.vector)
    letters = RETRIEVER.lexical.scores(QUERY.text)
    by_vector = [row for row in np.argsort(-near, kind="stable") if row in selection.rows][:RERANKED]
    by_letters = [row for row in np.argsort(-letters, kind="stable") if row in selection.rows and letters[row] > 0]
    return sorted({int(row) for row in by_vector + by_letters[:RERANKED_BY_LETTERS]})


def _best_first(rows: list[int], scores: Vectors) -> list[int]:
    return sorted(rows, key=lambda row: -scores[row])


def test_the_best_of_two_parts_are_ordered_by_the_weighted_sum_of_all_parts() -> None:
    expected, fused = _weighted(WEIGHTS), RETRIEVER.rank(QUERY, COUNT)
    assert fused.looked_at == len(_candidates()) < COUNT
    assert fused.rows[: fused.looked_at].tolist() == _best_first(_candidates(), expected)
    assert_allclose(fused.scores[: fused.looked_at], expected[fused.rows[: fused.looked_at]], atol=2e-3)


@pytest.mark.parametrize("part", FusionWeights.__dataclass_fields__)
def test_each_part_counts_as_much_as_its_weight_says(part: str) -> None:
    weights = replace(WEIGHTS, **{part: 3.0})
    fused = replace(RETRIEVER, weights=weights).rank(QUERY, COUNT)
    looked_at = fused.rows[: fused.looked_at]
    assert looked_at.tolist() == _best_first(_candidates(), _weighted(weights))
    assert_allclose(fused.grounds.plain, _weighted(weights)[looked_at], atol=4e-3)


def test_the_grounds_tell_how_the_tokens_and_the_letters_of_each_row_met_the_query() -> None:
    fused = RETRIEVER.rank(QUERY, COUNT)
    looked_at = fused.rows[: fused.looked_at]
    assert fused.grounds.semantic is not None
    assert_allclose(fused.grounds.semantic, RETRIEVER.tokens.matches(QUERY.tokens, looked_at).passages, atol=1e-5)
    assert_allclose(fused.grounds.lexical, RETRIEVER.lexical.scores(QUERY.text)[looked_at], atol=1e-5)


def test_of_a_query_of_several_sentences_a_passage_counts_by_the_one_it_answers_best() -> None:
    weights = replace(WEIGHTS, passage_row=0, question_row=0, lexical=0, second_window=0, second_question=0)
    fused = replace(RETRIEVER, weights=weights).rank(replace(QUERY, sentences=[slice(0, 2), slice(2, 6)]), COUNT)
    found = [RETRIEVER.tokens.matches(part, np.arange(COUNT)) for part in (QUERY.tokens[:2], QUERY.tokens[2:])]
    expected = np.max([met.passages + 0.3 * met.questions for met in found], axis=0)
    assert_allclose(fused.grounds.plain, expected[fused.rows[: fused.looked_at]], atol=1e-5)


def test_the_second_encoder_s_best_windows_are_told_in_the_order_of_the_rows() -> None:
    fused = RETRIEVER.rank(QUERY, COUNT)
    assert fused.grounds.second is not None
    best = [(WINDOWS[row] @ QUERY.second).max() for row in fused.rows[: fused.looked_at]]
    assert_allclose(fused.grounds.second, best, atol=1e-3)


def _without_second_opinion(retriever: Retriever, query: RetrievalQuery) -> None:
    fused = retriever.rank(query, COUNT)
    assert fused.grounds.second is None
    assert fused.rows[: fused.looked_at].tolist() == _best_first(_candidates(), _weighted(WEIGHTS, second=False))


def test_without_second_rows_or_a_second_vector_the_other_parts_rank() -> None:
    _without_second_opinion(replace(RETRIEVER, second=None), QUERY)
    _without_second_opinion(RETRIEVER, replace(QUERY, second=None))


def test_one_candidate_unknown_to_the_second_encoder_silences_it_for_all() -> None:
    unknown = _candidates()[3]
    _without_second_opinion(_retriever(np.arange(COUNT), [row != unknown for row in range(COUNT)]), QUERY)


def test_what_is_unknown_to_the_second_encoder_and_no_candidate_does_not_silence_it() -> None:
    known = [row in _candidates() for row in range(COUNT)]
    assert not all(known)
    fused = _retriever(np.arange(COUNT), known).rank(QUERY, COUNT)
    assert fused.rows.tolist() == RETRIEVER.rank(QUERY, COUNT).rows.tolist()


def test_preferences_are_added_to_the_scores_of_the_candidates_and_kept_apart() -> None:
    plain = RETRIEVER.rank(QUERY, COUNT)
    chosen = plain.rows[plain.looked_at - 1]
    fused = RETRIEVER.rank(QUERY, COUNT, prefer=lambda rows, _: np.asarray(9 * (rows == chosen), np.float32))
    assert fused.rows[0] == chosen
    assert fused.scores[0] == pytest.approx(plain.grounds.plain[-1] + 9)
    assert fused.grounds.plain[0] == plain.grounds.plain[-1]
    assert fused.rows[1 : fused.looked_at].tolist() == plain.rows[: plain.looked_at - 1].tolist()


def test_what_the_parts_did_not_look_at_stays_below_in_dense_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 10)
    small = replace(RETRIEVER, weights=replace(WEIGHTS, late_interaction=-1.0))
    dense, fused = RETRIEVER.dense.rank(QUERY.vector, COUNT), small.rank(QUERY, COUNT)
    behind = [row for row in dense.rows.tolist() if row not in fused.rows[: fused.looked_at]]
    floor = fused.scores[fused.looked_at - 1]
    scores = dict(zip(dense.rows.tolist(), dense.scores.tolist(), strict=True))
    assert fused.rows[fused.looked_at :].tolist() == behind
    assert floor < scores[behind[0]]
    assert_allclose(fused.scores[fused.looked_at :], [min(floor, scores[row]) for row in behind])


def test_what_only_letters_find_is_a_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 5)
    last = int(RETRIEVER.dense.rank(QUERY.vector, COUNT).rows[-1])
    texts = [(None, "PX-4711" if row == last else "delivery") for row in range(COUNT)]
    retriever = replace(RETRIEVER, lexical=LexicalIndex.build(texts))
    fused = retriever.rank(replace(QUERY, text="is PX-4711 in stock"), 10)
    assert last in fused.rows[: fused.looked_at]
    assert fused.looked_at == 6
    assert last not in retriever.rank(replace(QUERY, text="is it in stock"), 10).rows


def test_candidates_by_letters_are_taken_after_the_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 5)
    near = RETRIEVER.dense.rank(QUERY.vector, COUNT).rows.tolist()
    inside, last = near[:30], near[-1]
    texts = [(None, "order" if row in inside else QUERY.text) for row in range(COUNT)]
    texts[last] = (None, "a gift")
    selection = Selection.of([*inside, last])
    fused = replace(RETRIEVER, lexical=LexicalIndex.build(texts)).rank(QUERY, COUNT, selection=selection)
    assert sorted(fused.rows[: fused.looked_at].tolist()) == sorted([*inside[:5], last])


SELECTIONS = st.sets(st.integers(0, COUNT - 1)).map(Selection.of)


@given(SELECTIONS, st.sampled_from([3, 20, COUNT]), st.sampled_from(["gift refunds", TEXTS[0][1], ""]))
def test_rows_come_once_best_first_and_none_from_outside_the_selection(
    selection: Selection, limit: int, text: str
) -> None:
    fused = RETRIEVER.rank(replace(QUERY, text=text), limit, selection=selection)
    assert len(set(fused.rows.tolist())) == len(fused.rows) == min(limit, len(selection))
    assert selection.holds(fused.rows).all()
    assert (np.diff(fused.scores) <= 0).all()


@given(SELECTIONS)
def test_a_selection_s_ranking_is_that_of_an_index_of_its_own(selection: Selection) -> None:
    fused = RETRIEVER.rank(QUERY, COUNT, selection=selection)
    expected = _best_first(_candidates(selection), _weighted(WEIGHTS))
    assert fused.rows[: fused.looked_at].tolist() == expected


@pytest.mark.parametrize("outsider", range(0, COUNT, 9))
def test_a_filtered_row_stays_out_though_every_part_prefers_it(outsider: int) -> None:
    selection = Selection.of(set(range(COUNT)) - {outsider})
    query = RetrievalQuery(TEXTS[outsider][1], WHOLE[outsider], TOKENS[outsider], [slice(0, 9)], WINDOWS[outsider][0])
    assert RETRIEVER.rank(query, COUNT).rows[0] == outsider
    assert outsider not in RETRIEVER.rank(query, COUNT, selection=selection).rows


@settings(deadline=None)  # it builds an index each time, on a machine that others may be using
@given(st.permutations(range(30)))
def test_the_order_in_which_passages_are_stored_does_not_matter(order: list[int]) -> None:
    ranked, moved = _retriever(np.arange(30)).rank(QUERY, 30), _retriever(np.array(order)).rank(QUERY, 30)
    assert [order[row] for row in moved.rows] == ranked.rows.tolist()
    assert_allclose(moved.scores, ranked.scores, atol=2e-5)


def test_selecting_nothing_finds_nothing() -> None:
    fused = RETRIEVER.rank(QUERY, 5, selection=Selection.of([]))
    assert (fused.rows.tolist(), fused.scores.tolist(), fused.looked_at) == ([], [], 0)


def test_a_limit_below_the_candidates_cuts_everything_alike() -> None:
    whole, fused = RETRIEVER.rank(QUERY, COUNT), RETRIEVER.rank(QUERY, 4)
    assert fused.rows.shape == fused.scores.shape == fused.grounds.plain.shape == (4,)
    assert fused.grounds.second is not None
    assert len(fused.grounds.second) == 4
    assert set(fused.rows.tolist()) <= set(whole.rows.tolist())


def test_equal_scores_come_in_row_order() -> None:
    retriever = _retriever(np.zeros(40, np.int64))
    assert_array_equal(retriever.rank(QUERY, 40).rows, np.arange(40))


def test_the_stages_are_timed() -> None:
    watch = Stopwatch()
    RETRIEVER.rank(QUERY, 5, watch=watch)
    assert list(watch.stages) == ["dense", "lexical", "second opinion", "late interaction", "fusion"]


UNEMBEDDED = RetrievalQuery("gift refunds", np.zeros(0, np.float32), np.zeros((0, 0), np.float32), [])
BY_LETTERS = RETRIEVER.lexical.scores(UNEMBEDDED.text)


def _by_letters(selection: Selection = EVERY) -> list[int]:
    """The selected rows that have letters of the query, best first."""
    return _best_first([row for row in selection.rows.tolist() if BY_LETTERS[row] > 0], BY_LETTERS)


@given(SELECTIONS, st.sampled_from([1, 7, COUNT]))
def test_without_a_vector_the_selected_rows_that_have_its_letters_are_ranked_by_them(
    selection: Selection, limit: int
) -> None:
    fused = RETRIEVER.rank(UNEMBEDDED, limit, selection=selection)
    assert fused.rows.tolist() == _by_letters(selection)[:limit]
    assert_allclose(fused.scores, BY_LETTERS[fused.rows], atol=1e-5)


def test_letters_alone_are_all_the_grounds_there_are() -> None:
    grounds = RETRIEVER.rank(UNEMBEDDED, COUNT).grounds
    assert (grounds.by_letters, grounds.semantic, grounds.second) == (True, None, None)
    assert_array_equal(grounds.lexical, grounds.plain)
    assert not RETRIEVER.rank(QUERY, COUNT).grounds.by_letters


def test_preferences_are_added_to_what_letters_say() -> None:
    last = _by_letters()[-1]
    fused = RETRIEVER.rank(UNEMBEDDED, COUNT, prefer=lambda rows, _: np.asarray(9 * (rows == last), np.float32))
    assert (fused.rows[0], fused.grounds.plain[0]) == (last, pytest.approx(BY_LETTERS[last], abs=1e-5))
    assert fused.rows[1:].tolist() == _by_letters()[:-1]


def test_the_best_favoured_rows_by_letters_are_found_behind_any_number_of_better_ones() -> None:
    last = _by_letters()[-1]
    fused = RETRIEVER.rank(
        UNEMBEDDED,
        2,
        prefer=lambda rows, _: np.asarray(9 * (rows == last), np.float32),
        favoured=Selection.of([last]),
    )
    assert fused.rows.tolist() == [last, _by_letters()[0]]


def test_where_no_letters_are_shared_nothing_is_found() -> None:
    assert RETRIEVER.rank(replace(UNEMBEDDED, text="返品"), COUNT).rows.tolist() == []


def test_without_a_vector_the_letters_are_the_only_stage() -> None:
    watch = Stopwatch()
    RETRIEVER.rank(UNEMBEDDED, 5, watch=watch)
    assert list(watch.stages) == ["lexical"]


def test_letters_alone_take_one_row_of_each_passage_too() -> None:
    stands_for = np.where(np.arange(COUNT) < COUNT - 10, np.arange(COUNT), 0).astype(np.int32)
    several = replace(RETRIEVER, dense=replace(RETRIEVER.dense, stands_for=stands_for))
    passages = list(dict.fromkeys(stands_for[_by_letters()].tolist()))
    assert sorted(stands_for[several.rank(UNEMBEDDED, 12).rows].tolist()) == sorted(passages[:12])
