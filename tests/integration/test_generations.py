"""What is refused when a published index is loaded, and what the refusal says."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.errors import IndexCorrupt, IndexFolderError, IndexIncompatible, IndexMissing
from app.generations import current_folder, load_current
from app.ingest import Ingestion
from app.manifest import checksum
from app.retrieval.flat import FLAT, build_flat
from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import LexicalIndex
from app.retrieval.ports import VectorIndexKind


@pytest.fixture
def folder(ingestion: Ingestion, corpus: Path, index: Path) -> Path:
    ingestion.run(corpus)
    return current_folder(index)


def _change_manifest(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _is_refused_as_unfit(folder: Path, index: Path, name: str) -> None:
    """A file that is whole, with its checksum noted, but does not belong to these passages."""
    files = json.loads((folder / "manifest.json").read_text())["files"]
    _change_manifest(folder, files={**files, name: checksum(folder / name)})
    with pytest.raises(IndexCorrupt, match="differ in number or dimension"):
        load_current(index, FLAT)


def test_before_the_first_ingestion_the_command_to_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"Run `faq ingest`"):
        load_current(tmp_path, FLAT)


@pytest.mark.parametrize(
    "name",
    [
        "passages.jsonl",
        "documents.jsonl",
        "merchants.jsonl",
        "passages.index",
        "questions.index",
        "tokens.npz",
        "lexical.npz",
    ],
)
@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_a_damaged_file_is_named(folder: Path, index: Path, name: str, damage: Callable[[Path], object]) -> None:
    damage(folder / name)
    with pytest.raises(IndexCorrupt, match=name):
        load_current(index, FLAT)


@pytest.mark.parametrize("content", ["", "[]", "{}", "3", '{"format_version": 3}'])
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


def test_token_rows_that_do_not_fit_the_passages_are_refused(folder: Path, index: Path) -> None:
    rows = TokenRows.build(
        [np.eye(3, 256, dtype=np.float32)], 256, spans=[np.zeros((3, 2), np.int32)], questions=[None]
    )
    rows.save(folder / "tokens.npz")
    _is_refused_as_unfit(folder, index, "tokens.npz")


def test_a_lexical_index_of_other_passages_is_refused(folder: Path, index: Path) -> None:
    LexicalIndex.build([(None, "one passage too few")] * 5).save(folder / "lexical.npz")
    _is_refused_as_unfit(folder, index, "lexical.npz")


@pytest.mark.parametrize("shape", [(5, 256), (6, 255)])
def test_rows_that_do_not_fit_the_passages_are_refused(folder: Path, index: Path, shape: tuple[int, int]) -> None:
    build_flat(np.eye(*shape, dtype=np.float32)).save(folder / "questions.index")
    _is_refused_as_unfit(folder, index, "questions.index")


@pytest.mark.parametrize("content", [b"../../etc", b"", b"\xff\n"])
def test_a_pointer_that_names_no_generation_is_refused(folder: Path, index: Path, content: bytes) -> None:
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(IndexFolderError, match=r"Run `faq ingest`"):
        load_current(index, FLAT)
