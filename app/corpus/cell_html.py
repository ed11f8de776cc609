"""Cells that hold HTML, as exports of help desks do: rendered, where they clearly do; verbatim otherwise."""

import re

from app.corpus.html_blocks import HtmlBlocks
from app.corpus.pieces import text_of

_TAGS = "p|div|ul|ol|li|table|h[1-6]|blockquote|a"
_OPENED = re.compile(rf"<({_TAGS})(?:\s[^<>]*)?>", re.IGNORECASE)
_CLOSED = re.compile(rf"</({_TAGS})\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def readable(cell: str) -> str:
    """A cell as readers are to see it; as it is, unless a block or a link opens and closes in it, or a line breaks."""
    if not (_BREAK.search(cell) or {*_OPENED.findall(cell)} & {*_CLOSED.findall(cell)}):
        return cell
    return text_of([piece for piece in HtmlBlocks().pieces(cell, 1) if piece.kind != "end"])
