"""What is refused when a published index is loaded, and what the refusal says."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.columns import Columns
from app.content import read_content
from app.errors import IndexCorrupt, IndexFolderError, IndexIncompatible, IndexMissing
from app.generations import current_folder, load_current
from app.ingest import Ingestion
from app.manifest import FORMAT_VERSION, checksum
from app.retrieval.array_files import Parts, write_arrays
from app.retrieval.flat import FLAT, build_flat
from app.retrieval.kinds import BySize
from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import LexicalIndex
from app.retrieval.ports import VectorIndexKind
from app.stored_rows import store_rows


@pytest.fixture
def folder(ingestion: Ingestion, corpus: Path, index: Path) -> Path:
    ingestion.run(corpus)
    return current_folder(index)


def _change_manifest(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    content = json.dumps({**json.loads(path.read_text()), **changes}).encode()
    path.write_bytes(content)
    (folder / "manifest.sha256").write_text(f"{hashlib.sha256(content).hexdigest()}  manifest.json\n")


def test_before_the_first_ingestion_the_command_to_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"Run `faq ingest`"):
        load_current(tmp_path, FLAT)


@pytest.mark.parametrize(
    "name",
    [
        "passages.jsonl",
        "documents.jsonl",
        "merchants.jsonl",
        "passages.vectors.npy",
        "questions.vectors.npy",
        "nearest.index",
        "tokens.vectors.npy",
        "lexical.terms.npy",
    ],
)
@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_a_damaged_file_is_named(folder: Path, index: Path, name: str, damage: Callable[[Path], object]) -> None:
    damage(folder / name)
    with pytest.raises(IndexCorrupt, match=name):
        load_current(index, FLAT)


@pytest.mark.parametrize("content", ["", "[]", "{}", "3", f'{{"format_version": {FORMAT_VERSION}}}'])
def test_a_manifest_that_is_none_is_refused(folder: Path, index: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content)
    with pytest.raises(IndexCorrupt, match="manifest"):
        load_current(index, FLAT)


def test_a_manifest_without_a_list_of_files_is_refused(folder: Path, index: Path) -> None:
    _change_manifest(folder, files=["passages.jsonl"])
    with pytest.raises(IndexCorrupt, match="not a manifest"):
        load_current(index, FLAT)


def test_another_format_is_refused(folder: Path, index: Path) -> None:
    _change_manifest(folder, format_version=99)
    with pytest.raises(IndexIncompatible, match="format 99"):
        load_current(index, FLAT)


def test_another_kind_of_index_is_refused(folder: Path, index: Path) -> None:
    other = VectorIndexKind("other", FLAT.build, FLAT.load)
    with pytest.raises(IndexIncompatible, match="'flat' index, not 'other'"):
        load_current(index, other)


def test_an_index_is_read_by_the_kind_that_it_was_built_with(folder: Path, index: Path) -> None:
    assert load_current(index, BySize(most_exact=0)).manifest.index_kind == "flat"


def _note_checksums(folder: Path) -> None:
    files = json.loads((folder / "manifest.json").read_text())["files"]
    _change_manifest(folder, files={name: checksum(folder / name) for name in files})


def _exchange(folder: Path, index: Path, path: Path, arrays: Parts) -> None:
    """Files that are whole, with their checksums noted, but do not belong to these passages."""
    write_arrays(path, arrays)
    _note_checksums(folder)
    with pytest.raises(IndexCorrupt, match="differ in number or dimension"):
        load_current(index, FLAT)


def _columns_of(first: int, **changes: object) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        passages = read_content(folder).passages[:first]
        Columns.of([dataclasses.replace(passage, **changes) for passage in passages]).save(folder)  # type: ignore[arg-type]

    return damage


def _store_one(name: str) -> Callable[[Path], object]:
    return lambda folder: store_rows(folder / name, [("a", "{}")])


def _first_merchant_only(folder: Path) -> None:
    path = folder / "merchants.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


@pytest.mark.parametrize(
    "damage",
    [
        _columns_of(5),
        _columns_of(6, merchant_id="nobody"),
        _store_one("sources.jsonl"),
        _store_one("documents.jsonl"),
        _store_one("passages.jsonl"),
        _first_merchant_only,
    ],
)
def test_files_of_different_contents_are_refused(folder: Path, index: Path, damage: Callable[[Path], object]) -> None:
    damage(folder)
    _note_checksums(folder)
    with pytest.raises(IndexCorrupt, match=r"contradicts itself\. Run `faq ingest`"):
        load_current(index, FLAT)


@pytest.mark.parametrize("count", ["merchants", "documents", "passages"])
def test_a_content_that_the_manifest_does_not_count_is_refused(folder: Path, index: Path, count: str) -> None:
    counts = json.loads((folder / "manifest.json").read_text())["counts"]
    _change_manifest(folder, counts={**counts, count: counts[count] + 1})
    with pytest.raises(IndexCorrupt, match="more or less than its manifest says"):
        load_current(index, FLAT)


@pytest.mark.parametrize("content", [b'{"id": "alp', b"\xff\xfe", b"3\n", b"{}\n", b'{"aliases": []}\n'])
def test_merchants_of_something_else_are_refused(folder: Path, content: bytes) -> None:
    (folder / "merchants.jsonl").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"merchants\.jsonl holds no merchants\. Run `faq ingest`"):
        read_content(folder)


@pytest.mark.parametrize("name", ["merchants", "sources", "documents", "passages"])
def test_a_content_without_one_of_its_files_is_refused(folder: Path, name: str) -> None:
    (folder / f"{name}.jsonl").unlink()
    with pytest.raises(IndexCorrupt, match=rf"{name}\.jsonl holds no"):
        read_content(folder)


def test_token_rows_that_do_not_fit_the_passages_are_refused(folder: Path, index: Path) -> None:
    rows = TokenRows.build(
        [np.eye(3, 256, dtype=np.float32)], 256, spans=[np.zeros((3, 2), np.int32)], questions=[None]
    )
    _exchange(folder, index, folder / "tokens", rows.parts)


def test_a_lexical_index_of_other_passages_is_refused(folder: Path, index: Path) -> None:
    LexicalIndex.build([(None, "one passage too few")] * 5).save(folder / "lexical")
    _exchange(folder, index, folder / "second", {})


@pytest.mark.parametrize("shape", [(5, 256), (6, 255)])
@pytest.mark.parametrize("name", ["passages", "questions"])
def test_rows_that_do_not_fit_the_passages_are_refused(
    folder: Path, index: Path, name: str, shape: tuple[int, int]
) -> None:
    _exchange(folder, index, folder / name, {"vectors": np.eye(*shape, dtype=np.float32)})


@pytest.mark.parametrize("shape", [(5, 256), (6, 255)])
def test_an_index_that_does_not_fit_the_passages_is_refused(folder: Path, index: Path, shape: tuple[int, int]) -> None:
    build_flat(np.eye(*shape, dtype=np.float32)).save(folder / "nearest.index")
    _exchange(folder, index, folder / "second", {})


@pytest.mark.parametrize("content", [b"../../etc", b"", b"\xff\n"])
def test_a_pointer_that_names_no_generation_is_refused(folder: Path, index: Path, content: bytes) -> None:
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(IndexFolderError, match=r"Run `faq ingest`"):
        load_current(index, FLAT)
