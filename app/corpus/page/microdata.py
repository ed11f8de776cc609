"""Questions and answers as schema.org's microdata and RDFa mark them in the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.corpus.page.nodes import Node
from app.corpus.page.parsing import Page
from app.corpus.page.told import Told


@dataclass(frozen=True, slots=True)
class _Dialect:
    """The attributes that name the type of a thing and its properties."""

    type: str
    property: str


_DIALECTS = (_Dialect("itemtype", "itemprop"), _Dialect("typeof", "property"))
_ANSWERS = frozenset({"acceptedanswer", "suggestedanswer"})
_QUESTIONS = frozenset({"question"})
_NAMES = frozenset({"name", "headline"})
_TEXTS = frozenset({"text"})


def marked_questions(page: Page) -> Iterator[Told]:
    """A pair for each element of type Question."""
    for dialect in _DIALECTS:
        for question, parts in _questions(page, dialect):
            yield from _told(question, parts, dialect)


def _questions(page: Page, dialect: _Dialect) -> Iterator[tuple[Node, list[Node]]]:
    """Each question with the nodes that are properties of something in it; within another it belongs to that one."""
    end = 0
    for node in page.nodes:
        if node.order > end and _named(node, dialect.type, _QUESTIONS):
            end = node.end
            inner = page.nodes[node.order + 1 : end + 1]
            yield node, [each for each in inner if each.get(dialect.property)]


def _told(question: Node, parts: Sequence[Node], dialect: _Dialect) -> Iterator[Told]:
    """Its pair; a question without an answer would be its own, which holds its name: none."""
    answer = next((node for node in parts if _named(node, dialect.property, _ANSWERS)), question)
    heads = [node for node in parts if _named(node, dialect.property, _NAMES) and not answer.holds(node)]
    texts = [node for node in parts if _named(node, dialect.property, _TEXTS) and answer.holds(node)]
    if heads:
        yield Told.between(heads[:1], (texts or [answer])[:1])


def _named(node: Node, attribute: str, names: frozenset[str]) -> bool:
    """Whether an attribute names one of these, as a word or as an address that ends with it."""
    told = node.get(attribute).casefold().split()
    return any(name.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] in names for name in told)
