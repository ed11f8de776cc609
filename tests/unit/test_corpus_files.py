"""Files of a corpus folder: what is read, what is refused, and that nothing is waited for."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.corpus.documents import read_documents
from app.corpus.files import read_file
from app.corpus.registry import DocumentEntry, Registry, read_registry
from app.errors import DocumentError, RegistryError

WHERE = "faq.txt (listed at merchants.toml:4)"


def _read(corpus: Path, path: str = "faq.txt") -> bytes:
    return read_file(corpus, path, 10, where=WHERE, error=DocumentError).content


def test_a_file_is_read_whole_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "faq.txt").write_bytes(b"0123456789")
    assert _read(tmp_path) == b"0123456789"


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_bytes(b"Why?")
    (tmp_path / "faq.txt").symlink_to("other.txt")
    assert _read(tmp_path) == b"Why?"


@pytest.mark.parametrize(
    ("place", "complaint"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.symlink_to(path), "cannot be read"),
        (lambda path: path.symlink_to("gone.txt"), "no such file"),
        (lambda path: path.symlink_to("/dev/zero"), "leads out of the corpus folder"),
        (lambda path: path.symlink_to(".."), "leads out of the corpus folder"),
        (os.mkfifo, "not a file but a folder, pipe or device"),
        (lambda path: path.mkdir(), "not a file but a folder, pipe or device|Is a directory"),
        (lambda path: path.write_bytes(b"x" * 11), "over 10 bytes"),
    ],
)
def test_what_is_no_file_of_the_folder_is_refused_at_once(
    tmp_path: Path, place: Callable[[Path], object], complaint: str
) -> None:
    place(tmp_path / "faq.txt")
    with pytest.raises(DocumentError, match=complaint) as refused:
        _read(tmp_path)
    assert str(refused.value).startswith(WHERE)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "faq.txt/inside"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "faq.txt").touch()
    with pytest.raises(DocumentError, match=r"cannot be read|no such file"):
        _read(tmp_path, path)


def test_a_file_that_may_not_be_read_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faq.txt").touch()
    monkeypatch.setattr(os, "open", _refuse)
    with pytest.raises(DocumentError, match=r"cannot be read \(Permission denied\)"):
        _read(tmp_path)


def _refuse(*_: object) -> int:
    raise PermissionError(13, "Permission denied")


def test_the_registry_itself_is_nobody_s_document(tmp_path: Path) -> None:
    (tmp_path / "merchants.toml").write_text("x = 1")
    (tmp_path / "faq.txt").hardlink_to(tmp_path / "merchants.toml")
    with pytest.raises(DocumentError, match=r"faq\.txt .*: the same file as merchants\.toml"):
        read_documents(tmp_path, Registry((), (DocumentEntry("faq.txt", "shop", 4),)))


def test_a_registry_outside_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").touch()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/merchants.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(RegistryError, match="leads out of the corpus folder"):
        read_registry(tmp_path / "corpus")


def test_a_registry_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "merchants.toml")
    with pytest.raises(RegistryError, match="not a file"):
        read_registry(tmp_path)
