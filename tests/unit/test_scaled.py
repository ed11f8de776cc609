"""The synthetic corpora of `scripts/bench.py --scale`: shaped like real ones, the same every time."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from app.beir import BeirPassage
from app.domain import Passage, Span
from app.embedding import Embedding
from app.encoders.hashing import HashingEncoder
from app.retrieval.ports import Vectors
from scripts.scaled import vectors as made
from scripts.scaled.base import Base, shares
from scripts.scaled.build import part_of
from scripts.scaled.cells import number, several, share
from scripts.scaled.chart import chart
from scripts.scaled.corpus import Synthetic, synthetic
from scripts.scaled.nearness import ten_best
from scripts.scaled.shops import invented, sizes
from scripts.scaled.vectors import Mates, Perturbed, noise, spread, unit
from scripts.scaled.wording import Wording

TOLD = (
    ("en", "How long does it take?", "Three to five days.\nWe ship on Monday."),
    ("en", None, "Call us, or write: we are here from nine to five."),
    ("fr", "Quels sont les délais ?", "Trois à cinq jours ouvrés."),
    ("fr", "Puis-je annuler ?", "Oui, sous un jour."),
)
COUNT = 120


def passage(language: str, question: str | None, text: str) -> Passage:
    return Passage("m:0", "m", "m/faq", question, text, None, language, 1.0, None, (1, 1), (Span(0, 1),), "sha256:")


@pytest.fixture(scope="module")
def base() -> Base:
    encoder, passages = HashingEncoder(), [passage(*told) for told in TOLD]
    rows = Embedding(encoder, second=None).rows(passages)
    whole, questions = np.array([row.whole for row in rows]), np.array([row.question for row in rows])
    return Base(passages, rows, whole, questions, {"en": np.array([0, 1]), "fr": np.array([2, 3])})


@pytest.fixture(scope="module")
def corpus(base: Base) -> Synthetic:
    return synthetic(base, COUNT)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def drawn(count: int) -> Vectors:
    return unit(rng().standard_normal((count, 32), np.float32))


def test_a_corpus_has_as_many_passages_as_asked_for_each_in_the_language_of_its_origin(
    base: Base, corpus: Synthetic
) -> None:
    passages = corpus.content.passages
    assert len(passages) == len({p.id for p in passages}) == COUNT
    assert [p.language for p in passages] == [base.passages[origin].language for origin in corpus.origins]


def test_spans_slice_back_to_the_passage_and_lines_hold_its_question_and_its_text(corpus: Synthetic) -> None:
    texts = {document.path: document.text for document in corpus.content.documents}
    passages = corpus.content.passages
    assert [texts[p.document][p.spans[0].start : p.spans[0].end] for p in passages] == [p.text for p in passages]
    lines = ["\n".join(texts[p.document].split("\n")[p.lines[0] - 1 : p.lines[1]]) for p in passages]
    assert lines == ["\n".join(filter(None, (p.question, p.text))) for p in passages]


def test_a_synthetic_passage_has_the_shape_of_its_origin_in_other_words(base: Base, corpus: Synthetic) -> None:
    origins = [base.passages[origin].text for origin in corpus.origins]
    texts = [p.text for p in corpus.content.passages]
    assert [shape(text) for text in texts] == [shape(text) for text in origins]
    assert Counter(map(str.__eq__, texts, origins))[False] > COUNT / 2


def shape(text: str) -> list[str]:
    return ["a" if sign.isalpha() else sign for sign in text]


def test_the_same_corpus_is_made_every_time(base: Base, corpus: Synthetic) -> None:
    again = synthetic(base, COUNT)
    assert again.content == corpus.content
    assert again.origins.tolist() == corpus.origins.tolist()


def test_words_are_replaced_by_words_as_long_of_the_same_language() -> None:
    wording = Wording([("en", "one two six three"), ("de", "vier elf"), ("en", "4 km")])
    varied = {wording.varied("one three", "en", np.random.default_rng(seed)) for seed in range(99)}
    assert varied == {"one three", "two three", "six three"}
    assert wording.varied("vier 12", "de", rng()) == "vier 12"


def test_sizes_add_up_and_most_merchants_are_smaller_than_the_mean() -> None:
    found = sizes(100_000, rng())
    assert (sum(found), len(found), min(found) >= 1) == (100_000, 2000, True)
    assert np.median(found) < 50 < max(found) / 10
    assert sizes(7, rng()) == [7]


def test_names_are_invented() -> None:
    name = invented(rng())
    assert (name.istitle(), len(name)) == (True, 9)


def test_rows_are_unit_vectors_near_their_origin_and_tokens_keep_their_places(base: Base) -> None:
    places = np.array([0, 1, 1, 2])
    rows = Perturbed(base).rows(places, rng())
    lengths = [np.linalg.norm(each) for row in rows for each in (row.whole, row.question)]
    assert lengths == pytest.approx(np.ones(8), abs=1e-5)
    assert [row.tokens.spans.tolist() for row in rows] == [base.rows[place].tokens.spans.tolist() for place in places]
    assert [row.tokens.head for row in rows] == [base.rows[place].tokens.head for place in places]
    assert np.array_equal(rows[1].question, rows[1].whole)  # it has no question


def test_tokens_are_as_far_off_as_they_shall_be(base: Base) -> None:
    (row,) = Perturbed(base).rows(np.array([0]), rng())
    before, after = (each.tokens.vectors * each.tokens.scales[:, None] for each in (base.rows[0], row))
    assert (unit(before) * after).sum(axis=1).mean() == pytest.approx((1 + made.TOKEN_NOISE**2) ** -0.5, abs=0.02)


def test_a_second_opinion_is_made_where_the_base_has_one(base: Base) -> None:
    from app.retrieval.second_opinion import PassageOpinion

    windows = (drawn(1), drawn(3), drawn(2), drawn(1))
    opinions = [
        PassageOpinion.of(own[0], own, known) for own, known in zip(windows, (True, True, False, True), strict=True)
    ]
    rows = [replace(row, second=opinion) for row, opinion in zip(base.rows, opinions, strict=True)]
    seconds = [row.second for row in Perturbed(replace(base, rows=rows)).rows(np.array([1, 2]), rng())]
    assert [(len(each.windows), bool(each.known)) for each in seconds if each] == [(3, True), (2, False)]


def test_mates_are_of_the_same_language() -> None:
    mates = Mates({"a": np.array([0, 3]), "b": np.array([1, 2, 4])})
    found = mates.of(np.repeat([0, 1, 2, 3, 4], 99), rng()).reshape(5, 99)
    assert [set(row.tolist()) for row in found] == [{0, 3}, {1, 2, 4}, {1, 2, 4}, {0, 3}, {1, 2, 4}]


def test_noise_spreads_as_the_rows_do() -> None:
    flat = drawn(50) * np.repeat([1, 0], [4, 28])  # rows that differ in four directions only
    found = noise(spread(flat), 5000, rng())
    assert (found**2).sum(axis=1).mean() == pytest.approx(made.NOISE**2, rel=0.1)
    assert np.abs(found[:, 4:]).max() == 0


def test_the_ten_best_are_those_of_a_sort() -> None:
    rows, queries = drawn(300), drawn(3)
    products = queries @ rows[50:].T
    best, found = ten_best(queries, np.arange(50, 300), lambda places: rows[places])
    assert best.tolist() == (50 + np.argsort(-products, axis=1)[:, :10]).tolist()
    assert found == pytest.approx(np.sort(products, axis=1)[:, :-11:-1])


def test_sets_share_what_is_taken_of_them() -> None:
    small, large = ([BeirPassage(str(n), "", "") for n in range(count)] for count in (2, 9))
    assert [[each.id for each in own] for own in shares([large, small], 7)] == [["0", "1"], ["0", "2", "4", "6", "8"]]
    assert list(shares([small], 0)) == [[]]


def test_files_are_counted_by_what_they_belong_to() -> None:
    files = ("passages.vectors.npy", "passages.jsonl", "lexical.by_row.worth.npy", "manifest.json")
    assert [part_of(file) for file in files] == ["vectors", "content", "lexical", "other"]


def test_what_misses_its_bar_stands_out() -> None:
    figures = {"search, p50": 1.0, "search, p95": 20.0, "recall": 0.9}
    percentiles = ("p50", "p95")
    assert several("search", percentiles, digits=1, bar=15, judged=1)(figures) == "**1.0 / 20.0**"
    assert several("search", percentiles, digits=1, bar=20, judged=1)(figures) == "1.0 / 20.0"
    assert [share("recall", least)(figures) for least in (None, 0.9, 0.97)] == ["0.9000", "0.9000", "**0.9000**"]
    assert number("search, p95", 2)(figures) == "20.00"


def test_a_tenfold_size_is_as_far_to_the_right_as_any_other_and_small_values_are_below() -> None:
    drawn = chart({"seconds": {10: 1.0, 100: 10.0, 1000: 100.0}}, "passages")
    circles = [part.split('"') for part in drawn.split("<circle ")[1:]]
    xs, ys = [float(part[1]) for part in circles], [float(part[3]) for part in circles]
    assert np.diff(xs) == pytest.approx([235, 235])
    assert np.diff(ys) == pytest.approx([-170, -170])
    assert ">seconds</text>" in drawn
