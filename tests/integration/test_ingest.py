"""From a corpus folder to a published generation, and what leaves the served one untouched."""

import dataclasses
import fcntl
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import faiss
import numpy as np
import pytest
from numpy.testing import assert_allclose

from app import ingest, manifest, reuse
from app.encoders.hashing import HashingEncoder
from app.encoders.ports import EncodedPassage, Progress, Vectors
from app.errors import CorpusError, FaqError, IndexUnwritable, IngestBusy
from app.generations import current_folder, current_manifest, load_current
from app.ingest import Ingestion
from app.manifest import Model, checksum
from app.passage_texts import embedded_text
from app.retrieval.dense import QUESTION_WEIGHT
from app.retrieval.flat import FLAT, FlatIndex
from app.retrieval.ports import VectorIndexKind

HASHING = HashingEncoder()


def _everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_corpus_becomes_a_generation_that_loads(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    done = ingestion.run(corpus)
    generation = load_current(index, FLAT)
    assert done.embedded == len(generation.content.passages) == 6
    assert generation.manifest == done.manifest
    assert tuple(generation.content.passages) == done.corpus.content.passages
    assert dict(generation.manifest.counts) == {"merchants": 2, "documents": 2, "passages": 6}


def test_a_document_without_a_title_in_the_registry_takes_its_own(ingestion: Ingestion, corpus: Path) -> None:
    (corpus / "boutique/faq.txt").write_text("Boutique help\n\nDelivery\n\nHow long?\nTwo weeks.\n")
    assert [d.title for d in ingestion.run(corpus).corpus.content.documents] == ["Alpine FAQ", "Boutique help"]


def test_row_n_belongs_to_passage_n(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    generation = load_current(index, FLAT)
    passage = generation.content.passages[3]
    vector = HASHING.encode_passages([embedded_text(passage.question, passage.text)])[0].vector
    assert generation.rows.passages.search(vector, 1).rows.tolist() == [3]
    assert generation.rows.nearest.search(vector, 1).rows.tolist() == [3]
    asked = HASHING.encode_questions([passage.question or ""])[0]
    assert_allclose(generation.rows.questions.search(asked, 1).scores, [1], atol=1e-6)


def test_letters_find_the_passage_that_has_them(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    generation = load_current(index, FLAT)
    scores = generation.rows.lexical.scores("a birthday")
    assert generation.content.passages[int(scores.argmax())].question == "May I return a birthday gift?"


def test_a_passage_without_a_question_stands_for_its_own(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    (corpus / "boutique/faq.txt").write_text("We deliver within two weeks, and we are glad that you are here.\n")
    ingestion.run(corpus)
    generation = load_current(index, FLAT)
    last = len(generation.content.passages) - 1
    whole = HASHING.encode_passages([generation.content.passages[last].text])[0].vector
    ranking = generation.rows.questions.search(whole, 1)
    assert ranking.rows.tolist() == [last]
    assert_allclose(ranking.scores, [1], atol=1e-6)


def test_a_corpus_without_any_question_is_ingested(ingestion: Ingestion, corpus: Path) -> None:
    for path in ("alpine/faq.txt", "boutique/faq.txt"):
        (corpus / path).write_text("We deliver within two weeks, and we are glad that you are here.\n")
    assert ingestion.run(corpus).embedded == 2


def test_the_same_corpus_embeds_nothing_and_publishes_nothing(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    first = ingestion.run(corpus)
    before = _everything(index)
    second = ingestion.run(corpus)
    assert (second.embedded, second.manifest) == (0, first.manifest)
    assert (first.published, second.published) == (True, False)
    assert _everything(index) == before


def test_the_digest_is_the_same_elsewhere_and_later(ingestion: Ingestion, corpus: Path, tmp_path: Path) -> None:
    elsewhere = dataclasses.replace(ingestion, index=tmp_path / "elsewhere").run(corpus)
    assert elsewhere.manifest.digest == ingestion.run(corpus).manifest.digest


@pytest.mark.parametrize(
    "change",
    [
        lambda corpus: (corpus / "alpine/faq.txt").write_text("How long?\nFour days.\n"),
        lambda corpus: (corpus / "merchants.toml").write_text(
            (corpus / "merchants.toml").read_text().replace("Alpine", "Alp")
        ),
    ],
)
def test_a_change_publishes_another_generation(
    ingestion: Ingestion, corpus: Path, index: Path, change: Callable[[Path], object]
) -> None:
    first = ingestion.run(corpus)
    change(corpus)
    second = ingestion.run(corpus)
    assert second.manifest.digest != first.manifest.digest
    assert current_manifest(index) == second.manifest


def test_three_generations_stay_on_disk(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    names = []
    for days in range(5):
        (corpus / "boutique/faq.txt").write_text(f"How long?\nIt takes {days} days.\n")
        names.append(ingestion.run(corpus).manifest.generation)
    assert sorted(path.name for path in (index / "generations").iterdir()) == names[-3:]
    assert current_folder(index).name == names[-1]


@pytest.mark.parametrize(
    "damage",
    [
        lambda corpus: (corpus / "boutique/faq.txt").unlink(),
        lambda corpus: (corpus / "boutique/faq.txt").write_bytes(b"\xff\xfe"),
        lambda corpus: (corpus / "boutique/faq.txt").write_text(""),
        lambda corpus: (corpus / "boutique/faq.txt").write_text("-----\n"),
        lambda corpus: (corpus / "merchants.toml").write_text("[["),
        lambda corpus: (corpus / "merchants.toml").unlink(),
    ],
)
def test_bad_input_leaves_the_served_index_as_it_was(
    ingestion: Ingestion, corpus: Path, index: Path, damage: Callable[[Path], object]
) -> None:
    ingestion.run(corpus)
    before = _everything(index)
    damage(corpus)
    with pytest.raises(CorpusError):
        ingestion.run(corpus)
    assert _everything(index) == before


class _Failing(HashingEncoder):
    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> list[EncodedPassage]:
        raise FaqError("the encoder failed")


def test_a_failing_encoder_leaves_the_served_index_as_it_was(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    before = _everything(index)
    (corpus / "boutique/faq.txt").write_text("How long?\nAnother time.\n")
    with pytest.raises(FaqError, match="the encoder failed"):
        dataclasses.replace(ingestion, encoder=_Failing).run(corpus)
    assert _everything(index) == before


class HashingSecond:
    """A second encoder without a model."""

    fingerprint = "second"

    def knows(self, language: str | None) -> bool:
        return True

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        return HASHING.encode_query(query).vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return HASHING.encode_questions(texts, progress)


def _with_second(_: Sequence[str]) -> Model:
    return Model("hashing", HASHING.fingerprint, HashingSecond.fingerprint)


class _FullDisk(FlatIndex):
    def save(self, path: Path) -> None:
        path.write_bytes(b"half a fi")
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_served_index_as_it_was(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    before = _everything(index)
    (corpus / "boutique/faq.txt").write_text("How long?\nAnother time.\n")
    kind = dataclasses.replace(FLAT, build=lambda vectors: _FullDisk(faiss.IndexFlatIP(vectors.shape[1])))
    with pytest.raises(IndexUnwritable, match="No space left"):
        dataclasses.replace(ingestion, kind=kind).run(corpus)
    assert _everything(index) == before


def test_what_a_killed_ingestion_left_is_cleared(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    left = index / "generations/.new-left"
    left.mkdir(parents=True)
    ingestion.run(corpus)
    assert not left.exists()


def test_a_damaged_index_is_built_again(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    (current_folder(index) / "passages.jsonl").write_text("")
    assert ingestion.run(corpus).embedded == 6
    assert current_manifest(index).counts["passages"] == 6


def test_two_ingestions_at_once_are_refused(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    index.mkdir()
    with (index / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IngestBusy, match="Another ingestion is writing"):
            ingestion.run(corpus)


def test_a_passage_over_the_model_s_limit_is_named(ingestion: Ingestion, corpus: Path) -> None:
    class Short(HashingEncoder):
        max_tokens = 9

    done = dataclasses.replace(ingestion, encoder=Short).run(corpus)
    assert done.truncated == tuple(
        p.id for p in done.corpus.content.passages if len(embedded_text(p.question, p.text).split()) > 9
    )
    assert 0 < len(done.truncated) < 6


def test_the_manifest_says_what_was_built(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    told = json.loads((current_folder(index) / "manifest.json").read_text())
    assert (told["format_version"], told["index_kind"]) == (manifest.FORMAT_VERSION, "flat")
    assert (told["model"], told["fingerprint"], told["dimension"]) == ("hashing", HASHING.fingerprint, 256)
    assert told["files"].keys() == {
        "columns.json", "columns.npz", "frequent.json", "merchants.jsonl",
        "documents.jsonl", "documents.rows.npz", "sources.jsonl", "sources.rows.npz",
        "passages.jsonl", "passages.rows.npz", "passages.vectors.npy", "questions.vectors.npy", "nearest.index",
        *(f"tokens.{name}.npy" for name in ("vectors", "scales", "spans", "lengths", "heads")),
        *(f"lexical.{way}.{name}.npy" for way in ("by_row", "by_gram") for name in ("members", "worth", "lengths")),
        "lexical.terms.npy", "embedded.keys.npy",
    }  # fmt: skip
    assert told["second"] is None
    assert (told["settings"]["token_pooling"], told["settings"]["question_weight"]) == (1, QUESTION_WEIGHT)


def test_only_what_says_something_new_is_embedded(ingestion: Ingestion, corpus: Path) -> None:
    first = ingestion.run(corpus)
    path = corpus / "boutique/faq.txt"
    path.write_text(path.read_text() + "\nIs it gift-wrapped?\nYes, in blue paper and with a ribbon.\n")
    assert (first.embedded, ingestion.run(corpus).embedded) == (6, 1)


def test_nothing_is_embedded_where_only_a_merchant_s_name_has_changed(ingestion: Ingestion, corpus: Path) -> None:
    ingestion.run(corpus)
    path = corpus / "merchants.toml"
    path.write_text(path.read_text().replace('"Alpine"', '"Alp"'))
    done = dataclasses.replace(ingestion, encoder=_Failing).run(corpus)
    assert (done.embedded, done.truncated, done.manifest.counts["passages"]) == (0, (), 6)
    assert done.published


def _changed(corpus: Path) -> None:
    path = corpus / "boutique/faq.txt"
    path.write_text("How long?\nFour days.\n\n" + path.read_text())


@pytest.mark.parametrize("pooling", [1, 3])
def test_rows_that_were_taken_over_are_those_that_would_be_made_anew(
    ingestion: Ingestion, corpus: Path, index: Path, tmp_path: Path, pooling: int
) -> None:
    kept = dataclasses.replace(ingestion, token_pooling=pooling, second_encoder=HashingSecond, model=_with_second)
    kept.run(corpus)
    _changed(corpus)
    assert kept.run(corpus).embedded == 1
    anew = tmp_path / "anew"
    assert dataclasses.replace(kept, index=anew).run(corpus).embedded == 7
    assert _files(current_folder(index)) == _files(current_folder(anew))


def _files(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in _everything(folder).items() if not name.startswith("manifest.")}


@pytest.mark.parametrize(
    "change",
    [
        {"token_pooling": 2},
        {"model": lambda _: Model("hashing", "another")},
        {"model": lambda _: Model("hashing", HASHING.fingerprint, "second"), "second_encoder": HashingSecond},
        {"kind": VectorIndexKind("other", FLAT.build, FLAT.load)},
    ],
)
def test_what_other_models_or_settings_made_is_not_taken_over(
    ingestion: Ingestion, corpus: Path, change: dict[str, Any]
) -> None:
    ingestion.run(corpus)
    _changed(corpus)
    assert dataclasses.replace(ingestion, **change).run(corpus).embedded == 7


def test_what_another_recipe_made_is_not_taken_over(
    ingestion: Ingestion, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingestion.run(corpus)
    monkeypatch.setattr(ingest, "SETTINGS", {**ingest.SETTINGS, "rows": 0})
    assert ingestion.run(corpus).embedded == 6


def test_rows_are_taken_over_where_only_the_chunker_has_changed(
    ingestion: Ingestion, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingestion.run(corpus)
    monkeypatch.setattr(ingest, "SETTINGS", {**ingest.SETTINGS, "chunker": 0})
    done = ingestion.run(corpus)
    assert (done.embedded, done.published) == (0, True)


def test_rows_without_keys_are_made_anew(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    served = ingestion.run(corpus).manifest
    folder, files = current_folder(index), dict(served.files)
    dataclasses.replace(served, files={name: files[name] for name in files if name != "embedded.keys.npy"}).write(
        folder
    )
    (folder / "embedded.keys.npy").unlink()
    _changed(corpus)
    assert ingestion.run(corpus).embedded == 7


def test_the_served_generation_is_hashed_once_and_the_new_one_read_back(
    ingestion: Ingestion, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingestion.run(corpus)
    served, hashed = current_folder(index), Mock(wraps=checksum)
    monkeypatch.setattr(manifest, "checksum", hashed)
    _changed(corpus)
    unpublished = f".new-{ingestion.run(corpus).manifest.generation}"
    names = [path.name for path in served.iterdir() if not path.name.startswith("manifest.")]
    assert sorted(call.args[0] for call in hashed.call_args_list) == sorted(
        folder / name for folder in (served, served.with_name(unpublished)) for name in names
    )


def test_passages_are_embedded_in_batches_to_the_same_effect(
    ingestion: Ingestion, corpus: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingestion.run(corpus)
    monkeypatch.setattr(reuse, "_BATCH", 4)
    told: list[tuple[int, int]] = []
    anew = tmp_path / "anew"
    dataclasses.replace(ingestion, index=anew).run(corpus, lambda done, of: told.append((done, of)))
    assert _files(current_folder(index)) == _files(current_folder(anew))
    assert (max(told[: len(told) // 2]), max(told)) == ((4, 6), (6, 6))


def test_pooled_tokens_take_less_and_find_the_same_passage(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    ingestion.run(corpus)
    whole = load_current(index, FLAT).rows.tokens
    assert dataclasses.replace(ingestion, token_pooling=2).run(corpus).embedded == 6
    rows = load_current(index, FLAT).rows.tokens
    assert rows.vectors.shape[0] < 0.6 * whole.vectors.shape[0]
    asked = HASHING.encode_query("birthday gift").tokens
    assert rows.matches(asked, np.arange(6)).passages.argmax() == whole.matches(asked, np.arange(6)).passages.argmax()
