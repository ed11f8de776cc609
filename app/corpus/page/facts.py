"""What a page says of itself beside its text: its title, its own address, when it was last changed."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+")
_UPDATED = re.compile(
    r"updat|modifi|revis|effective|aktualisiert|geändert|stand\b|mis à jour|mise à jour|actualiza|aggiorna|atualiza|"
    r"bijgewerkt|gewijzigd|aktualiz|uppdater|opdater|oppdater|päivitetty|обновл|изменен|оновл|güncelle|تحديث|עודכן|更新|"
    r"수정|업데이트|อัปเดต",
    re.IGNORECASE,
)
_LONGEST_LABEL = 100
"""Letters around a date that says when."""


def title_of(page: Page) -> str | None:
    """Its only first heading; else its title, without the name of the site where the page tells that name apart."""
    headings = [text for node in page.nodes if node.tag == "h1" and (text := words_of(node))]
    if len(headings) == 1:
        return headings[0]
    titles = (node for node in page.nodes if node.tag == "title" and node.parent and node.parent.tag == "head")
    written = next(map(_silent_text, titles), "")
    return _without_site(written, _meta(page, "og:site_name")) or None


def address_of(page: Page) -> str | None:
    """Its canonical address."""
    told = (node.get("href") for node in page.nodes if node.tag == "link" and "canonical" in node.get("rel").casefold())
    return next((address for address in told if _is_web(address)), None)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def updated_of(page: Page, modified: str | None) -> str | None:
    """The day of its last change: as its structured data has it, its metadata, or a date behind words that say so."""
    told = (modified, _meta(page, "article:modified_time"), _meta(page, "og:updated_time"), *_dated(page))
    return next((day for each in told if each and (day := _day(each))), None)


def _dated(page: Page) -> Iterator[str]:
    for node in page.nodes:
        if "datemodified" in node.get("itemprop").casefold():
            yield node.get("datetime") or node.get("content")
        elif node.tag == "time" and node.parent and _says_updated(node.parent):
            yield node.get("datetime")


def _says_updated(node: Node) -> bool:
    return node.letters <= _LONGEST_LABEL and _UPDATED.search(words_of(node)) is not None


def _day(written: str) -> str | None:
    try:
        return date.fromisoformat(written.strip()[:10]).isoformat()
    except ValueError:
        return None


def _meta(page: Page, name: str) -> str:
    metas = (node for node in page.nodes if node.tag == "meta")
    return next((node.get("content") for node in metas if name in (node.get("property"), node.get("name"))), "")


def _silent_text(node: Node) -> str:
    return " ".join("".join(each for each in node.children if isinstance(each, str)).split())


def _without_site(title: str, site: str) -> str:
    parts = _SEPARATOR.split(title)
    if site and len(parts) > 1:
        parts = [part for part in parts if part.casefold() != site.casefold()] or parts
        return " - ".join(parts) if len(parts) > 1 else parts[0]
    return title
