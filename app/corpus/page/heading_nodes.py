"""Which elements are headings: those that say so, and those that are named or used as questions throughout the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.corpus.page.accordions import HEADINGS, following, stands_alone
from app.corpus.page.comparing import asks
from app.corpus.page.naming import ANSWER, HEADING, OPENING, QUESTION, names_of
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page
from app.corpus.page.terms import asking_tables
from app.corpus.page.told import LONGEST_QUESTION
from app.text import count_words

STYLED = 8
"""The level of what only looks like a question: below `<h6>` and bold lines."""
_ROW = 6
"""The level of a row that reaches across a table."""
_MOST_LETTERS = 12 * LONGEST_QUESTION
_MOST_NODES = 100


def heading_levels(page: Page) -> Mapping[Node, int]:
    """The headings with their levels: 1 is the highest. What is within one is part of it."""
    levels = {node: level for node in page.nodes if (level := _level(node)) and _is_small(node) and words_of(node)}
    levels |= dict.fromkeys(_across(page), _ROW)
    wrappers = {around for node in levels for around in node.ancestors(8) if around.letters == node.letters}
    styled = {node for node in _styled(page) if node not in levels and node not in wrappers}
    return levels | dict.fromkeys(styled, STYLED)


def _across(page: Page) -> Iterator[Node]:
    """Cells that name a section of a table of questions."""
    return (row[0] for table in asking_tables(page) for row in table if len(row) == 1 and row[0].is_flat)


def _level(node: Node) -> int:
    if node.role == "heading":
        level = node.get("aria-level")
        return int(level) if level.isdecimal() and 1 <= int(level[:2]) <= 6 else 2
    return int(node.tag[1]) if node.tag in HEADINGS and node.role not in ("presentation", "none") else 0


def _styled(page: Page) -> Iterator[Node]:
    for group in _groups(page):
        if all(map(_is_short, group)) and (_is_named(group) or _is_used_so(group)):
            yield from filter(stands_alone, group)


def _groups(page: Page) -> Iterable[Sequence[Node]]:
    """The elements with text of each kind: of the same name and classes."""
    groups: dict[tuple[str, str], list[Node]] = {}
    for node in page.nodes:
        kind = node.get("class") or node.get("slot")
        if node.letters and (kind or node.tag == "button"):
            groups.setdefault((node.tag, kind), []).append(node)
    return groups.values()


def _is_short(node: Node) -> bool:
    return node.is_flat and node.letters <= _MOST_LETTERS and _is_small(node)


def _is_small(node: Node) -> bool:
    return node.end - node.order <= _MOST_NODES


def _is_named(group: Sequence[Node]) -> bool:
    names = names_of(group[0])
    asks = bool(names & QUESTION) and not names & ANSWER
    return bool(asks or (len(group) > 1 and names & OPENING and names & HEADING)) and _opens_something(group)


def _is_used_so(group: Sequence[Node]) -> bool:
    """Twice or more, mostly to ask; or buttons, each directly above something else."""
    if len(group) < 2 or any(count_words(text) > LONGEST_QUESTION for text in map(words_of, group)):
        return False
    asking = [node for node in group if asks(words_of(node)) and not _leads_within_page(node)]
    return len(asking) * 2 >= len(group) or (group[0].tag == "button" and _opens_something(group))


def _opens_something(group: Sequence[Node]) -> bool:
    beside = [following(node) for node in group]
    return all(node is not None and node.tag != group[0].tag for node in beside) or (
        group[0].tag != "button" and any(node is not None for node in beside)
    )


def _leads_within_page(node: Node) -> bool:
    return node.linked == node.letters
