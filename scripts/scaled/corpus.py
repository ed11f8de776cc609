"""A synthetic corpus: documents whose passages are real ones in other words, with true lines and spans."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from app.content import Content
from app.domain import Document, Passage, Span
from app.retrieval.ports import Rows
from scripts.scaled.base import Base
from scripts.scaled.shops import Shop, shops
from scripts.scaled.wording import Wording

SEED = 4
_SECTION = 8
"""Passages of a section."""

_HEADINGS = 64
"""Sections of a language: merchants call them alike."""


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A corpus, and for each of its passages the one of the base that it is made from."""

    content: Content
    origins: Rows


@dataclass(slots=True)
class _Text:
    """A document while it is written."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    line: int = 1

    def add(self, text: str) -> Span:
        """Writes lines; gives back where `text`, which ends without a line break, stands."""
        self.parts.append(f"{text}\n")
        start, self.length, self.line = self.length, self.length + len(text) + 1, self.line + text.count("\n") + 1
        return Span(start, self.length - 1)


def synthetic(base: Base, passages: int, track: Callable[[Iterable[Shop]], Iterable[Shop]] = iter) -> Synthetic:
    """So many passages, the same ones every time; `track` is told of every merchant."""
    writer, origins, merchants = _Writer(base), list[Rows](), []
    documents, written = list[Document](), list[Passage]()
    for number, shop in enumerate(track(shops(passages, base.by_language, np.random.default_rng(SEED)))):
        rng = np.random.default_rng([SEED, number])
        origins.append(rng.choice(base.by_language[shop.language], shop.size))
        document, own = writer.document(shop, origins[-1], rng)
        merchants.append(shop.merchant)
        documents.append(document)
        written += own
    return Synthetic(Content(tuple(merchants), tuple(documents), tuple(written)), np.concatenate(origins))


class _Writer:
    def __init__(self, base: Base) -> None:
        self._base = base
        told = ((passage, passage.language or "") for passage in base.passages)
        self._wording = Wording((language, f"{p.question or ''}\n{p.text}") for p, language in told)
        self._headings = {
            language: sorted({_heading(base.passages[place]) for place in places.tolist()})[:_HEADINGS]
            for language, places in base.by_language.items()
        }

    def document(self, shop: Shop, origins: Rows, rng: np.random.Generator) -> tuple[Document, list[Passage]]:
        """A merchant's document, with these passages of the base in other words."""
        text, path = _Text(), f"{shop.merchant.id}/faq.txt"
        passages = list(self._passages(shop, origins, text, path=path, rng=rng))
        title, language = f"{shop.merchant.label} FAQ", shop.merchant.language
        return Document(path, shop.merchant.id, "".join(text.parts), title, language), passages

    def _passages(
        self, shop: Shop, origins: Rows, text: _Text, *, path: str, rng: np.random.Generator
    ) -> Iterator[Passage]:
        headings, section = self._headings[shop.language], ""
        for number, origin in enumerate(origins.tolist()):
            if number % _SECTION == 0:
                section = headings[int(rng.integers(len(headings)))]
                text.add(f"{section}\n")
            yield self._passage(f"{shop.merchant.id}:{number:016x}", origin, text, path=path, section=section, rng=rng)

    def _passage(
        self, passage_id: str, origin: int, text: _Text, *, path: str, section: str, rng: np.random.Generator
    ) -> Passage:
        real, first = self._base.passages[origin], text.line
        language = real.language or ""
        question = real.question and self._wording.varied(real.question, language, rng)
        if question:
            text.add(question)
        answer = self._wording.varied(real.text, language, rng).replace("\r", " ")  # as long, and no end of a line
        span, last = text.add(answer), text.line - 1
        text.add("")
        return Passage(
            id=passage_id,
            merchant_id=passage_id.partition(":")[0],
            document=path,
            question=question,
            text=answer,
            section=section,
            language=real.language,
            language_confidence=real.language_confidence,
            part=None,
            lines=(first, last),
            spans=(span,),
            content_hash=f"sha256:{hashlib.sha256(answer.encode()).hexdigest()}",
        )


def _heading(passage: Passage) -> str:
    """Its first words."""
    return " ".join((passage.question or passage.text).split()[:2])
