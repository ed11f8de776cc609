"""A generation as callers with different scopes may see it."""

from dataclasses import replace

import pytest

from app.domain import SearchRequest
from app.errors import NotFound, UnknownMerchant
from app.scope import EVERYTHING, Scope
from app.search import Searcher
from app.view import Engine, View

ALPINE = Scope(frozenset({"alpine"}))
FRENCH = Scope(languages=frozenset({"fr"}))
NOBODY = Scope(frozenset())
QUERIES = ("How long does shipping take?", "livraison gratuite", "returns at La Boutique", "x")


@pytest.fixture(scope="module")
def engine(searcher: Searcher) -> Engine:
    return Engine.over(searcher)


@pytest.mark.parametrize("query", QUERIES)
def test_a_scope_of_merchants_is_the_search_that_filters_by_them(engine: Engine, query: str) -> None:
    request = SearchRequest(query, limit=50)
    scoped = View(engine, ALPINE).search(request)
    filtered = View(engine, EVERYTHING).search(replace(request, merchants=("alpine",)))
    assert replace(scoped, processing_ms=0, stages={}) == replace(filtered, processing_ms=0, stages={})
    assert scoped.total_hits > 0


@pytest.mark.parametrize("query", QUERIES)
def test_a_scope_of_languages_holds_through_hits_duplicates_and_facets(engine: Engine, query: str) -> None:
    found = View(engine, FRENCH).search(SearchRequest(query, limit=50))
    assert {hit.passage.language for hit in found.hits} == {"fr"}
    assert (set(found.facets["language"]), found.total_hits) == ({"fr"}, 3)
    assert View(engine, FRENCH).search(SearchRequest(query, languages=("en",))).total_hits == 0


def test_a_merchant_outside_of_the_scope_is_unknown_in_the_words_of_one_that_is_not_there(engine: Engine) -> None:
    view = View(engine, ALPINE)
    for ask in (view.search, view.answer):
        with pytest.raises(UnknownMerchant, match="'boutique'") as foreign:
            ask(SearchRequest("shipping", merchants=("boutique",), limit=1))
        with pytest.raises(UnknownMerchant, match="'invented'") as invented:
            ask(SearchRequest("shipping", merchants=("invented",), limit=1))
        assert str(foreign.value).replace("boutique", "invented") == str(invented.value)
    with pytest.raises(UnknownMerchant, match="'boutique'"):
        view.suggest("ship", merchants=("boutique",), limit=8)


def test_a_foreign_merchant_s_name_is_a_word_like_others(engine: Engine) -> None:
    view = View(engine, Scope(frozenset({"alpine", "unnamed"})))
    named = view.search(SearchRequest("How long does shipping take at La Boutique?"))
    assert {hit.merchant.id for hit in named.hits} <= {"alpine", "unnamed"}
    answered = view.answer(SearchRequest("How long does shipping take at La Boutique?", limit=5))
    assert {extract.merchant.id for extract in answered.extracts} <= {"alpine", "unnamed"}


def test_suggestions_stay_in_the_scope(engine: Engine) -> None:
    asked = {"typed": "how", "merchants": (), "limit": 20}
    everybody = View(engine, EVERYTHING).suggest(**asked)  # type: ignore[arg-type]
    alpine = View(engine, ALPINE).suggest(**asked)  # type: ignore[arg-type]
    assert [s for s in everybody if s.merchant.id == "alpine"] == alpine
    assert len(everybody) > len(alpine) > 0
    french = View(engine, FRENCH).suggest("livraison", merchants=(), limit=20)
    assert {s.merchant.id for s in french} == {"boutique"}
    assert View(engine, FRENCH).suggest("how long does", merchants=(), limit=20) == []


def test_a_merchant_that_has_half_of_its_questions_in_another_language_suggests_the_other_half(engine: Engine) -> None:
    both = Scope(frozenset({"boutique"}), frozenset({"en"}))
    assert View(engine, both).suggest("comment", merchants=(), limit=20) == []
    assert View(engine, both).search(SearchRequest("comment")).hits == ()


def test_passages_and_documents_outside_of_the_scope_are_not_found(engine: Engine, searcher: Searcher) -> None:
    foreign = next(passage.id for passage in searcher.generation.content.passages if passage.merchant_id == "boutique")
    view = View(engine, ALPINE)
    with pytest.raises(NotFound) as outside:
        view.shown(foreign)
    with pytest.raises(NotFound) as invented:
        view.shown("boutique:0000000000000000")
    assert str(outside.value).replace(foreign, "boutique:0000000000000000") == str(invented.value)
    assert View(engine, FRENCH).shown(foreign).merchant.id == "boutique"
    with pytest.raises(NotFound):
        view.document("boutique/guide d'achat.txt")
    assert view.document("alpine/faq.txt")[1].id == "alpine"


def test_who_may_see_some_languages_only_is_shown_no_whole_document(engine: Engine) -> None:
    with pytest.raises(NotFound):
        View(engine, FRENCH).document("boutique/guide d'achat.txt")


def test_merchants_are_listed_with_what_may_be_seen_of_them(engine: Engine) -> None:
    def listed(scope: Scope) -> list[tuple[str, int, int]]:
        return [(each.merchant.id, len(each.sources), each.passages) for each in View(engine, scope).merchants()]

    whole = listed(EVERYTHING)
    assert [(name, documents) for name, documents, _ in whole] == [("alpine", 1), ("boutique", 1), ("unnamed", 2)]
    assert listed(ALPINE) == whole[:1]
    assert listed(FRENCH) == [("alpine", 0, 0), ("boutique", 0, 3), ("unnamed", 0, 0)]
    assert listed(NOBODY) == []


def test_a_scope_of_nobody_sees_nothing(engine: Engine) -> None:
    view = View(engine, NOBODY)
    assert view.search(SearchRequest("shipping")).hits == ()
    assert view.answer(SearchRequest("shipping", limit=1)).extracts == ()
    assert view.suggest("ship", merchants=(), limit=8) == []
