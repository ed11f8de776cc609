"""`faq merchants`: who is listed, with which documents; adding and removing them."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.corpus.registry import read_registry

Captured = pytest.CaptureFixture[str]
ADD = ["merchants", "add", "acme", "--name", "Acme"]
FAQ = "How long does delivery take?\nTwo weeks.\n"


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """A text outside of the corpus folder."""
    file = tmp_path / "faq.txt"
    file.write_text(FAQ)
    return file


def told(capsys: Captured, *command: str) -> Any:  # Any: JSON
    assert main(["merchants", *command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_merchants_are_listed_with_their_documents_and_what_is_wrong(shop: Path, capsys: Captured) -> None:
    (shop / "other.txt").unlink()
    (shop / "new").write_text("x")
    assert main(["merchants", "list"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == ["merchant", "document", "format", "bytes"]
    size = (shop / "alpine/faq.txt").stat().st_size
    assert [line.split("  ", 1)[0].strip() for line in lines[:2]] == ["alpine (Alpine)", "other (no name; Other shop)"]
    assert lines[0].split()[-3:] == ["alpine/faq.txt", "txt", str(size)]
    assert lines[2:] == [
        f"Problem: {shop}/other.txt: no such file. Add it, or remove it from the registry.",
        f"{shop}/new is nobody's. `faq merchants add ID {shop}/new` lists it.",
    ]


def test_the_list_for_machines_tells_all_that_is_known(shop: Path, capsys: Captured) -> None:
    listed = told(capsys, "list")
    _, other = listed["merchants"]
    assert (other["id"], other["name"], other["label"], other["attributed"]) == ("other", None, "Other shop", False)
    (document,) = other["documents"]
    size = (shop / "other.txt").stat().st_size
    assert document.items() >= {"path": "other.txt", "line": 10, "format": "txt", "bytes": size}.items()
    assert listed["unlisted"] == []


def test_a_merchant_is_added_with_a_copy_of_a_file_and_then_searched(shop: Path, faq: Path, capsys: Captured) -> None:
    before = (shop / "merchants.toml").read_text()
    assert (
        main([*ADD, "--about", "aliases=Acne", "--about", "aliases=A=C", "--document", "title=Acme FAQ", str(faq)]) == 0
    )
    assert capsys.readouterr().out.splitlines() == [
        f"Added acme (Acme) with 1 document in {shop}/merchants.toml.",
        f"Copied to {shop}/acme/faq.txt: from now on that copy is read.",
        "Run `faq ingest` to have it searched.",
    ]
    assert (shop / "merchants.toml").read_text().startswith(before)
    (*_, merchant), (*_, entry) = read_registry(shop).merchants, read_registry(shop).documents
    assert (merchant.name, merchant.aliases) == ("Acme", ("Acne", "A=C"))
    assert (entry.path, entry.title) == ("acme/faq.txt", "Acme FAQ")
    assert main(["ingest"]) == 0
    assert main(["search", "How long does delivery take?", "-m", "acme"]) == 0


def test_a_file_of_the_corpus_stays_where_it_is(shop: Path, capsys: Captured) -> None:
    (shop / "alpine/gifts.txt").write_text(FAQ)
    added = told(capsys, "add", "alpine", str(shop / "alpine/gifts.txt"), "--document", "language=en")
    assert (added["new"], added["copied"]) == (False, [])
    assert [(each["path"], each["language"]) for each in added["documents"]] == [("alpine/gifts.txt", "en")]
    assert main(["merchants", "add", "alpine", str(shop / "alpine/gifts.txt")]) == 1
    assert "document 'alpine/gifts.txt' is listed twice" in capsys.readouterr().err


def test_more_documents_are_added_to_a_merchant_that_is_listed(shop: Path, faq: Path, capsys: Captured) -> None:
    assert main(["merchants", "add", "alpine", str(faq)]) == 1
    assert f"{shop}/alpine/faq.txt is there already" in capsys.readouterr().err
    faq = faq.rename(faq.with_name("more.txt"))
    assert main(["merchants", "add", "alpine", str(faq)]) == 0
    first = f"Added 1 document to alpine (Alpine) in {shop}/merchants.toml."
    assert capsys.readouterr().out.splitlines()[0] == first


def test_a_corpus_begins_with_its_first_merchant(shop: Path, faq: Path) -> None:
    (shop / "merchants.toml").unlink()
    assert main(["merchants", "add", "acme", "--label", "Unnamed tool shop", str(faq)]) == 0
    assert (shop / "merchants.toml").read_text().startswith("# Who each document belongs to.")
    assert [merchant.label for merchant in read_registry(shop).merchants] == ["Unnamed tool shop"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["acme"], "lists no merchant 'acme'. To add it, give --name, or --label"),
        (["alpine", "--name", "Alps", "--about", "aliases=A"], "Leave out its name, aliases to add documents"),
        (["../up", "--name", "Up"], "id '../up' is not usable"),
        (["acme", "--name", "Acme", "--document", "answer=Reply"], "acme/faq.txt has none"),
        (["acme", "--name", "Acme", "--about", "language=English"], "language 'English' is not an ISO 639 code"),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    shop: Path, faq: Path, capsys: Captured, options: list[str], error: str
) -> None:
    before = (shop / "merchants.toml").read_bytes()
    assert main(["merchants", "add", *options, str(faq)]) == 1
    printed = " ".join(capsys.readouterr().err.split())
    assert error in printed
    assert printed.endswith("Nothing was changed.")
    assert (shop / "merchants.toml").read_bytes() == before
    assert sorted(path.name for path in shop.iterdir()) == ["alpine", "merchants.toml", "other.txt"]


def test_a_file_that_cannot_be_read_as_a_document_is_not_added(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "blank.txt").write_text(" \n")
    assert main([*ADD, str(tmp_path / "blank.txt")]) == 1
    assert "empty. Add its text" in capsys.readouterr().err
    assert not (shop / "acme").exists()


def test_two_files_of_one_name_are_not_taken_for_one(shop: Path, faq: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/faq.txt").write_text(FAQ)
    assert main([*ADD, str(faq), str(tmp_path / "b/faq.txt")]) == 1
    assert "would both be acme/faq.txt." in " ".join(capsys.readouterr().err.split())
    assert not (shop / "acme").exists()


@pytest.mark.parametrize("name", ["merchants.toml", "overrides.toml"])
def test_what_is_written_for_the_ingestion_is_nobody_s_text(shop: Path, capsys: Captured, name: str) -> None:
    (shop / name).touch()
    assert main([*ADD, str(shop / name)]) == 1
    assert f"{name} is no merchant's text." in " ".join(capsys.readouterr().err.split())


def test_one_of_two_files_that_is_missing_keeps_both_out(shop: Path, faq: Path, capsys: Captured) -> None:
    assert main([*ADD, str(faq), "gone.txt"]) == 2
    assert "'gone.txt' does not exist" in " ".join(capsys.readouterr().err.split())
    assert not (shop / "acme").exists()


@pytest.mark.parametrize("given", ["title", "path=elsewhere.txt"])
def test_what_is_no_key_with_a_value_is_wrong_on_the_command_line(shop: Path, faq: Path, given: str) -> None:
    assert main([*ADD, "--document", given, str(faq)]) == 2


def test_a_disk_that_fails_leaves_no_copy(
    shop: Path, faq: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (shop / "acme").mkdir()
    (shop / "acme/kept.txt").write_text("x")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.corpus.registry_file.os.fsync", fail)
    assert main([*ADD, str(faq)]) == 1
    assert [path.name for path in (shop / "acme").iterdir()] == ["kept.txt"]


def test_a_document_is_removed_and_its_file_stays(shop: Path, faq: Path, capsys: Captured) -> None:
    (shop / "alpine/gifts.txt").write_text(FAQ)
    before = (shop / "merchants.toml").read_text()
    assert main(["merchants", "add", "alpine", str(shop / "alpine/gifts.txt")]) == 0
    capsys.readouterr()
    assert main(["merchants", "remove", "alpine", str(shop / "alpine/gifts.txt")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Removed 1 document of alpine from {shop}/merchants.toml. Files stay until you delete them:",
        f"  {shop}/alpine/gifts.txt",
        "Run `faq ingest`; with --force where it refuses to lose more than 30 % of the merchant's passages.",
    ]
    assert (shop / "alpine/gifts.txt").read_text() == FAQ
    assert (shop / "merchants.toml").read_text().replace("\n\n", "\n") == before


def test_a_merchant_is_removed_and_the_loss_is_published_by_force_only(ingested: Path, capsys: Captured) -> None:
    assert main(["merchants", "remove", "other"]) == 0
    printed = capsys.readouterr().out
    assert f"Removed other and its 1 document from {ingested}/merchants.toml." in printed
    assert "Run `faq ingest --force`" in printed
    assert main(["ingest"]) == 1
    assert "loses the merchants other" in capsys.readouterr().err
    assert main(["ingest", "--force"]) == 0


def test_many_files_that_stay_are_counted(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    files = [tmp_path / f"{number:02}.txt" for number in range(12)]
    assert [file.write_text(f"{FAQ}{file.name}\n") for file in files]
    assert main([*ADD, *map(str, files)]) == 0
    capsys.readouterr()
    assert main(["merchants", "remove", "acme"]) == 0
    assert capsys.readouterr().out.splitlines()[-3:-1] == [f"  {shop}/acme/09.txt", "  and 2 more"]


def test_a_merchant_that_overrides_name_is_not_removed(shop: Path, capsys: Captured) -> None:
    entry = '[[hidden]]\nmerchant = "other"\npassage = "x"\nreason = "r"\nauthor = "a"\n'
    (shop / "overrides.toml").write_text(f"\n{entry}{entry}")
    before = (shop / "merchants.toml").read_bytes()
    assert main(["merchants", "remove", "other"]) == 1
    told = "overrides.toml:2: an override of 'other', one of 2. Remove them first. Nothing was changed."
    assert told in " ".join(capsys.readouterr().err.split())
    assert (shop / "merchants.toml").read_bytes() == before


def test_what_was_removed_is_told_to_machines(shop: Path, capsys: Captured) -> None:
    removed = told(capsys, "remove", "other")
    assert (removed["merchant"]["id"], removed["whole"], removed["documents"]) == ("other", True, ["other.txt"])


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["nobody"], "lists no merchant 'nobody'; `faq merchants list` shows them."),
        (
            ["alpine", "other.txt"],
            "'other.txt' is not listed there; `faq merchants list` shows what is, as alpine/faq.txt. A file",
        ),
        (["alpine", "alpine/faq.txt"], "These are all documents of 'alpine'. Remove the merchant"),
    ],
)
def test_what_cannot_be_removed_is_told(shop: Path, capsys: Captured, command: list[str], error: str) -> None:
    assert main(["merchants", "remove", *command]) == 1
    printed = " ".join(capsys.readouterr().err.split())
    assert error in printed
    assert printed.endswith("Nothing was changed.")


def test_the_last_merchant_cannot_be_removed(shop: Path, capsys: Captured) -> None:
    assert main(["merchants", "remove", "other"]) == 0
    assert main(["merchants", "remove", "alpine"]) == 1
    assert "'alpine' is the only merchant, and a corpus has at least one." in capsys.readouterr().err


def test_a_document_that_names_its_merchant_itself_is_listed_without_a_line(shop: Path, capsys: Captured) -> None:
    (shop / "guide.md").write_text("---\nmerchant: alpine\n---\n# Guide\n")
    alpine, _ = told(capsys, "list")["merchants"]
    assert [(each["path"], each["line"]) for each in alpine["documents"]] == [("alpine/faq.txt", 5), ("guide.md", None)]


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["other"], "front matter names the merchant 'other', who is not listed either"),
        (["other", "other.md"], "other.md says in its front matter whose it is, and would be read all the same."),
    ],
)
def test_what_front_matter_holds_on_to_is_not_removed(
    shop: Path, capsys: Captured, command: list[str], error: str
) -> None:
    (shop / "other.md").write_text("---\nmerchant: other\n---\n# Is it free?\nYes, it is.\n")
    assert main(["merchants", "add", "other", str(shop / "other.md")]) == 0
    before = (shop / "merchants.toml").read_bytes()
    assert main(["merchants", "remove", *command]) == 1
    assert error in " ".join(capsys.readouterr().err.split())
    assert (shop / "merchants.toml").read_bytes() == before
