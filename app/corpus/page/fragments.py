"""HTML that stands in a value, such as an answer in JSON-LD, as text."""

import html
import re

from app.corpus.page.flow import Flow, Plan
from app.corpus.page.lines import Line, joined
from app.corpus.page.nodes import walk
from app.corpus.page.parsing import parse

_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_MOST_ESCAPED = 2
"""Times that a text is escaped, where the one who wrote it did not know that it was already."""


def text_of(fragment: str) -> str:
    """The fragment as a browser lays it out. One without a tag keeps its lines."""
    for _ in range(_MOST_ESCAPED):
        if _TAG.search(fragment):
            break
        fragment = html.unescape(fragment)
    return _laid_out(fragment) if _TAG.search(fragment) else fragment.strip()


def _laid_out(fragment: str) -> str:
    flow = Flow(Plan(told=(), levels={}, dropped={}, ends={}, open=frozenset(), letters=0))
    walk(parse(fragment).root, flow)
    return joined([each for each in flow.shown if isinstance(each, Line)])
