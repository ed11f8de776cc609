"""Questions that the page tells machines: JSON-LD and microdata."""

import json
from collections.abc import Callable, Mapping, Sequence

from tests.layouts_html.faq import Faq, Item
from tests.layouts_html.page import Page, of_items, opening, semantic


def json_ld_alone(faq: Faq) -> Page:
    """A page that a script fills: nobody sees a question without it."""
    head = _script({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": _told(faq, _plain)})
    return Page(semantic(faq, '<div id="app"></div>', head=head), faq.expected())


def json_ld_beside(faq: Faq) -> Page:
    """The same questions for machines and for people, who see them with ids and under headings."""
    head = _script(
        {"@context": "https://schema.org", "@type": ["WebPage", "FAQPage"], "mainEntity": _told(faq, _plain)}
    )
    body = of_items(
        faq,
        lambda item: (
            f"""<div class="accordion"><button aria-expanded="false" aria-controls="p{item.number}">{item.asked}
</button><div id="p{item.number}" hidden>{item.answer}</div></div>"""
        ),
    )
    return Page(semantic(faq, opening(faq) + body, head=head), faq.expected(), faq.opening)


def json_ld_graph(faq: Faq) -> Page:
    """One of several things in a graph, answers as HTML, everything else seen too."""
    graph = [
        {"@type": "Organization", "name": faq.boilerplate.menu[0], "description": faq.boilerplate.newsletter},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": faq.boilerplate.crumbs[0]}]},
        {"@type": "FAQPage", "@id": "#faq", "mainEntity": _told(faq, lambda item: item.answer)},
    ]
    body = of_items(faq, lambda item: f"<h3>{item.asked}</h3><div>{item.answer}</div>")
    head = _script({"@context": "https://schema.org", "@graph": graph})
    return Page(semantic(faq, opening(faq) + body, head=head), faq.expected(), faq.opening)


def microdata(faq: Faq) -> Page:
    """Attributes on divs."""
    body = of_items(
        faq,
        lambda item: (
            f"""<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question" id="m{item.number}">
<div itemprop="name">{item.asked}</div>
<div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer"><div itemprop="text">{item.answer}</div>
</div></div>"""
        ),
    )
    page = f'<div itemscope itemtype="https://schema.org/FAQPage">{opening(faq)}{body}</div>'
    return Page(semantic(faq, page), faq.expected(anchors="m{}"), faq.opening)


def microdata_headings(faq: Faq) -> Page:
    """Attributes on headings; the answer's text is the element of the answer itself, its date is no text."""
    body = of_items(
        faq,
        lambda item: (
            f"""<section itemscope itemprop="mainEntity" itemtype="http://schema.org/Question">
<h3 itemprop="name">{item.asked}</h3><meta itemprop="dateCreated" content="2026-01-{item.number:02}">
<div itemscope itemprop="acceptedAnswer suggestedAnswer" itemtype="http://schema.org/Answer">
<meta itemprop="upvoteCount" content="3"><div itemprop="text">{item.answer}</div></div></section>"""
        ),
    )
    page = f'{opening(faq)}<div itemscope itemtype="http://schema.org/FAQPage">{body}</div>'
    return Page(semantic(faq, page), faq.expected(), faq.opening)


def _told(faq: Faq, write: Callable[[Item], str]) -> Sequence[Mapping[str, object]]:
    return [
        {"@type": "Question", "name": item.question, "acceptedAnswer": {"@type": "Answer", "text": write(item)}}
        for item in faq.items
    ]


def _plain(item: Item) -> str:
    return item.text


def _script(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'
