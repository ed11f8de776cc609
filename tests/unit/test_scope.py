"""What a caller may see, alone and narrowed by another scope or by a filter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scope import EVERYTHING, Scope, narrowed

NAMES = st.none() | st.frozensets(st.sampled_from(["alpine", "boutique", "casely"]))
SCOPES = st.builds(Scope, NAMES, st.none() | st.frozensets(st.sampled_from(["en", "fr"])))


def sees(scope: Scope) -> set[tuple[str, str | None]]:
    """All that a scope holds of three merchants in two languages and an unknown one."""
    merchants, languages = ("alpine", "boutique", "casely"), ("en", "fr", None)
    return {(m, each) for m in merchants for each in languages if scope.has_merchant(m) and scope.has_language(each)}


@given(SCOPES, SCOPES)
def test_two_scopes_together_hold_what_both_hold(one: Scope, other: Scope) -> None:
    assert sees(one & other) == sees(one) & sees(other)


@given(SCOPES)
def test_everything_narrows_nothing(scope: Scope) -> None:
    assert (scope & EVERYTHING, EVERYTHING & scope) == (scope, scope)


@given(SCOPES, SCOPES)
def test_scopes_have_the_same_key_exactly_if_they_are_equal(one: Scope, other: Scope) -> None:
    assert (one.key == other.key) == (one == other)


def test_a_key_does_not_depend_on_the_order_that_a_set_happens_to_have() -> None:
    names = [f"merchant-{n}" for n in range(50)]
    assert Scope(frozenset(names)).key == Scope(frozenset(reversed(names))).key


@pytest.mark.parametrize(
    ("asked", "allowed", "left"),
    [
        ((), None, None),
        (("a", "b"), None, ["a", "b"]),
        ((), frozenset({"a"}), ["a"]),
        (("a", "b"), frozenset({"b", "c"}), ["b"]),
        (("a",), frozenset({"b"}), []),
        ((), frozenset(), []),
    ],
)
def test_a_filter_leaves_what_is_asked_for_and_allowed(
    asked: tuple[str, ...], allowed: frozenset[str] | None, left: list[str] | None
) -> None:
    found = narrowed(asked, allowed)
    assert (None if found is None else list(found)) == left
