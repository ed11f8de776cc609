"""Questions in lists and tables."""

from tests.layouts_html.faq import Expected, Faq, FaqSection, Item
from tests.layouts_html.page import Page, bare, classed, of_items, of_sections, opening, semantic


def several_terms(faq: Faq) -> Page:
    """A definition list in which two questions share an answer."""
    first, second, *rest = faq.items
    body = "\n".join(
        [
            f"<dt>{first.asked}</dt><dt>{second.asked}</dt><dd>{first.answer}</dd>",
            *(f"<dt>{item.asked}</dt><dd>{item.answer}</dd>" for item in rest),
        ]
    )
    both = f"{first.question} {second.question}"
    shared = [Expected(question=item.question, answer=first.text, together=both) for item in (first, second)]
    expected = (*shared, *(item.expected() for item in rest))
    return Page(semantic(faq, f"{opening(faq)}<dl>{body}</dl>"), expected, faq.opening)


def wrapped_terms(faq: Faq) -> Page:
    """Definition lists under headings, a div around each question, an answer in two definitions."""

    def entry(item: Item) -> str:
        first, end, rest = item.answer.partition("</p>")
        more = f"<dd>{rest}</dd>" if rest.strip() else ""
        return f'<div class="entry"><dt id="t{item.number}">{item.asked}</dt><dd>{first}{end}</dd>{more}</div>'

    body = of_sections(faq, lambda section: f"<h2>{section.heading}</h2><dl>{of_items(section, entry)}</dl>")
    return Page(classed(faq, opening(faq) + body), faq.expected(in_section=True, anchors="t{}"), faq.opening)


def two_columns(faq: Faq) -> Page:
    """A table without a header: questions to the left, answers to the right."""
    body = of_items(faq, lambda item: f"<tr><td>{item.asked}</td><td>{item.answer}</td></tr>")
    return Page(semantic(faq, f"{opening(faq)}<table><tbody>{body}</tbody></table>"), faq.expected(), faq.opening)


def titled_columns(faq: Faq) -> Page:
    """A table with a header, and a row for each section that reaches across."""

    def rows(section: FaqSection) -> str:
        entries = of_items(section, lambda item: f"<tr><td>{item.asked}</td><td>{item.answer}</td></tr>")
        return f'<tr><th colspan="2">{section.heading}</th></tr>{entries}'

    question, answer = faq.labels
    head = f"<thead><tr><th>{question}</th><th>{answer}</th></tr></thead>"
    page = f'{opening(faq)}<table class="table">{head}<tbody>{of_sections(faq, rows)}</tbody></table>'
    return Page(classed(faq, page), faq.expected(in_section=True), faq.opening)


def numbered_questions(faq: Faq) -> Page:
    """An ordered list: a bold question in each item, the answer below it."""
    body = of_sections(
        faq,
        lambda section: (
            f"<h2>{section.heading}</h2><ol>"
            + of_items(section, lambda item: f"<li><strong>{item.asked}</strong>{item.answer}</li>")
            + "</ol>"
        ),
    )
    return Page(semantic(faq, opening(faq) + body), faq.expected(in_section=True), faq.opening)


def labelled_paragraphs(faq: Faq) -> Page:
    """Paragraphs that begin with a label each."""
    asks, answers = faq.labels
    body = of_items(faq, lambda item: f"<p>{asks}: {item.asked}</p><p>{answers}: {item.inline}</p>")
    return Page(semantic(faq, opening(faq) + body), faq.expected(), faq.opening)


def labelled_blocks(faq: Faq) -> Page:
    """The label and what it stands for in elements of their own."""
    asks, answers = faq.labels
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="row"><div class="letter">{asks}.</div><div class="words">{item.asked}</div></div>
<div class="row"><div class="letter">{answers}.</div><div class="words">{item.answer}</div></div>"""
        ),
    )
    return Page(classed(faq, opening(faq) + body), faq.expected(), faq.opening)


def speech_bubbles(faq: Faq) -> Page:
    """A FAQ that looks like a talk: the visitor on one side, the shop on the other."""
    body = of_items(
        faq,
        lambda item: (
            f"""<li class="message message--visitor"><div class="bubble">{item.asked}</div></li>
<li class="message message--shop"><div class="bubble">{item.answer}</div></li>"""
        ),
    )
    return Page(semantic(faq, f'{opening(faq)}<ul class="conversation">{body}</ul>'), faq.expected(), faq.opening)


def nineties(faq: Faq) -> Page:
    """Tables for layout, fonts, no end tags, breaks for paragraphs."""
    menu = "<br>".join(f"<a href=/{n}>{text}</a>" for n, text in enumerate(faq.boilerplate.menu))
    body = of_items(
        faq,
        lambda item: (
            f"<FONT COLOR=#990000 SIZE=+1><B>{item.asked}</B></FONT><BR><BR>\n"
            f"<FONT FACE=Verdana SIZE=2>{item.inline}</FONT><BR><BR>"
        ),
    )
    page = f"""<TABLE WIDTH=100% BORDER=0><TR><TD VALIGN=top WIDTH=120 BGCOLOR=#cccccc>{menu}
<TD VALIGN=top><CENTER><FONT SIZE=+3>{faq.title}</FONT></CENTER><P>{faq.intro}<P>
{body}</TABLE><CENTER><FONT SIZE=1>{" | ".join(faq.boilerplate.footer)}</FONT></CENTER>"""
    return Page(bare(faq, page).replace("<!DOCTYPE html>\n", ""), faq.expected(), faq.opening)
