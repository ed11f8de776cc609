"""A page's elements as a tree that can be walked without recursion, however deep it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

SILENT = frozenset(
    {"title", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "audio", "video", "canvas"}
    | {"select", "textarea", "datalist", "input", "progress", "meter", "map", "colgroup", "noframes"}
)
"""Elements whose text a browser shows to nobody, or to nobody as text."""

INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data", "del", "dfn", "em"}
    | {"font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small"}
    | {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "meta", "link", "x"}
) | (SILENT - {"title"})
"""Elements that stand within a line of text."""


@dataclass(slots=True, eq=False)
class Node:
    """An element. It holds the nodes of its page from `order` to `end`, itself included, in document order.

    `letters` counts the characters of its text without white space, `linked` those of them that stand in links.
    `is_flat`: its text is one run of words, whatever wraps it. `has_words`: some stand in it directly.
    """

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    position: int = 0
    order: int = 0
    end: int = 0
    children: list["Node | str"] = field(default_factory=list)
    letters: int = 0
    linked: int = 0
    is_flat: bool = True
    has_words: bool = False

    def holds(self, other: "Node") -> bool:
        """Whether the other is this one or within it."""
        return self.order <= other.order <= self.end

    def get(self, name: str) -> str:
        """An attribute, trimmed; blank where it has none."""
        return self.attributes.get(name, "").strip()

    @property
    def elements(self) -> "Iterator[Node]":
        """Its children without the text between them."""
        return (child for child in self.children if isinstance(child, Node))

    @property
    def role(self) -> str:
        """The first of its ARIA roles."""
        return next(iter(self.get("role").casefold().split()), "")

    @property
    def id(self) -> str:
        """What a link leads to."""
        return self.get("id") or (self.get("name") if self.tag == "a" else "")

    @property
    def is_inline(self) -> bool:
        """Whether it stands within a line. An element of unknown name does unless it holds more than one."""
        return self.tag in INLINE or ("-" in self.tag and self.is_flat)

    @property
    def plain(self) -> int:
        """Letters outside links."""
        return self.letters - self.linked

    def ancestors(self, most: int | None = None) -> Iterator["Node"]:
        """Those that enclose it, from the nearest on, `most` at most."""
        node, passed = self.parent, 0
        while node is not None and (most is None or passed < most):
            yield node
            node, passed = node.parent, passed + 1


class Visitor(Protocol):
    """What walks a tree."""

    def enter(self, node: Node) -> bool:
        """Whether to go on into it; `leave` follows only then."""

    def leave(self, node: Node) -> None:
        """All of it was walked."""

    def text(self, text: str) -> None:
        """Text as it stands in the page."""


def walk(root: Node, visitor: Visitor) -> None:
    """Visits all that an element holds, in document order."""
    stack = [(root, iter(root.children))]
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if isinstance(child, str):
            visitor.text(child)
        elif child is not None and visitor.enter(child):
            stack.append((child, iter(child.children)))
        elif child is None:
            stack.pop()
            visitor.leave(node)


def words_of(node: Node) -> str:
    """Its text in one line, as a heading is told."""
    parts: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            parts.append(each)
        elif each.tag not in SILENT and each.get("aria-hidden") != "true":
            around = [] if each.is_inline and each.tag != "br" else [" "]
            stack += [*around, *reversed(each.children), *around]
    return " ".join("".join(parts).split())
