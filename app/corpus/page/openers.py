"""Links that lead nowhere, and buttons, each directly above a block or naming one, where several do so."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.corpus.page.accordions import HEADINGS, controlled, following, is_toggle, outermost, stands_alone
from app.corpus.page.comparing import asks, key_of
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page
from app.corpus.page.told import Told

_NAMING = ("aria-controls", "popovertarget", "aria-haspopup")
_AROUND = frozenset({"nav", "header", "footer"})
_HIGHEST = 20
_LONGEST = 500
"""Letters of what opens something."""
_MOST_NODES = 100
_FIELDS = frozenset({"input", "select", "textarea"})


@dataclass(frozen=True, slots=True)
class _Opener:
    """`text` is what it says."""

    head: Node
    panel: Node
    text: str

    @property
    def shape(self) -> tuple[str, ...]:
        return self.head.tag, self.head.get("class"), self.panel.tag, self.panel.get("class")


def openers(page: Page) -> Iterator[Told]:
    """Those that ask, or have a companion; what many of them say is a call such as "read more"."""
    headings = [node.order for node in page.nodes if node.tag in HEADINGS]
    found = [opener for node in page.nodes if (opener := _opener(node, page, headings))]
    said = Counter(key_of(opener.text) for opener in found)
    found = [opener for opener in found if said[key_of(opener.text)] <= max(1, len(found) // 3)]
    shapes = Counter(opener.shape for opener in found)
    for opener in found:
        if shapes[opener.shape] > 1 or asks(opener.text):
            yield Told.between((opener.head,), (opener.panel,))


def legends(page: Page) -> Iterator[Told]:
    """What groups of fields are called, where they hold no fields."""
    fields = [node.order for node in page.nodes if node.tag in _FIELDS]
    for node in page.nodes:
        group = node.parent
        if node.tag == "legend" and group and group.tag == "fieldset" and not _within(fields, group):
            yield Told.between((node,), (group,))


def _within(orders: Sequence[int], node: Node) -> bool:
    return bisect_left(orders, node.order) < bisect_left(orders, node.end + 1)


def _opener(node: Node, page: Page, headings: Sequence[int]) -> _Opener | None:
    panel = (controlled(node, page) or following(node)) if _is_opener(node, page) else None
    if panel is None or _within(headings, panel) or not _is_apart(outermost(node), panel, page):
        return None
    text = words_of(node)
    return None if _begins(panel, text) else _Opener(outermost(node), panel, text)


def _is_opener(node: Node, page: Page) -> bool:
    return _is_small(node) and _may_open(node) and _is_content(node) and not is_toggle(node, page)


def _is_small(node: Node) -> bool:
    return node.is_flat and 0 < node.letters <= _LONGEST and node.end - node.order <= _MOST_NODES


def _begins(panel: Node, text: str) -> bool:
    """Whether a panel says what the link to it says: then it is a question itself, to which an index leads."""
    small = panel.letters <= 5 * len(text) and panel.end - panel.order <= _MOST_NODES
    return small and key_of(words_of(panel)).startswith(key_of(text))


def _may_open(node: Node) -> bool:
    """Whether it looks as if it did something on this page."""
    href = node.get("href")
    dead = node.tag == "a" and (not href or href.startswith("#") or href.casefold().startswith("javascript:"))
    acts = node.role == "button" or "onclick" in node.attributes or any(name in node.attributes for name in _NAMING)
    return (dead and not _is_mark(node)) or acts


def _is_mark(node: Node) -> bool:
    return "href" not in node.attributes and bool(node.id)


def _is_content(node: Node) -> bool:
    around = (outermost(node), *node.ancestors(_HIGHEST))
    return stands_alone(node) and not any(each.tag in HEADINGS | _AROUND for each in around)


def _is_apart(head: Node, panel: Node, page: Page) -> bool:
    small = panel.letters * 2 <= page.root.letters or following(head) is panel
    leads_on = panel.is_inline or (panel.is_flat and _may_open(panel))
    return small and not leads_on and not panel.holds(head)
