"""Where what a heading heads is wrapped up with it, as entries of a list are: no text behind the wrapper is its."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from app.corpus.page.accordions import neighbour, outermost
from app.corpus.page.nodes import Node

_LEVELS = range(1, 10)
_HIGHEST = 50
"""So many elements around a heading are looked at."""


def wrapped_headings(levels: Mapping[Node, int]) -> Mapping[Node, Node]:
    """Where what a heading heads ends, at the latest: with its wrapper, or with the list that it is part of.

    A wrapper stands beside another of its kind and holds no other heading as high.
    """
    orders = {level: sorted(node.order for node, its in levels.items() if its == level) for level in _LEVELS}
    ends = {node: _wrapper(node, orders, level) or _list(node, orders[level]) for node, level in levels.items()}
    return {node: end for node, end in ends.items() if end}


def _wrapper(node: Node, orders: Mapping[int, Sequence[int]], level: int) -> Node | None:
    wrapper = outermost(node).parent
    wraps = wrapper and wrapper.tag and _is_alone(wrapper, orders, level) and _has_twin(wrapper, orders[level])
    return wrapper if wraps else None


def _list(node: Node, orders: Sequence[int]) -> Node | None:
    """The nearest element that holds another heading as high: what follows it is no part of what either heads."""
    if not neighbour(outermost(node), 1):
        return None
    return next((around for around in node.ancestors(_HIGHEST) if around.tag and _within(orders, around) > 1), None)


def _is_alone(wrapper: Node, orders: Mapping[int, Sequence[int]], level: int) -> bool:
    return sum(_within(orders[each], wrapper) for each in _LEVELS if each <= level) == 1


def _has_twin(wrapper: Node, orders: Sequence[int]) -> bool:
    beside = (neighbour(wrapper, step) for step in (-1, 1))
    return any(_within(orders, each) == 1 for each in beside if each and each.tag == wrapper.tag)


def _within(orders: Sequence[int], node: Node) -> int:
    return bisect_left(orders, node.end + 1) - bisect_left(orders, node.order)
