"""What a page tells machines in JSON-LD: schema.org's questions and answers, and when the page was last changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.corpus.page.fragments import text_of
from app.corpus.page.parsing import Page

_PAGES = frozenset(
    {"webpage", "faqpage", "qapage", "aboutpage", "article", "techarticle", "newsarticle", "blogposting"}
)
_WRAPPERS = ("<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "/*<![CDATA[*/", "/*]]>*/", ";")
"""What templates put around the data to hide it from browsers of the nineties."""


@dataclass(frozen=True, slots=True)
class StructuredPair:
    """A question with its answer, as text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class StructuredData:
    """All pairs of a page in order, and the date of its last change as it is written."""

    pairs: tuple[StructuredPair, ...]
    modified: str | None
    notes: tuple[str, ...]


def structured_data(page: Page) -> StructuredData:
    """What can be read of a page's JSON-LD; a script that cannot is a note."""
    things: list[Mapping[str, object]] = []
    notes = []
    for written in _scripts(page):
        try:
            things += _things(json.loads(_bare(written), strict=False))
        except (ValueError, RecursionError) as exc:
            notes.append(f"its JSON-LD (schema.org) cannot be read and was left out: {exc}")
    pairs = dict.fromkeys(pair for thing in things for pair in _pairs(thing))
    modified = (thing["dateModified"] for thing in things if "dateModified" in thing and _types(thing) & _PAGES)
    return StructuredData(tuple(pairs), next((each for each in modified if isinstance(each, str)), None), tuple(notes))


def _scripts(page: Page) -> Iterator[str]:
    for node in page.nodes:
        if node.tag == "script" and node.get("type").casefold().partition(";")[0] == "application/ld+json":
            yield "".join(each for each in node.children if isinstance(each, str))


def _bare(written: str) -> str:
    bare, before = written.strip(), ""
    while bare != before:
        before = bare
        for wrapper in _WRAPPERS:
            bare = bare.removeprefix(wrapper).removesuffix(wrapper).strip()
    return bare


def _things(data: object) -> Iterator[Mapping[str, object]]:
    """All objects, however deep, in order."""
    stack = [data]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            yield each
            stack += reversed(each.values())
        elif isinstance(each, list):
            stack += reversed(each)


def _types(thing: Mapping[str, object]) -> frozenset[str]:
    told = _listed(thing.get("@type"))
    return frozenset(each.rsplit("/", 1)[-1].rsplit(":", 1)[-1].casefold() for each in told if isinstance(each, str))


def _pairs(thing: Mapping[str, object]) -> Iterator[StructuredPair]:
    if "question" not in _types(thing):
        return
    asked = [text for text in (thing.get("name"), thing.get("headline"), thing.get("text")) if isinstance(text, str)]
    question = " ".join(text_of(asked[0]).split()) if asked else ""
    answer = _answer(thing.get("acceptedAnswer")) or _answer(thing.get("suggestedAnswer"))
    if question and answer:
        yield StructuredPair(question, answer)


def _answer(told: object) -> str:
    """Several are one below another."""
    texts = (each.get("text") if isinstance(each, dict) else each for each in _listed(told))
    parts = (text_of(part) for text in texts for part in _listed(text) if isinstance(part, str))
    return "\n\n".join(filter(None, parts))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
