"""Lists and tables that only lay other things out, so that they have no bullets and no cells."""

from collections import Counter
from collections.abc import Iterable, Set

from app.corpus.page.lists import LISTS
from app.corpus.page.nodes import Node
from app.corpus.page.parsing import Page


def layouts(page: Page, content: Iterable[Node]) -> Set[Node]:
    """Those that hold some of `content` or another table, or have less than two rows of more than one cell."""
    tables = [node for node in page.nodes if node.tag == "table"]
    rows = Counter(around for node in page.nodes if _is_wide(node) for around in node.ancestors(2))
    single = {node for node in tables if rows[node] < 2 or node.role in ("presentation", "none")}
    held = {node for node in _around([*content, *tables]) if node.tag == "table" or node.tag in LISTS}
    return single | held


def _is_wide(node: Node) -> bool:
    return node.tag == "tr" and sum(cell.letters > 0 for cell in node.elements) > 1


def _around(nodes: Iterable[Node]) -> Set[Node]:
    """All that encloses some of the nodes."""
    held: set[Node] = set()
    for node in nodes:
        for around in node.ancestors():
            if around in held:
                break
            held.add(around)
    return held
