"""Help centres, knowledge bases, policies, and a FAQ beside something else."""

import html

from tests.layouts_html.faq import Expected, Faq, FaqSection, Item
from tests.layouts_html.held_out.shells import consented, helpdesk, voted
from tests.layouts_html.page import Page, bare, links, of_items, of_sections, opening


def previewed_articles(faq: Faq) -> Page:
    """A category: cards with the beginnings of its articles, and below them the articles whole."""

    def card(item: Item) -> str:
        return f"""<div class="article-card"><a href="#a{item.number}"><span class="card-title">{item.asked}</span></a>
<p class="excerpt">{html.escape(item.text[:40])}…</p></div>"""

    def article(item: Item) -> str:
        return f"""<div class="kb-article" id="a{item.number}"><h2>{item.asked}</h2>
<div class="kb-body">{item.answer}</div>{voted(faq)}</div>"""

    page = f'{opening(faq)}<div class="cards">{of_items(faq, card)}</div>{of_items(faq, article)}'
    return Page(helpdesk(faq, page), faq.expected(), faq.opening)


def article_with_contents(faq: Faq) -> Page:
    """An article with a nested table of contents, marks to link its headings, and numbered steps."""

    def listed(section: FaqSection) -> str:
        entries = of_items(section, lambda item: f'<li><a href="#k{item.number}">{item.asked}</a></li>')
        return f'<li><a href="#s{section.items[0].number}">{section.heading}</a><ul>{entries}</ul></li>'

    def part(section: FaqSection) -> str:
        return f'<h2 id="s{section.items[0].number}">{section.heading}</h2>{of_items(section, _marked)}'

    page = f"""<article><h1>{html.escape(faq.title)}</h1>
<div class="meta"><time datetime="2026-03-04">2026-03-04</time></div>
<p>{html.escape(faq.intro)}</p><div class="toc"><ul>{of_sections(faq, listed)}</ul></div>
{of_sections(faq, part)}</article>"""
    expected = faq.expected(in_section=True, anchors="k{}")
    return Page(helpdesk(faq, page), expected, (*faq.opening, "2026-03-04"))


def _marked(item: Item) -> str:
    n = item.number
    steps = item.answer.replace("<ol>", '<div class="steps">').replace("</ol>", "</div>")
    return f'<h3 id="k{n}">{item.asked}<a class="headerlink" href="#k{n}" aria-hidden="true">¶</a></h3>{steps}'


def numbered_clauses(faq: Faq) -> Page:
    """An authority's page: parts and clauses with signs and numbers, in paragraphs that only look like headings."""

    def clause(item: Item) -> str:
        return f"""<div class="clause"><p class="clause-title"><span class="clause-number">§ {item.number}</span>
<strong>{item.asked}</strong></p><div class="clause-text">{item.answer}</div></div>"""

    def part(section: FaqSection) -> str:
        return f'<h2 class="part">{section.heading}</h2>{of_items(section, clause)}'

    expected = tuple(
        Expected(
            question=item.question, answer=item.text, section=item.section, together=f"{item.number} {item.question}"
        )
        for item in faq.items
    )
    return Page(consented(faq, opening(faq) + of_sections(faq, part)), expected, faq.opening)


def sidebar(faq: Faq) -> Page:
    """Something else in the middle, and the questions beside it."""
    body = of_items(faq, lambda item: f'<h4>{item.asked}</h4><div class="small">{item.answer}</div>')
    page = f"""<header><nav>{links(faq.boilerplate.menu)}</nav></header>
<div class="layout"><main class="primary"><h1>{html.escape(faq.merchant)}</h1><p>{html.escape(faq.intro)}</p>
<form><input name="amount"><button>OK</button></form></main>
<aside class="secondary"><div class="widget widget-faq"><h3 class="widget-title">{html.escape(faq.title)}</h3>{body}
<p><a href="/faq">{faq.boilerplate.crumbs[1]}</a></p></div></aside></div>
<footer>{links(faq.boilerplate.footer)}</footer>"""
    return Page(bare(faq, page), faq.expected(), (*faq.opening, faq.merchant, "OK"))
