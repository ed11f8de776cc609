"""What an ingestion changes of the served generation, by document and passage, and what it leaves exactly as it was."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from app.changes import Changes, DocumentChange, MerchantChanges
from app.generations import Generation, load_current
from app.ingest import Ingestion
from app.manifest import Model
from app.retrieval.flat import FLAT

NEW = '[[merchants.documents]]\npath = "boutique/more.txt"\n'


@pytest.fixture
def ingested(ingestion: Ingestion, corpus: Path) -> Ingestion:
    ingestion.run(corpus)
    return ingestion


def _changes(ingestion: Ingestion, corpus: Path) -> Changes:
    changes = ingestion.run(corpus).changes
    assert changes is not None
    return changes


def _register(corpus: Path, told: str) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text() + told)


def test_of_a_first_ingestion_everything_is_new(ingestion: Ingestion, corpus: Path) -> None:
    changes = _changes(ingestion, corpus)
    assert changes.documents == (
        DocumentChange("alpine/faq.txt", "added", added=4, removed=0, kept=0, embedded=4),
        DocumentChange("boutique/faq.txt", "added", added=2, removed=0, kept=0, embedded=2),
    )
    assert (changes.unchanged, changes.merchants) == (0, MerchantChanges(added=("alpine", "boutique")))
    assert (changes.added, changes.removed, changes.kept, changes.embedded) == (6, 0, 0, 6)


def test_an_ingestion_of_the_same_changes_nothing(ingested: Ingestion, corpus: Path) -> None:
    assert ingested.run(corpus).changes is None


def test_a_changed_answer_is_one_passage_removed_and_one_added(ingested: Ingestion, corpus: Path) -> None:
    path = corpus / "alpine/faq.txt"
    path.write_text(path.read_text().replace("three days", "four days"))
    assert _changes(ingested, corpus) == Changes(
        documents=(DocumentChange("alpine/faq.txt", "changed", added=1, removed=1, kept=3, embedded=1),),
        unchanged=1,
        merchants=MerchantChanges(),
        kept=5,
        embedded=1,
    )


def test_a_document_that_says_what_another_says_is_added_without_embedding(ingested: Ingestion, corpus: Path) -> None:
    (corpus / "boutique/more.txt").write_text("Do you deliver on Sundays?\nNo, we do not deliver on Sundays.\n")
    _register(corpus, NEW)
    changes = _changes(ingested, corpus)
    assert changes.documents == (DocumentChange("boutique/more.txt", "added", added=1, removed=0, kept=0, embedded=0),)
    assert (changes.unchanged, changes.kept, changes.embedded) == (2, 6, 0)


def test_a_document_is_removed(ingestion: Ingestion, corpus: Path) -> None:
    (corpus / "boutique/more.txt").write_text("Is it gift-wrapped?\nYes, in blue paper and with a ribbon.\n")
    _register(corpus, NEW)
    ingestion.run(corpus)
    path = corpus / "merchants.toml"
    path.write_text(path.read_text().removesuffix(NEW))
    changes = _changes(ingestion, corpus)
    assert changes.documents == (
        DocumentChange("boutique/more.txt", "removed", added=0, removed=1, kept=0, embedded=0),
    )
    assert (changes.added, changes.removed, changes.kept) == (0, 1, 6)


def test_lines_that_moved_change_the_document_and_keep_its_passages(ingested: Ingestion, corpus: Path) -> None:
    path = corpus / "boutique/faq.txt"
    path.write_text("\n" + path.read_text())
    (change,) = _changes(ingested, corpus).documents
    assert change == DocumentChange("boutique/faq.txt", "changed", added=0, removed=0, kept=2, embedded=0)


def test_a_merchant_that_is_described_anew_is_named(ingested: Ingestion, corpus: Path) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text().replace('"Alpine"', '"Alp"'))
    changes = _changes(ingested, corpus)
    assert (changes.documents, changes.unchanged, changes.merchants) == ((), 2, MerchantChanges(changed=("alpine",)))


def test_a_merchant_that_another_takes_the_place_of_is_named(ingested: Ingestion, corpus: Path) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text().replace('"boutique"', '"bakery"'))
    assert _changes(ingested, corpus).merchants == MerchantChanges(added=("bakery",), removed=("boutique",))


def test_another_model_embeds_passages_that_are_kept(ingested: Ingestion, corpus: Path) -> None:
    changes = _changes(dataclasses.replace(ingested, model=lambda _: Model("hashing", "another")), corpus)
    assert (changes.documents, changes.kept, changes.embedded) == ((), 6, 6)


def _rows(generation: Generation) -> dict[str, tuple[bytes, ...]]:
    """Every passage's rows by its id, byte for byte."""
    rows, passages = generation.rows, generation.content.passages
    found = {}
    for number, passage in enumerate(passages):
        row = rows.at(number)
        arrays = (row.whole, row.question, row.tokens.vectors, row.tokens.scales, row.tokens.spans)
        found[passage.id] = tuple(np.asarray(array).tobytes() for array in arrays)
    return found


def test_a_changed_an_added_and_a_removed_document_change_exactly_their_own_passages(
    ingestion: Ingestion, corpus: Path, index: Path
) -> None:
    (corpus / "boutique/more.txt").write_text("Is it gift-wrapped?\nYes, in blue paper and with a ribbon.\n")
    _register(corpus, NEW)
    ingestion.run(corpus)
    before = _rows(load_current(index, FLAT))
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().replace("boutique/more.txt", "boutique/other.txt"))
    (corpus / "boutique/other.txt").write_text("Where are you?\nIn the old town, beside the bridge.\n")
    alpine = corpus / "alpine/faq.txt"
    alpine.write_text(alpine.read_text().replace("three days", "four days"))
    ingestion.run(corpus)
    after = _rows(load_current(index, FLAT))
    kept = before.keys() & after.keys()
    documents = {passage.id: passage.document for passage in load_current(index, FLAT).content.passages}
    assert {documents[name] for name in after.keys() - before.keys()} == {"alpine/faq.txt", "boutique/other.txt"}
    assert (len(kept), len(before.keys() - kept), len(after.keys() - kept)) == (5, 2, 2)
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
