"""What opens without a script, or with one that leaves no trace in the page."""

from tests.layouts_html.faq import Faq, FaqSection, Item
from tests.layouts_html.held_out.shells import consented, hashed, helpdesk
from tests.layouts_html.page import Page, of_items, of_sections, opening


def hashed_toggles(faq: Faq) -> Page:
    """A page builder's sections and columns, toggles out of divs and a drawing; no name says anything."""

    def toggle(item: Item) -> str:
        return f"""<div class="css-q1"><div class="css-q2" tabindex="0"><div class="css-q3">{item.asked}</div>
<svg viewBox="0 0 8 8"><path d="M0 4h8"></path></svg></div>
<div class="css-q4" style="max-height:0;overflow:hidden"><div class="css-q5">{item.answer}</div></div></div>"""

    def column(section: FaqSection) -> str:
        return f"""<div class="css-r1"><div class="css-r2"><div class="css-r3"><h2 class="css-h2">{section.heading}</h2>
</div><div class="css-r4">{of_items(section, toggle)}</div></div></div>"""

    page = f'{opening(faq)}<section class="css-s1"><div class="css-s2">{of_sections(faq, column)}</div></section>'
    return Page(hashed(faq, page), faq.expected(in_section=True), faq.opening)


def checkboxes(faq: Faq) -> Page:
    """An accordion of style alone, for telephones: a box to tick, its label, what the tick shows."""
    body = of_items(
        faq,
        lambda item: (
            f"""<li><input type="checkbox" id="c{item.number}" class="trigger"><label for="c{item.number}">{item.asked}
<i></i></label><div class="content">{item.answer}</div></li>"""
        ),
    )
    return Page(consented(faq, f'{opening(faq)}<ul class="mobile-acc">{body}</ul>'), faq.expected(), faq.opening)


def radio_tabs(faq: Faq) -> Page:
    """Tabs of style alone: a round button and a label a section, then the sections' panels."""

    def tab(section: FaqSection) -> str:
        n = section.items[0].number
        return f'<input type="radio" name="tab" id="t{n}"><label for="t{n}">{section.heading}</label>'

    def panel(section: FaqSection) -> str:
        entries = of_items(section, lambda item: f'<p class="q"><strong>{item.asked}</strong></p>{item.answer}')
        return f'<div class="panel" data-tab="t{section.items[0].number}">{entries}</div>'

    page = f'{opening(faq)}<div class="tabset">{of_sections(faq, tab)}{of_sections(faq, panel)}</div>'
    return Page(consented(faq, page), faq.expected(), (*faq.opening, *(each.name for each in faq.sections)))


def target_panels(faq: Faq) -> Page:
    """Only the link asks; what it leads to answers, and shows once it is led to."""
    linked = of_items(faq, lambda item: f'<li><a href="#p{item.number}">{item.asked}</a></li>')
    panels = of_items(
        faq,
        lambda item: f'<div id="p{item.number}" class="pop">{item.answer}<a class="close" href="#">×</a></div>',
    )
    page = f'{opening(faq)}<ul class="asks">{linked}</ul><div class="pops">{panels}</div>'
    return Page(consented(faq, page), faq.expected(), faq.opening)


def labels(faq: Faq) -> Page:
    """A form's style: each question is a label, each answer the text of a field that nobody fills."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="form-group row"><label class="col-sm-4 control-label">{item.asked}</label>
<div class="col-sm-8"><div class="form-control-static">{item.answer}</div></div></div>"""
        ),
    )
    return Page(
        consented(faq, f'{opening(faq)}<form class="form-horizontal">{body}</form>'), faq.expected(), faq.opening
    )


def linked_headings(faq: Faq) -> Page:
    """A heading inside of the link that opens its answer."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="tgl">
<a href="javascript:void(0)" class="tgl-link"><h4>{item.asked}</h4><i class="icon-plus"></i></a>
<div class="tgl-inner" style="display:none;">{item.answer}</div></div>"""
        ),
    )
    return Page(helpdesk(faq, opening(faq) + body), faq.expected(), faq.opening)
