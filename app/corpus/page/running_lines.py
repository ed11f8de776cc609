"""Short lines that differ only in numbers: who speaks and when above messages, feet below the sheets of a print."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from app.corpus.elements import Dropped
from app.corpus.page.accordions import HEADINGS
from app.corpus.page.comparing import asks
from app.corpus.page.heading_controls import emptied
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page

_LEAST = 3
_LONGEST = 100
"""Letters."""
_FEWEST = 3
"""Letters beside the number of a sheet."""
_NEAREST = 10
"""Elements and texts beside such a line that are looked at."""
_TAGS = frozenset({"div", "p", "footer", "header"})
_NUMBER = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])")
_Kind = tuple[str, str, str]


def without_running_lines(page: Page) -> list[Dropped]:
    """Empties such elements, so that no reader of the tree meets their words, and tells what they said."""
    kinds: dict[_Kind, list[Node]] = {}
    for node in page.nodes:
        if _may_run(node):
            kinds.setdefault((node.tag, node.get("class"), _NUMBER.sub("0", words_of(node))), []).append(node)
    groups = [group for group in kinds.values() if len(group) >= _LEAST]
    cut = [node for group in groups if _speak(page, group) or _count(group) for node in group]
    return emptied(page, cut, "running title")


def _may_run(node: Node) -> bool:
    return node.tag in _TAGS and bool(node.get("class")) and 0 < node.letters <= _LONGEST and node.is_flat


def _speak(page: Page, group: Sequence[Node]) -> bool:
    """Whether each stands first in a message, and tells one time of day, which the page marks as one.

    Without the mark it may be content: when a parcel comes, when a shop opens.
    """
    return all(_is_above(node) and _tells_time(page, node) for node in group)


def _tells_time(page: Page, node: Node) -> bool:
    is_marked = any(each.tag == "time" for each in page.nodes[node.order : node.end + 1])
    return is_marked and len(_CLOCK.findall(words_of(node))) == 1


def _is_above(node: Node) -> bool:
    first = _told(node.parent.children if node.parent else ())
    return len(first) > 1 and first[0] is node


def _count(group: Sequence[Node]) -> bool:
    """Whether each stands last on its sheet, below more than a question, and one of their numbers counts up."""
    if not all(_is_below(node) and node.letters >= _FEWEST for node in group):
        return False
    numbers = [list(map(int, _NUMBER.findall(words_of(node)))) for node in group]
    return any(all(after == before + 1 for before, after in pairwise(column)) for column in zip(*numbers, strict=True))


def _is_below(node: Node) -> bool:
    last = _told(reversed(node.parent.children) if node.parent else ())
    return len(last) > 1 and last[0] is node and not _heads(last[1])


def _heads(node: Node) -> bool:
    return node.tag in HEADINGS or asks(words_of(node))


def _told(children: Iterable[Node | str]) -> list[Node]:
    """The nearest of them that say something."""
    return [each for each in islice(children, _NEAREST) if isinstance(each, Node) and each.letters]
