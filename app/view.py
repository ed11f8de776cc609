"""One generation as one caller may see it: the only way in which a service reaches its passages."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from app.answer import Answer, Answerer
from app.domain import Document, Merchant, SearchRequest, SearchResult, Shown, Source
from app.errors import NotFound
from app.scope import Scope
from app.search import Searcher
from app.suggest import Suggester, Suggestion


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers over one generation, whoever asks."""

    searcher: Searcher
    suggester: Suggester
    answerer: Answerer

    @classmethod
    def over(cls, searcher: Searcher) -> Self:
        """All of it, over the searcher's generation."""
        passages = searcher.generation.content.passages
        return cls(searcher, Suggester(passages, searcher.merchants, searcher.names), Answerer(searcher))

    @property
    def generation(self) -> str:
        """The generation's name."""
        return self.searcher.generation.manifest.generation


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A merchant with the documents and the number of passages that may be seen."""

    merchant: Merchant
    sources: tuple[Source, ...]
    passages: int


@dataclass(frozen=True, slots=True)
class View:
    """What lies outside the scope is answered as what does not exist."""

    engine: Engine
    scope: Scope

    @property
    def generation(self) -> str:
        """The name of the generation that is looked at."""
        return self.engine.generation

    def search(self, request: SearchRequest) -> SearchResult:
        """As `Searcher.search`."""
        return self.engine.searcher.search(request, self.scope)

    def answer(self, request: SearchRequest) -> Answer:
        """As `Answerer.answer`."""
        return self.engine.answerer.answer(request, self.scope)

    @property
    def suggests_slowly(self) -> bool:
        """Whether an event loop should have `suggest` run in a thread."""
        return self.engine.suggester.is_large

    def suggest(self, typed: str, *, merchants: Collection[str], limit: int) -> list[Suggestion]:
        """As `Suggester.suggest`."""
        return self.engine.suggester.suggest(typed, merchants=merchants, limit=limit, scope=self.scope)

    def shown(self, passage_id: str) -> Shown:
        """As `Searcher.shown`."""
        return self.engine.searcher.shown(passage_id, self.scope)

    def document(self, path: str) -> tuple[Document, Merchant]:
        """The document of this path, a look-up by name that reaches no file system, and whose it is. Raises NotFound.

        A document may hold any language, so who may see some languages only is shown none.
        """
        searcher = self.engine.searcher
        document = searcher.documents.get(path)
        if document is None or not self._shows_documents_of(document.merchant_id):
            raise NotFound(f"No document {path[:100]!r}. GET /v1/merchants lists each merchant's documents.")
        return document, searcher.merchants[document.merchant_id]

    def _shows_documents_of(self, merchant_id: str) -> bool:
        return self.scope.languages is None and self.scope.has_merchant(merchant_id)

    def merchants(self) -> Iterator[Catalogued]:
        """Every merchant of the scope, in the registry's order."""
        searcher = self.engine.searcher
        documents = defaultdict[str, list[Source]](list)
        for source in searcher.generation.content.sources:
            if self._shows_documents_of(source.merchant_id):
                documents[source.merchant_id].append(source)
        passages = searcher.passages_by_merchant(self.scope)
        for merchant in searcher.merchants.values():
            if self.scope.has_merchant(merchant.id):
                yield Catalogued(merchant, tuple(documents[merchant.id]), passages.get(merchant.id, 0))
