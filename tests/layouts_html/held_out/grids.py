"""Cards, grids, tables, and what stands beside a question or an answer."""

import html

from tests.layouts_html.faq import Expected, Faq, FaqSection, Item
from tests.layouts_html.held_out.shells import consented, hashed, helpdesk
from tests.layouts_html.page import Page, of_items, of_sections, opening


def flipping_cards(faq: Faq) -> Page:
    """Cards: the question in front, the answer on the back."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="flip-card"><div class="flip-card-inner"><div class="flip-card-front">
<img src="/i{item.number}.svg" alt=""><p>{item.asked}</p></div>
<div class="flip-card-back">{item.answer}</div></div></div>"""
        ),
    )
    return Page(consented(faq, f'{opening(faq)}<div class="grid">{body}</div>'), faq.expected(), faq.opening)


def category_column(faq: Faq) -> Page:
    """A table whose first column names the section, once for all of its rows."""

    def row(section: FaqSection, item: Item) -> str:
        first = f'<td rowspan="{len(section.items)}">{section.heading}</td>' if item == section.items[0] else ""
        return f"<tr>{first}<td>{item.asked}</td><td>{item.answer}</td></tr>"

    rows = of_sections(faq, lambda section: of_items(section, lambda item: row(section, item)))
    question, answer = faq.labels
    head = f"<thead><tr><th>#</th><th>{question}</th><th>{answer}</th></tr></thead>"
    page = f'{opening(faq)}<table class="table table-striped">{head}<tbody>{rows}</tbody></table>'
    return Page(consented(faq, page), faq.expected(in_section=True), faq.opening)


def pictured_terms(faq: Faq) -> Page:
    """A grid of terms, each with a picture that only decorates, and their definitions."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="cell"><dt><img src="/p{item.number}.png" alt="{faq.boilerplate.menu[0]}" width="48">
<span>{item.asked}</span></dt><dd>{item.answer}</dd></div>"""
        ),
    )
    return Page(hashed(faq, f'{opening(faq)}<dl class="css-grid">{body}</dl>'), faq.expected(), faq.opening)


def counted_rows(faq: Faq) -> Page:
    """The question's number and the sign that opens it in elements of their own."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="row-q"><span class="no">{item.number:02}</span><span class="txt">{item.asked}</span>
<span class="sign">−</span></div><div class="row-a">{item.answer}</div>"""
        ),
    )
    expected = tuple(
        Expected(question=item.question, answer=item.text, together=f"{item.number:02} {item.question}")
        for item in faq.items
    )
    return Page(consented(faq, f'{opening(faq)}<div class="faqs">{body}</div>'), expected, faq.opening)


def quoted(faq: Faq) -> Page:
    """Answers as quotations below plain paragraphs."""
    body = of_sections(
        faq,
        lambda section: (
            f"<h3>{section.heading}</h3>"
            + of_items(section, lambda item: f"<p>{item.asked}</p><blockquote>{item.answer}</blockquote>")
        ),
    )
    return Page(helpdesk(faq, opening(faq) + body), faq.expected(in_section=True), faq.opening)


def pictured_letters(faq: Faq) -> Page:
    """Pictures of the letters Q and A, which only their alternative texts tell."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="box"><p class="mb10"><img src="/img/q.gif" alt="Q" width="30"> {item.asked}</p>
<div class="clearfix"><div class="ico"><img src="/img/a.gif" alt="A" width="30"></div>
<div class="txt">{item.answer}</div></div>
</div>"""
        ),
    )
    top = f'<p class="pagetop"><a href="#">{faq.boilerplate.crumbs[0]}</a></p>'
    page = f'{opening(faq)}<div id="faqArea">{body}{top}</div>'
    return Page(consented(faq, page), faq.expected(), faq.opening)


def right_to_left_builder(faq: Faq) -> Page:
    """A builder's page from right to left: marks and hard spaces, sizes and weights instead of headings."""

    def block(content: str, style: str) -> str:
        return f"""<div class="wsite-section" dir="rtl"><div class="wsite-multicol" style="float:right;width:100%">
<div class="paragraph" style="text-align:right;{style}">\u200f{content}</div></div></div>"""

    def entry(item: Item) -> str:
        asked = html.escape(item.question).replace(" ", "&nbsp;", 1)
        question = block(f"<span><font size='5'>{asked}</font></span>", "font-size:24px;font-weight:700")
        return question + block(item.answer, "font-size:14px")

    page = consented(faq, f'<div class="wsite-elements">{opening(faq)}{of_items(faq, entry)}</div>')
    return Page(page.replace("<html ", '<html dir="rtl" '), faq.expected(), faq.opening)
