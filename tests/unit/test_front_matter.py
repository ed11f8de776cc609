"""Front matter: what is read of it, what is not, and what is refused."""

import pytest

from app.corpus.front_matter import FrontMatter, front_matter
from app.errors import DocumentError


def test_yaml_tells_of_the_document_and_whatever_else_it_holds_is_ignored() -> None:
    text = "---\nmerchant: acme\ntitle: 2024\nlang: fr_CA\ndate: 2024-03-01\ntags: [a, b]\ndraft: true\n---\nText"
    assert front_matter(text, "f") == FrontMatter(
        lines=8, merchant="acme", title="2024", language="fr", updated="2024-03-01"
    )


def test_toml_does_too() -> None:
    text = '+++\r\nmerchant = "acme"\r\nlastmod = 2024-03-01T10:00:00Z\r\ncanonical = "https://a.example"\r\n+++\r\n'
    assert front_matter(text, "f") == FrontMatter(
        lines=5, merchant="acme", updated="2024-03-01", url="https://a.example"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text",
        "---\nA rule above, and one below.\n---\n",
        "---\nkey: value\nwithout an end",
        " ---\nkey: value\n---\n",
        "Text\n---\ntitle: a\n---\n",
        "---\n---\nText",
    ],
)
def test_what_is_not_closed_or_tells_nothing_is_text(text: str) -> None:
    assert front_matter(text, "f") == FrontMatter()


@pytest.mark.parametrize(
    "told", ["title:", "title: null", "title: [a]", "language: klingon", "url: /help", "date: soon"]
)
def test_a_value_of_no_use_is_as_if_it_were_not_there(told: str) -> None:
    assert front_matter(f"---\n{told}\n---\n", "f") == FrontMatter(lines=3)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "---\na: 1\nb: c: d\n---\n",
            r"^f: line 3: the front matter cannot be read \(mapping values are not allowed here\)",
        ),
        ("---\na: *b\n---\n", r"^f: line 2: the front matter cannot be read \(found undefined alias"),
        ("+++\na = 1\nb = \n+++\n", r"^f: line 3: the front matter cannot be read \(Invalid value"),
        (f"---\na: {'[' * 2000}\n---\n", r"^f: line 1: the front matter cannot be read \(over 200 brackets"),
        (f"---\na: {'[' * 200}\n---\n", r"^f: line 3: the front matter cannot be read"),
        (
            f"---\ntitle: {'a' * 2001}\n---\n",
            r"^f: title in the front matter has 2,001 characters. Give at most 2,000.",
        ),
    ],
)
def test_broken_front_matter_is_refused_by_line(text: str, complaint: str) -> None:
    with pytest.raises(DocumentError, match=complaint):
        front_matter(text, "f")


def test_keys_merged_over_and_over_are_not_merged() -> None:
    levels = "\n".join(f"k{n}: &k{n}\n  <<: [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 100))
    assert front_matter(f"---\nk0: &k0 {{a: b}}\n{levels}\ntitle: t\n---\n", "f").title == "t"


@pytest.mark.parametrize("told", ["merchant: [acme]", "merchant: {id: acme}", "merchant: &m\n  - acme"])
def test_a_merchant_that_is_no_text_is_refused(told: str) -> None:
    with pytest.raises(DocumentError, match=r"help\.md: merchant in the front matter is no text"):
        front_matter(f"---\n{told}\n---\n", "help.md")


def test_a_merchant_that_is_no_text_is_refused_in_toml_too() -> None:
    with pytest.raises(DocumentError, match="is no text"):
        front_matter("+++\nmerchant = 2024-01-01\n+++\n", "help.md")


@pytest.mark.parametrize("told", ["merchant: acme\nmerchant: other", 'merchant: acme\n"merchant": other'])
def test_a_key_that_is_there_twice_is_refused(told: str) -> None:
    with pytest.raises(DocumentError, match="'merchant' is there twice"):
        front_matter(f"---\n{told}\n---\n", "help.md")
