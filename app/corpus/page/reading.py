"""A page from its HTML to its elements: what is told, what is dropped, what is left, in that order."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from app.corpus.elements import Reading
from app.corpus.page.accordions import accordions, details, hidden_neighbours
from app.corpus.page.assembly import elements_of
from app.corpus.page.bare_labels import with_labels
from app.corpus.page.comparing import key_of
from app.corpus.page.content import around_content
from app.corpus.page.dropping import dropped_nodes
from app.corpus.page.facts import address_of, title_of, updated_of
from app.corpus.page.flow import Flow, Plan
from app.corpus.page.heading_controls import without_controls
from app.corpus.page.heading_nodes import STYLED, heading_levels
from app.corpus.page.items import wrapped_headings
from app.corpus.page.layouts import layouts
from app.corpus.page.lines import Line, Shown
from app.corpus.page.microdata import marked_questions
from app.corpus.page.nodes import Node, walk
from app.corpus.page.openers import legends, openers
from app.corpus.page.parsing import Page, parse
from app.corpus.page.promotion import promoted
from app.corpus.page.remainders import Remainders
from app.corpus.page.repeats import Repeats
from app.corpus.page.running_lines import without_running_lines
from app.corpus.page.structured_data import structured_data
from app.corpus.page.terms import asking_rows, header_rows, listed_terms
from app.corpus.page.told import Claims, Told
from app.corpus.page.topics import topics_of
from app.corpus.page.twins import Twins
from app.corpus.page.twos import asking_twos
from app.corpus.policy_dates import policy_date

_SOURCES = (
    *(marked_questions, details, legends, listed_terms, accordions, hidden_neighbours),
    *(openers, asking_rows, asking_twos),
)
"""In the order of trust."""


def read_page(html: str) -> Reading:
    """The elements of a page, and what it says of itself."""
    page = parse(html)
    cut = [*without_controls(page), *without_running_lines(page)]
    flow = Flow(_plan(page))
    walk(page.root, flow)
    data = structured_data(page)
    remainders, repeats, twins = Remainders(), Repeats(), Twins(data.pairs)
    shown = promoted(with_labels(remainders.kept(flow.shown)), {key_of(pair.question) for pair in data.pairs})
    elements = twins.merged(repeats.without(elements_of(topics_of(shown))))
    return Reading(
        elements=tuple(elements),
        title=title_of(page),
        updated=updated_of(page, data.modified) or policy_date(_text(shown)),
        url=address_of(page),
        dropped=(*cut, *flow.dropped, *remainders.dropped, *repeats.dropped, *twins.dropped),
        notes=data.notes,
    )


def _text(shown: Sequence[Shown]) -> str:
    return "\n".join(each.text for each in shown if isinstance(each, Line))


def _plan(page: Page) -> Plan:
    claims = Claims(len(page.nodes))
    for source in _SOURCES:
        claims.add(source(page))
    levels = heading_levels(page)
    dropped = dict(dropped_nodes(page, claims.told, levels))
    dropped |= dict.fromkeys(header_rows(page), "running title")
    pairs = sorted({each.bodies[0].order for each in claims.told} | {node.order for node in levels})
    dropped |= around_content(page, dropped, kept=_questions(claims.told, levels), pairs=pairs)
    told = tuple(_shown(claims.told, dropped))
    taken = {head for each in told for head in each.heads}
    return Plan(told, levels, dropped, wrapped_headings(levels), layouts(page, [*taken, *levels]), page.root.letters)


def _shown(told: Sequence[Told], dropped: Mapping[Node, object]) -> Iterator[Told]:
    """Those of which the answers are shown; a question may stand in what is dropped, such as a bar of tabs."""
    ends = sorted((node.order, node.end) for node in dropped)
    starts = [start for start, _ in ends]
    for each in told:
        before = bisect_right(starts, each.bodies[0].order) - 1
        if before < 0 or ends[before][1] < each.bodies[0].order:
            yield each


def _questions(told: Sequence[Told], levels: Mapping[Node, int]) -> list[int]:
    """Where there are pairs, and where the page's name is, which is never around the content."""
    asking = [each.bodies[0].order for each in told if each.asks]
    return sorted(asking + [node.order for node, level in levels.items() if level in (1, STYLED)])
