"""Whose a file is that the registry does not list: what its front matter says, and nothing below that."""

from pathlib import Path

import pytest

from app.corpus import attribution, documents
from app.corpus.attribution import read_attribution
from app.corpus.documents import unlisted
from app.corpus.elements import Prose, Reading
from app.errors import DocumentError

REGISTRY = """[[merchants]]
id = "alpine"
name = "Alpine"
language = "fr"
[[merchants.documents]]
path = "alpine/z.txt"
[[merchants]]
id = "boutique"
label = "Unnamed boutique"
[[merchants.documents]]
path = "boutique.txt"
"""
OF_ALPINE = "---\nmerchant: alpine\n---\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "alpine").mkdir()
    (tmp_path / "merchants.toml").write_text(REGISTRY)
    return tmp_path


def attributed_paths(corpus: Path) -> list[tuple[str, str]]:
    return [(entry.merchant_id, entry.path) for entry in read_attribution(corpus).documents]


LISTED = [("alpine", "alpine/z.txt"), ("boutique", "boutique.txt")]


def test_files_that_claim_a_merchant_stand_behind_its_listed_ones_by_path(corpus: Path) -> None:
    (corpus / "alpine/b.md").write_text(OF_ALPINE)
    (corpus / "a.MARKDOWN").write_text('\ufeff+++\nmerchant = "alpine"\n+++\n', encoding="utf-8")
    assert attributed_paths(corpus) == [LISTED[0], ("alpine", "a.MARKDOWN"), ("alpine", "alpine/b.md"), LISTED[1]]
    claimed = read_attribution(corpus).documents[1]
    assert (claimed.line, claimed.language) == (0, "fr")
    assert unlisted(corpus, read_attribution(corpus)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Questions\n"),
        ("a.md", "---\ntitle: Questions\n---\n"),
        ("a.md", f"Hello\n{OF_ALPINE}"),
        ("a.md", f"\n{OF_ALPINE}"),
        ("a.txt", OF_ALPINE),
        ("a.csv", OF_ALPINE),
        ("overrides.toml", "+++\n"),
    ],
)
def test_a_text_that_says_whose_it_is_elsewhere_is_nobody_s(corpus: Path, name: str, text: str) -> None:
    (corpus / name).write_text(text)
    assert attributed_paths(corpus) == LISTED


def test_a_file_that_cannot_be_opened_claims_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "a.md").write_text(OF_ALPINE)
    monkeypatch.setattr(attribution, "LARGEST", len(OF_ALPINE) - 1)
    assert attributed_paths(corpus) == LISTED


@pytest.mark.parametrize(
    ("name", "merchant", "complaint"),
    [
        ("a.md", "nobody", r"a\.md \(not listed in merchants\.toml\): its front matter names the merchant 'nobody'"),
        ("a.md", "[alpine", r"a\.md .*: line 3: the front matter cannot be read"),
        ("a\\b.md", "alpine", r"Rename it\."),
    ],
)
def test_a_claim_that_counts_for_nothing_is_refused(corpus: Path, name: str, merchant: str, complaint: str) -> None:
    (corpus / name).write_text(f"---\nmerchant: {merchant}\n---\n")
    with pytest.raises(DocumentError, match=complaint):
        read_attribution(corpus)


def test_a_listed_file_whose_front_matter_names_another_is_refused(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "boutique.txt").write_text("x")
    reading = Reading(elements=(Prose(text="x"),), merchant="alpine")
    monkeypatch.setattr(documents, "reader_of", lambda _: lambda _: reading)
    told = r"toml:10\): its front matter names the merchant 'alpine', merchants.toml lists it under 'boutique'"
    with pytest.raises(DocumentError, match=told):
        documents.read_document(corpus, read_attribution(corpus).documents[1])


def test_a_file_that_is_listed_under_one_name_cannot_claim_a_merchant_under_another(corpus: Path) -> None:
    (corpus / "alpine/z.txt").write_text(OF_ALPINE)
    (corpus / "boutique.txt").write_text("x")
    (corpus / "a.md").symlink_to("alpine/z.txt")
    with pytest.raises(
        DocumentError, match=r"a\.md \(attributed by its front matter\): the same file as alpine/z\.txt"
    ):
        documents.read_documents(corpus, read_attribution(corpus))
