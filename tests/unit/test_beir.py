"""A BEIR set converted: the texts of a corpus folder, and queries labelled by row."""

import json
import re
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from app.beir import BeirPassage, BeirQuery, Converted, convert, merchant_ids
from app.labelled import LabelledQuery, RowLabel

PASSAGES = (
    BeirPassage("d1", "How long?", "Three days.", "Shop: A", "en"),
    BeirPassage("d2", "", "Free from 50.", "Shop: A", "en"),
    BeirPassage("d3", "Combien ?", "Trois jours.", "Shop: A", "fr"),
    BeirPassage("d4", "How long?", "Three days.", "b", None),
    BeirPassage("d5", "How long?", "Three days.", "Shop: A", "en"),
)


def _rows(converted: Converted, path: str) -> list[object]:
    return [json.loads(line) for line in converted.files[path].splitlines()]


def test_every_merchant_has_a_file_a_language_and_the_registry_lists_them() -> None:
    converted = convert(PASSAGES, [], {})
    assert tomllib.loads(converted.files["merchants.toml"])["merchants"] == [
        {
            "id": "shop-a",
            "label": "shop-a",
            "documents": [
                {"path": "shop-a/en.jsonl", "language": "en"},
                {"path": "shop-a/fr.jsonl", "language": "fr"},
            ],
        },
        {"id": "b", "label": "b", "documents": [{"path": "b/faq.jsonl"}]},
    ]
    assert set(converted.files) == {"merchants.toml", "shop-a/en.jsonl", "shop-a/fr.jsonl", "b/faq.jsonl"}


def test_rows_are_questions_and_answers_and_without_a_title_there_is_no_question() -> None:
    rows = _rows(convert(PASSAGES, [], {}), "shop-a/en.jsonl")
    assert rows == [{"question": "How long?", "answer": "Three days."}, {"answer": "Free from 50."}]


def test_queries_are_labelled_by_row_within_their_merchants() -> None:
    query = BeirQuery("q1", "how long", "en", ("b", "Shop: A"))
    converted = convert(PASSAGES, [query], {"q1": ["d2", "d4"]})
    labels = (RowLabel("shop-a/en.jsonl", 2, 2), RowLabel("b/faq.jsonl", 1, 2))
    assert converted.queries == (LabelledQuery("q1", "how long", "en", ("b", "shop-a"), labels),)


def test_a_passage_repeated_word_for_word_is_one_row_and_one_label() -> None:
    (query,) = convert(PASSAGES, [BeirQuery("q1", "how long")], {"q1": ["d1", "d5"]}).queries
    assert query.relevant == (RowLabel("shop-a/en.jsonl", 1, 2),)


def test_a_query_without_judgements_is_unanswerable_and_asked_of_all() -> None:
    assert convert(PASSAGES, [BeirQuery("q1", "hi")], {}).queries == (LabelledQuery("q1", "hi", "unknown", (), ()),)


@given(st.lists(st.text() | st.sampled_from(["A", "a", "a-2", "x" * 70, "x" * 80, "x" * 64, "-", "日本"])))
def test_merchant_ids_are_valid_and_unique(names: list[str]) -> None:
    ids = merchant_ids(names)
    assert ids.keys() == set(names)
    assert len(set(ids.values())) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", name) for name in ids.values())


def test_a_valid_merchant_id_is_kept_and_others_stay_readable() -> None:
    assert merchant_ids(["acme-2", "hotel:0", "Hotel 0", "!"]) == {
        "acme-2": "acme-2",
        "hotel:0": "hotel-0",
        "Hotel 0": "hotel-0-2",
        "!": "merchant",
    }
