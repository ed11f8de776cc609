"""Which words are in too many passages of a language to tell one from another, counted once and kept in a file."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import frequent_words
from app.domain import Passage
from app.errors import IndexCorrupt
from app.frequent_words import FrequentWords, read_frequent_words
from app.retrieval.late_interaction import TokenRows


def _passage(text: str, language: str | None = "en", question: str | None = None) -> Passage:
    return Passage("m:1", "m", "m/faq.txt", question, text, None, language, 1.0, None, (1, 1), (), "")


def _counted(*passages: Passage, ends: tuple[int, ...] = ()) -> dict[str, set[str]]:
    spans = [np.array([(0, end) for end in ends], np.int32).reshape(-1, 2) for _ in passages]
    vectors = [np.ones((len(ends), 2), np.float32) for _ in passages]
    tokens = TokenRows.build(vectors, 2, spans=spans, questions=[p.question for p in passages])
    return {language: set(words) for language, words in FrequentWords.count(passages, tokens).words.items()}


def test_a_word_of_nearly_every_passage_is_frequent_and_a_rare_one_is_not() -> None:
    assert _counted(*[_passage("the order")] * 20, _passage("the refund")) == {"en": {"the", "order"}}


def test_a_word_counts_once_a_passage_in_its_question_or_its_text_whatever_its_case() -> None:
    passages = [_passage("The", question="the THE"), *[_passage("so"), _passage("on")] * 5]
    assert _counted(*passages) == {"en": {"so", "on"}}  # 5 of 11 each, with at most 1 + 0.1 x 11


def test_passages_count_within_their_language() -> None:
    passages = [_passage("die", "de"), _passage("die", "de"), _passage("die"), _passage("die", None)]
    assert _counted(*passages) == {"de": {"die"}, "en": set(), "": set()}


def test_a_script_without_spaces_is_counted_as_it_is_cut_by_tokens() -> None:
    assert _counted(*[_passage("จัดส่งสินค้า", "th")] * 3, ends=(6,)) == {"th": {"จัดส่ง", "สินค้า"}}


@given(st.lists(st.sets(st.sampled_from(["to", "the", "ship", "42"])), min_size=1, max_size=30))
def test_a_word_may_be_in_one_passage_and_five_percent_for_each_letter(texts: list[set[str]]) -> None:
    counts = Counter(word for words in texts for word in words)
    shares = {"to": 0.1, "the": 0.15, "ship": 0.2, "42": 0.5}
    expected = {word for word, n in counts.items() if n > 1 + shares[word] * len(texts)}
    assert _counted(*(_passage(" ".join(words)) for words in texts)) == {"en": expected}


def test_of_a_large_corpus_evenly_spread_passages_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequent_words, "MOST_COUNTED", 10)
    passages = [_passage(["even", "odd"][row % 2], "en" if row % 4 < 2 else "fr") for row in range(60)]
    assert _counted(*passages, *[_passage("rare", "it")] * 2) == {
        "en": {"even", "odd"},  # 10 of 30 rows, every third, so five of each
        "fr": {"even", "odd"},
        "it": {"rare"},  # none of a rare language is left out
    }


def test_they_are_read_as_they_were_saved(tmp_path: Path) -> None:
    words = FrequentWords({"en": frozenset({"the", "of"}), "": frozenset(), "ja": frozenset({"です"})})
    words.save(tmp_path)
    read = read_frequent_words(tmp_path)
    assert read == words
    assert [set(read.of(language)) for language in ("en", None, "xx")] == [{"the", "of"}, set(), set()]


@pytest.mark.parametrize("content", ["", "[]", '{"en": 3}', "\udcff"])
def test_a_file_of_something_else_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "frequent.json").write_text(content, errors="surrogateescape")
    with pytest.raises(IndexCorrupt, match=r"frequent\.json holds no frequent words"):
        read_frequent_words(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match=r"frequent\.json"):
        read_frequent_words(tmp_path)
