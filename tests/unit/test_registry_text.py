"""`merchants.toml` as it is edited: tables come and go, every comment stays where it belongs."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.corpus.registry import parse_registry
from app.corpus.registry_text import OPENING, with_documents, with_merchant, without_documents, without_merchant
from app.errors import RegistryError

ALPINE = """# Alpine's texts came by mail.
[[merchants]]
id = "alpine"  # as in its address
name = "Alpine"

# The page of 2025.
[[merchants.documents]]
path = "alpine/faq.txt"

[[merchants.documents]]
path = "alpine/gifts.txt"
# Gifts end in May.
"""
NOTE = "# --- Toys ---\n"
BOUTIQUE = """# Nobody said whose these are.
[[merchants]]
id = "boutique"
label = "Unnamed boutique"

[[merchants.documents]]
path = "boutique.txt"
"""
BOTH = f"{OPENING}\n{ALPINE}\n{NOTE}\n{BOUTIQUE}"


def test_a_merchant_is_added_at_the_end() -> None:
    added = with_merchant(BOTH, {"id": "c", "name": "Ça", "aliases": ["C", "D"]}, [{"path": "c.md", "title": 'A "b"'}])
    assert added == (
        f'{BOTH}\n[[merchants]]\nid = "c"\nname = "Ça"\naliases = ["C", "D"]\n'
        '\n[[merchants.documents]]\npath = "c.md"\ntitle = "A \\"b\\""\n'
    )


def test_the_first_merchant_stands_below_what_a_registry_begins_with() -> None:
    text = with_merchant(OPENING, {"id": "c", "name": "C"}, [{"path": "c.md"}])
    assert text == f'{OPENING}\n[[merchants]]\nid = "c"\nname = "C"\n\n[[merchants.documents]]\npath = "c.md"\n'


def test_documents_are_added_behind_those_of_their_merchant_and_before_the_comments_of_others() -> None:
    added = with_documents(BOTH, "alpine", [{"path": "alpine/b.csv", "answer": "Reply"}, {"path": "alpine/c.md"}])
    tables = (
        '[[merchants.documents]]\npath = "alpine/b.csv"\nanswer = "Reply"\n\n'
        '[[merchants.documents]]\npath = "alpine/c.md"\n'
    )
    assert added == f"{OPENING}\n{ALPINE}\n{tables}\n{NOTE}\n{BOUTIQUE}"


def test_a_comment_directly_above_the_next_table_stays_there() -> None:
    tight = ALPINE.replace("# Gifts end in May.\n", "") + BOUTIQUE
    added = with_documents(tight, "alpine", [{"path": "d.md"}])
    table = '\n[[merchants.documents]]\npath = "d.md"\n\n'
    assert added == ALPINE.replace("# Gifts end in May.\n", "") + table + BOUTIQUE


def test_a_merchant_leaves_with_the_comments_that_touch_its_tables_only() -> None:
    assert without_merchant(BOTH, "alpine") == f"{OPENING}\n{NOTE}\n{BOUTIQUE}"
    assert without_merchant(BOTH, "boutique") == f"{OPENING}\n{ALPINE}\n{NOTE}"


def test_a_document_leaves_with_its_own_comment() -> None:
    left = without_documents(BOTH, "alpine", ["alpine/faq.txt"])
    assert left == BOTH.replace('# The page of 2025.\n[[merchants.documents]]\npath = "alpine/faq.txt"\n\n', "")


@pytest.mark.parametrize("text", [BOTH, BOTH.rstrip(), BOTH.replace("\n", "\r\n"), BOTH.replace("\n", "\r\n").rstrip()])
def test_what_is_added_can_be_removed_again(text: str) -> None:
    added = with_merchant(text, {"id": "c", "name": "C"}, [{"path": "c.md"}])
    more = with_documents(added, "c", [{"path": "d.md"}])
    assert without_documents(more, "c", ["d.md"]).rstrip() == added.rstrip()
    assert without_merchant(more, "c").rstrip() == text.rstrip()


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_written_as_toml_reads_it(name: str, title: str) -> None:
    text = with_merchant(OPENING, {"id": "c", "name": name}, [{"path": "c.md", "title": title}])
    (merchant,) = tomllib.loads(text)["merchants"]
    assert (merchant["name"], merchant["documents"][0]["title"]) == (name, title)


def test_a_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(RegistryError, match="Give it in UTF-8"):
        with_merchant(OPENING, {"id": "c", "name": "caf\udce9"}, [])


@pytest.mark.parametrize(
    "text",
    [
        'merchants = [{id = "alpine", name = "A", documents = [{path = "a"}, {path = "b"}]}]\n',
        '[[merchants]]\nid = "alpine"\nname = "A"\ndocuments = [{path = "a"}, {path = "b"}]\n',
        BOTH.replace("[[merchants", '[["merchants"').replace("alpine/gifts.txt", "b"),
    ],
)
def test_another_style_is_left_to_an_editor(text: str) -> None:
    parse_registry(Path("merchants.toml"), text.encode())
    with pytest.raises(RegistryError, match="make this change in an editor"):
        with_documents(text, "alpine", [{"path": "c"}])
    with pytest.raises(RegistryError, match="make this change in an editor"):
        without_documents(text, "alpine", ["b"])


def test_a_header_within_a_text_is_none() -> None:
    text = BOTH.replace('name = "Alpine"', 'name = """\n[[merchants]]\n"""')
    with pytest.raises(RegistryError, match="make this change in an editor"):
        without_merchant(text, "boutique")
