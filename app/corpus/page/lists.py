"""Open lists while a page is written out: bullets, numbers, indentation."""

from dataclasses import dataclass

from app.corpus.page.nodes import Node

LISTS = frozenset({"ul", "ol", "menu", "dir"})
_DEEPEST = 8
"""So many lists in lists are indented; deeper ones stand no farther in."""


@dataclass(slots=True)
class _List:
    """`number` is that of its next item, None where it counts nothing."""

    number: int | None

    def marker(self) -> str:
        if self.number is None:
            return "- "
        self.number += 1
        return f"{self.number - 1}. "


@dataclass(slots=True)
class _Item:
    """Its marker stands before its first line."""

    marker: str
    is_written: bool = False

    def prefix(self) -> str:
        written, self.is_written = self.is_written, True
        return " " * len(self.marker) if written else self.marker


class Lists:
    """Tells the bullet or the indentation of each line."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._items: list[_Item] = []

    def enter(self, node: Node) -> None:
        """A list or an item begins."""
        if node.tag in LISTS:
            start = node.get("start")
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            self._lists.append(_List(first if node.tag == "ol" else None))
        elif node.tag == "li" and self._lists:
            self._items.append(_Item(self._lists[-1].marker()))

    def leave(self, node: Node) -> None:
        """It ends."""
        if node.tag in LISTS:
            self._lists.pop()
        elif node.tag == "li" and self._items:
            self._items.pop()

    def prefix(self) -> str:
        """What stands before the next line."""
        outer = "".join(" " * len(item.marker) for item in self._items[: min(len(self._items) - 1, _DEEPEST)])
        return outer + self._items[-1].prefix() if self._items else ""
