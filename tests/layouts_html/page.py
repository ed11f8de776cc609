"""A generated page: its HTML, what is to be read of it, and the shells that sites put around their contents."""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.layouts_html.faq import Expected, Faq, FaqSection, Item


@dataclass(frozen=True, slots=True)
class Page:
    """`asides` are texts that may be passages or part of none, such as a page's opening words."""

    html: str
    expected: tuple[Expected, ...]
    asides: tuple[str, ...] = ()


Layout = Callable[[Faq], Page]
"""A page structure. Its function's name is its name, its docstring says where such pages are met."""


def of_items(faq: Faq | FaqSection, write: Callable[[Item], str]) -> str:
    """Every item as `write` has it."""
    return "\n".join(write(item) for item in faq.items)


def of_sections(faq: Faq, write: Callable[[FaqSection], str]) -> str:
    """Every section as `write` has it."""
    return "\n".join(write(section) for section in faq.sections)


def opening(faq: Faq) -> str:
    """The page's own name, and what it says before the first question."""
    return f"<h1>{html.escape(faq.title)}</h1>\n<p>{html.escape(faq.intro)}</p>\n"


def bare(faq: Faq, body: str, *, head: str = "") -> str:
    """Nothing but the contents."""
    return f"""<!DOCTYPE html>
<html lang="{faq.language}">
<head><meta charset="utf-8"><title>{html.escape(faq.title)} - {html.escape(faq.merchant)}</title>{head}</head>
<body>
{body}
</body>
</html>
"""


def semantic(faq: Faq, body: str, *, head: str = "") -> str:
    """Elements that say what they are for."""
    told = faq.boilerplate
    around = f"""<header><a href="/">{html.escape(faq.merchant)}</a><nav>{links(told.menu)}</nav></header>
<nav aria-label="breadcrumb"><ol>{items(told.crumbs)}</ol></nav>
<main>
{body}
</main>
<footer>{links(told.footer)}</footer>"""
    return bare(faq, around, head=head)


def classed(faq: Faq, body: str, *, head: str = "") -> str:
    """Nothing but divs; only their names and their links tell."""
    told = faq.boilerplate
    around = f"""<div class="wrapper"><div class="site-header"><div class="main-menu">{links(told.menu)}</div></div>
<div class="breadcrumbs">{" / ".join(told.crumbs)}</div>
<div class="page-content">
{body}
</div>
<div class="site-footer"><div class="columns">{links(told.footer)}</div></div></div>"""
    return bare(faq, around, head=head)


def crowded(faq: Faq, body: str, *, head: str = "") -> str:
    """A small content under everything that a shop can show beside it."""
    told = faq.boilerplate
    mega = "".join(
        f'<li><a href="/c{n}">{each}</a><ul>{links(told.menu)}</ul></li>' for n, each in enumerate(told.menu)
    )
    around = f"""<div role="dialog" aria-label="Cookies" class="cookie-consent">
<p>{told.cookies}</p><button>OK</button></div>
<header role="banner"><nav class="mega"><ul>{mega}</ul></nav><form role="search"><input type="search">
<button>{told.menu[0]}</button></form></header>
<nav class="breadcrumb">{links(told.crumbs)}</nav>
<aside class="related-products"><h2>{told.menu[2]}</h2>{links(told.products)}</aside>
<main>
{body}
<p class="article-votes">{told.helpful}</p>
</main>
<section class="reviews"><h2>{told.menu[1]}</h2><blockquote>{told.review}</blockquote></section>
<div class="newsletter-signup"><h3>{told.menu[3]}</h3><p>{told.newsletter}</p><form><input type="email"></form></div>
<footer role="contentinfo"><ul>{items(told.footer)}</ul></footer>
<div class="chat-widget" aria-live="polite"><p>{told.chat}</p></div>
<noscript>{told.cookies}</noscript><script>var shop = "{told.menu[0]}";</script>"""
    return bare(faq, around, head=head)


def links(texts: Sequence[str]) -> str:
    """A list of links."""
    linked = (f'<a href="/{n}">{text}</a>' for n, text in enumerate(texts))
    return f"<ul>{items(linked)}</ul>"


def items(texts: Iterable[str]) -> str:
    """Items of a list."""
    return "".join(f"<li>{text}</li>" for text in texts)
