"""Machines are told something else than people, and other shops' widgets stand around."""

import html
import json

from tests.layouts_html.faq import Faq, Item
from tests.layouts_html.held_out.shells import consented, hashed
from tests.layouts_html.page import Page, of_items, opening


def json_ld_differs(faq: Faq) -> Page:
    """What machines are told was written at another time: no question mark, the merchant's name at the end."""
    told = [
        {
            "@type": "Question",
            "name": item.question.rstrip("?？؟ "),
            "acceptedAnswer": {"@type": "Answer", "text": f"{item.text} ({faq.merchant})"},
        }
        for item in faq.items
    ]
    text = json.dumps({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": told}, ensure_ascii=False)
    body = of_items(faq, lambda item: f'<div class="faq"><h3>{item.asked}</h3><div class="a">{item.answer}</div></div>')
    head = f'<script type="application/ld+json">{text}</script>'
    return Page(consented(faq, opening(faq) + body, head=head), faq.expected(), faq.opening)


def product_with_offer(faq: Faq) -> Page:
    """Attributes for a product, its offer and its review, and in between for the questions about it."""
    told = faq.boilerplate

    def entry(item: Item) -> str:
        return f"""<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">
<h4 itemprop="name">{item.asked}</h4><div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer">
<div itemprop="text">{item.answer}</div></div></div>"""

    page = f"""<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">{html.escape(faq.merchant)}</h1>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="49.00">49.00</span>
<meta itemprop="priceCurrency" content="EUR"><link itemprop="availability" href="https://schema.org/InStock"></div>
<div itemprop="subjectOf" itemscope itemtype="https://schema.org/FAQPage"><h2>{html.escape(faq.title)}</h2>
<p>{html.escape(faq.intro)}</p>{of_items(faq, entry)}</div>
<div class="reviews" itemprop="review" itemscope itemtype="https://schema.org/Review">
<h3 itemprop="name">{told.menu[0]}</h3>
<div itemprop="reviewBody">{told.review}</div></div></div>"""
    return Page(hashed(faq, page), faq.expected(), (*faq.opening, faq.merchant, "49.00"))


def between_widgets(faq: Faq) -> Page:
    """Two services' widgets for reviews, one above and one below."""
    told = faq.boilerplate
    stars = f'<div class="rvw"><div class="rvw__stars">★★★★★</div><p class="rvw__text">{told.review}</p></div>'
    above = f'<div class="trust-widget" data-widget-type="reviews"><h3>{told.menu[0]}</h3>{stars * 2}</div>'
    below = f"""<section id="customer-reviews" class="jdgm-widget"><h2>{told.menu[1]}</h2><ul><li>{told.review}</li>
<li>{told.review}</li></ul><a href="/reviews">{told.menu[2]}</a></section>"""
    body = of_items(faq, _entry)
    return Page(consented(faq, above + opening(faq) + f"<div>{body}</div>" + below), faq.expected(), faq.opening)


def _entry(item: Item) -> str:
    return f'<div class="item"><p class="lead">{item.asked}</p><div class="text-muted">{item.answer}</div></div>'
