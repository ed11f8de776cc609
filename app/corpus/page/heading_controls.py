"""Small controls repeated in nearly all headings, such as "edit", "#" or "copy link", which are no part of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from app.corpus.elements import Dropped, Reason
from app.corpus.page.accordions import HEADINGS
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page
from app.domain import Place

_ASKING = HEADINGS | {"summary", "legend", "dt"}
_LEAST = 3
_LONGEST = 20
"""Characters."""
_MOST_NODES = 100
"""Elements in a heading that is looked into."""
_LIGATURE = re.compile(r"[a-z]+(?:_[a-z]+)+")
"""The name of an icon, which a font draws in its place."""


def without_controls(page: Page) -> list[Dropped]:
    """Empties such elements, so that no reader of the tree meets their words, and tells what they said."""
    headings = [node for node in page.nodes if _may_ask(node)]
    kinds = Counter(node.tag for node in headings)
    found = [(node.tag, control, words_of(control)) for node in headings for control in _controls(node, page)]
    times = Counter((tag, words) for tag, _, words in found)
    cut = [control for tag, control, words in found if times[tag, words] >= max(_LEAST, kinds[tag] / 2)]
    return emptied(page, cut, "navigation")


def emptied(page: Page, cut: list[Node], reason: Reason) -> list[Dropped]:
    """What these elements said, which nothing says any more."""
    dropped = [Dropped(words_of(node), reason, Place(anchor=node.id or None)) for node in cut]
    _empty(page, cut)
    return dropped


def _may_ask(node: Node) -> bool:
    asks = node.tag in _ASKING or node.role == "heading" or "aria-expanded" in node.attributes
    return asks and node.letters > 0 and node.end - node.order <= _MOST_NODES


def _controls(heading: Node, page: Page) -> Iterator[Node]:
    """The outermost of them in a heading, which says more than they do."""
    end = heading.order
    for node in page.nodes[heading.order + 1 : heading.end + 1]:
        if node.order > end and 0 < node.letters < heading.letters and _is_control(node, page):
            end = node.end
            yield node


def _is_control(node: Node, page: Page) -> bool:
    if not node.is_inline or node.letters > _LONGEST:
        return False
    words = words_of(node)
    is_sign = sum(map(str.isalnum, words)) <= 1 or _LIGATURE.fullmatch(words) is not None
    held = page.nodes[node.order : node.end + 1]
    return 0 < len(words) <= _LONGEST and (is_sign or any(each.tag in ("a", "button") for each in held))


def _empty(page: Page, cut: list[Node]) -> None:
    """Takes their letters out of all that encloses them, in one walk from the end of the page."""
    less: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for node in cut:
        less[node.order] = node.letters, node.linked
        node.children = []
        for inner in page.nodes[node.order + 1 : node.end + 1]:
            inner.letters = inner.linked = 0
    for node in reversed(page.nodes if cut else ()):
        letters, linked = less[node.order]
        node.letters, node.linked = node.letters - letters, node.linked - linked
        if node.parent:
            above = less[node.parent.order]
            less[node.parent.order] = above[0] + letters, above[1] + linked
