"""The bundled corpus, chunked: every passage as it was reviewed."""

import json
from pathlib import Path

import pytest

from app.api import examples
from app.corpus.outline import Role
from app.ingest import Corpus, read_corpus
from app.languages import detect_document_language

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "tests/golden/passages.jsonl"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "corpus", detect_document_language)


def test_the_passages_are_those_of_the_reviewed_file(corpus: Corpus) -> None:
    told = [
        {
            "document": p.document,
            "lines": list(p.lines),
            "part": p.part and list(p.part),
            "section": p.section,
            "question": p.question,
            "language": p.language,
        }
        for p in corpus.content.passages
    ]
    assert told == [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def test_the_passage_that_the_api_shows_as_an_example_is_one_of_them(corpus: Corpus) -> None:
    (shown,) = [p for p in corpus.content.passages if p.id == examples.PASSAGE["id"]]
    told = (shown.question, shown.text, shown.content_hash)
    assert told == (
        *(examples.PASSAGE[name] for name in ("question", "text")),
        examples.PASSAGE["source"]["content_hash"],
    )


def test_no_line_is_lost_and_every_file_is_listed(corpus: Corpus) -> None:
    assert [chunked.lost for chunked in corpus.chunked] == [()] * 5
    assert corpus.unlisted == ()


def test_only_widgets_and_repeats_are_dropped(corpus: Corpus) -> None:
    dropped = {
        (chunked.document.path, line.number, line.role)
        for chunked in corpus.chunked
        for line in chunked.roles
        if line.role in (Role.FURNITURE, Role.REPEAT)
    }
    assert dropped == {
        ("unnamed-photo-charms/faq.txt", 1, Role.FURNITURE),
        ("unnamed-photo-charms/faq.txt", 3, Role.FURNITURE),
        *(("unnamed-phone-cases/order-issues.txt", line, Role.REPEAT) for line in (12, 21, 25, 29, 37)),
    }


def test_a_name_inside_a_text_does_not_change_whose_it_is(corpus: Corpus) -> None:
    (mentioning,) = [p for p in corpus.content.passages if "Mous purchase" in p.text]
    assert mentioning.merchant_id == "casekoo"


def test_spans_slice_back_to_the_text(corpus: Corpus) -> None:
    texts = {document.path: document.text for document in corpus.content.documents}
    sliced = ["\n".join(texts[p.document][s.start : s.end] for s in p.spans) for p in corpus.content.passages]
    assert sliced == [p.text for p in corpus.content.passages]
