"""What a link's text leaves out of its address."""

from app.corpus.page.nodes import Node, words_of

_POINTING = frozenset({
    "here", "click here", "this link", "this page", "link", "hier", "hier klicken", "diesem link", "ici",
    "cliquez ici", "ce lien", "cliquer ici", "aquí", "haz clic aquí", "este enlace", "qui", "clicca qui",
    "questo link", "aqui", "clique aqui", "klik hier", "tutaj", "kliknij tutaj", "här", "her", "tässä", "здесь",
    "тут", "по ссылке", "buraya", "burada", "buradan", "هنا", "اضغط هنا", "כאן", "यहाँ", "यहां", "ที่นี่", "こちら",
    "ここ", "这里", "此处", "點此", "這裡", "여기",
})  # fmt: skip
"""Texts that say nothing without the address behind them. Others name what they lead to."""


def address_after(link: Node) -> str:
    """What is to be written behind a link: the address of mail or telephone, or a page that its text does not name."""
    href = link.get("href")
    text = words_of(link)
    scheme, _, address = href.partition(":")
    if scheme.casefold() in ("mailto", "tel"):
        address = address.partition("?")[0]
        return "" if not address or _squeezed(address) in _squeezed(text) else f" ({address})"
    points = text.casefold().strip(" .:›»>→") in _POINTING
    return f" ({href})" if points and href.startswith(("https://", "http://")) else ""


def _squeezed(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c in "@+")
