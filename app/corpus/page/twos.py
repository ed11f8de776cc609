"""Wrappers that hold two things each, of which the first mostly asks."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.corpus.page.accordions import HEADINGS
from app.corpus.page.comparing import asks
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page
from app.corpus.page.told import Told

_LONGEST = 300
"""Letters of what may ask."""
_Shape = tuple[str, ...]


def asking_twos(page: Page) -> Iterator[Told]:
    """Those of a shape that the page has twice or more, and that asks in half of its places or more."""
    shapes: dict[_Shape, list[Sequence[Node]]] = {}
    for node in page.nodes:
        two = _two(node)
        if two:
            shape = tuple(name for each in (node, *two) for name in (each.tag, each.get("class")))
            shapes.setdefault(shape, []).append(two)
    for twos in shapes.values():
        if len(twos) > 1 and 2 * sum(asks(words_of(head)) for head, _ in twos) >= len(twos):
            yield from (Told.between((head,), (body,)) for head, body in twos)


def _two(node: Node) -> Sequence[Node]:
    """What an element holds, where it is two blocks, and the first is short and no heading."""
    two = list(islice((child for child in node.elements if child.letters), 3))
    blocks = len(two) == 2 and not node.has_words and not any(each.is_inline for each in two)
    return two if blocks and _may_ask(two[0]) else ()


def _may_ask(head: Node) -> bool:
    return head.is_flat and head.letters <= _LONGEST and head.tag not in HEADINGS and head.tag not in ("td", "th", "tr")
