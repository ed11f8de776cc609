"""What programs write that were not made for pages: mail, print, notes, talks."""

import html
import re
import textwrap

from tests.layouts_html.faq import Faq, Item
from tests.layouts_html.held_out.shells import consented
from tests.layouts_html.page import Page, bare, of_items, opening

_ITEM = re.compile(r"<li>|<tr>")
_PLACE = "position:absolute;left:85px;white-space:nowrap"
_NO_SPACES = ("ja", "th", "zh")


def mailed(faq: Faq) -> Page:
    """A message that an office program wrote: everything is a paragraph of one class, lists are bullets in spans."""
    told = (
        f"<p class=MsoNormal><b>From:</b> {html.escape(faq.merchant)}<br><b>Subject:</b> {html.escape(faq.title)}</p>"
    )

    def line(text: str) -> str:
        if text.startswith("- "):
            return f"""<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp; </span></span><![endif]>
<span lang=X>{text[2:]}<o:p></o:p></span></p>"""
        return f"<p class=MsoNormal><span style='font-size:11.0pt'>{text}<o:p></o:p></span></p>"

    def entry(item: Item) -> str:
        lines = "\n".join(line(text.strip()) for text in item.inline.split("<br>") if text.strip())
        return f"""<p class=MsoNormal><b><span style='color:#1F497D'>{item.asked}<o:p></o:p></span></b></p>
{lines}<p class=MsoNormal><o:p>&nbsp;</o:p></p>"""

    page = f"<div class=WordSection1>{told}<p class=MsoNormal>{html.escape(faq.intro)}</p>{of_items(faq, entry)}</div>"
    asides = (*faq.opening, faq.merchant, "From", "Subject")
    return Page(bare(faq, page, head="<style>p.MsoNormal{margin:0cm}</style>"), faq.expected(), asides)


def printed(faq: Faq) -> Page:
    """A print turned into a page: each line stands at its place, questions are bold, every sheet has a foot."""
    sheets = []
    for number, item in enumerate(faq.items, 1):
        width = 34 if faq.language in _NO_SPACES else 78
        lines = [part for text in _lines(item) for part in textwrap.wrap(text, width, break_on_hyphens=False)]
        asked = f'<p style="{_PLACE};top:90px" class="ft01"><b>{item.asked}</b></p>'
        rows = "\n".join(
            f'<p style="{_PLACE};top:{120 + 18 * n}px" class="ft00">{html.escape(text)}</p>'
            for n, text in enumerate(lines)
        )
        foot = f'<p style="{_PLACE};top:1180px" class="ft02">{faq.boilerplate.footer[0]} {number}</p>'
        sheets.append(
            f'<div id="page{number}-div" style="position:relative;width:892px;height:1263px;">{asked}{rows}{foot}</div>'
        )
    head = "<style>.ft00{font-size:16px}.ft01{font-size:20px}.ft02{font-size:10px}</style>"
    return Page(bare(faq, opening(faq) + "\n".join(sheets), head=head), faq.expected(), faq.opening)


def _lines(item: Item) -> list[str]:
    return [html.unescape(re.sub("<[^>]+>", "", text)).strip() for text in item.inline.split("<br>")]


def notes(faq: Faq) -> Page:
    """A program for notes: each toggle is a list of one item, what it opens stands indented in the item."""
    body = of_items(
        faq,
        lambda item: (
            f"""<ul id="4f1c-{item.number:04}" class="toggle"><li>{item.asked}<div class="indented">{item.answer}</div>
</li></ul>"""
        ),
    )
    page = f'<article class="page sans"><div class="page-body">{opening(faq)}{body}</div></article>'
    return Page(bare(faq, page), faq.expected(), faq.opening)


def talk(faq: Faq) -> Page:
    """A talk with the shop, kept as its questions and answers: who says it and when stands above each."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="msg in"><div class="msg-head"><b>Mia</b> <time>10:{item.number:02}</time></div>
<div class="msg-text">{item.asked}</div></div>
<div class="msg out"><div class="msg-head"><b>{html.escape(faq.merchant)}</b> <time>10:{item.number:02}</time></div>
<div class="msg-text">{item.answer}</div></div>"""
        ),
    )
    return Page(consented(faq, f'{opening(faq)}<div class="transcript">{body}</div>'), faq.expected(), faq.opening)
