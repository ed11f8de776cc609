"""The cache: bounded by bytes, forgets what was used longest ago, counts."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from app.caching import Cache


def cache(size: int) -> Cache[str, bytes]:
    return Cache(size, len)


def test_a_value_is_found_again_under_its_key_only() -> None:
    kept = cache(10)
    kept.put("a", b"one")
    assert (kept.get("a"), kept.get("b")) == (b"one", None)


def test_lookups_are_counted() -> None:
    kept = cache(10)
    kept.put("a", b"one")
    found = [kept.get(key) for key in "aba"]
    assert (found, kept.hits, kept.misses) == ([b"one", None, b"one"], 2, 1)


def test_what_was_used_longest_ago_makes_room() -> None:
    kept = cache(6)
    kept.put("a", b"123")
    kept.put("b", b"456")
    kept.get("a")
    kept.put("c", b"789")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"123", None, b"789")


def test_a_value_larger_than_the_cache_leaves_the_others() -> None:
    kept = cache(3)
    kept.put("a", b"123")
    kept.put("b", b"1234")
    assert (kept.get("a"), kept.get("b"), kept.bytes) == (b"123", None, 3)


def test_a_cache_of_no_size_keeps_nothing() -> None:
    kept = cache(0)
    kept.put("a", b"1")
    assert (kept.get("a"), kept.bytes) == (None, 0)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=8))))
def test_it_never_holds_more_than_its_size_nor_another_value_than_the_last(puts: list[tuple[str, bytes]]) -> None:
    kept, last = cache(20), dict(puts)

    def size_after(key: str, value: bytes) -> int:
        kept.put(key, value)
        return kept.bytes

    assert max([size_after(key, value) for key, value in puts], default=0) <= 20
    assert all(kept.get(key) in (None, value) for key, value in last.items())


def test_many_threads_may_use_it() -> None:
    kept = cache(50)

    def used(number: int) -> bytes | None:
        kept.put(str(number % 7), bytes(number % 7))
        return kept.get(str(number % 7))

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(used, range(2000)))
    assert all(value in (None, bytes(number % 7)) for number, value in enumerate(found))
    assert kept.hits + kept.misses == 2000
