"""Source files to documents, and the files that are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.corpus import documents
from app.corpus.documents import read_document, read_documents, unlisted
from app.corpus.layout import LaidPair
from app.corpus.registry import DocumentEntry, Registry
from app.domain import Place, Span
from app.errors import DocumentError

ENTRY = DocumentEntry("shop/faq.txt", "shop", 4, title="FAQ")


def _write(corpus: Path, content: bytes) -> Path:
    (corpus / "shop").mkdir()
    (corpus / "shop/faq.txt").write_bytes(content)
    return corpus


def test_a_document_is_read_unchanged(tmp_path: Path) -> None:
    source = read_document(_write(tmp_path, "Où?\r\n\r\nIci.\x0b".encode()), ENTRY)
    document = source.document
    assert (document.text, document.merchant_id, document.title) == ("Où?\r\n\r\nIci.\x0b", "shop", "FAQ")


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert read_document(_write(tmp_path, b"\xef\xbb\xbfWhy?"), ENTRY).document.text == "Why?"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b" \n\t\n", "empty"),
        (b"Why?\n\x81\x8d", "line 2 is not UTF-8"),
        ("Why?".encode("utf-16")[:-1], "line 1 is not UTF-16"),
        (b"Why?\n\0", "line 2 holds a NUL"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    with pytest.raises(DocumentError, match=complaint) as refused:
        read_document(_write(tmp_path, content), ENTRY)
    assert "merchants.toml:4" in str(refused.value)


@pytest.mark.parametrize("name", ["shop/faq.csv", "shop/FAQ.CSV"])
def test_a_table_is_read_as_rows_and_rendered(tmp_path: Path, name: str) -> None:
    _write(tmp_path, b"")
    (tmp_path / name).write_bytes(b'\xef\xbb\xbfanswer,question\r\n"Yes,\r\nit is.",Why?\r\n')
    source = read_document(tmp_path, DocumentEntry(name, "shop", 4))
    assert source.document.text == "Why?\nYes,\r\nit is.\n"
    assert source.layout.laid == (LaidPair(Span(0, 5), Span(5, 18), None, Place(row=1)),)


@pytest.mark.parametrize("content", ["question,answer\n", "question,answer\n,\n\n , \n"])
def test_a_table_without_a_row_is_refused(tmp_path: Path, content: str) -> None:
    _write(tmp_path, b"")
    (tmp_path / "shop/faq.csv").write_text(content)
    with pytest.raises(DocumentError, match=r"merchants.toml:4\): no row holds a question or an answer"):
        read_document(tmp_path, DocumentEntry("shop/faq.csv", "shop", 4))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path, ENTRY)


def test_a_link_out_of_the_corpus_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    corpus = tmp_path / "corpus"
    (corpus / "shop").mkdir(parents=True)
    (corpus / "shop/faq.txt").symlink_to(outside)
    with pytest.raises(DocumentError, match="leads out of the corpus"):
        read_document(corpus, ENTRY)


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 3)
    with pytest.raises(DocumentError, match="over 3 bytes"):
        read_document(_write(tmp_path, b"Why?"), ENTRY)


def test_files_that_nobody_lists_are_named_and_hidden_ones_are_not(tmp_path: Path) -> None:
    _write(tmp_path, b"Why?")
    for name in ("merchants.toml", "shop/old.txt", ".hidden", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert unlisted(tmp_path, Registry((), (ENTRY,))) == ["shop/old.txt"]


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_one_file_under_two_names_is_refused(tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    _write(tmp_path, b"Why?")
    (tmp_path / "merchants.toml").touch()
    link(tmp_path / "copy.txt", tmp_path / "shop/faq.txt")
    registry = Registry((), (ENTRY, DocumentEntry("copy.txt", "other", 9)))
    with pytest.raises(DocumentError, match=r"merchants.toml:9\): the same file as shop/faq.txt"):
        read_documents(tmp_path, registry)
