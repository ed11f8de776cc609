"""Answers over an ingested corpus: extracts are verbatim, stand where they say, and come from who they should."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answer import MOST_EXTRACTS, Answer, Answerer, Extract, offset_in_document
from app.domain import Passage, SearchRequest, Span
from app.encoders.hashing import HashingEncoder
from app.errors import InvalidQuery, InvalidValue, UnknownMerchant
from app.generations import load_current
from app.ingest import Ingestion
from app.retrieval.flat import FLAT
from app.retrieval.weights import Weights
from app.search import Searcher, Understanding
from app.text import lines_of

REGISTRY = """
[[merchants]]
id = "alpine"
name = "Alpine"
[[merchants.documents]]
path = "alpine/faq.txt"
[[merchants.documents]]
path = "alpine/table.csv"

[[merchants]]
id = "boutique"
name = "Boutique"
[[merchants.documents]]
path = "boutique/faq.txt"
"""

TEXTS = {
    "merchants.toml": REGISTRY,
    "alpine/faq.txt": "How long does delivery take?\n"
    "We pack by hand and with care 🎁.\r\nDelivery takes three days within Europe. It is sent by bike.\n\n"
    "What is covered?\nThe warranty does not cover:\n• Drops\n• Theft of parcels\n\n"
    "May I return a gift?\nGifts return within a year.\nGifts return within a year.\n"
    "Mind the receipt on brown paper.\n\n"
    "May I return a present?\nPresents return within a month, with the receipt.\n",
    "alpine/table.csv": "question,answer\n"
    'Is there a shop?,"We have no shop, nowhere.\nOur warehouse stands in Graz, ""behind"" Linz."\n',
    "boutique/faq.txt": "How long does delivery take?\nDelivery takes two whole weeks. Paper bags are free.\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for path, text in TEXTS.items():
        (tmp_path / "corpus" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "corpus" / path).write_text(text, encoding="utf-8", newline="")
    return tmp_path / "corpus"


@pytest.fixture
def searcher(corpus: Path, index: Path, ingestion: Ingestion, weights: Weights) -> Searcher:
    ingestion.run(corpus)
    return Searcher(load_current(index, FLAT), Understanding(HashingEncoder(), None, lambda _: "en", weights))


Ask = Callable[..., Answer]


@pytest.fixture
def ask(searcher: Searcher) -> Ask:
    answerer = Answerer(searcher)

    def asked(q: str, *merchants: str, limit: int = 3) -> Answer:
        return answerer.answer(SearchRequest(q, merchants, limit=limit))

    return asked


def told(extract: Extract) -> tuple[str, tuple[int, int]]:
    return extract.text, extract.lines


def test_an_extract_is_the_sentence_that_answers_with_its_own_lines(ask: Ask) -> None:
    (extract,) = ask("delivery takes how many days", "alpine", limit=1).extracts
    assert told(extract) == ("Delivery takes three days within Europe.", (3, 3))
    assert (extract.passage.lines, extract.source.path, extract.merchant.name) == ((1, 3), "alpine/faq.txt", "Alpine")


def test_an_item_of_a_list_comes_with_its_opening_line_and_the_lines_of_both(ask: Ask) -> None:
    (extract,) = ask("theft of parcels", "alpine", limit=1).extracts
    assert told(extract) == ("The warranty does not cover:\n• Drops\n• Theft of parcels", (6, 8))


def test_lines_are_right_behind_a_repeat_that_was_left_out(ask: Ask) -> None:
    (extract,) = ask("mind the receipt brown paper", "alpine", limit=1).extracts
    assert told(extract) == ("Mind the receipt on brown paper.", (13, 13))
    assert len(extract.passage.spans) == 2


def test_lines_of_a_table_count_in_its_text_as_it_is_served(ask: Ask) -> None:
    (extract,) = ask("warehouse stands in Graz", "alpine", limit=1).extracts
    assert told(extract) == ('Our warehouse stands in Graz, "behind" Linz.', (3, 3))


def test_each_merchant_answers_once_the_best_first(ask: Ask) -> None:
    answer = ask("how long does delivery take", limit=5)
    assert sorted(extract.merchant.id for extract in answer.extracts) == ["alpine", "boutique"]
    assert answer.answerability.verdict == "answer"


def test_a_merchant_that_the_query_names_is_the_only_one_that_answers(ask: Ask) -> None:
    answer = ask("boutique how long does delivery take", limit=5)
    assert [told(extract) for extract in answer.extracts] == [("Delivery takes two whole weeks.", (2, 2))]


def test_the_limit_bounds_the_extracts(ask: Ask) -> None:
    assert len(ask("how long does delivery take", limit=1).extracts) == 1


def test_what_nothing_answers_has_no_extracts(ask: Ask) -> None:
    answer = ask("quantum chromodynamics")
    assert (answer.answerability.verdict, answer.extracts) == ("none", ())
    assert answer.answerability.confidence < 0.2


def test_an_answer_tells_its_query_its_generation_and_its_times(ask: Ask, searcher: Searcher) -> None:
    answer = ask(" delivery takes ")
    assert (answer.query, answer.query_language, answer.degraded) == ("delivery takes", "en", False)
    assert answer.generation == searcher.generation.manifest.generation
    assert list(answer.stages)[-2:] == ["hits", "extracts"]
    assert answer.processing_ms == pytest.approx(sum(answer.stages.values()), abs=1)


@pytest.mark.parametrize("limit", [0, MOST_EXTRACTS + 1])
def test_a_limit_out_of_range_is_refused(ask: Ask, limit: int) -> None:
    with pytest.raises(InvalidValue, match=f"limit is {limit} and offset 0; an answer takes a limit from 1 to 5"):
        ask("delivery", limit=limit)


def test_an_offset_is_refused(searcher: Searcher) -> None:
    with pytest.raises(InvalidValue, match=r"offset 1; .* no offset"):
        Answerer(searcher).answer(SearchRequest("delivery", limit=3, offset=1))


def test_requests_are_checked_as_a_searchs_are(ask: Ask) -> None:
    with pytest.raises(InvalidQuery):
        ask(" ")
    with pytest.raises(UnknownMerchant, match="'nobody'"):
        ask("alpine delivery", "alpine", "nobody")


WORDS = st.sampled_from(" ".join(TEXTS.values()).split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=6), limit=st.integers(1, 5))
def test_extracts_are_verbatim_and_stand_in_their_lines(
    ask: Ask, searcher: Searcher, words: list[str], limit: int
) -> None:
    extracts = ask(" ".join(words), limit=limit).extracts
    assert len(extracts) <= limit
    assert all(e.text == e.passage.text[e.span.start : e.span.end] == e.text.strip() != "" for e in extracts)
    assert all(lines_with(searcher.documents[e.passage.document].text, e) for e in extracts)


def lines_with(document: str, extract: Extract) -> bool:
    """Whether the extract's lines hold its first and last words, and no line too many."""
    starts, ends = zip(*((line.start, line.end) for line in lines_of(document)), strict=True)
    first, last = extract.lines
    block = document[starts[first - 1] : ends[last - 1]]
    opening, closing = extract.text.splitlines()[0], extract.text.splitlines()[-1]
    return opening in block.splitlines()[0] and closing in block.splitlines()[-1]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=4))
def test_each_character_of_a_passage_is_found_in_its_document(pieces: list[tuple[int, int]]) -> None:
    spans, end = [], 0
    for gap, length in pieces:
        spans.append(Span(end + gap, end + gap + length))
        end = spans[-1].end
    document = "".join(chr(ord("a") + i) for i in range(end))
    text = "\n".join(document[span.start : span.end] for span in spans)
    found = {i: document[offset_in_document(_passage(text, spans), i)] for i, c in enumerate(text) if c != "\n"}
    assert found == {i: c for i, c in enumerate(text) if c != "\n"}


def test_a_place_behind_the_text_has_none_in_the_document() -> None:
    with pytest.raises(ValueError, match="has no character 3"):
        offset_in_document(_passage("abc", [Span(0, 3)]), 3)


def test_a_newline_that_joins_two_spans_has_no_place_in_the_document() -> None:
    passage = _passage("abc\nde", [Span(0, 3), Span(10, 12)])
    assert [offset_in_document(passage, offset) for offset in (2, 4)] == [2, 10]
    with pytest.raises(ValueError, match="has no character 3"):
        offset_in_document(passage, 3)


def _passage(text: str, spans: list[Span]) -> Passage:
    return Passage(
        *("m:1", "m", "m/faq.txt", None, text, None, "en", 1.0, None, (1, 1), tuple(spans), ""),
    )
