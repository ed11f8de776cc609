"""JSON files: the questions that stand in them, however deep, and what is refused."""

import json
from pathlib import Path

import pytest

from app.corpus.column_names import ColumnNames
from app.corpus.elements import Pair, Reading
from app.corpus.raw_file import RawFile
from app.corpus.readers import objects
from app.corpus.registry import DocumentEntry
from app.errors import DocumentError

FORMATS = Path(__file__).parent.parent / "formats"


def _read(text: str, columns: ColumnNames | None = None) -> Reading:
    return objects.read(RawFile(text.encode(), DocumentEntry("faq.json", "m", 1, columns=columns), "faq"))


def _told(value: object, columns: ColumnNames | None = None) -> list[tuple[str, str, str]]:
    elements = _read(json.dumps(value), columns).elements
    return [(pair.question, pair.answer, pair.section) for pair in elements if isinstance(pair, Pair)]


def test_an_export_is_read_into_exactly_these_pairs() -> None:
    reading = _read((FORMATS / "help.json").read_text(encoding="utf-8"))
    told = [(e.question, e.answer, e.section, e.place.row) for e in reading.elements if isinstance(e, Pair)]
    assert reading.title == "Fernwood help"
    assert told == [
        ("How do I pay?", "By card or invoice (https://fernwood.example/invoice).", "Orders", 1),
        ("Can I change it?", "Yes, within two hours.", "Orders", 2),
        ("And later?", "No.", "Can I change it?", 3),
        ("How long?", "30 days.", "Returns", 4),
        ("Who pays?", "We do.", "Returns", 5),
        ("Hot?", "40 °C at most.", "Washing", 6),
        ("Boiling?", "40 °C at most.", "Washing", 6),
        ("Is it vegan?", "It is.", "Page", 7),
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([{"question": "A", "answer": "B", "category": "C"}], [("A", "B", "C")]),
        ({"category": "C", "faqs": [{"q": "A", "a": "B"}]}, [("A", "B", "C")]),
        ({"title": "T", "content": [{"title": "A", "content": "B"}]}, [("A", "B", "")]),
        ({"title": "A", "body": "B"}, [("A", "B", "")]),
        ({"A?": "B", "Costs": "D", "language": "en"}, [("A?", "B", ""), ("Costs", "D", "")]),
        ({"Shipping": {"A?": "B"}, "2": {"C?": "D"}}, [("A?", "B", "Shipping"), ("C?", "D", "")]),
        ([[{"question": "A", "answer": ["B", "C"]}]], [("A", "B\n\nC", "")]),
        ([{"question": "A", "answer": {"format": 1, "text": "B"}}], [("A", "B", "")]),
        ([{"question": "A", "answer": {"x": [1]}, "faqs": [{"q": "C", "a": "D"}]}], [("C", "D", "")]),
        ([{"question": None, "answer": "B"}, {"question": "", "answer": None}], [("", "B", "")]),
        (
            {"@type": "FAQPage", "mainEntity": {"@type": ["Question"], "name": "A", "acceptedAnswer": [{"text": "B"}]}},
            [("A", "B", "")],
        ),
        ([{"@type": "Question", "text": "A", "suggestedAnswer": {"text": "B"}}], [("A", "B", "")]),
    ],
)
def test_questions_are_found_in_many_shapes(value: object, told: list[tuple[str, str, str]]) -> None:
    assert _told(value) == told


def test_the_keys_that_the_registry_names_are_read_and_no_others() -> None:
    value = {
        "data": [{"ask": "A", "say": "B", "kind": "C"}, {"ask": "D", "say": "E"}, {"question": "F", "answer": "G"}]
    }
    columns = ColumnNames(question="ask", answer="say", section="kind")
    assert _told(value, columns) == [("A", "B", "C"), ("D", "E", "")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"a": 1}', "faq: no object holds a question and an answer; found 'a'."),
        ("[]", "faq: no object holds a question and an answer; found no names."),
        ("3", "faq: no object holds"),
        ('[{"question": "", "answer": ""}]', "faq: no object holds"),
        ("[1,\n2", "faq: line 2: not JSON (Expecting ',' delimiter)"),
        ("[" * 100_000, "faq: not JSON (maximum recursion depth"),
        ("1" * 5000, "faq: not JSON (Exceeds the limit"),
        ("[" * 60 + "]" * 60, "faq: objects within objects, 50 deep. Flatten them."),
        ('[{"question": "a", "answer": 5}]', "faq: object 1: 'answer' is no string."),
        ('[{"question": "a", "answer": "\\ud800"}]', "faq: object 1: 'answer' holds '\\ud800'"),
        ('{"\\u0000?": "a"}', "faq: object 1: '\\x00?' holds '\\x00'"),
        ('{"\\ud800": {"Why?": "a"}}', "faq: '\\ud800' holds '\\ud800'"),
        ('[{"question": "a", "answer": "b", "Antwort": "c"}]', "faq: object 1: the answer may be in 'answer' or in"),
        (json.dumps({"x" * 1001: {"Why?": "a"}}), "faq: the section of row 1 has 1,001 characters"),
    ],
)
def test_what_holds_none_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(DocumentError) as refused:
        _read(text)
    assert str(refused.value).startswith(complaint)


def test_a_blank_file_has_no_elements() -> None:
    assert _read(" \n") == Reading(elements=())


def test_a_key_that_comes_twice_is_refused() -> None:
    with pytest.raises(DocumentError, match="'answer' twice"):
        _read('[{"question": "Why?", "answer": "So.", "answer": "No."}]')


def test_objects_with_texts_that_are_no_pair_are_noted() -> None:
    reading = _read(
        '[{"question": "Why?", "answer": "So."}, {"question": "Who else?", "said": "You too."}, {"id": "7"}]'
    )
    assert reading.notes == (
        "1 objects hold texts, but no question with its answer, and are left out; the first has 'question', 'said'",
    )


def test_a_title_that_is_no_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="'title' holds"):
        _read('{"title": "\\ud800", "faqs": [{"question": "Why?", "answer": "So."}]}')
