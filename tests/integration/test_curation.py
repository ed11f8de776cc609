"""Overrides at ingestion: what each does to the corpus, what it cannot do, and what is told of it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.content import read_content
from app.curated_content import InForce
from app.encoders.hashing import HashingEncoder
from app.encoders.ports import Progress, Vectors
from app.errors import IndexCorrupt, OverrideError
from app.generations import current_folder, load_current
from app.ingest import Ingested, Ingestion
from app.retrieval.archive import save_arrays
from app.retrieval.flat import FLAT

SIGNED = 'reason = "asked for"\nauthor = "Ann"\n'
BY = {"reason": "asked for", "author": "Ann"}
ALPINE = f'merchant = "alpine"\n{SIGNED}'
GIFT = f'question = "May I return a gift?"\n{ALPINE}'
PHRASED = f'[[phrasings]]\n{GIFT}phrasings = ["Send a present back", "Too small"]\n'
ANSWERED = f'[[answers]]\n{ALPINE}question = "Do you sell vouchers?"\nanswer = "Yes, of 20 euros."\n'

Ingest = Callable[[str], Ingested]


@pytest.fixture
def ingested(ingestion: Ingestion, corpus: Path) -> Ingest:
    """An ingestion of the corpus with these overrides."""

    def done(overrides: str) -> Ingested:
        (corpus / "overrides.toml").write_text(overrides, encoding="utf-8")
        return ingestion.run(corpus)

    return done


def _ids(done: Ingested, question: str, merchant: str = "alpine") -> tuple[str, ...]:
    found = [p for c in done.corpus.chunked for p in c.passages]
    return tuple(p.id for p in found if (p.merchant_id, p.question) == (merchant, question))


def test_an_empty_file_changes_nothing(ingestion: Ingestion, corpus: Path, ingested: Ingest) -> None:
    first = ingestion.run(corpus)
    done = ingested("# nothing yet\n")
    assert (done.published, done.manifest) == (False, first.manifest)
    assert done.corpus.unlisted == ()


def test_phrasings_are_rows_behind_the_passages_and_no_passages(ingested: Ingest, index: Path) -> None:
    done = ingested(PHRASED)
    generation = load_current(index, FLAT)
    assert dict(generation.manifest.counts) == {"merchants": 2, "documents": 2, "passages": 6, "phrasings": 2}
    assert generation.rows.counts == {8}
    stored = generation.content.curation
    assert stored.stands_for.tolist() == [2, 2]
    assert [(phrasing.question, phrasing.text) for phrasing in stored.phrasings] == [
        ("Send a present back", "Yes, within a year of buying it."),
        ("Too small", "Yes, within a year of buying it."),
    ]
    (told,) = stored.overrides
    assert told == InForce(
        kind="phrasings",
        merchant_id="alpine",
        texts=("Send a present back", "Too small"),
        passages=_ids(done, "May I return a gift?"),
        rows=2,
        language=None,
        **BY,
    )


class RecordingEncoder(HashingEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_questions(self, questions: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.asked += questions
        return super().encode_questions(questions, progress)


def test_only_what_is_new_is_embedded_and_passages_alone_are_counted(ingestion: Ingestion, corpus: Path) -> None:
    encoder = RecordingEncoder()
    recorded = replace(ingestion, encoder=lambda: encoder)
    assert recorded.run(corpus).embedded == 6
    encoder.asked.clear()
    (corpus / "overrides.toml").write_text(PHRASED)
    done = recorded.run(corpus)
    assert encoder.asked == ["Send a present back", "Too small"]
    assert done.changes is not None
    assert (done.embedded, done.changes.documents, done.changes.kept) == (0, (), 6)
    (corpus / "overrides.toml").write_text(PHRASED.replace("asked for", "asked twice"))
    assert recorded.run(corpus).published
    assert len(encoder.asked) == 2


def test_the_digest_tells_overrides_apart_and_their_layout_not(ingested: Ingest) -> None:
    hidden = f"[[hidden]]\n{GIFT}"
    digests = [
        ingested(text).manifest.digest
        for text in ("", PHRASED, PHRASED.replace("small", "large"), PHRASED.replace("Ann", "Bea"), hidden)
    ]
    assert len(set(digests)) == 5
    assert ingested(f"# of Alpine\n\n{PHRASED}").manifest.digest == digests[1]


def test_a_written_answer_is_a_document_behind_the_merchant_s_own(ingested: Ingest) -> None:
    more = ANSWERED.replace("vouchers", "gift cards") + 'language = "fr"\nsection = "Gifts"\n'
    done = ingested(ANSWERED + more)
    assert [c.document.path for c in done.corpus.chunked] == ["alpine/faq.txt", "alpine/overrides", "boutique/faq.txt"]
    written = done.corpus.chunked[1]
    assert [(p.question, p.section, p.language, p.place.row) for p in written.passages] == [
        ("Do you sell vouchers?", None, "en", 1),
        ("Do you sell gift cards?", "Gifts", "fr", 2),
    ]
    assert [(each.kind, each.texts) for each in done.corpus.curated.in_force] == [
        ("answers", ("Do you sell vouchers?",)),
        ("answers", ("Do you sell gift cards?",)),
    ]
    assert written.document.merchant_id == "alpine"


def test_a_written_answer_can_be_pinned_and_a_hidden_passage_not(ingested: Ingest) -> None:
    pin = f'[[pins]]\n{ALPINE}question = "Do you sell vouchers?"\nquery = ["cards"]\n'
    done = ingested(f'{ANSWERED}{pin}[[hidden]]\n{GIFT}[[pins]]\n{GIFT}query = ["gift"]\n')
    assert [each.kind for each in done.corpus.curated.in_force] == ["answers", "hidden", "pins"]
    (warning,) = done.warnings
    assert "alpine has no question 'May I return a gift?'" in warning
    assert "its nearest question is 'May I return a birthday gift?'" in warning


def test_a_hidden_passage_is_removed_and_told_with_its_reason(ingested: Ingest) -> None:
    ingested("")
    done = ingested(f"[[hidden]]\n{GIFT}{PHRASED.replace('gift', 'birthday gift')}")
    assert done.changes is not None
    assert (done.changes.removed, done.changes.kept, done.manifest.counts["passages"]) == (1, 5, 5)
    hidden = done.corpus.curated.in_force[0]
    assert (hidden.kind, hidden.reason, hidden.texts) == ("hidden", "asked for", ("May I return a gift?",))
    assert done.corpus.curated.hidden == frozenset(_ids(done, "May I return a gift?"))


def test_a_passage_without_a_question_is_hidden_by_its_id(ingested: Ingest, corpus: Path) -> None:
    (corpus / "boutique/faq.txt").write_text("We are closed in August. Letters are read in September.\n")
    (prose,) = [p for c in ingested("").corpus.chunked for p in c.passages if p.question is None]
    hidden = f'[[hidden]]\n{SIGNED}merchant = "boutique"\npassage = "{prose.id}"\n'
    assert ingested(hidden).corpus.curated.in_force[0].texts == (prose.text,)


def test_what_is_hidden_is_not_in_the_document_that_is_served(ingested: Ingest, index: Path) -> None:
    before = ingested("").corpus.content.documents[0].text
    ingested(f"[[hidden]]\n{GIFT}")
    gone = "May I return a gift?\nYes, within a year of buying it."
    blank = "\n".join(" " * len(line) for line in gone.split("\n"))
    assert read_content(current_folder(index)).documents[0].text == before.replace(gone, blank)


def test_all_parts_of_a_long_answer_are_meant_and_the_first_is_pinned(ingested: Ingest, corpus: Path) -> None:
    long = "\n\n".join(
        f"Paragraph {n} says a lot of words about many things, and says them again." * 4 for n in range(9)
    )
    (corpus / "boutique/faq.txt").write_text(f"May I return a gift?\n{long}\n")
    theirs = GIFT.replace("alpine", "boutique")
    done = ingested(f'{PHRASED.replace(GIFT, theirs)}[[pins]]\n{theirs}query = ["gift"]\n')
    parts = _ids(done, "May I return a gift?", "boutique")
    phrasings, pin = done.corpus.curated.in_force
    assert len(parts) > 1
    assert (phrasings.passages, phrasings.rows, pin.passages) == (parts, 2 * len(parts), parts[:1])


def test_synonyms_add_a_few_rows_to_passages_of_their_language(ingested: Ingest) -> None:
    told = f'[[synonyms]]\nlanguage = "en"\nwords = ["gift", "a", "b", "c", "d", "e"]\n{SIGNED}'
    done = ingested(told.replace('"a", ', "") + told.replace('"en"', '"fr"'))
    phrasings = done.corpus.curated.phrasings
    assert [phrasing.told for phrasing in phrasings] == ["b", "c", "d", "e"] * 3
    english, french = done.corpus.curated.in_force
    assert (english.merchant_id, english.rows, len(english.passages)) == (None, 12, 3)
    assert (french.rows, french.passages) == (0, ())
    (warning,) = done.warnings
    assert warning.endswith(":6: no passage in 'fr' has one of the words ('gift', 'a', 'b', 'c', 'd', 'e').")


def test_synonyms_of_a_merchant_stay_within_it(ingested: Ingest) -> None:
    done = ingested(f'[[synonyms]]\nlanguage = "en"\nwords = ["gift", "present"]\n{ALPINE}')
    assert {phrasing.passage_id.partition(":")[0] for phrasing in done.corpus.curated.phrasings} == {"alpine"}


@pytest.mark.parametrize("kind", ["[[hidden]]\n", '[[pins]]\nquery = ["x"]\n', '[[phrasings]]\nphrasings = ["x"]\n'])
def test_no_override_touches_another_merchant_s_passage(ingested: Ingest, kind: str) -> None:
    (foreign,) = _ids(ingested(""), "How long does delivery take?", "boutique")
    done = ingested(f'{kind}{ALPINE}passage = "{foreign}"\n')
    assert (done.corpus.curated.in_force, done.corpus.curated.hidden) == ((), frozenset())
    (warning,) = done.warnings
    assert warning.endswith(f"overrides.toml:1: alpine has no passage '{foreign}', so this override does nothing.")


def test_what_is_told_of_a_reference_without_effect_is_told_again(ingested: Ingest) -> None:
    gone = f'[[hidden]]\n{ALPINE}question = "Do you deliver on Mondays?"\ndocument = "alpine/faq.txt"\n'
    first, second = ingested(gone), ingested(gone)
    (warning,) = first.warnings
    assert "no question 'Do you deliver on Mondays?' in alpine/faq.txt" in warning
    assert "its nearest question is 'Do you deliver on Sundays?'" in warning
    assert (second.published, second.warnings) == (False, first.warnings)


def test_a_file_of_stale_references_is_not_searched_for_what_each_may_have_meant(
    ingested: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.curation._HINTED", 1)
    gone = f'[[hidden]]\n{ALPINE}question = "Do you deliver on Mondays?"\n'
    first, second = ingested(gone + gone).warnings
    assert "; its nearest question is" in first
    assert second.endswith("so this override does nothing.")


def test_a_passage_has_a_bounded_number_of_other_words(ingested: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curation.MOST_PHRASINGS", 3)
    with pytest.raises(OverrideError, match=r"toml:7: more than 3 phrasings of this passage; remove some\."):
        ingested(PHRASED * 2)


def test_the_same_words_twice_are_two_rows_of_one_passage(ingested: Ingest, index: Path) -> None:
    ingested(PHRASED * 2)
    assert load_current(index, FLAT).content.curation.stands_for.tolist() == [2] * 4


def test_a_question_unlike_all_others_has_no_nearest_one(ingested: Ingest) -> None:
    (warning,) = ingested(f'[[hidden]]\n{ALPINE}question = "送料は？"\n').warnings
    assert warning.endswith("so this override does nothing.")


AMBIGUOUS = "How long?\nOne day.\nHow long?\nTwo days.\n"


def test_a_question_with_several_answers_is_told_apart_by_its_document(ingested: Ingest, corpus: Path) -> None:
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text() + '[[merchants.documents]]\npath = "boutique/more.txt"\n')
    (corpus / "boutique/more.txt").write_text("May I return a gift?\nNo.\n")
    hidden = f"[[hidden]]\n{GIFT}".replace("alpine", "boutique")
    with pytest.raises(OverrideError, match=r":1: 2 different answers .*\(boutique/faq.txt, boutique/more.txt\); add"):
        ingested(hidden)
    done = ingested(f'{hidden}document = "boutique/more.txt"\n')
    assert done.manifest.counts["passages"] == 6
    (corpus / "boutique/more.txt").write_text(AMBIGUOUS)
    with pytest.raises(OverrideError, match="name one by its id, as `passage`"):
        ingested(f'{hidden.replace("May I return a gift?", "How long?")}document = "boutique/more.txt"\n')


def test_the_same_answer_given_twice_is_one(ingested: Ingest, corpus: Path) -> None:
    (corpus / "boutique/faq.txt").write_text("How long?\nTwo days.\nIs it free?\nYes.\nHow long?\nTwo days.\n")
    done = ingested(f"[[hidden]]\n{GIFT}".replace("alpine", "boutique").replace("May I return a gift?", "How long?"))
    assert done.corpus.curated.in_force[0].rows == 2


@pytest.mark.parametrize(
    ("overrides", "complaint"),
    [
        (PHRASED.replace("alpine", "alpin"), r":1: no merchant 'alpin' in merchants\.toml; name one's id"),
        (f"[[synonyms]]\nlanguage = 'en'\nwords = ['a', 'b']\nmerchant = 'x'\n{SIGNED}", ":1: no merchant 'x'"),
        (ANSWERED.replace("alpine", "x"), ":1: no merchant 'x'"),
    ],
)
def test_a_merchant_that_nobody_knows_is_refused(ingested: Ingest, overrides: str, complaint: str) -> None:
    with pytest.raises(OverrideError, match=complaint):
        ingested(overrides)


def test_a_document_called_as_written_answers_are_is_in_their_way(ingested: Ingest, corpus: Path) -> None:
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().replace("boutique/faq.txt", "boutique/overrides"))
    (corpus / "boutique/faq.txt").rename(corpus / "boutique/overrides")
    assert ingested("").published
    with pytest.raises(OverrideError, match=r":1: a document is called boutique/overrides"):
        ingested(ANSWERED.replace("alpine", "boutique"))


def test_the_file_itself_is_no_document(ingested: Ingest, corpus: Path) -> None:
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().replace("boutique/faq.txt", "overrides.toml"))
    with pytest.raises(OverrideError, match="listed as a document"):
        ingested(PHRASED)


def test_a_corpus_of_hidden_passages_is_refused(ingested: Ingest, corpus: Path) -> None:
    for path in ("alpine/faq.txt", "boutique/faq.txt"):
        (corpus / path).write_text("May I return a gift?\nNo.\n")
    with pytest.raises(OverrideError, match="every passage is hidden"):
        ingested(f"[[hidden]]\n{GIFT}[[hidden]]\n{GIFT.replace('alpine', 'boutique')}")


@pytest.mark.parametrize(
    "content", ["[]\n", '{"texts": [3], "passages": []}\n', '{"texts": [], "passages": []}\n', "[" * 100_000]
)
def test_overrides_that_are_none_are_refused(ingested: Ingest, index: Path, content: str) -> None:
    ingested(PHRASED)
    (current_folder(index) / "overrides.jsonl").write_text(content)
    with pytest.raises(IndexCorrupt, match=r"overrides\.jsonl holds no overrides"):
        read_content(current_folder(index))


def test_an_override_of_a_merchant_that_is_not_there_is_refused(ingested: Ingest, index: Path) -> None:
    ingested(PHRASED)
    path = current_folder(index) / "overrides.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "merchant_id": "nobody"}) + "\n")
    with pytest.raises(IndexCorrupt, match="contradicts itself"):
        read_content(current_folder(index))


@pytest.mark.parametrize("merchant", ["alpine", "boutique"])
def test_a_pin_of_a_passage_that_is_not_its_merchant_s_is_refused(ingested: Ingest, index: Path, merchant: str) -> None:
    ingested(f'[[pins]]\n{GIFT}query = ["x"]\n')
    path = current_folder(index) / "overrides.jsonl"
    pinned = {"alpine": ["alpine:gone"], "boutique": json.loads(path.read_text())["passages"]}
    told = {**json.loads(path.read_text()), "merchant_id": merchant, "passages": pinned[merchant]}
    path.write_text(json.dumps(told) + "\n")
    with pytest.raises(IndexCorrupt, match="contradicts itself"):
        read_content(current_folder(index))


@pytest.mark.parametrize("rows", [[2], [2, 6], [2, -1]])
def test_phrasings_of_passages_that_are_not_there_are_refused(ingested: Ingest, index: Path, rows: list[int]) -> None:
    ingested(PHRASED)
    save_arrays(current_folder(index) / "stands_for.npz", {"stands_for": np.array(rows, np.int32)})
    with pytest.raises(IndexCorrupt, match=r"stands_for\.npz contradicts itself"):
        read_content(current_folder(index))


def test_a_phrasing_that_is_no_text_is_refused(ingested: Ingest, index: Path) -> None:
    ingested(PHRASED)
    path = current_folder(index) / "phrasings.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"told":"Too small"', b'"told":12345678901'))
    with pytest.raises(IndexCorrupt, match=r"phrasings\.jsonl holds no row 1"):
        read_content(current_folder(index)).curation.phrasings[1]
