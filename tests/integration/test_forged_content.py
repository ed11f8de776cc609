"""Texts of a generation that were edited by hand, with every checksum noted anew: refused, not served."""

import json
from pathlib import Path

import pytest

from app.content import read_content
from app.errors import IndexCorrupt
from app.generations import current_folder
from app.ingest import Ingestion
from app.stored_rows import store_rows


@pytest.fixture
def folder(ingestion: Ingestion, corpus: Path, index: Path) -> Path:
    ingestion.run(corpus)
    return current_folder(index)


def _edited(path: Path, key: str, **changes: object) -> None:
    rows = [json.loads(line) | changes for line in path.read_text(encoding="utf-8").splitlines()]
    store_rows(path, ((row[key], json.dumps(row)) for row in rows))


@pytest.mark.parametrize("changes", [{"merchant_id": "nobody"}, {"merchant_id": 7}, {"text": 7}, {"question": []}])
def test_a_passage_of_nobody_or_without_a_text_is_refused(folder: Path, changes: dict[str, object]) -> None:
    _edited(folder / "passages.jsonl", "id", **changes)
    with pytest.raises(IndexCorrupt, match=r"passages\.jsonl holds no row 0"):
        read_content(folder).passages[0]


@pytest.mark.parametrize(("name", "attribute"), [("documents.jsonl", "documents"), ("sources.jsonl", "sources")])
def test_a_document_of_nobody_is_refused(folder: Path, name: str, attribute: str) -> None:
    _edited(folder / name, "path", merchant_id="nobody")
    with pytest.raises(IndexCorrupt, match="holds no row 0"):
        getattr(read_content(folder), attribute)[0]


@pytest.mark.parametrize("changes", [{"name": 7}, {"aliases": [7]}, {"aliases": None}, {"contact": {}}])
def test_a_merchant_whose_texts_are_none_is_refused(folder: Path, changes: dict[str, object]) -> None:
    path = folder / "merchants.jsonl"
    rows = [json.loads(line) | changes for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    with pytest.raises(IndexCorrupt, match=r"merchants\.jsonl holds no merchants"):
        read_content(folder)


@pytest.mark.parametrize("name", ["merchants.jsonl", "frequent.json"])
def test_json_without_an_end_to_its_depth_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("[" * 100_000)
    with pytest.raises(IndexCorrupt, match=name):
        read_content(folder)
