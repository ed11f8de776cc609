"""An index built and served with a second encoder: here one that hashes words and knows English only."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from app.domain import SearchRequest
from app.encoders.hashing import HashingEncoder
from app.encoders.ports import Progress, SecondEncoder, Vectors
from app.errors import IndexCorrupt, IndexIncompatible
from app.generations import Generation, current_folder, current_manifest, load_current
from app.ingest import Ingestion
from app.languages import Detection
from app.manifest import Model, checksum
from app.passage_texts import windows
from app.retrieval.array_files import write_arrays
from app.retrieval.flat import FLAT
from app.retrieval.second_opinion import SecondRows
from app.retrieval.weights import ConfidenceWeights, Weights
from app.search import Searcher, Understanding

HASHING = HashingEncoder()


class EnglishOnly:
    """A second encoder without a model."""

    fingerprint = "english-only-1"

    def knows(self, language: str | None) -> bool:
        return language == "en"

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        return HASHING.encode_query(query).vector if self.knows(language) else None

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return HASHING.encode_questions(texts, progress)


SECOND: SecondEncoder = EnglishOnly()


@pytest.fixture
def both(ingestion: Ingestion) -> Ingestion:
    """An ingestion with both encoders."""
    model = Model("hashing", HASHING.fingerprint, SECOND.fingerprint)
    return replace(ingestion, model=lambda _: model, second_encoder=lambda: SECOND)


Serve = Callable[..., Searcher]


@pytest.fixture
def serve(index: Path, weights: Weights) -> Serve:
    """Serves what is published; where the second encoder has a say, it decides the order, and confidence is 0.5."""

    def served(second: SecondEncoder | None = SECOND, language: str | None = "en") -> Searcher:
        fusion = replace(weights.fusion, second_window=50.0, second_question=50.0)
        half = ConfidenceWeights(fused=0.0, margin=0.0, second=0.0, bias=0.0)
        telling = replace(weights, fusion=fusion, with_second=half)
        return Searcher(load_current(index, FLAT), Understanding(HASHING, second, lambda _: language, telling))

    return served


def _confidence(searcher: Searcher, query: str, *merchants: str) -> float:
    return searcher.search(SearchRequest(query, merchants=merchants)).answerability.confidence


LONG = "We sew. We iron. We pack. We send. We wait."


def _ingested(ingestion: Ingestion, corpus: Path, index: Path) -> Generation:
    (corpus / "boutique/faq.txt").write_text(f"What do you do?\n{LONG}\n\nWhere are you?\nIn the old town.\n")
    ingestion.run(corpus)
    return load_current(index, FLAT)


def test_row_n_holds_passage_n_s_question_and_windows(both: Ingestion, corpus: Path, index: Path) -> None:
    generation = _ingested(both, corpus, index)
    second, passages = generation.rows.second, generation.content.passages
    assert second is not None
    row = next(row for row, passage in enumerate(passages) if passage.text == LONG)
    own = second.at(row).windows
    assert len(own) == 1 + 3
    assert_allclose(own, HASHING.encode_questions(windows("What do you do?", LONG)), atol=1e-3)
    asked = HASHING.encode_questions([passage.question or "" for passage in passages])
    assert_allclose([second.at(row).question for row in range(len(second))], asked, atol=1e-3)


def test_a_passage_without_a_question_stands_for_its_own(both: Ingestion, corpus: Path, index: Path) -> None:
    text = "We deliver within two weeks, and we are glad that you are here."
    (corpus / "boutique/faq.txt").write_text(text + "\n")
    both.run(corpus)
    second = load_current(index, FLAT).rows.second
    assert second is not None
    assert_allclose(second.at(len(second) - 1).question, HASHING.encode_questions([text])[0], atol=1e-3)


@pytest.mark.parametrize(("language", "known"), [("en", True), ("fr", False), (None, True)])
def test_a_passage_is_known_unless_its_language_is_known_not_to_be(
    both: Ingestion, corpus: Path, index: Path, language: str | None, known: bool
) -> None:
    replace(both, detect=lambda _: Detection(language, 0.9)).run(corpus)
    second = load_current(index, FLAT).rows.second
    assert second is not None
    assert set(second.known.tolist()) == {known}


def test_the_manifest_names_the_second_encoder_and_the_digest_depends_on_it(
    both: Ingestion, ingestion: Ingestion, corpus: Path
) -> None:
    without, with_ = ingestion.run(corpus).manifest, both.run(corpus).manifest
    assert (without.second, with_.second) == (None, SECOND.fingerprint)
    assert without.digest != with_.digest
    assert (with_.files.keys() - without.files.keys()) == {
        f"second.{name}.npy" for name in ("questions", "windows", "lengths", "known")
    }
    assert both.run(corpus).embedded == 0


def test_its_say_changes_what_a_search_finds(both: Ingestion, corpus: Path, index: Path, serve: Serve) -> None:
    _ingested(both, corpus, index)
    query = "What do you do? We send."
    assert serve().search(SearchRequest(query)).hits[0].passage.text == LONG
    assert (_confidence(serve(), query), _confidence(serve(None), query) > 0.5) == (0.5, True)


def test_an_index_with_it_is_served_without_it(both: Ingestion, corpus: Path, index: Path, serve: Serve) -> None:
    _ingested(both, corpus, index)
    result = serve(None).search(SearchRequest("Where are you?"))
    assert result.hits[0].passage.text == "In the old town."


def test_an_index_without_it_is_not_served_with_it(ingestion: Ingestion, corpus: Path, serve: Serve) -> None:
    ingestion.run(corpus)
    with pytest.raises(IndexIncompatible, match=r"second encoder none.*english-only-1.*FAQ_SECOND_ENCODER"):
        serve()


def test_an_index_of_another_second_encoder_is_refused(both: Ingestion, corpus: Path, serve: Serve) -> None:
    class Other(EnglishOnly):
        fingerprint = "other-2"

    both.run(corpus)
    with pytest.raises(IndexIncompatible, match=r"second encoder english-only-1.*other-2"):
        serve(Other())


def _scores(searcher: Searcher, query: str) -> list[tuple[str, float]]:
    return [(hit.passage.id, hit.score) for hit in searcher.search(SearchRequest(query, limit=50)).hits]


@pytest.mark.parametrize("language", ["fr", None])
def test_a_query_in_a_language_it_does_not_know_is_ranked_without_it(
    both: Ingestion, corpus: Path, index: Path, serve: Serve, language: str | None
) -> None:
    _ingested(both, corpus, index)
    assert _scores(serve(language=language), "Where are you?") == _scores(serve(None, language), "Where are you?")


def test_a_candidate_in_a_language_it_does_not_know_leaves_all_without_its_opinion(
    both: Ingestion, corpus: Path, index: Path, serve: Serve
) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text() + 'language = "fr"\n')
    _ingested(both, corpus, index)
    assert _scores(serve(), "Where are you?") == _scores(serve(None), "Where are you?")


def test_a_candidate_outside_the_filter_does_not_count_for_that(
    both: Ingestion, corpus: Path, index: Path, serve: Serve
) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text() + 'language = "fr"\n')
    _ingested(both, corpus, index)
    assert _confidence(serve(), "Do you deliver on Sundays?") > 0.5
    assert _confidence(serve(), "Do you deliver on Sundays?", "alpine") == 0.5


def test_a_generation_without_the_rows_that_its_manifest_promises_is_refused(
    ingestion: Ingestion, corpus: Path, index: Path
) -> None:
    ingestion.run(corpus)
    replace(current_manifest(index), second="english-only-1").write(current_folder(index))
    with pytest.raises(IndexCorrupt, match="second encoder's rows"):
        load_current(index, FLAT)


def test_a_damaged_file_of_second_rows_is_named(both: Ingestion, corpus: Path, index: Path) -> None:
    both.run(corpus)
    path = current_folder(index) / "second.windows.npy"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexCorrupt, match=r"second\.windows\.npy does not match its checksum"):
        load_current(index, FLAT)


def test_second_rows_that_do_not_fit_the_passages_are_refused(both: Ingestion, corpus: Path, index: Path) -> None:
    both.run(corpus)
    path = current_folder(index) / "second"
    told = current_manifest(index)
    rows = SecondRows.build(np.eye(1, 4, dtype=np.float32), [np.eye(2, 4, dtype=np.float32)], [True])
    write_arrays(path, rows.parts)
    replace(told, files={name: checksum(path.parent / name) for name in told.files}).write(path.parent)
    with pytest.raises(IndexCorrupt, match="differ in number"):
        load_current(index, FLAT)
