"""What of a page is no content, and why: menus, banners, footers, and what nobody sees."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from app.corpus.elements import Reason
from app.corpus.page.accordions import is_hidden, more_of
from app.corpus.page.comparing import asks
from app.corpus.page.naming import BANNER, FOOTER, MASTHEAD, NAVIGATION, UNSEEN, names_of, whole_names_of
from app.corpus.page.nodes import SILENT, Node, words_of
from app.corpus.page.parsing import Page
from app.corpus.page.told import Told
from app.text import ends_sentence

_SECTIONING = frozenset({"article", "section", "main", "details", "blockquote"})
_ROLES: Mapping[str, Reason] = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "navigation",
    "search": "navigation",
    "complementary": "navigation",
    "banner": "navigation",
    "contentinfo": "footer",
    "dialog": "banner",
    "alertdialog": "banner",
    "alert": "banner",
    "status": "banner",
    "log": "banner",
}
_TAGS: Mapping[str, Reason] = {
    "nav": "navigation",
    "menu": "navigation",
    "search": "navigation",
    "dialog": "banner",
    "footer": "footer",
    "form": "banner",
}
_NAMES: Sequence[tuple[frozenset[str], Reason]] = ((NAVIGATION, "navigation"), (BANNER, "banner"))
_MOST_MARKED = 0.5
"""Of the page's words may go because of an element or a role."""
_MOST_NAMED = 0.3
"""May go because of a mere name."""
_LITTLE = 300
"""Letters that may go however short the page is."""
_MOST_NODES = 100
"""Elements in a menu of which the words are looked at."""


def dropped_nodes(page: Page, told: Sequence[Told], headings: Mapping[Node, int]) -> Mapping[Node, Reason]:
    """The outermost elements that are no content; those that a browser never shows as text are not among them."""
    guard = _Guard(page, told, headings)
    dropped: dict[Node, Reason] = {}
    end = 0
    for node in page.nodes[1:]:
        if node.order > end and node.tag in SILENT:
            end = node.end
        elif node.order > end and node.letters and (reason := guard.reason(node)):
            dropped[node] = reason
            end = node.end
    return dropped


class _Guard:
    """Keeps questions with their answers, and whatever holds most of the page."""

    def __init__(self, page: Page, told: Sequence[Told], headings: Mapping[Node, int]) -> None:
        self._words = page.root.plain
        self._told = sorted(each.bodies[0].order for each in told if each.asks)
        self._asking = sorted(node.order for node in headings if asks(words_of(node)))
        self._pointed_at = _pointed_at(told)
        self._panels = sorted({body.order for each in told for body in each.bodies} | {n.order for n in more_of(page)})

    def reason(self, node: Node) -> Reason | None:
        if self._holds_pairs(node):
            return None
        if is_hidden(node) or whole_names_of(node) & UNSEEN:
            return None if _within(self._panels, node) else "hidden"
        if (reason := _landmark(node)) and self._is_small(node, _MOST_MARKED):
            return reason
        return _named(node) if self._is_small(node, _MOST_NAMED) else None

    def _is_small(self, node: Node, share: float) -> bool:
        return node.plain <= max(_LITTLE, share * self._words)

    def _holds_pairs(self, node: Node) -> bool:
        return node in self._pointed_at or _within(self._told, node) > 0 or _within(self._asking, node) > 2


def _pointed_at(told: Sequence[Told]) -> Set[Node]:
    """What opens from the content; one that does not ask needs a companion of the same kind."""
    bodies = [(each, body, (body.tag, body.role, body.get("class"))) for each in told for body in each.bodies]
    kinds = Counter(kind for _, _, kind in bodies)
    return {body for each, body, kind in bodies if each.asks or kinds[kind] > 1}


def _within(orders: Sequence[int], node: Node) -> int:
    return bisect_left(orders, node.end + 1) - bisect_left(orders, node.order)


def _landmark(node: Node) -> Reason | None:
    if node.role in _ROLES:
        return _ROLES[node.role]
    return "banner" if node.get("aria-live") in ("polite", "assertive") else _tagged(node)


def _tagged(node: Node) -> Reason | None:
    if node.tag == "aside":
        return "navigation" if node.linked * 2 >= node.letters or not _is_sectioned(node) else None
    if node.tag == "header":
        return None if _is_sectioned(node) else "navigation"
    return None if _speaks(node) else _TAGS.get(node.tag)


def _speaks(node: Node) -> bool:
    """Whether what calls itself a menu has a sentence to say, and leads nowhere."""
    is_small = node.end - node.order <= _MOST_NODES
    return node.tag == "nav" and not node.linked and is_small and ends_sentence(words_of(node))


def _is_sectioned(node: Node) -> bool:
    """Whether it belongs to a section of the content, not to the page."""
    return any(around.tag in _SECTIONING or around.role in ("main", "article") for around in node.ancestors(50))


def _named(node: Node) -> Reason | None:
    if node.is_inline and node.tag != "a":
        return None
    names, whole = names_of(node), whole_names_of(node)
    if whole & MASTHEAD and not _is_sectioned(node):
        return "navigation"
    if whole & FOOTER:
        return "footer"
    return next((reason for words, reason in _NAMES if names & words), None)
