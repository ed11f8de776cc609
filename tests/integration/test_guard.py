"""What keeps a new generation from being published: it cannot be searched, or it loses what the served one has."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import faiss
import pytest

from app.domain import SearchRequest, SearchResult
from app.encoders.hashing import HashingEncoder
from app.errors import IndexMissing, PublishRefused
from app.generations import Generation, load_current
from app.guard import Guard
from app.ingest import Ingestion
from app.labelled import read_labelled
from app.proof import Search, prove
from app.retrieval.flat import FLAT, FlatIndex
from app.retrieval.ports import Vectors
from app.retrieval.weights import Weights
from app.search import Searcher, Understanding

Searching = Callable[[Generation], Search]


@pytest.fixture
def searching(weights: Weights) -> Searching:
    understanding = Understanding(HashingEncoder(), None, lambda _: "en", weights)
    return lambda generation: Searcher(generation, understanding).search


@pytest.fixture
def guarded(ingestion: Ingestion, searching: Searching) -> Ingestion:
    return dataclasses.replace(ingestion, approve=Guard(searching).approve)


def _write(corpus: Path, questions: Sequence[str], merchant: str = "alpine") -> None:
    text = "\n".join(f"{question}\nThe answer to that is number {n}.\n" for n, question in enumerate(questions))
    (corpus / merchant / "faq.txt").write_text(text)


def _asked(count: int) -> list[str]:
    return [f"What is the price of article {letter}?" for letter in "abcdefghijklmnop"[:count]]


def test_a_corpus_that_can_be_searched_is_published(guarded: Ingestion, corpus: Path) -> None:
    assert guarded.run(corpus).published
    _write(corpus, _asked(5))
    assert guarded.run(corpus).published


@pytest.mark.parametrize(
    "text",
    [
        "We deliver within two weeks, and we are glad that you are here.\n",
        "".join("Delivery\nWe deliver it, this and that.\n" for _ in range(30)),
        "May I?\n!!! ??? --- ...\n",
        "配送は何日かかりますか?\n三日かかります。\n\nهل يمكنني إرجاع الهدية؟\nنعم، خلال سنة.\n",
    ],
)
def test_any_corpus_can_be_proven(guarded: Ingestion, corpus: Path, text: str) -> None:
    for path in ("alpine/faq.txt", "boutique/faq.txt"):
        (corpus / path).write_text(text)
    assert guarded.run(corpus).published


def test_vectors_of_other_passages_are_not_published(guarded: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(12))

    def build(vectors: Vectors) -> FlatIndex:
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(0 * vectors)
        return FlatIndex(index)

    with pytest.raises(PublishRefused, match="its nearest vectors are not its passages' own"):
        dataclasses.replace(guarded, kind=dataclasses.replace(FLAT, build=build)).run(corpus)


@pytest.fixture
def generation(ingestion: Ingestion, corpus: Path, index: Path) -> Generation:
    ingestion.run(corpus)
    return load_current(index, FLAT)


def test_an_index_whose_encoder_does_not_answer_is_refused(generation: Generation, searching: Searching) -> None:
    search = searching(generation)

    def degraded(request: SearchRequest) -> SearchResult:
        return dataclasses.replace(search(request), degraded=True)

    with pytest.raises(PublishRefused, match="its encoder does not answer"):
        prove(generation, degraded)


def test_questions_that_find_other_passages_are_refused(generation: Generation, searching: Searching) -> None:
    search = searching(generation)

    def other(request: SearchRequest) -> SearchResult:
        return search(dataclasses.replace(request, q="Sundays", merchants=("alpine",), limit=1))

    with pytest.raises(PublishRefused, match=r"of 6 questions do not find their own passages, such as \w+:"):
        prove(generation, other)


def test_a_question_that_nobody_may_ask_is_not_asked(ingestion: Ingestion, corpus: Path, searching: Searching) -> None:
    row = {"question": "\x01", "answer": "This question has nothing to be read in it."}
    (corpus / "alpine/faq.jsonl").write_text(json.dumps(row))
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().replace("alpine/faq.txt", "alpine/faq.jsonl"))
    ingestion.run(corpus)
    generation = load_current(ingestion.index, FLAT)
    assert generation.content.passages[0].question == "\x01"
    prove(generation, searching(generation))


def _without_boutique(corpus: Path) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text().partition('[[merchants]]\nid = "boutique"')[0])


def test_a_merchant_is_not_lost_without_force(guarded: Ingestion, corpus: Path, index: Path) -> None:
    served = guarded.run(corpus).manifest
    _without_boutique(corpus)
    with pytest.raises(PublishRefused, match=r"loses the merchants boutique\. What is served stays.*--force"):
        guarded.run(corpus)
    assert load_current(index, FLAT).manifest == served


def test_with_force_it_is(ingestion: Ingestion, searching: Searching, corpus: Path) -> None:
    ingestion.run(corpus)
    _without_boutique(corpus)
    forced = dataclasses.replace(ingestion, approve=Guard(searching, forced=True).approve)
    assert forced.run(corpus).manifest.counts["merchants"] == 1


def test_thirty_percent_of_the_passages_may_go_and_no_more(guarded: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(8))  # and two of the other merchant
    guarded.run(corpus)
    _write(corpus, _asked(4))
    with pytest.raises(PublishRefused, match=r"loses 4 of 10 passages, more than 30% \(most of all: alpine 4\)"):
        guarded.run(corpus)
    _write(corpus, _asked(5))
    assert guarded.run(corpus).changes.removed == 3  # type: ignore[union-attr]


def test_what_one_merchant_gains_does_not_make_up_for_what_another_loses(guarded: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(8))
    guarded.run(corpus)
    _write(corpus, _asked(4))
    _write(corpus, _asked(16), "boutique")
    with pytest.raises(PublishRefused, match="loses 4 of 10 passages"):
        guarded.run(corpus)


@pytest.fixture
def shared(guarded: Ingestion, corpus: Path) -> Ingestion:
    """Ten passages of one merchant and fourteen of another are served: seven of the first are 29 % of all."""
    _write(corpus, _asked(10))
    _write(corpus, _asked(14), "boutique")
    guarded.run(corpus)
    return guarded


def test_one_merchant_of_many_passages_may_lose_thirty_percent_and_no_more(shared: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(3))
    with pytest.raises(PublishRefused, match=r"loses 7 of the 10 passages of alpine, more than 30%\. What is served"):
        shared.run(corpus)
    _write(corpus, _asked(7))
    assert shared.run(corpus).published


def test_one_of_few_passages_may_lose_more(guarded: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(9))
    _write(corpus, _asked(16), "boutique")
    guarded.run(corpus)
    _write(corpus, _asked(2))  # seven of nine, and of twenty-five
    assert guarded.run(corpus).published


def test_answers_that_are_worded_anew_are_not_lost(guarded: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(8))
    guarded.run(corpus)
    _write(corpus, [question.replace("price", "weight") for question in _asked(8)])
    assert guarded.run(corpus).published


def _labelled(path: Path, *rows: tuple[str, str, str]) -> Path:
    told = [
        {"id": query, "query": query, "language": "en", "merchant": merchant, "relevant": [_label(document)]}
        for query, merchant, document in rows
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in told))
    return path


def _label(document: str) -> dict[str, object]:
    return {"document": document, "lines": [1, 2], "grade": 2}


@pytest.fixture
def measured(ingestion: Ingestion, searching: Searching, tmp_path: Path) -> Ingestion:
    """Held against two labelled queries; one asks a merchant whom nobody knows yet."""
    queries = _labelled(
        tmp_path / "queries.jsonl",
        ("What is the price of article a?", "alpine", "alpine/faq.txt"),
        ("How much is article b?", "newcomer", "newcomer.txt"),
    )
    return dataclasses.replace(ingestion, approve=Guard(searching, read_labelled(queries)).approve)


def test_a_generation_that_answers_as_well_is_published(measured: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(8))
    measured.run(corpus)
    _write(corpus, _asked(9))
    done = measured.run(corpus)
    assert done.published
    assert done.warnings == ("1 of 2 labelled queries were left out: both generations must have a merchant.",)


def test_one_that_answers_labelled_queries_worse_is_not(measured: Ingestion, corpus: Path) -> None:
    _write(corpus, _asked(8))
    measured.run(corpus)
    _write(corpus, _asked(9)[1:])
    with pytest.raises(PublishRefused, match=r"worse: success_at_1 1\.000 -> 0\.000, .*mrr.*, query 'What is"):
        measured.run(corpus)


def test_what_cannot_be_compared_is_not_published(measured: Ingestion, searching: Searching, corpus: Path) -> None:
    served = measured.run(corpus).manifest
    approve = measured.approve.__self__  # type: ignore[attr-defined]

    def failing(generation: Generation) -> Search:
        if generation.manifest == served:
            raise IndexMissing("its model is gone")
        return searching(generation)

    _write(corpus, _asked(8))
    with pytest.raises(PublishRefused, match=r"cannot be searched to compare with: its model is gone What is served"):
        dataclasses.replace(measured, approve=dataclasses.replace(approve, searching=failing).approve).run(corpus)
