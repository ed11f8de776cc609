"""Questions as headings, or as what looks like one."""

import dataclasses
import html

from tests.layouts_html.faq import Faq, FaqSection, Item
from tests.layouts_html.page import Page, bare, classed, crowded, of_items, of_sections, opening, semantic


def help_article(faq: Faq) -> Page:
    """One article of a help centre: its heading asks, its body answers."""
    item = max(faq.items, key=lambda item: "<ol>" in item.answer)
    others = "".join(f'<li><a href="/a{each.number}">{each.asked}</a></li>' for each in faq.items if each != item)
    page = f"""<article class="article"><header><h1 title="{item.asked}">{item.asked}</h1></header>
<div class="article-body">{item.answer}</div>
<div class="article-votes"><span>{faq.boilerplate.helpful}</span><a role="button" href="#">1</a></div></article>
<aside class="article-relatives"><h3>{faq.boilerplate.menu[0]}</h3><ul>{others}</ul></aside>"""
    return Page(semantic(faq, page), (item.expected(),))


def category_with_articles(faq: Faq) -> Page:
    """A category of a help centre that shows its articles whole; each heading links to its article."""

    def article(item: Item) -> str:
        return f"""<article id="article-{item.number}"><h3><a href="/articles/{item.number}">{item.asked}</a></h3>
<div class="body">{item.answer}</div></article>"""

    body = of_sections(faq, lambda s: f'<section class="category"><h2>{s.heading}</h2>{of_items(s, article)}</section>')
    expected = faq.expected(in_section=True, anchors="article-{}")
    return Page(semantic(faq, opening(faq) + body), expected, faq.opening)


def three_levels(faq: Faq) -> Page:
    """Headings of three levels: the page, its groups, their sections, their questions."""

    def section(each: FaqSection) -> str:
        entries = of_items(each, lambda item: f'<h4 id="h{item.number}">{item.asked}</h4>{item.answer}')
        return f"<h3>{each.heading}</h3>{entries}"

    body = f"{opening(faq)}<h2>{html.escape(faq.merchant)}</h2>{of_sections(faq, section)}"
    return Page(classed(faq, body), faq.expected(in_section=True, anchors="h{}"), faq.opening)


def bold_paragraphs(faq: Faq) -> Page:
    """What an editor without a choice of headings makes: bold paragraphs."""
    body = of_sections(
        faq,
        lambda section: (
            f"<h2>{section.heading}</h2>"
            + of_items(section, lambda item: f"<p><strong>{item.asked}</strong></p>{item.answer}")
        ),
    )
    return Page(semantic(faq, opening(faq) + body), faq.expected(in_section=True), faq.opening)


def bold_then_break(faq: Faq) -> Page:
    """Question and answer in one paragraph, a break between."""
    body = of_items(faq, lambda item: f"<p><b>{item.asked}</b><br>\n{item.inline}</p>")
    return Page(classed(faq, f'<div class="rte">{opening(faq)}{body}</div>'), faq.expected(), faq.opening)


def anchor_index(faq: Faq) -> Page:
    """All questions as links at the top, their answers below, and a way back up after each."""
    index = "".join(f'<li><a href="#q{item.number}">{item.asked}</a></li>' for item in faq.items)
    body = of_items(
        faq,
        lambda item: (
            f"""<h3><a name="q{item.number}"></a>{item.asked}</h3>{item.answer}
<p><a href="#top">&uarr; {faq.boilerplate.crumbs[0]}</a></p>"""
        ),
    )
    page = f'<a id="top"></a>{opening(faq)}<ul>{index}</ul>{body}'
    return Page(semantic(faq, page), faq.expected(anchors="q{}"), faq.opening)


def crowded_page(faq: Faq) -> Page:
    """A small FAQ in a page of menus, offers, reviews and dialogs."""
    body = of_items(faq, lambda item: f'<div class="qa"><h3>{item.asked}</h3>{item.answer}</div>')
    return Page(crowded(faq, opening(faq) + body), faq.expected(), faq.opening)


def policy(faq: Faq) -> Page:
    """A policy: numbered headings, none of which asks."""
    named = [dataclasses.replace(item, question=item.question.strip("¿?？؟ ")) for item in faq.items]
    body = "".join(f'<h2 id="c{item.number}">{item.number}. {item.asked}</h2>{item.answer}' for item in named)
    expected = tuple(item.expected(anchor=f"c{item.number}") for item in named)
    return Page(semantic(faq, opening(faq) + body), expected, faq.opening)


def semantic_articles(faq: Faq) -> Page:
    """An article of sections, each with a header of its own."""
    body = of_items(
        faq,
        lambda item: (
            f"""<section id="s{item.number}"><header><h2>{item.asked}</h2></header>
<div>{item.answer}</div></section>"""
        ),
    )
    page = f"<article><header>{opening(faq)}</header>{body}</article>"
    return Page(semantic(faq, page), faq.expected(anchors="s{}"), faq.opening)


def media(faq: Faq) -> Page:
    """Pictures, videos and maps between the paragraphs of the answers."""

    def entry(item: Item) -> str:
        return f"""<h3>{item.asked}</h3><figure><img src="/{item.number}.jpg" alt=""></figure>{item.answer}
<video controls><source src="/{item.number}.mp4"></video>
<iframe src="https://video.example/{item.number}" title="Video"></iframe>"""

    return Page(semantic(faq, opening(faq) + of_items(faq, entry)), faq.expected(), faq.opening)


def minified(faq: Faq) -> Page:
    """Everything in one line, ends of paragraphs and items left out."""
    body = of_items(faq, lambda item: f"<h2 id=m{item.number}>{item.asked}</h2>{item.answer}")
    page = semantic(faq, opening(faq) + body).replace("\n", "").replace("</p>", "").replace("</li>", "")
    return Page(page, faq.expected(anchors="m{}"), faq.opening)


def xhtml(faq: Faq) -> Page:
    """The strict dialect, with its declaration and namespace."""
    body = of_items(faq, lambda item: f'<h2 id="x{item.number}">{item.asked}</h2>{item.answer}')
    page = bare(faq, opening(faq) + body).replace('<meta charset="utf-8">', '<meta charset="utf-8" />')
    page = page.replace("<!DOCTYPE html>", '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>')
    return Page(
        page.replace("<html ", '<html xmlns="http://www.w3.org/1999/xhtml" '), faq.expected(anchors="x{}"), faq.opening
    )
