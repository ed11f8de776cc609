"""Pages in two languages, from right to left, and out of page builders."""

import re

from tests.layouts_html.faq import Faq, Item, read_faq
from tests.layouts_html.page import Page, classed, of_items, of_sections, opening, semantic


def right_to_left(faq: Faq) -> Page:
    """Directions and marks of direction everywhere, headings that hold their question in a bidirectional element."""

    def entry(item: Item) -> str:
        return f'<h3 dir="rtl" id="r{item.number}"><bdi>\u200f{item.asked}</bdi></h3><div dir="rtl">{item.answer}</div>'

    body = of_sections(faq, lambda section: f'<h2 dir="auto">{section.heading}</h2>{of_items(section, entry)}')
    page = semantic(faq, opening(faq) + body).replace("<html ", '<html dir="rtl" ')
    return Page(page, faq.expected(in_section=True, anchors="r{}"), faq.opening)


def two_languages(faq: Faq) -> Page:
    """One half for each of two languages, one below the other."""
    other = read_faq("fr" if faq.language != "fr" else "de")

    def half(each: Faq) -> str:
        entries = of_items(each, lambda item: f"<h3>{item.asked}</h3>{item.answer}")
        return f'<div lang="{each.language}" id="{each.language}">{opening(each)}{entries}</div>'

    switch = f'<p><a href="#{faq.language}">{faq.language}</a> | <a href="#{other.language}">{other.language}</a></p>'
    page = semantic(faq, switch + half(faq) + half(other))
    return Page(page, faq.expected() + other.expected(), (*faq.opening, *other.opening, faq.language, other.language))


def builder_soup(faq: Faq) -> Page:
    """A page builder's: ten divs around everything, a span around every run of words, styles in place."""
    opened = "".join(f'<div class="pb-{n}" style="box-sizing:border-box;display:flex">' for n in range(10))
    closed = "</div>" * 10

    def block(fragment: str, size: int) -> str:
        words = re.sub(r"(?<=>)([^<>]+)(?=<)", rf'<span style="font-size:{size}px">\1</span>', f"<div>{fragment}</div>")
        return f"{opened}{words}{closed}"

    body = of_items(faq, lambda item: block(f"<h4>{_halved(item.asked)}</h4>", 24) + block(item.answer, 16))
    return Page(classed(faq, opened + opening(faq) + body + closed), faq.expected(), faq.opening)


def _halved(text: str) -> str:
    """A question in two elements, as an editor leaves it after a correction."""
    first, space, rest = text.partition(" ")
    return f"<b>{first}{space}</b><b><i>{rest}</i></b>" if rest else f"<b>{first}</b>"
