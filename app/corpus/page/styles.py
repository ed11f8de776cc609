"""How words stand out in a line: bold above all, else italic, underlined, coloured or of another size."""

import re
from collections.abc import Sequence

from app.corpus.page.nodes import Node

BOLD = "bold"
_TAGS = {"b": BOLD, "strong": BOLD, "em": "italic", "i": "italic", "u": "underlined"}
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_OTHER_STYLE = re.compile(r"(?:^|[;\s])((?:color|font-size|font-style|text-decoration):[^;]*)")


def styles_in(node: Node) -> Sequence[str]:
    """The style that an element gives to its words, if any."""
    style = node.get("style").casefold()
    if node.tag in _TAGS:
        return (_TAGS[node.tag],)
    if node.tag == "font":
        return tuple(filter(None, (f"{node.get('color')} {node.get('size')}".strip(),)))
    if _BOLD_STYLE.search(style):
        return (BOLD,)
    return tuple(_OTHER_STYLE.findall(style)[:1])


def style_of(styles: Sequence[str]) -> str:
    """What words in such elements look like: bold, or what the innermost says."""
    return BOLD if BOLD in styles else next(reversed(styles), "")
