"""`faq overrides`, run in process with the hashing encoder."""

import json
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import override_edit
from app.cli import main
from app.corpus.edited_file import locked
from app.errors import OverrideError
from app.ingest import Corpus, read_corpus
from app.languages import Detection

Captured = pytest.CaptureFixture[str]
BY = ("--author", "Ann", "--reason", "asked 17 times")
OF = ("--merchant", "alpine", "--question", "How long does delivery take?")
SIGNED = {"reason": "asked 17 times", "author": "Ann"}


def _add(kind: str, *arguments: str) -> int:
    return main(["overrides", "add", kind, *arguments, *BY])


def _written(corpus: Path) -> dict[str, object]:
    return tomllib.loads((corpus / "overrides.toml").read_text(encoding="utf-8"))


def _error(capsys: Captured) -> str:
    return " ".join(capsys.readouterr().err.split())


def test_a_phrasing_is_tried_written_and_told(shop: Path, capsys: Captured) -> None:
    assert _add("phrasing", *OF, 'C\'est "quand" ?', "\x7f", "--language", "fr") == 1
    assert "phrasings holds a control character" in _error(capsys)
    assert _add("phrasing", *OF, 'C\'est "quand" ?', "Délai", "--language", "fr") == 0
    about = {"merchant": "alpine", "question": "How long does delivery take?"}
    told = {**about, "phrasings": ['C\'est "quand" ?', "Délai"], "language": "fr", **SIGNED}
    assert _written(shop) == {"phrasings": [told]}
    out = capsys.readouterr().out
    assert 'phrasings of alpine, fr: C\'est "quand" ? | Délai\n  2 rows; alpine:' in out
    assert "\n  asked 17 times (Ann)\nRun `faq overrides check`" in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("answer", "-m", "other", "-q", "Who are you?", "Two people.\nAnd a dog.", "--section", "Us"),
            {
                "answers": [
                    {"merchant": "other", "question": "Who are you?", "answer": "Two people.\nAnd a dog."}
                    | {"section": "Us", **SIGNED}
                ]
            },
        ),
        (
            ("synonyms", "days", "sleeps", "-l", "en"),
            {"synonyms": [{"language": "en", "words": ["days", "sleeps"], **SIGNED}]},
        ),
    ],
)
def test_what_names_no_passage_can_be_added(
    shop: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], expected: dict[str, object]
) -> None:
    monkeypatch.setattr("app.languages.detect_document_language", lambda _: Detection("en", 1.0))
    assert _add(*arguments) == 0
    assert _written(shop) == expected


def test_a_passage_may_be_named_by_its_id(shop: Path, capsys: Captured) -> None:
    assert _add("hidden", *OF, "--document", "alpine/faq.txt") == 0
    passage = capsys.readouterr().out.partition("1 rows; ")[2][:23]
    (shop / "overrides.toml").unlink()
    assert _add("pin", "--merchant", "alpine", "--question", passage, "Costs") == 0
    assert _written(shop) == {"pins": [{"merchant": "alpine", "passage": passage, "query": ["Costs"], **SIGNED}]}


def test_an_entry_stands_behind_all_others_which_stay_as_they_are(shop: Path) -> None:
    path, before = (
        shop / "overrides.toml",
        b"# ours\r\n\r\n[[hidden]] # theirs\r\nmerchant = 'other'\r\npassage = 'x'\r\n",
    )
    path.write_bytes(before + b"reason = 'r'\r\nauthor = 'a' # end")
    path.chmod(0o640)
    assert _add("pin", *OF, "Costs") == 0
    assert path.read_bytes().startswith(before + b"reason = 'r'\r\nauthor = 'a' # end\n\n[[pins]]\nmerchant = ")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in shop.iterdir() if "overrides" in each.name] == ["overrides.toml"]


def _damage(corpus: Path) -> None:
    (corpus / "overrides.toml").write_text("pins = 3\n")


def test_what_would_lose_too_many_passages_is_refused_like_any_loss(ingested: Path, capsys: Captured) -> None:
    assert _add("hidden", *OF) == 0
    assert main(["ingest"]) == 1
    assert "loses 1 of 3 passages, more than 30%" in _error(capsys)


@pytest.mark.parametrize(
    ("before", "arguments", "complaint"),
    [
        (lambda _: None, ("-m", "alpine", "-q", "Is it large?"), "alpine has no question 'Is it large?', so this"),
        (lambda _: None, ("-m", "alpin", "-q", "Is it free?"), "no merchant 'alpin' in merchants.toml"),
        (lambda _: None, ("-m", "alpine", "-q", "\udcff"), "given in another encoding"),
        (_damage, OF, "overrides.toml:1: pins is not a list of tables"),
    ],
)
def test_an_entry_that_does_nothing_or_harm_is_not_written(
    shop: Path, capsys: Captured, before: Callable[[Path], None], arguments: tuple[str, ...], complaint: str
) -> None:
    before(shop)
    files = {path: path.read_bytes() for path in shop.rglob("*.toml")}
    assert _add("hidden", *arguments) == 1
    assert complaint in _error(capsys)
    assert {path: path.read_bytes() for path in shop.rglob("*.toml")} == files


def test_one_command_changes_the_file_at_a_time(shop: Path, capsys: Captured) -> None:
    with locked(shop, error=OverrideError):
        assert _add("hidden", *OF) == 1
    assert "Another command is changing a list" in _error(capsys)


def test_a_folder_that_is_not_there_is_told(shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("FAQ_CORPUS_DIR", str(shop / "nowhere"))
    assert _add("hidden", *OF) == 1
    assert "cannot be opened as a folder (No such file or directory)" in _error(capsys)


def test_what_somebody_writes_meanwhile_is_not_overwritten(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def meanwhile(*given: Any) -> Corpus:  # Any: as it is called
        (shop / "overrides.toml").write_text("# mine\n")
        return read_corpus(*given)

    monkeypatch.setattr(override_edit, "read_corpus", meanwhile)
    assert _add("hidden", *OF) == 1
    assert "was changed by somebody else just now" in _error(capsys)
    assert (shop / "overrides.toml").read_text() == "# mine\n"


def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.corpus.edited_file.os.fsync", full)
    assert _add("hidden", *OF) == 1
    assert "No space left on device" in _error(capsys)
    assert [each.name for each in shop.iterdir() if "overrides" in each.name] == []


def test_what_is_in_force_is_listed(ingested: Path, capsys: Captured) -> None:
    assert main(["overrides", "list"]) == 0
    assert capsys.readouterr().out == "No override is in force. `faq overrides add` writes one.\n"
    assert _add("hidden", *OF) == 0
    assert main(["ingest", "--force"]) == 0
    out = capsys.readouterr().out
    assert "\nOverrides: 1 in force, 0 more rows, 1 passages hidden.\n" in out
    assert "\n  hidden: alpine: How long does delivery take? (asked 17 times; Ann)\n" in out
    assert main(["overrides", "list"]) == 0
    assert capsys.readouterr().out.startswith("hidden of alpine: How long does delivery take?\n  1 rows; alpine:")
    assert main(["overrides", "list", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["merchant_id"], told["reason"]) == ("hidden", "alpine", "asked 17 times")
    assert main(["ingest", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["overrides"] == [told]


def test_a_check_shows_what_is_matched_and_what_is_not(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    assert _add("phrasing", *OF, "Délai") == 0
    (shop / "alpine/faq.txt").write_text("How long does shipping take?\nThree days.\n")
    assert _add("synonyms", "days", "sleeps", "-l", "xx") == 1
    assert "no passage in 'xx' has one of the words ('days', 'sleeps'). Nothing was changed." in _error(capsys)
    assert main(["overrides", "check"]) == 0
    out = capsys.readouterr().out
    assert "toml:3: alpine has no question 'How long does delivery take?', so this override does nothing; its " in out
    assert "nearest question is 'How long does shipping take?'.\n0 overrides: 0 more rows, 0 passages hidden." in out
    assert main(["overrides", "check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["overrides"], len(told["warnings"])) == ([], 1)
    assert not (tmp_path / "index").exists()


def test_a_check_with_labelled_queries_says_what_would_get_better_and_publishes_nothing(
    ingested: Path, tmp_path: Path, capsys: Captured
) -> None:
    label = {"document": "alpine/faq.txt", "lines": [2, 3], "grade": 2}
    asked = {"id": "a", "query": "Postal service", "language": "en", "merchant": "alpine", "relevant": [label]}
    other = {"id": "b", "query": "Is it free?", "language": "en", "merchant": "alpine", "relevant": []}
    queries, index = tmp_path / "queries.jsonl", tmp_path / "index"
    queries.write_text(f"{json.dumps(asked)}\n{json.dumps(other)}\n")
    served = sorted(path.name for path in index.rglob("*"))
    assert _add("phrasing", *OF, "Postal service") == 0
    capsys.readouterr()
    assert main(["overrides", "check", "--queries", str(queries), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["better"]) for each in told["comparison"]["queries"]] == [("a", True)]
    assert told["comparison"]["queries"][0]["after"] == {"rank": 1, "verdict": "answer"}
    assert told["overrides"][0]["texts"] == ["Postal service"]
    assert sorted(path.name for path in index.rglob("*")) == served
    assert main(["overrides", "check", "--queries", str(queries)]) == 0
    assert "1 overrides: 1 more rows" in capsys.readouterr().out
