"""What overrides make of a small index's searches: each for its own merchant, and shown as what it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain import Alternate, Curation, Hit, SearchRequest
from app.encoders.hashing import HashingEncoder
from app.errors import NotFound
from app.generations import load_current
from app.ingest import Ingestion
from app.retrieval.flat import FLAT
from app.retrieval.weights import Weights
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding

SIGNED = 'reason = "asked for"\nauthor = "Ann"\n'
DELIVERY = 'merchant = "alpine"\nquestion = "How long does delivery take?"\n' + SIGNED
SUNDAYS = 'merchant = "alpine"\nquestion = "Do you deliver on Sundays?"\n' + SIGNED
OTHER_WORDS = f'[[phrasings]]\n{DELIVERY}phrasings = ["When is my parcel here", "Where is it"]\n'
PIN = f'[[pins]]\n{SUNDAYS}query = ["Opening hours"]\n'
ANSWER = f'[[answers]]\nmerchant = "alpine"\nquestion = "Do you sell vouchers?"\nanswer = "Yes, of 20 euros."\n{SIGNED}'

Curated = Callable[[str], Searcher]


@pytest.fixture
def curated(ingestion: Ingestion, corpus: Path, index: Path, weights: Weights) -> Curated:
    """A searcher over the corpus with these overrides."""

    def made(overrides: str) -> Searcher:
        (corpus / "overrides.toml").write_text(overrides, encoding="utf-8")
        ingestion.run(corpus)
        understanding = Understanding(HashingEncoder(), None, lambda _: "en", weights)
        return Searcher(load_current(index, FLAT), understanding)

    return made


def _hits(searcher: Searcher, q: str, *merchants: str, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
    return searcher.search(SearchRequest(q, merchants=merchants, limit=50), scope).hits


def test_other_words_find_the_passage_which_is_shown_as_its_source_has_it(curated: Curated) -> None:
    hit = _hits(curated(OTHER_WORDS), "When is my parcel here")[0]
    assert (hit.passage.question, hit.passage.text) == ("How long does delivery take?", "Delivery takes three days.")
    assert (hit.merchant.id, hit.curation) == ("alpine", Curation("phrasing", "When is my parcel here"))
    assert hit.duplicates == ()


def test_a_passage_with_other_words_is_one_result_and_one_of_the_counts(curated: Curated) -> None:
    searcher = curated(OTHER_WORDS)
    result = searcher.search(SearchRequest("delivery", limit=50))
    assert (result.total_hits, result.facets["merchant"]) == (5, {"alpine": 3, "boutique": 2})
    assert len({hit.passage.id for hit in result.hits}) == 5
    assert searcher.passages_by_merchant(Scope(frozenset({"alpine"}))) == {"alpine": 4}
    assert searcher.passages_by_merchant() == {"alpine": 4, "boutique": 2}


def test_highlights_and_evidence_are_of_the_source_s_own_words(curated: Curated) -> None:
    searcher = curated(OTHER_WORDS)
    found = searcher.found(SearchRequest("When is my parcel here in three days"))
    hit = found.result.hits[0]
    (mark,) = [hit.passage.text[each.start : each.end] for each in hit.highlights if each.field == "text"]
    assert (mark, hit.curation is not None) == ("three days", True)
    assert searcher.evidence(found, 0).places == [(0, len(hit.passage.text))]


def test_a_hit_by_its_own_words_owes_nothing_to_a_curator(curated: Curated) -> None:
    assert _hits(curated(OTHER_WORDS), "How long does delivery take?", "alpine")[0].curation is None


def test_a_phrasing_in_the_visitor_s_language_is_not_taken_for_a_foreign_match(curated: Curated) -> None:
    searcher = curated(OTHER_WORDS.replace("phrasings = ", 'language = "fr"\nphrasings = '))
    assert searcher.search(SearchRequest("delivery", languages=("fr",))).hits == ()
    assert _hits(searcher, "When is my parcel here")[0].match.cross_lingual is False


def test_a_word_finds_what_a_text_calls_otherwise(curated: Curated) -> None:
    words = f'[[synonyms]]\nmerchant = "boutique"\nlanguage = "en"\nwords = ["Présent", "gift"]\n{SIGNED}'
    hits = _hits(curated(words), "présent")
    assert (hits[0].merchant.id, hits[0].passage.question) == ("boutique", "May I return a gift?")
    assert hits[0].curation == Curation("synonym", "Présent")
    assert [hit.curation for hit in hits[1:]] == [None] * 4


def test_a_word_is_named_only_where_the_query_has_it(curated: Curated) -> None:
    words = f'[[synonyms]]\nmerchant = "boutique"\nlanguage = "en"\nwords = ["Présenting", "gift"]\n{SIGNED}'
    hit = _hits(curated(words), "presentin", "boutique")[0]
    assert (hit.passage.question, hit.curation) == ("May I return a gift?", None)


def test_one_merchant_s_other_words_take_no_other_merchant_s_place_among_the_candidates(
    curated: Curated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.retrieval.fusion.RERANKED", 1)
    monkeypatch.setattr("app.retrieval.fusion.RERANKED_BY_LETTERS", 4)
    many = ", ".join(f'"gift {n}"' for n in range(20))
    result = curated(f"[[phrasings]]\n{SUNDAYS}phrasings = [{many}]\n").search(SearchRequest("gift", limit=50))
    looked_at = {hit.passage.id for hit in result.hits if hit.match.lexical is not None}
    assert {"boutique", "alpine"} == {each.partition(":")[0] for each in looked_at}


def test_a_pinned_passage_is_first_for_exactly_its_query(curated: Curated) -> None:
    searcher = curated(PIN)
    result = searcher.search(SearchRequest("  OPENING hoürs!? ", merchants=("alpine",)))
    assert (result.answerability.verdict, result.answerability.confidence) == ("answer", 1.0)
    first = result.hits[0]
    assert (first.passage.question, first.score) == ("Do you deliver on Sundays?", 1.0)
    assert first.curation == Curation("pin", "Opening hours")
    assert [hit.curation for hit in _hits(searcher, "Opening hours today", "alpine")] == [None] * 3


def test_what_is_behind_a_pinned_passage_keeps_its_order_and_its_pages(curated: Curated) -> None:
    q = "How long does delivery take?"
    plain = [hit.passage.id for hit in _hits(curated(""), q, "alpine")]
    searcher = curated(PIN.replace("Opening hours", q))
    pinned = _hits(searcher, q, "alpine")
    assert pinned[0].passage.id == plain.pop(plain.index(pinned[0].passage.id))
    assert [hit.passage.id for hit in pinned[1:]] == plain
    assert [hit.score for hit in pinned] == sorted((hit.score for hit in pinned), reverse=True)
    pages = [searcher.search(SearchRequest(q, merchants=("alpine",), limit=1, offset=n)).hits for n in range(4)]
    assert [hit for page in pages for hit in page] == list(pinned)


def test_a_pin_pushes_no_other_merchant_s_results_away(curated: Curated) -> None:
    q = "How long does delivery take?"
    everywhere = _hits(curated(""), q)
    searcher = curated(PIN.replace("Opening hours", q))
    assert _hits(searcher, q) == everywhere
    assert _hits(searcher, q, "alpine", "boutique") == everywhere
    assert {hit.curation for hit in _hits(searcher, q, "boutique")} == {None}


@pytest.mark.parametrize("q", ["Opening hours", "Alpine: opening hours"])
def test_a_pin_counts_within_a_scope_of_its_merchant_and_where_it_is_named(curated: Curated, q: str) -> None:
    scope = Scope(frozenset({"alpine"}))
    assert _hits(curated(PIN), q, scope=scope)[0].curation == Curation("pin", "Opening hours")


def test_a_pin_counts_where_the_query_names_its_merchant(curated: Curated) -> None:
    assert _hits(curated(PIN), "Alpine opening hours")[0].curation == Curation("pin", "Opening hours")


@pytest.mark.parametrize("seen", [frozenset({"alpine", "gone"}), frozenset({"alpine"})])
def test_a_pin_counts_where_no_other_merchant_can_be_searched(curated: Curated, seen: frozenset[str]) -> None:
    assert _hits(curated(PIN), "Opening hours", scope=Scope(seen))[0].curation == Curation("pin", "Opening hours")


def test_a_pin_of_the_only_merchant_counts_everywhere(curated: Curated, corpus: Path) -> None:
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().partition('[[merchants]]\nid = "boutique"')[0])
    assert _hits(curated(PIN), "Opening hours")[0].curation == Curation("pin", "Opening hours")


def test_a_pin_shows_nothing_that_the_filters_shut_out(curated: Curated) -> None:
    searcher = curated(PIN)
    other = SearchRequest("Opening hours", merchants=("alpine",), sections=("Returns",))
    assert {hit.passage.section for hit in searcher.search(other).hits} == {"Returns"}
    french = Scope(frozenset({"alpine"}), frozenset({"fr"}))
    assert searcher.search(SearchRequest("Opening hours"), french).hits == ()


def test_a_pinned_passage_that_nothing_else_found_is_there(curated: Curated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.search.MOST_HITS", 1)
    monkeypatch.setattr("app.search._EXTRA", 0)
    monkeypatch.setattr("app.retrieval.fusion.RERANKED", 1)
    monkeypatch.setattr("app.retrieval.fusion.RERANKED_BY_LETTERS", 1)
    q = "How long does delivery take?"
    (hit,) = _hits(curated(PIN.replace("Opening hours", q)), q, "alpine")
    assert (hit.passage.question, hit.score) == ("Do you deliver on Sundays?", 1.0)
    assert (hit.match.semantic, hit.match.lexical) == (None, None)


def test_a_hidden_passage_is_found_nowhere(curated: Curated) -> None:
    before = _hits(curated(""), "How long does delivery take?", "alpine")[0].passage
    searcher = curated(f"[[hidden]]\n{DELIVERY}")
    assert before.id not in {hit.passage.id for hit in _hits(searcher, "How long does delivery take?")}
    with pytest.raises(NotFound):
        searcher.passage(before.id)
    assert _hits(searcher, "How long does delivery take?")[0].merchant.id == "boutique"


def test_a_written_answer_is_a_passage_of_its_merchant_and_told_as_written(curated: Curated) -> None:
    searcher = curated(ANSWER)
    hit = _hits(searcher, "Do you sell vouchers?")[0]
    assert (hit.merchant.id, hit.passage.text, hit.passage.place.row) == ("alpine", "Yes, of 20 euros.", 1)
    assert (hit.source.path, hit.source.title) == ("alpine/overrides", "Answers written for Alpine")
    assert hit.curation == Curation("answer", "Do you sell vouchers?")
    assert searcher.documents["alpine/overrides"].text == "Do you sell vouchers?\nYes, of 20 euros.\n"


def test_other_questions_with_the_same_answer_are_told_whether_or_not_they_were_found(curated: Curated) -> None:
    searcher = curated("")
    gift, birthday = searcher.generation.content.passages[2:4]
    hit = _hits(searcher, "May I return a gift?", "alpine")[0]
    assert hit.alternates == (Alternate(birthday.id, "May I return a birthday gift?"),)
    assert searcher.shown(birthday.id).alternates == (Alternate(gift.id, "May I return a gift?"),)
    assert searcher.shown(birthday.id, Scope(languages=frozenset({"en"}))).alternates != ()


def test_alternates_outside_of_the_caller_s_languages_are_not_told(curated: Curated, corpus: Path) -> None:
    written = ANSWER.replace("Do you sell vouchers?", "Puis-je rendre un cadeau ?").replace(
        "Yes, of 20 euros.", "Yes, within a year of buying it."
    )
    searcher = curated(written + 'language = "fr"\n')
    (french,) = [p for p in searcher.generation.content.passages if p.language == "fr"]
    scope = Scope(languages=frozenset({"fr"}))
    assert [each.question for each in searcher.shown(french.id).alternates] == [
        "May I return a gift?",
        "May I return a birthday gift?",
    ]
    assert searcher.shown(french.id, scope).alternates == ()


def test_without_overrides_nothing_of_them_is_kept(curated: Curated, index: Path) -> None:
    generation = curated("").generation
    assert dict(generation.manifest.counts) == {"merchants": 2, "documents": 2, "passages": 6}
    assert not {"phrasings.jsonl", "overrides.jsonl"} & generation.manifest.files.keys()
