"""Questions that open: hidden answers, and whatever tells which of them belongs to which question."""

from tests.layouts_html.faq import Faq, FaqSection, Item
from tests.layouts_html.page import Page, bare, classed, crowded, of_items, of_sections, opening, semantic


def hosted_shop_toggles(faq: Faq) -> Page:
    """Theme of a hosted shop: divs with telling names, a plus sign, answers hidden by style."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="faq-item"><div class="faq-item__question">{item.asked}<span class="plus">+</span></div>
<div class="faq-item__answer" style="display: none">{item.answer}</div></div>"""
        ),
    )
    return Page(classed(faq, opening(faq) + body), faq.expected(), faq.opening)


def wordpress_blocks(faq: Faq) -> Page:
    """Question blocks of a blogging system's plug-in: strong question, paragraph as answer, an id each."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="schema-faq-section" id="faq-question-{item.number}">
<strong class="schema-faq-question">{item.asked}</strong> <p class="schema-faq-answer">{item.inline}</p> </div>"""
        ),
    )
    page = f'{opening(faq)}<div class="schema-faq wp-block-yoast-faq-block">{body}</div>'
    return Page(semantic(faq, page), faq.expected(anchors="faq-question-{}"), faq.opening)


def details(faq: Faq) -> Page:
    """The browser's own accordion, under headings."""
    body = of_sections(faq, lambda section: f"<h2>{section.heading}</h2>{of_items(section, _detail)}")
    return Page(semantic(faq, opening(faq) + body), faq.expected(in_section=True, anchors="d{}"), faq.opening)


def nested_details(faq: Faq) -> Page:
    """A section opens, and in it its questions."""
    body = of_sections(
        faq, lambda section: f"<details><summary>{section.heading}</summary>{of_items(section, _detail)}</details>"
    )
    return Page(bare(faq, opening(faq) + body), faq.expected(in_section=True, anchors="d{}"), faq.opening)


def _detail(item: Item) -> str:
    return f'<details id="d{item.number}"><summary>{item.asked}</summary><div>{item.answer}</div></details>'


def aria_accordion(faq: Faq) -> Page:
    """Buttons that say which region they open."""
    body = of_sections(faq, lambda section: f"<h2>{section.heading}</h2>{of_items(section, _aria)}")
    return Page(semantic(faq, opening(faq) + body), faq.expected(in_section=True), faq.opening)


def _aria(item: Item) -> str:
    return f"""<h3><button type="button" id="b{item.number}" aria-expanded="false" aria-controls="r{item.number}">
<span>{item.asked}</span><svg aria-hidden="true"><title>+</title></svg></button></h3>
<div role="region" id="r{item.number}" aria-labelledby="b{item.number}" hidden>{item.answer}</div>"""


def jquery_accordion(faq: Faq) -> Page:
    """Headings and panels in turn, as a library of the noughties wants them; some are hidden."""
    body = of_items(
        faq,
        lambda item: (
            f"""<h3 class="ui-accordion-header"><span class="ui-icon"></span><a href="#">{item.asked}</a></h3>
<div class="ui-accordion-content" style="display:none;height:0">{item.answer}</div>"""
        ),
    )
    return Page(classed(faq, f'{opening(faq)}<div id="accordion">{body}</div>'), faq.expected(), faq.opening)


def collapsing_cards(faq: Faq) -> Page:
    """Cards of a style sheet that everybody uses: a button in a header, a body that collapses."""

    def card(item: Item) -> str:
        n = item.number
        return f"""<div class="card"><div class="card-header" id="heading{n}"><h5 class="mb-0">
<button class="btn btn-link collapsed" data-toggle="collapse" data-target="#collapse{n}">{item.asked}</button></h5>
</div>
<div id="collapse{n}" class="collapse" data-parent="#all"><div class="card-body">{item.answer}</div></div></div>"""

    page = f'{opening(faq)}<div class="accordion" id="all">{of_items(faq, card)}</div>'
    return Page(crowded(faq, page), faq.expected(), faq.opening)


def tabs(faq: Faq) -> Page:
    """A tab a section, an accordion in each of them; all but one are hidden."""

    def tab(section: FaqSection) -> str:
        n = section.items[0].number
        return f'<button role="tab" id="tab{n}" aria-controls="panel{n}">{section.heading}</button>'

    def panel(section: FaqSection) -> str:
        n = section.items[0].number
        return f"""<div role="tabpanel" id="panel{n}" aria-labelledby="tab{n}" {"hidden" if n > 1 else ""}>
{of_items(section, _aria)}</div>"""

    page = f'{opening(faq)}<div role="tablist">{of_sections(faq, tab)}</div>{of_sections(faq, panel)}'
    return Page(semantic(faq, page), faq.expected(in_section=True), faq.opening)


def amp_accordion(faq: Faq) -> Page:
    """Pages for telephones: sections of a custom accordion element, a heading and one element each."""
    body = of_items(
        faq, lambda item: f'<section id="s{item.number}"><h4>{item.asked}</h4><div>{item.answer}</div></section>'
    )
    page = f"{opening(faq)}<amp-accordion disable-session-states>{body}</amp-accordion>"
    return Page(semantic(faq, page), faq.expected(anchors="s{}"), faq.opening)


def custom_elements(faq: Faq) -> Page:
    """Elements of the shop's own making, with named slots."""
    body = of_items(
        faq,
        lambda item: (
            f"""<x-disclosure class="faq"><span slot="question">{item.asked}</span>
<div slot="answer">{item.answer}</div></x-disclosure>"""
        ),
    )
    return Page(semantic(faq, f"{opening(faq)}<x-faq-list>{body}</x-faq-list>"), faq.expected(), faq.opening)


def read_more(faq: Faq) -> Page:
    """The rest of an answer waits behind a link."""

    def article(item: Item) -> str:
        first, end, rest = item.answer.partition("</p>")
        more = f'<div class="more" hidden>{rest}</div><button class="toggle" aria-expanded="false">…</button>'
        return f'<h3>{item.asked}</h3><div class="faq-answer">{first}{end}{more if rest.strip() else ""}</div>'

    return Page(semantic(faq, opening(faq) + of_items(faq, article)), faq.expected(), faq.opening)
