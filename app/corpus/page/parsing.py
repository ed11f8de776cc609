"""HTML to a tree of nodes, through libxml2's tokenizer as lxml reports it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from app.corpus.page.nodes import INLINE, SILENT, Node

# Why lxml, and why its events: on a page of 5 MB with 27,000 questions they cost 0.9 s and 47 MB, where justhtml takes
# 6.6 s and BeautifulSoup on lxml 14 s and 253 MB. lxml's own tree stops without a word at 2,048 elements in elements,
# and takes the square of an element's attributes (80,000: 15 s); its events do neither (a million: 1.3 s).
_LINE_BREAK = re.compile(r"</br\s*/?>", re.IGNORECASE)
"""libxml2 drops this mistake; browsers break the line."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its root, which stands for no element, and all nodes in document order."""

    root: Node
    nodes: tuple[Node, ...]
    ids: Mapping[str, Node]


def parse(html: str) -> Page:
    """The tree of a page, however broken. Entities of its own are not resolved and nothing is fetched."""
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True, no_network=True)
    parser.feed(_LINE_BREAK.sub("<br>", html).encode())
    parser.close()
    ids: dict[str, Node] = {}
    for node in builder.nodes:
        ids.setdefault(node.id, node)
    ids.pop("", None)
    return Page(builder.root, tuple(builder.nodes), ids)


class _Builder:
    """Receives the parser's events. Nodes that were never closed end with the page."""

    def __init__(self) -> None:
        self.root = Node("", {})
        self.nodes = [self.root]
        self._open = [self.root]
        self._silent = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        parent = self._open[-1]
        node = Node(tag.casefold(), dict(attributes), parent, len(parent.children), len(self.nodes))
        parent.children.append(node)
        self._open.append(node)
        self.nodes.append(node)
        self._silent += node.tag in SILENT

    def data(self, text: str) -> None:
        node = self._open[-1]
        node.children.append(text)
        node.has_words = node.has_words or not text.isspace()
        if not self._silent:
            node.letters += len("".join(text.split()))

    def end(self, _tag: str) -> None:
        self._close()

    def close(self) -> None:
        while self._open:
            self._close()

    def _close(self) -> None:
        node = self._open.pop()
        node.end = len(self.nodes) - 1
        self._silent -= node.tag in SILENT
        if node.tag == "a":
            node.linked = node.letters
        node.is_flat = _is_flat(node)
        if node.parent:
            node.parent.letters += node.letters
            node.parent.linked += node.linked


def _is_flat(node: Node) -> bool:
    """Inline content alone, or a single flat element around all of its text."""
    inner = [child for child in node.elements if child.letters]
    if len(inner) == 1 and inner[0].letters == node.letters:
        return inner[0].is_flat
    return all(child.tag in INLINE and child.is_flat for child in inner)
