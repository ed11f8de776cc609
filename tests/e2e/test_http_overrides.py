"""What curators changed, over HTTP: told with every hit, and with reasons to those who look after the texts."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.api.override_schemas import OverridesReply
from app.api.schemas import SearchReply
from app.encoders.hashing import HashingEncoder
from app.generations import load_current
from app.ingest import Ingestion
from app.manifest import Model
from app.retrieval.flat import FLAT
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding
from app.view import Engine, View
from tests.e2e.conftest import REGISTRY, TEXTS, detect, write
from tests.e2e.keyed import Keyed, keyed_service

OVERRIDES = """
[[phrasings]]
merchant = "alpine"
question = "How long does shipping take?"
phrasings = ["When will my parcel come"]
reason = "asked 17 times"
author = "Ann"

[[synonyms]]
language = "en"
words = ["shipping", "dispatch"]
reason = "people say so"
author = "Bea"

[[pins]]
merchant = "unnamed"
question = "Is shipping free?"
query = ["postage"]
reason = "they mean the price"
author = "Ann"
"""


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory, understanding: Understanding) -> Searcher:
    folder, encoder = tmp_path_factory.mktemp("curated"), HashingEncoder()
    for path, text in {"merchants.toml": REGISTRY, "overrides.toml": OVERRIDES, **TEXTS}.items():
        write(folder / "corpus" / path, text)
    Ingestion(
        index=folder / "index",
        model=lambda _: Model("hashing", encoder.fingerprint),
        encoder=lambda: encoder,
        second_encoder=lambda: None,
        detect=detect,
        kind=FLAT,
    ).run(folder / "corpus")
    return Searcher(load_current(folder / "index", FLAT), understanding)


@pytest.fixture(scope="module")
def keyed(curated: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed_service(curated, tmp_path_factory.mktemp("data")) as keyed:
        yield keyed


def test_a_hit_says_what_it_owes_to_a_curator(keyed: Keyed) -> None:
    found = SearchReply.model_validate_json(
        keyed.ask("GET", "/v1/search?q=when+will+my+parcel+come", keyed.shown["search"].text).text
    )
    assert found.hits[0].question == "How long does shipping take?"
    assert found.hits[0].curation is not None
    assert found.hits[0].curation.model_dump() == {"kind": "phrasing", "text": "When will my parcel come"}


def test_an_extract_says_it_too(keyed: Keyed) -> None:
    fields = {"q": "Postage?", "merchant": "unnamed"}
    reply = keyed.ask("POST", "/v1/answer", keyed.shown["search"].text, json=fields).json()
    (extract,) = reply["extracts"]
    assert (extract["text"], extract["curation"]) == ("Yes, shipping is free.", {"kind": "pin", "text": "postage"})
    assert reply["answerability"] == {"verdict": "answer", "confidence": 1.0}


def test_questions_with_the_same_answer_are_told_with_the_passage(keyed: Keyed) -> None:
    key, hit = keyed.shown["search"].text, {"q": "Do you ship abroad?", "merchant": "alpine", "limit": 1}
    (found,) = keyed.ask("POST", "/v1/search", key, json=hit).json()["hits"]
    assert [each["question"] for each in found["alternates"]] == ["Do you ship internationally?"]
    other = keyed.ask("GET", f"/v1/passages/{found['alternates'][0]['id']}", key).json()
    assert [each["question"] for each in other["alternates"]] == ["Do you ship abroad?"]


@pytest.mark.parametrize("role", ["agent", "admin"])
def test_who_looks_after_the_texts_is_told_reasons_and_authors(keyed: Keyed, role: str) -> None:
    text = keyed.ask("GET", "/v1/overrides", keyed.shown[role].text).text  # type: ignore[index]
    told = OverridesReply.model_validate_json(text).overrides
    assert [(each.kind, each.merchant, each.author) for each in told] == [
        ("phrasings", "alpine", "Ann"),
        ("synonyms", None, "Bea"),
        ("pins", "unnamed", "Ann"),
    ]
    assert (told[0].texts, told[0].reason, told[0].rows) == (["When will my parcel come"], "asked 17 times", 1)


def test_others_are_not(keyed: Keyed) -> None:
    assert keyed.ask("GET", "/v1/overrides", keyed.shown["search"].text).status_code == 403
    assert keyed.ask("GET", "/v1/overrides").status_code == 401


@pytest.mark.parametrize(
    ("scope", "kinds"),
    [
        (EVERYTHING, ["phrasings", "synonyms", "pins"]),
        (Scope(frozenset({"alpine"})), ["phrasings"]),
        (Scope(frozenset({"boutique"})), []),
        (Scope(languages=frozenset({"en"})), []),
    ],
)
def test_overrides_of_other_merchants_are_not_shown(curated: Searcher, scope: Scope, kinds: list[str]) -> None:
    assert [each.kind for each in View(Engine.over(curated), scope).overrides()] == kinds


def test_where_there_are_no_keys_nobody_is_told(client: TestClient) -> None:
    assert client.get("/v1/overrides").status_code == 404
