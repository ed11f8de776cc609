"""What one would build otherwise, over the same passages and merchant filters: BM25 over words, plain vectors."""

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import bm25s
import numpy as np

from app.domain import Answerability, Hit, Match, SearchRequest, SearchResult
from app.encoders.model_folder import ORIGINAL, read_card
from app.generations import Generation
from app.passage_texts import embedded_text
from app.retrieval.ports import Ranking, Selection, Vectors
from app.text import fold
from scripts.variants import Searching

BM25, VECTORS = "word BM25", "sentence-transformers + FAISS"


def rivals(generation: Generation, models: Path) -> Mapping[str, Callable[[], Searching]]:
    """How each rival is made; the one with vectors only where the model's sentence-transformers folder is kept."""
    folder = models / generation.manifest.fingerprint
    plain = {VECTORS: functools.partial(PlainVectors, generation, folder)} if (folder / ORIGINAL).is_dir() else {}
    return {BM25: functools.partial(WordBm25, generation), **plain}


class WordBm25:
    """BM25 as Lucene has it over folded words of question and text, with the library's default parameters."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._scorer = bm25s.BM25()
        texts = [embedded_text(p.question, p.text) for p in generation.content.passages]
        self._scorer.index([words(text) for text in texts], show_progress=False)

    def search(self, request: SearchRequest) -> SearchResult:
        """The passages with a word of the query, best first."""
        known = [word for word in words(request.q) if word in self._scorer.vocab_dict]
        scores = np.asarray(self._scorer.get_scores(known) if known else np.zeros(self._scorer.scores["num_docs"]))
        found = scores > 0
        rows = np.flatnonzero(found)
        if (selection := _selection(self._generation, request)) is not None:
            rows = rows[selection.holds(rows)]
        best = rows[np.lexsort((rows, -scores[rows]))[: request.limit]]
        return _result(self._generation, request, Ranking(best, np.asarray(scores[best], np.float32)))


def words(text: str) -> list[str]:
    """Runs of letters and digits, folded."""
    return re.findall(r"\w+", fold(text))


class PlainVectors:
    """SentenceTransformer.encode in full precision with the model's own prompts, and exact inner products.

    The generation has the rows: ingestion makes them of question, newline and text in this way.
    """

    def __init__(self, generation: Generation, folder: Path) -> None:
        self._generation, self._encode = generation, _query_encoder(folder.resolve())

    def search(self, request: SearchRequest) -> SearchResult:
        """The passages nearest to the query."""
        index, selection = self._generation.rows.passages, _selection(self._generation, request)
        return _result(self._generation, request, index.search(self._encode(request.q), request.limit, selection))


@functools.cache
def _query_encoder(folder: Path) -> Callable[[str], Vectors]:
    """A query's vector by the model of this folder; one model, and each query once, for all corpora."""
    from app.encoders.sentence_transformers_encoder import encode, load_model  # noqa: PLC0415 - loads torch

    prompt, model = read_card(folder).query_prefix, load_model(folder / ORIGINAL)
    return functools.cache(lambda query: encode(model, [query], prefix=prompt)[0])


def _selection(generation: Generation, request: SearchRequest) -> Selection | None:
    if not request.merchants:
        return None
    passages = enumerate(generation.content.passages)
    return Selection.of(row for row, passage in passages if passage.merchant_id in request.merchants)


def _result(generation: Generation, request: SearchRequest, found: Ranking) -> SearchResult:
    """Hits as the product gives them; the confidence is the best hit's score as it is, on no scale."""
    content = generation.content
    merchants = {merchant.id: merchant for merchant in content.merchants}
    sources = content.sources.by_key
    passages = [content.passages[row] for row in found.rows.tolist()]
    return SearchResult(
        query=request.q,
        query_language=None,
        answerability=Answerability("weak", float(found.scores.max(initial=0.0))),
        hits=tuple(
            Hit(passage, merchants[passage.merchant_id], sources[passage.document], score, Match(cross_lingual=False))
            for passage, score in zip(passages, found.scores.tolist(), strict=True)
        ),
        total_hits=len(passages),
        facets={},
        processing_ms=0.0,
        generation=generation.manifest.generation,
    )
