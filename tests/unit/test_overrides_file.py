"""`overrides.toml` as it is read, and what it refuses."""

from pathlib import Path
from typing import TypedDict

import pytest

from app.corpus.overrides import Hidden, Overrides, Phrasings, Pinned, Reference, Synonyms, WrittenAnswer
from app.corpus.overrides_file import parse_overrides, read_overrides
from app.errors import OverrideError

SIGNED = 'reason = "asked for"\nauthor = "Ann"\n'
ABOUT = 'merchant = "shop"\nquestion = "Is it free?"\n' + SIGNED
WHOLE = f"""# what customers say
[[synonyms]]
language = "fr"
words = ["colis", "paquet"]
{SIGNED}
[[phrasings]]
{ABOUT}phrasings = ["What does it cost"]
[[pins]]
merchant = "shop"
passage = "shop:0123"
query = ["postage", "Shipping costs"]
{SIGNED}
[[hidden]]
{ABOUT}document = "shop/old.txt"
[[answers]]
merchant = "shop"
question = "Do you sell vouchers?"
answer = \"\"\"
Yes.
In any amount.\"\"\"
{SIGNED}"""


class By(TypedDict):
    reason: str
    author: str
    number: int


BY: By = {"reason": "asked for", "author": "Ann", "number": 1}


def _read(folder: Path, text: str) -> Overrides:
    (folder / "overrides.toml").write_text(text, encoding="utf-8")
    return read_overrides(folder)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read_overrides(tmp_path) == Overrides(tmp_path / "overrides.toml")


def test_every_kind_is_read_with_its_line_and_who_asked_for_it(tmp_path: Path) -> None:
    path, read = tmp_path / "overrides.toml", _read(tmp_path, WHOLE)
    free = Reference(merchant="shop", question="Is it free?")
    assert read == Overrides(
        path,
        synonyms=(Synonyms(line=2, language="fr", words=("colis", "paquet"), **BY),),
        phrasings=(Phrasings(line=8, about=free, phrasings=("What does it cost",), **BY),),
        pins=(
            Pinned(
                line=14,
                about=Reference(merchant="shop", passage="shop:0123"),
                queries=("postage", "Shipping costs"),
                **BY,
            ),
        ),
        hidden=(
            Hidden(
                line=21,
                about=Reference(merchant="shop", question="Is it free?", document="shop/old.txt"),
                **BY,
            ),
        ),
        answers=(
            WrittenAnswer(
                line=27, merchant="shop", question="Do you sell vouchers?", answer="Yes.\nIn any amount.", **BY
            ),
        ),
    )
    assert read.where(read.pins[0]) == f"{path}:14"


def test_tables_written_in_line_are_read_too(tmp_path: Path) -> None:
    told = 'merchant = "s", question = "A?", reason = "r", author = "a"'
    assert _read(tmp_path, f"hidden = [{{{told}}}]\n").hidden[0].line == 1


def test_what_is_said_twice_counts_once(tmp_path: Path) -> None:
    read = _read(tmp_path, f'[[phrasings]]\n{ABOUT}phrasings = ["A", " A ", "B"]\n')
    assert read.phrasings[0].phrasings == ("A", "B")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[pins", "end: not valid TOML"),
        ("x = " + "[" * 5000, "end: not valid TOML"),
        ("[[boosts]]\n", ":1: unknown key 'boosts'; only [[synonyms]], [[phrasings]], [[pins]], [[hidden]], [[ans"),
        ("pins = 3\n", ":1: pins is not a list of tables; write [[pins]] above each"),
        ("pins = [3]\n", ":1: pins is not a list of tables"),
        (f"\n[[hidden]]\n{ABOUT}why = 3\n", ":2: unknown key 'why'; [[hidden]] knows author, document, merchant,"),
        ('[[hidden]]\nmerchant = "s"\nquestion = "A?"\nauthor = "a"\n', ":1: [[hidden]] lacks reason; give a text"),
        ('[[hidden]]\nmerchant = "s"\nquestion = "A?"\nreason = "a"\n', ":1: [[hidden]] lacks author; give a text"),
        (f'[[hidden]]\nquestion = "A?"\n{SIGNED}', ":1: [[hidden]] lacks merchant; give a text"),
        (f'[[hidden]]\nmerchant = "s"\n{SIGNED}', ":1: name the passage either by its question or, with `passage`,"),
        (f'[[hidden]]\n{ABOUT}passage = "s:1"\n', ":1: name the passage either by its question or"),
        (f"[[hidden]]\n{ABOUT}document = 3\n", ":1: document holds 3; give a text that is not blank"),
        (f'[[pins]]\n{ABOUT}query = "postage"\n', ":1: query is 'postage'; give an array of 1 to 20 texts"),
        (f"[[pins]]\n{ABOUT}query = []\n", ":1: query is []; give an array of 1 to 20 texts"),
        (f'[[pins]]\n{ABOUT}query = ["?!"]\n', ":1: query holds a text without a letter or a digit"),
        (f'[[pins]]\n{ABOUT}query = ["a\\u0000b"]\n', ":1: query holds a control character or an override of the"),
        (f'[[pins]]\n{ABOUT}query = ["{"x" * 513}"]\n', ":1: query has a text of 513 characters; give at most 512"),
        (
            f'[[pins]]\n{ABOUT}query = ["A", "Envoi"]\n[[pins]]\n{ABOUT}query = ["envoi !"]\n',
            ":7: 'envoi !' is pinned already, at line 1",
        ),
        (f'[[synonyms]]\nwords = ["a", "b"]\n{SIGNED}', ":1: [[synonyms]] lacks language"),
        (f'[[synonyms]]\nlanguage = "fr"\nwords = ["a", "a"]\n{SIGNED}', ":1: words is ('a',); give two words"),
        (f'[[synonyms]]\nlanguage = "fr"\nwords = ["a", "-"]\n{SIGNED}', ":1: words is ('a', '-'); give two words"),
        (f'[[synonyms]]\nlanguage = "French"\nwords = ["a", "b"]\n{SIGNED}', ":1: language 'French' is not an ISO"),
        (f'[[answers]]\nmerchant = "s"\nquestion = "A?"\nanswer = " "\n{SIGNED}', ":1: answer holds ' '; give a text"),
        (f"[[phrasings]]\n{ABOUT}phrasings = [{'1, ' * 21}]\n", ":1: phrasings is [1, 1, 1,"),
        (f'[[phrasings]]\n{ABOUT}phrasings = ["a", 1]\n', ":1: phrasings holds 1; give a text that is not blank"),
    ],
)
def test_what_does_not_add_up_is_told_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(OverrideError) as refused:
        _read(tmp_path, text)
    path = str(tmp_path / "overrides.toml")
    assert str(refused.value).startswith(path)
    assert complaint in str(refused.value).removeprefix(path)


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(OverrideError, match=":2: not UTF-8 at byte 1"):
        parse_overrides(tmp_path / "overrides.toml", b"\n\xff")


def test_more_entries_than_anybody_looks_after_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.corpus.overrides_file.MOST_ENTRIES", 1)
    with pytest.raises(OverrideError, match=r":1: 2 \[\[hidden\]\] tables; give at most 1"):
        _read(tmp_path, f"[[hidden]]\n{ABOUT}[[hidden]]\n{ABOUT}")


def test_a_file_that_leads_out_of_the_corpus_is_not_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "elsewhere.toml").write_text("")
    (corpus / "overrides.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(OverrideError, match="leads out of the corpus folder"):
        read_overrides(corpus)
