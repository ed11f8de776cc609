"""Searching a small index: filters, order, paging, facets, collapsing, and whose text it is."""

from collections.abc import Callable
from dataclasses import replace
from math import log
from pathlib import Path

import pytest

from app.domain import SearchRequest
from app.encoders.hashing import HashingEncoder
from app.errors import IndexIncompatible, InvalidQuery, InvalidValue, NotFound, UnknownMerchant
from app.generations import load_current
from app.ingest import Ingestion
from app.requests import checked
from app.retrieval.flat import FLAT
from app.retrieval.fusion import RERANKED
from app.retrieval.weights import Weights
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding

Make = Callable[..., Searcher]


@pytest.fixture
def make(ingestion: Ingestion, corpus: Path, index: Path, weights: Weights) -> Make:
    """Makes a searcher of the corpus as it is now, for queries in one language, with some preferences exchanged."""

    def made(
        language: str | None = "en", encoder: HashingEncoder | None = None, *, foreign: float = 0, **preference: float
    ) -> Searcher:
        ingestion.run(corpus)
        preferring = replace(
            weights,
            preference=replace(weights.preference, **preference),
            alone=replace(weights.alone, foreign=foreign),
        )
        understanding = Understanding(encoder or HashingEncoder(), None, lambda _: language, preferring)
        return Searcher(load_current(index, FLAT), understanding)

    return made


@pytest.fixture
def searcher(make: Make) -> Searcher:
    return make()


def _found(
    searcher: Searcher, q: str = "How long does delivery take?", **fields: object
) -> list[tuple[str, str | None]]:
    result = searcher.search(SearchRequest(q, **fields))  # type: ignore[arg-type]
    return [(hit.merchant.id, hit.passage.question) for hit in result.hits]


def test_a_question_finds_its_own_passage_in_every_merchant(searcher: Searcher) -> None:
    assert set(_found(searcher)[:2]) == {
        ("alpine", "How long does delivery take?"),
        ("boutique", "How long does delivery take?"),
    }


def test_a_merchant_s_search_box_never_shows_another_merchant(searcher: Searcher) -> None:
    assert {merchant for merchant, _ in _found(searcher, merchants=("boutique",), limit=50)} == {"boutique"}


def test_filters_are_applied_before_the_best_are_taken(searcher: Searcher) -> None:
    assert _found(searcher, merchants=("boutique",), limit=1) == [("boutique", "How long does delivery take?")]


def test_filters_of_several_kinds_hold_together(searcher: Searcher) -> None:
    assert _found(searcher, merchants=("alpine",), languages=("en",), sections=("Returns",)) == [
        ("alpine", "May I return a birthday gift?")
    ]
    assert _found(searcher, languages=("fr",)) == []


def test_several_values_of_one_filter_widen_it(searcher: Searcher) -> None:
    assert len(_found(searcher, merchants=("alpine", "boutique"), limit=50)) == 5


def test_identical_answers_of_one_merchant_are_one_hit_and_of_two_are_two(searcher: Searcher) -> None:
    hits = searcher.search(SearchRequest("May I return a birthday gift?")).hits
    gifts = [hit for hit in hits if hit.passage.text == "Yes, within a year of buying it."]
    assert [(hit.merchant.id, len(hit.duplicates)) for hit in gifts] == [("alpine", 1), ("boutique", 0)]
    assert gifts[0].passage.question == "May I return a birthday gift?"
    assert searcher.passage(gifts[0].duplicates[0]).question == "May I return a gift?"


def test_short_answers_to_different_questions_stay_apart(make: Make, corpus: Path) -> None:
    area = "Is it {0} cm?\nIt has an area of {0} cm in all.\n"
    text = "Is it free?\nYes.\nIs it safe?\nYes.\n" + area.format("10²") + area.format("102")
    (corpus / "boutique/faq.txt").write_text(text, encoding="utf-8")
    assert len(make().search(SearchRequest("Yes", merchants=("boutique",))).hits) == 4


def test_scores_fall_and_are_between_zero_and_one(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search(SearchRequest("delivery", limit=50)).hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_pages_make_up_the_whole(searcher: Searcher) -> None:
    whole = _found(searcher, limit=50)
    assert [hit for offset in range(0, 6, 2) for hit in _found(searcher, limit=2, offset=offset)] == whole


def test_facets_count_exactly_what_paging_reaches(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("gift", limit=1))
    assert result.total_hits == 5
    assert result.facets == {
        "merchant": {"alpine": 3, "boutique": 2},
        "language": {"en": 5},
        "section": {"Delivery": 2, "Returns": 1},
    }


def test_two_searches_give_the_same_order(searcher: Searcher) -> None:
    assert _found(searcher, "gift", limit=50) == _found(searcher, "gift", limit=50)


@pytest.mark.parametrize(("spoken", "marked"), [("de", True), ("en", False), (None, False)])
def test_a_passage_in_another_language_is_marked(make: Make, spoken: str | None, marked: bool) -> None:
    assert make(spoken).search(SearchRequest("gift")).hits[0].match.cross_lingual is marked


@pytest.mark.parametrize("q", ["?", "؟ !", "🎁"])
def test_signs_alone_are_not_answered(searcher: Searcher, q: str) -> None:
    result = searcher.search(SearchRequest(q))
    assert (result.answerability.verdict, result.answerability.confidence) == ("none", 0)
    assert result.hits


def test_an_unknown_merchant_is_refused(searcher: Searcher) -> None:
    with pytest.raises(UnknownMerchant, match="'nobody'"):
        searcher.search(SearchRequest("gift", merchants=("alpine", "nobody")))


def test_an_unknown_passage_is_not_found(searcher: Searcher) -> None:
    with pytest.raises(NotFound, match="alpine:0"):
        searcher.passage("alpine:0")


def test_an_index_of_another_model_is_refused(make: Make) -> None:
    class Other(HashingEncoder):
        fingerprint = "other"

    with pytest.raises(IndexIncompatible, match=r"Run `faq ingest`"):
        make(encoder=Other())


@pytest.mark.parametrize("q", ["", "  \n\u3000", "\u0001", "a" * 513, "a\0b", "a\ud800"])
def test_a_query_that_is_no_text_is_refused(q: str) -> None:
    with pytest.raises(InvalidQuery):
        checked(SearchRequest(q))


def test_white_space_around_a_query_does_not_count() -> None:
    assert checked(SearchRequest("\n " + "a" * 512 + " ")).q == "a" * 512


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (51, 0), (10, -1), (10, 1001)])
def test_a_page_outside_the_limits_is_refused(limit: int, offset: int) -> None:
    with pytest.raises(InvalidValue, match="give a whole number from"):
        checked(SearchRequest("gift", limit=limit, offset=offset))


def test_an_empty_scope_answers_nothing(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("gift", languages=("fr",)))
    assert (result.answerability.verdict, result.answerability.confidence, result.hits) == ("none", 0, ())


def test_the_best_hit_s_score_is_the_confidence_where_the_curve_between_them_is_straight(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("does delivery take two days in winter?"))
    assert 0 < result.answerability.confidence < 1
    assert result.hits[0].score == pytest.approx(result.answerability.confidence, abs=1e-4)


@pytest.mark.parametrize(("query", "verdict"), [("delivery", "answer"), ("zebra crossing", "none")])
def test_what_no_passage_speaks_of_is_not_answered(searcher: Searcher, query: str, verdict: str) -> None:
    assert searcher.search(SearchRequest(query)).answerability.verdict == verdict


@pytest.mark.parametrize(("spoken", "added"), [("de", 1.5), ("en", 0), (None, 0)])
def test_a_best_hit_in_another_language_is_judged_by_its_own_coefficient(
    make: Make, spoken: str | None, added: float
) -> None:
    asked = SearchRequest("does delivery take two days in winter?")
    judged = [make(spoken, foreign=foreign).search(asked).answerability.confidence for foreign in (0, 1.5)]
    before, after = (log(confident / (1 - confident)) for confident in judged)
    assert after - before == pytest.approx(added, abs=0.01)


def test_preferences_move_hits_and_not_the_confidence_in_the_best(make: Make) -> None:
    asked = SearchRequest("How long does delivery take? Delivery takes three days.")
    preferring, plain = make(own_language=0.5).search(asked), make(own_language=0).search(asked)
    assert preferring.answerability == plain.answerability


@pytest.mark.parametrize(("spoken", "first"), [("de", "boutique"), ("en", "alpine")])
def test_of_two_that_answer_alike_the_one_in_the_reader_s_language_comes_first(
    make: Make, corpus: Path, spoken: str, first: str
) -> None:
    path = corpus / "merchants.toml"
    path.write_text(path.read_text() + 'language = "de"\n')
    (corpus / "boutique/faq.txt").write_text("How long does delivery take?\nDelivery takes three days.\n")
    assert [merchant for merchant, _ in _found(make(spoken))[:2]] == sorted(["alpine", "boutique"], key=first.__ne__)


def test_a_merchant_that_the_query_names_comes_first_and_others_stay(make: Make) -> None:
    found = _found(make(named_merchant=9), "How long does delivery take at Alpine?", limit=50)
    assert [merchant for merchant, _ in found] == ["alpine"] * 3 + ["boutique"] * 2
    plain = _found(make(named_merchant=0), "How long does delivery take at Alpine?", limit=50)
    assert {merchant for merchant, _ in plain[:2]} == {"alpine", "boutique"}


CROWD = "".join(f"Is delivery {n} free?\nYes, delivery {n} is free of charge.\n" for n in range(6))


def test_a_merchant_s_fourth_passage_gives_way_to_another_merchant(make: Make, corpus: Path) -> None:
    (corpus / "alpine/faq.txt").write_text(CROWD)
    crowded = [merchant for merchant, _ in _found(make(crowding=9), "Is delivery free?", limit=50)]
    assert crowded == ["alpine"] * 3 + ["boutique"] * 2 + ["alpine"] * 3
    plain = [merchant for merchant, _ in _found(make(crowding=0), "Is delivery free?", limit=50)]
    assert plain == ["alpine"] * 6 + ["boutique"] * 2


@pytest.mark.parametrize("merchants", [("alpine",), ("alpine", "alpine")])
def test_within_one_merchant_nothing_is_crowded_out(make: Make, corpus: Path, merchants: tuple[str, ...]) -> None:
    (corpus / "alpine/faq.txt").write_text(CROWD)
    asked = SearchRequest("Is delivery free?", merchants=merchants)
    crowding, plain = make(crowding=9).search(asked), make(crowding=0).search(asked)
    assert [(hit.passage.id, hit.score) for hit in crowding.hits] == [(hit.passage.id, hit.score) for hit in plain.hits]


def test_the_stages_of_a_search_are_told_and_add_up_to_no_more_than_all(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("gift"))
    assert {"encoders", "dense", "lexical", "late interaction", "fusion", "hits"} <= result.stages.keys()
    assert sum(result.stages.values()) <= result.processing_ms + 0.001


def test_what_an_outsider_is_called_never_changes_a_filtered_search(make: Make, corpus: Path) -> None:
    asked = SearchRequest("How long does delivery take?", merchants=("boutique",))
    before = make().search(asked)
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().replace('name = "Alpine"', 'name = "Delivery"'))
    after = make().search(asked)
    assert (after.hits, after.answerability) == (before.hits, before.answerability)


def test_a_named_merchant_is_found_behind_any_number_of_nearer_passages(make: Make, corpus: Path) -> None:
    rivals = "".join(f"What is your return policy {n}?\nReturn policy {n}: what you return.\n" for n in range(90))
    (corpus / "boutique/faq.txt").write_text(rivals)
    (corpus / "alpine/faq.txt").write_text(
        "Gifts\n\nMay birthday presents come back, and within how many days?\nA year.\n"
    )
    assert _found(make(named_merchant=9), "Alpine return policy", limit=1)[0][0] == "alpine"


def test_a_score_is_the_same_wherever_preferences_put_the_hit(make: Make, corpus: Path) -> None:
    (corpus / "alpine/faq.txt").write_text(CROWD)
    asked = SearchRequest("Is delivery free?", limit=50)
    crowding, plain = make(crowding=9).search(asked), make(crowding=0).search(asked)
    scores = {hit.passage.id: hit.score for hit in plain.hits}
    assert all(hit.score <= scores[hit.passage.id] for hit in crowding.hits)
    assert [hit.score for hit in crowding.hits[:3]] == [hit.score for hit in plain.hits[:3]]


@pytest.mark.parametrize("query", ["2", "²", "0612345678", "100 %", "Alpine", "alpine!"])
def test_a_number_or_a_name_alone_asks_nothing(make: Make, query: str) -> None:
    judged = make().search(SearchRequest(query)).answerability
    assert (judged.verdict, judged.confidence) == ("none", 0)


def test_a_lone_passage_answers_as_likely_as_anything_in_scope(make: Make, corpus: Path) -> None:
    (corpus / "boutique/faq.txt").write_text("How long does delivery take?\nDelivery takes two weeks.\n")
    result = make().search(SearchRequest("How long does delivery take?", merchants=("boutique",)))
    assert [hit.score for hit in result.hits] == [result.answerability.confidence]


def test_a_hit_far_down_the_ranking_does_not_say_why_it_matched(make: Make, corpus: Path) -> None:
    questions = "".join(f"What is item {n}?\nItem {n} is a case of kind {n}.\n\n" for n in range(RERANKED + 30))
    (corpus / "alpine" / "faq.txt").write_text(questions, encoding="utf-8")
    searcher = make()
    first, last = (searcher.search(SearchRequest("item", limit=1, offset=o)).hits[0] for o in (0, RERANKED + 20))
    assert first.match.semantic is not None
    assert first.match.lexical is not None
    assert (last.match.semantic, last.match.lexical) == (None, None)


def test_what_encoders_said_is_kept_for_callers_of_one_scope(searcher: Searcher) -> None:
    keeping = Searcher(searcher.generation, replace(searcher._understanding, cache_bytes=1_000_000))
    request, alone = SearchRequest("How long does delivery take?"), Scope(frozenset(list(searcher.merchants)[:1]))
    _ = [keeping.search(request, scope) for scope in (EVERYTHING, alone, EVERYTHING, alone)]
    assert (keeping.embeddings.misses, keeping.embeddings.hits) == (2, 2)
