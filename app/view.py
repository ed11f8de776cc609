"""One generation as one caller may see it: the only way in which a service reaches its passages."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from app.answer import Answer, Answerer
from app.curated_content import InForce
from app.domain import Document, Merchant, SearchRequest, SearchResult, Shown, Source
from app.errors import NotFound
from app.findings import Finding, FindingKind
from app.gap_finder import GapFinder, GapReport, GapsWanted
from app.requests import require_known
from app.scope import EVERYTHING, Scope
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
class Doubtful:
    """A finding with its passages as they are shown."""

    finding: Finding
    passages: tuple[Shown, ...]


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

    def gaps(self, finder: GapFinder, wanted: GapsWanted) -> GapReport:
        """As `GapFinder.report`."""
        return finder.report(self.engine.searcher, wanted, scope=self.scope)

    def require_merchant(self, merchant_id: str) -> None:
        """Raises UnknownMerchant."""
        require_known([merchant_id], self.engine.searcher.merchants, self.scope)

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

    def overrides(self) -> Iterator[InForce]:
        """Those in force, of the scope's merchants; as with documents, none for who may see some languages only."""
        for override in self.engine.searcher.generation.content.curation.overrides:
            merchant_id = override.merchant_id
            if self.scope == EVERYTHING if merchant_id is None else self._shows_documents_of(merchant_id):
                yield override

    def findings(self, *, merchants: Collection[str], kind: FindingKind | None) -> list[Finding]:
        """Those whose passages may all be seen, in the index's order. Raises UnknownMerchant."""
        searcher = self.engine.searcher
        require_known(merchants, searcher.merchants, self.scope)
        of_merchants = merchants or searcher.merchants
        wanted = (each for each in searcher.generation.findings if kind in (None, each.kind))
        return [each for each in wanted if each.merchant_id in of_merchants and self._shows_all_of(each)]

    def doubtful(self, finding: Finding) -> Doubtful:
        """One of `findings` with its passages."""
        return Doubtful(finding, tuple(map(self.shown, finding.passage_ids)))

    def _shows_all_of(self, finding: Finding) -> bool:
        if self.scope.languages is None or not self.scope.has_merchant(finding.merchant_id):
            return self.scope.has_merchant(finding.merchant_id)
        passages = self.engine.searcher.passages
        return all(self.scope.has_language(passages[each].language) for each in finding.passage_ids)

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
