"""Text within a Markdown block as readers see it: no markup, links with their addresses."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

_ADDRESS = re.compile(r"(?:https?:)?//\S+|mailto:(?P<mail>[^?\s]+)|tel:(?P<number>\S+)", re.IGNORECASE)
_HTML_LINK = re.compile(r"<a\s[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_HTML_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}


def inline_text(tokens: Sequence[Token]) -> str:
    """The text of inline tokens, on as many lines as it is written on."""
    written: list[str] = []
    opened, address = 0, ""
    for token in tokens:
        link = _address_of(token)
        if link is not None:  # a link ends where it is closed, or where another begins
            written.append(shown_address(address, "".join(written[opened:])))
            opened, address = len(written), link
        else:
            written.append(_text_of(token))
    return "".join(written)


def _address_of(token: Token) -> str | None:
    """Where a link that begins here leads, "" where one ends, None for what is no link."""
    if token.type == "link_open":
        return str(token.attrs.get("href", ""))
    if token.type == "html_inline" and (link := _HTML_LINK.match(token.content)):
        return link[1]
    is_end = token.type == "html_inline" and token.content.casefold().startswith("</a")
    return "" if is_end or token.type == "link_close" else None


def shown_address(address: str, text: str) -> str:
    """What stands behind a link's text: its address in brackets, "" where it is relative or the text tells it."""
    if not (match := _ADDRESS.fullmatch(address)):
        return ""
    shown = match["mail"] or match["number"] or address
    return "" if _bare(shown) in _bare(text) else f" ({shown})"


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?:)?//(?:www\.)?|[\s/]+|(?<=\d)[-.()]", "", address.casefold())


def _text_of(token: Token) -> str:
    if token.type == "image":
        return inline_text(token.children or [])
    if token.type == "html_inline":
        return " " if _HTML_BREAK.match(token.content) else ""
    return _BREAKS.get(token.type, token.content)
