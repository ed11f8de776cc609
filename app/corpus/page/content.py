"""Which part of a page is its content, where it says so, and what around that is none."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from app.corpus.elements import Reason
from app.corpus.page.nodes import Node
from app.corpus.page.parsing import Page

_LEAST_OF_MAIN = 1 / 3
_LEAST_OF_ARTICLE = 2 / 3
"""Of the words, links and what is dropped already aside."""


def around_content(
    page: Page, dropped: Mapping[Node, Reason], *, kept: Sequence[int], pairs: Sequence[int]
) -> Mapping[Node, Reason]:
    """The outermost elements around the content; those with a node of `kept` (orders, sorted) belong to it.

    So do those that hold more of `pairs` (orders, sorted) than it does, and more than one.
    """
    content = _only(page, "main", dropped, least=_LEAST_OF_MAIN) or _only(
        page, "article", dropped, least=_LEAST_OF_ARTICLE
    )
    if not content:
        return {}
    most = max(1, _count(content, pairs))
    around = (node for node in _beside(content) if node.letters and node not in dropped)
    return {
        node: "navigation" if node.order < content.order else "footer"
        for node in around
        if not _count(node, kept) and _count(node, pairs) <= most
    }


def _only(page: Page, tag: str, dropped: Mapping[Node, Reason], *, least: float) -> Node | None:
    """The only element of this kind, if it holds enough of what is left."""
    gone = sorted(dropped, key=lambda node: node.order)
    orders = [node.order for node in gone]
    found = [node for node in page.nodes if tag in (node.tag, node.role) and node.letters]
    if len(found) != 1 or any(node.holds(found[0]) for node in gone):
        return None
    inside = gone[bisect_left(orders, found[0].order) : bisect_left(orders, found[0].end + 1)]
    own, whole = _plain([found[0]]) - _plain(inside), _plain([page.root]) - _plain(gone)
    return found[0] if own > 0 and own >= least * whole else None


def _plain(nodes: Sequence[Node]) -> int:
    return sum(node.plain for node in nodes)


def _beside(content: Node) -> Iterator[Node]:
    node = content
    for around in content.ancestors():
        yield from (child for child in around.elements if child is not node)
        node = around


def _count(node: Node, orders: Sequence[int]) -> int:
    return bisect_left(orders, node.end + 1) - bisect_left(orders, node.order)
