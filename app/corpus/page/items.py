"""Where what a heading heads is wrapped up with it, as entries of a list are: no text behind the wrapper is its."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from app.corpus.page.accordions import neighbour, outermost
from app.corpus.page.nodes import Node

_LEVELS = range(1, 10)


def wrapped_headings(levels: Mapping[Node, int]) -> Mapping[Node, Node]:
    """The wrapper of each heading that has one: beside another of its kind, without another heading as high in it."""
    orders = {level: sorted(node.order for node, its in levels.items() if its == level) for level in _LEVELS}
    wrapped = {}
    for node, level in levels.items():
        wrapper = outermost(node).parent
        if wrapper and wrapper.tag and _is_alone(wrapper, orders, level) and _has_twin(wrapper, orders[level]):
            wrapped[node] = wrapper
    return wrapped


def _is_alone(wrapper: Node, orders: Mapping[int, Sequence[int]], level: int) -> bool:
    return sum(_within(orders[each], wrapper) for each in _LEVELS if each <= level) == 1


def _has_twin(wrapper: Node, orders: Sequence[int]) -> bool:
    beside = (neighbour(wrapper, step) for step in (-1, 1))
    return any(_within(orders, each) == 1 for each in beside if each and each.tag == wrapper.tag)


def _within(orders: Sequence[int], node: Node) -> int:
    return bisect_left(orders, node.end + 1) - bisect_left(orders, node.order)
