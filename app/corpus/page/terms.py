"""Lists of terms, and tables of two columns whose first asks."""

from collections.abc import Iterator, Sequence

from app.corpus.labels import PAIRS
from app.corpus.page.comparing import asks
from app.corpus.page.nodes import Node, words_of
from app.corpus.page.parsing import Page
from app.corpus.page.told import Told

_HEADERS = frozenset(PAIRS)


def listed_terms(page: Page) -> Iterator[Told]:
    """The terms of `<dl>`, each with what is said of it. Several may share what is said."""
    for node in page.nodes:
        if node.tag == "dl":
            yield from _terms(list(_entries(node)))


def _entries(terms: Node) -> Iterator[Node]:
    """Its terms and descriptions, which may stand in groups."""
    for child in terms.elements:
        entries = (child,) if child.tag in ("dt", "dd") else child.elements
        yield from (each for each in entries if each.tag in ("dt", "dd"))


def _terms(entries: Sequence[Node]) -> Iterator[Told]:
    heads: list[Node] = []
    bodies: list[Node] = []
    for entry in entries:
        if entry.tag == "dt" and bodies:
            yield Told.between(heads, bodies, is_weak=True)
            heads, bodies = [], []
        (heads if entry.tag == "dt" else bodies).append(entry)
    if heads and bodies:
        yield Told.between(heads, bodies, is_weak=True)


def asking_rows(page: Page) -> Iterator[Told]:
    """The rows of tables of questions and answers."""
    for table in asking_tables(page):
        for row in table:
            if len(row) == 2 and not is_header(row):
                yield Told.between(row[:1], row[1:])


def header_rows(page: Page) -> Iterator[Node]:
    """The rows of such tables that only name their columns."""
    for table in asking_tables(page):
        yield from (row[0].parent for row in table if is_header(row) and row[0].parent)


def asking_tables(page: Page) -> Iterator[list[list[Node]]]:
    """The cells of each table whose header says question and answer, or that asks in half of its rows of two."""
    for table in (list(_rows(node)) for node in page.nodes if node.tag == "table"):
        if _asks([row for row in table if len(row) == 2]):
            yield table


def _asks(pairs: Sequence[Sequence[Node]]) -> bool:
    asking = [row for row in pairs if row[0].is_flat and asks(words_of(row[0]))]
    return len(pairs) > 1 and (is_header(pairs[0]) or len(asking) * 2 >= len(pairs))


def is_header(row: Sequence[Node]) -> bool:
    """Whether its two cells say "question" and "answer" in some language."""
    flat = len(row) == 2 and row[0].is_flat and row[1].is_flat
    return flat and (words_of(row[0]).casefold(), words_of(row[1]).casefold()) in _HEADERS


def _rows(table: Node) -> Iterator[list[Node]]:
    for child in table.elements:
        rows = child.elements if child.tag in ("tbody", "thead", "tfoot") else (child,)
        for row in rows:
            if row.tag == "tr" and row.letters:
                yield [cell for cell in row.elements if cell.letters]
