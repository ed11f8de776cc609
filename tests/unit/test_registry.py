"""Who a document belongs to: the registry, and what it refuses."""

import datetime
from pathlib import Path

import pytest

from app.corpus.column_names import ColumnNames
from app.corpus.registry import read_registry
from app.domain import Merchant
from app.errors import RegistryError

SHOP = '[[merchants]]\nid = "shop"\nname = "Shop"\n'
DOCUMENT = '[[merchants.documents]]\npath = "shop/faq.txt"\n'


def _write(folder: Path, text: str) -> Path:
    (folder / "merchants.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_merchant_and_its_document_are_read(tmp_path: Path) -> None:
    registry = read_registry(_write(tmp_path, SHOP + 'aliases = ["The Shop"]\ncontact = "a@b.c"\n' + DOCUMENT))
    assert registry.merchants == (Merchant("shop", "Shop", name="Shop", contact="a@b.c", aliases=("The Shop",)),)
    (entry,) = registry.documents
    assert (entry.path, entry.merchant_id, entry.line) == ("shop/faq.txt", "shop", 6)


def test_a_merchant_without_a_name_is_not_attributed(tmp_path: Path) -> None:
    registry = read_registry(_write(tmp_path, '[[merchants]]\nid = "x"\nlabel = "Unnamed shop"\n' + DOCUMENT))
    (merchant,) = registry.merchants
    assert (merchant.name, merchant.label, merchant.attributed) == (None, "Unnamed shop", False)


def test_a_document_takes_its_merchant_s_language_and_its_date_as_written(tmp_path: Path) -> None:
    registry = read_registry(_write(tmp_path, SHOP + 'language = "fr"\n' + DOCUMENT + "retrieved = 2026-01-31\n"))
    (entry,) = registry.documents
    assert (entry.language, entry.retrieved) == ("fr", datetime.date(2026, 1, 31).isoformat())


def test_tables_written_in_line_are_read_too(tmp_path: Path) -> None:
    text = 'merchants = [{id = "shop", name = "Shop", documents = [{path = "shop/faq.txt"}]}]\n'
    assert read_registry(_write(tmp_path, text)).documents[0].line == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", ":1: no [[merchants]] table"),
        ("merchants = 3", ":1: no [[merchants]] table"),
        ("shops = []", ":1: unknown key 'shops'"),
        (SHOP + DOCUMENT + "= 3", ":6: not valid TOML"),
        ("[[merchants", "end: not valid TOML"),
        ('[[merchants]]\nid = "Shop"\nname = "S"\n', ":1: id 'Shop' is not usable"),
        ('[[merchants]]\nname = "S"\n', ":1: id None is not usable"),
        ('[[merchants]]\nid = 7\nname = "S"\n', ":1: id is 7"),
        ('[[merchants]]\nid = "s"\nname = " "\n', ":1: name is ' '"),
        ('[[merchants]]\nid = "s"\n' + DOCUMENT, ":1: merchant 's' has neither name nor label"),
        (SHOP + 'language = "English"\n', ":1: language 'English' is not an ISO 639 code"),
        (SHOP + "colour = 3\n", ":1: unknown key 'colour'"),
        (SHOP + "aliases = [1]\n" + DOCUMENT, ":1: aliases is not an array of texts"),
        (SHOP, ":1: merchant 'shop' has no documents"),
        (SHOP + "documents = 4\n", ":1: documents of 'shop' is not a list"),
        (SHOP + "[[merchants.documents]]\n", ":4: path None is not usable"),
        (SHOP + '[[merchants.documents]]\npath = "../x"\n', ":4: path '../x' is not usable"),
        (SHOP + '[[merchants.documents]]\npath = "/x"\n', ":4: path '/x' is not usable"),
        (SHOP + "[[merchants.documents]]\npath = 'a\\b'\n", ":4: path 'a\\\\b' is not usable"),
        (SHOP + '[[merchants.documents]]\npath = "a//b"\n', ":4: path 'a//b' is not usable"),
        (SHOP + '[[merchants.documents]]\npath = "a\\u0000b"\n', ":4: path 'a\\x00b' is not usable"),
        (SHOP + '[[merchants.documents]]\npath = "a\\u202eb"\n', ":4: path 'a\\u202eb' is not usable"),
        (SHOP + f'contact = "{"x" * 2001}"\n', ":1: contact has 2,001 characters; give at most 2,000"),
        (SHOP + f'aliases = ["{"x" * 2001}"]\n' + DOCUMENT, ":1: aliases is not an array of texts of at most 2,000"),
        ("x = " + "[" * 5000, "end: not valid TOML"),
        ("x = " + "1" * 5000, "end: not valid TOML"),
        (SHOP + DOCUMENT + "page = 3\n", ":4: unknown key 'page'"),
        (SHOP + DOCUMENT + 'updated = "last week"\n', ":4: updated is 'last week'; give a date such as 2026-01-31"),
        (SHOP + DOCUMENT + "updated = 10:00:00\n", ":4: updated is datetime.time(10, 0)"),
        (SHOP + DOCUMENT + 'answer = "A"\n', ":4: answer names a column, and shop/faq.txt has none; only .csv, .tsv"),
        (SHOP + DOCUMENT + DOCUMENT, ":6: document 'shop/faq.txt' is listed twice, first at line 4"),
        (
            SHOP + DOCUMENT + DOCUMENT.replace("faq", "FAQ"),
            ":6: document 'shop/FAQ.txt' is listed twice, first at line 4",
        ),
        (SHOP + DOCUMENT.replace("faq", "é") + DOCUMENT.replace("faq", "e\u0301"), "first at line 4 as 'shop/é.txt'"),
        (SHOP + DOCUMENT + SHOP + '[[merchants.documents]]\npath = "b"\n', ":6: merchant id 'shop' is listed twice"),
    ],
)
def test_a_registry_that_does_not_add_up_is_refused_by_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(RegistryError) as refused:
        read_registry(_write(tmp_path, text))
    assert complaint in str(refused.value)


def test_a_missing_registry_says_what_to_create(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="Create it with `faq merchants add`"):
        read_registry(tmp_path)


def test_a_registry_in_another_encoding_is_refused_by_line(tmp_path: Path) -> None:
    (tmp_path / "merchants.toml").write_bytes(b'[[merchants]]\nid = "\xe9"\n')
    with pytest.raises(RegistryError, match=r":2: not UTF-8"):
        read_registry(tmp_path)


@pytest.mark.parametrize("written", ["2026-01-31", '"2026-01-31"', '"20260131"', "2026-01-31T10:00:00"])
def test_the_day_of_the_last_change_is_an_iso_date(tmp_path: Path, written: str) -> None:
    (entry,) = read_registry(_write(tmp_path, SHOP + DOCUMENT + f"updated = {written}\n")).documents
    assert entry.updated == "2026-01-31"


def test_the_columns_of_a_table_can_be_named(tmp_path: Path) -> None:
    table = '[[merchants.documents]]\npath = "shop/FAQ.CSV"\nquestion = "Ask"\nanswer = "Reply"\n'
    (entry,) = read_registry(_write(tmp_path, SHOP + table)).documents
    assert entry.columns == ColumnNames(question="Ask", answer="Reply")
