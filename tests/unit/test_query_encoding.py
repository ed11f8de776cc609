"""Both encoders of a query: what they say together, and that it is computed once."""

import time
from collections.abc import Sequence

import numpy as np
import pytest

from app.encoders.hashing import HashingEncoder
from app.encoders.ports import EncodedQuery, Progress, Vectors
from app.query_encoding import NOTHING, QueryEncoders, embedding_cache
from app.scope import EVERYTHING, Scope

ALL = EVERYTHING.key


class Counting(HashingEncoder):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_query(self, query: str) -> EncodedQuery:
        self.asked.append(query)
        return super().encode_query(query)


class French:
    """A second encoder that knows one language; its vector is the query's length."""

    fingerprint = "french"

    def knows(self, language: str | None) -> bool:
        return language == "fr"

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        return np.array([len(query)], np.float32) if self.knows(language) else None

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        raise NotImplementedError


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_a_query_is_what_each_encoder_says_alone(counting: Counting) -> None:
    understood = QueryEncoders(counting, French(), embedding_cache(0)).encode("livraison", "fr", ALL)
    assert understood.first.vector.tolist() == HashingEncoder().encode_query("livraison").vector.tolist()
    assert understood.second is not None
    assert understood.second.tolist() == [9]


def test_the_second_has_no_say_in_another_language_nor_where_there_is_none(counting: Counting) -> None:
    assert QueryEncoders(counting, French(), embedding_cache(0)).encode("shipping", "en", ALL).second is None
    assert QueryEncoders(counting, None, embedding_cache(0)).encode("livraison", "fr", ALL).second is None


def test_the_same_query_is_encoded_once(counting: Counting) -> None:
    encoders = QueryEncoders(counting, French(), embedding_cache(1_000_000))
    first, again = encoders.encode("livraison", "fr", ALL), encoders.encode("livraison", "fr", ALL)
    assert (counting.asked, again) == (["livraison"], first)


def test_a_query_in_another_language_is_another_query(counting: Counting) -> None:
    encoders = QueryEncoders(counting, French(), embedding_cache(1_000_000))
    understood = [encoders.encode("pardon", language, ALL) for language in ("fr", "en", None)]
    assert [one.second is None for one in understood] == [False, True, True]
    assert counting.asked == ["pardon"] * 3


def test_without_memory_for_them_embeddings_are_computed_each_time(counting: Counting) -> None:
    encoders = QueryEncoders(counting, None, embedding_cache(0))
    encoders.encode("livraison", "fr", ALL)
    encoders.encode("livraison", "fr", ALL)
    assert counting.asked == ["livraison"] * 2


def test_kept_arrays_cannot_be_changed_by_a_search(counting: Counting) -> None:
    understood = QueryEncoders(counting, French(), embedding_cache(1_000_000)).encode("livraison", "fr", ALL)
    with pytest.raises(ValueError, match="read-only"):
        understood.first.tokens[0] = 0


def test_the_size_of_an_embedding_is_that_of_its_arrays(counting: Counting) -> None:
    understood = QueryEncoders(counting, French(), embedding_cache(0)).encode("un deux", "fr", ALL)
    dimension, tokens = counting.dimension, len(understood.first.tokens)
    assert understood.bytes == 4 * dimension + tokens * 4 * dimension + tokens * 2 * 4 + 4


class Unreliable(Counting):
    """Fails while it is `broken`."""

    broken = True

    def encode_query(self, query: str) -> EncodedQuery:
        encoded = super().encode_query(query)
        if self.broken:
            raise MemoryError
        return encoded


class SlowFrench(French):
    """Takes longer than anybody waits."""

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        time.sleep(0.5)
        return super().encode_query(query, language)


@pytest.fixture
def unreliable() -> Unreliable:
    return Unreliable()


def test_without_the_first_encoder_nothing_is_known_of_a_query(unreliable: Unreliable) -> None:
    understood = QueryEncoders(unreliable, None, embedding_cache(0)).encode("livraison", "fr", ALL)
    assert (understood.first, understood.degraded) == (NOTHING, True)


def test_a_second_encoder_that_is_too_slow_has_no_say_and_is_missed(counting: Counting) -> None:
    understood = QueryEncoders(counting, SlowFrench(), embedding_cache(0), seconds=0.2).encode("livraison", "fr", ALL)
    assert understood.first.vector.tolist() == HashingEncoder().encode_query("livraison").vector.tolist()
    assert (understood.second, understood.degraded) == (None, True)


def test_a_second_encoder_that_has_no_say_in_a_language_is_not_missed(counting: Counting) -> None:
    assert not QueryEncoders(counting, French(), embedding_cache(0)).encode("shipping", "en", ALL).degraded


def test_only_what_both_encoders_said_is_kept(unreliable: Unreliable) -> None:
    cache = embedding_cache(1_000_000)
    encoders = QueryEncoders(unreliable, French(), cache)
    degraded = encoders.encode("livraison", "fr", ALL)
    unreliable.broken = False
    whole, again = encoders.encode("livraison", "fr", ALL), encoders.encode("livraison", "fr", ALL)
    assert (degraded.degraded, whole.degraded, again) == (True, False, whole)
    assert unreliable.asked == ["livraison"] * 2


def test_what_is_kept_is_told_while_the_encoder_fails(unreliable: Unreliable) -> None:
    encoders = QueryEncoders(unreliable, None, embedding_cache(1_000_000))
    unreliable.broken = False
    whole = encoders.encode("livraison", "fr", ALL)
    unreliable.broken = True
    assert encoders.encode("livraison", "fr", ALL) == whole


def test_the_problem_names_the_encoder_that_failed_until_it_answers(unreliable: Unreliable, counting: Counting) -> None:
    first, second = (
        QueryEncoders(unreliable, French(), embedding_cache(0)),
        QueryEncoders(counting, SlowFrench(), embedding_cache(0), seconds=0.2),
    )
    first.encode("livraison", "fr", ALL)
    second.encode("livraison", "fr", ALL)
    assert "query encoder failed (MemoryError)" in str(first.problem)
    assert "second encoder failed (no answer in time)" in str(second.problem)
    unreliable.broken = False
    first.encode("livraison", "fr", ALL)
    assert first.problem is None


def test_what_others_asked_is_encoded_anew_for_another_scope_so_that_no_time_tells_of_it(counting: Counting) -> None:
    encoders = QueryEncoders(counting, None, embedding_cache(1_000_000))
    alpine, boutique = (Scope(frozenset({merchant})).key for merchant in ("alpine", "boutique"))
    understood = [encoders.encode("livraison", "fr", key) for key in (alpine, boutique, ALL, alpine, boutique, ALL)]
    assert counting.asked == ["livraison"] * 3
    assert understood[:3] == understood[3:]
