"""What opens on a page: `<details>`, buttons that say what they control, labels of check boxes, hidden neighbours."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.corpus.page.comparing import asks
from app.corpus.page.naming import HEADING, OPENING, QUESTION, names_of
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page
from app.corpus.page.told import Told

_HIGHEST = 8
"""So many elements around a button may hold nothing else."""
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "data-controls", "popovertarget", "href")
_SWITCHES = frozenset({"collapse", "tab", "pill", "accordion", "dropdown-accordion"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def details(page: Page) -> Iterator[Told]:
    """What the browser itself opens."""
    for node in page.nodes:
        if node.tag == "summary" and node.parent and node.parent.tag == "details":
            yield Told.between((node,), (node.parent,))


def accordions(page: Page) -> Iterator[Told]:
    """Whatever says that it opens something, with what that is."""
    panels = {name: node for node in page.nodes for name in node.get("aria-labelledby").split()}
    for node in page.nodes:
        if node.letters and node.is_flat and is_toggle(node, page):
            panel = controlled(node, page) or panels.get(node.id) or _following(node, page)
            yield from _opened(node, panel)


def _opened(node: Node, panel: Node | None) -> Iterator[Told]:
    if panel and not panel.holds(node):
        yield Told.between((outermost(node),), (panel,))


def is_toggle(node: Node, page: Page) -> bool:
    """Whether it says that it opens or chooses something."""
    if node.tag == "label" and (target := page.ids.get(node.get("for"))):
        return target.get("type") in ("checkbox", "radio") and bool(following(node))
    switches = node.get("data-toggle") or node.get("data-bs-toggle")
    return "aria-expanded" in node.attributes or node.role == "tab" or switches in _SWITCHES


def outermost(node: Node) -> Node:
    """The farthest element around it that holds no other text."""
    for around in node.ancestors(_HIGHEST):
        if around.letters != node.letters or not around.tag:
            break
        node = around
    return node


def stands_alone(node: Node) -> bool:
    """Whether no words stand beside it on its line."""
    outer = outermost(node)
    return not (outer.is_inline and outer.parent and outer.parent.has_words)


def following(node: Node) -> Node | None:
    """The element next to it with text, where nothing else stands between them."""
    return neighbour(outermost(node), 1)


def neighbour(node: Node, step: int) -> Node | None:
    """The nearest element with text before it (-1) or behind it (1); None where text stands between them."""
    siblings = node.parent.children if node.parent else []
    position = node.position + step
    while 0 <= position < len(siblings):
        sibling = siblings[position]
        if isinstance(sibling, Node) and sibling.letters:
            return sibling
        if isinstance(sibling, str) and sibling.strip():
            return None
        position += step
    return None


def controlled(node: Node, page: Page) -> Node | None:
    """The element that it names as its own."""
    for attribute in _TARGETS:
        for name in node.get(attribute).split():
            panel = page.ids.get(name.removeprefix("#"))
            if panel and panel.letters and (attribute != "href" or name.startswith("#")):
                return panel
    return None


def _following(node: Node, page: Page) -> Node | None:
    if node.role == "tab":
        return None
    beside = following(node)
    return None if beside is None or (beside.is_flat and is_toggle(beside, page)) else beside


def is_hidden(node: Node) -> bool:
    """Whether its own markup hides it."""
    style = "".join(node.get("style").casefold().split())
    return (
        ("hidden" in node.attributes)
        or node.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


@dataclass(frozen=True, slots=True)
class _Opener:
    """What stands before a hidden element, or for some reason hides it."""

    head: Node
    panel: Node

    @property
    def shape(self) -> tuple[str, str]:
        return self.head.tag, self.head.get("class")


def hidden_neighbours(page: Page) -> Iterator[Told]:
    """Hidden elements directly behind what would open them: it asks, is named so, is a button, or has companions."""
    more = {node.order for node in more_of(page)}
    openers = [opener for opener in _openers(page) if opener.panel.order not in more]
    shapes = Counter(opener.shape for opener in openers)
    for opener in openers:
        if shapes[opener.shape] > 1 or _opens(opener.head):
            yield Told.between((opener.head,), (opener.panel,))


def _openers(page: Page) -> Iterator[_Opener]:
    for node in page.nodes:
        head = neighbour(node, -1) if node.letters and not node.is_inline and is_hidden(node) else None
        if head and head.is_flat and not is_hidden(head):
            yield _Opener(head, node)


def _opens(head: Node) -> bool:
    names = names_of(head)
    is_named = bool(names & QUESTION) or bool(names & OPENING and names & HEADING)
    return is_named or head.tag in HEADINGS or head.tag == "button" or asks(words_of(head))


def more_of(page: Page) -> Iterator[Node]:
    """Hidden elements directly before a button that opens them: the rest of what stands above."""
    for node in page.nodes:
        if "aria-expanded" in node.attributes and not following(node):
            rest = neighbour(outermost(node), -1)
            if rest and is_hidden(rest):
                yield rest
