"""The ingestion use case: a corpus folder to a published generation, or to a clear refusal."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.content import Content
from app.corpus.passages import MAX_WORDS, Chunked, chunk
from app.corpus.readers import Source, read_documents, unlisted
from app.corpus.registry import Registry, read_registry
from app.corpus.rows import chunk_rows
from app.encoders.ports import PassageEncoder, Progress, SecondEncoder, TokenEncoder, Vectors
from app.errors import DocumentError, IndexFolderError
from app.generations import current_manifest, publish, writing
from app.index_rows import Rows
from app.languages import DetectLanguage
from app.manifest import Manifest, Model
from app.passage_texts import embedded_text, windows
from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import LexicalIndex
from app.retrieval.ports import VectorIndexKind
from app.retrieval.second_opinion import SecondRows

SETTINGS: Mapping[str, object] = {"chunker": 1, "max_words": MAX_WORDS, "lexical": 1}
"""What else decides a generation's content; the digest covers it. `chunker` and `lexical` are raised when their
rules change."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus folder, read and chunked, with what deserves a warning."""

    registry: Registry
    chunked: tuple[Chunked, ...]
    unlisted: tuple[str, ...]

    @property
    def content(self) -> Content:
        """What a generation keeps of it; a document without a title in the registry takes its own."""
        documents = tuple(dataclasses.replace(c.document, title=c.title) for c in self.chunked)
        return Content(self.registry.merchants, documents, tuple(p for c in self.chunked for p in c.passages))


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingestion did; `embedded` is 0 when nothing had changed. `truncated` names passages over the limit."""

    corpus: Corpus
    manifest: Manifest
    embedded: int
    truncated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What an ingestion needs. The encoder is made only when there is something to embed."""

    index: Path
    model: Callable[[Sequence[str]], Model]
    """Prepares the model, given the texts to check it on, and names it."""
    encoder: Callable[[], PassageEncoder]
    token_encoder: Callable[[], TokenEncoder]
    second_encoder: Callable[[], SecondEncoder | None]
    detect: DetectLanguage
    kind: VectorIndexKind

    def run(self, folder: Path, progress: Progress | None = None) -> Ingested:
        """Publishes `folder` as a generation, unless the served one holds exactly that.

        Raises a CorpusError, ModelError or IndexFolderError; the served generation is then untouched.
        """
        corpus = read_corpus(folder, self.detect)
        content = corpus.content
        with writing(self.index):
            model = self.model([embedded_text(p.question, p.text) for p in content.passages])
            served = self._served()
            if served and served.digest == content.digest(model.identity, SETTINGS):
                return Ingested(corpus, served, embedded=0)
            encoder = self.encoder()
            rows = self._embed(encoder, content, progress)
            manifest = publish(self.index, content, rows, model=model, kind=self.kind, settings=SETTINGS)
        return Ingested(corpus, manifest, len(content.passages), _truncated(encoder, content))

    def _served(self) -> Manifest | None:
        try:
            return current_manifest(self.index)
        except IndexFolderError:
            return None

    def _embed(self, encoder: PassageEncoder, content: Content, progress: Progress | None) -> Rows:
        """Passage rows and question rows; a passage without a question stands for its own question."""
        texts = [embedded_text(p.question, p.text) for p in content.passages]
        asked = [i for i, p in enumerate(content.passages) if p.question]
        whole = encoder.encode_passages(texts, progress)
        questions: Vectors = whole.copy()
        if asked:
            questions[asked] = encoder.encode_questions([content.passages[i].question or "" for i in asked], progress)
        encoded = self.token_encoder().encode_tokens(texts, progress)
        tokens = TokenRows.build(
            [e.tokens for e in encoded],
            encoder.dimension,
            spans=[e.spans for e in encoded],
            questions=[p.question for p in content.passages],
        )
        lexical = LexicalIndex.build([(p.question, p.text) for p in content.passages])
        return Rows(
            self.kind.build(whole), self.kind.build(questions), tokens, lexical, self._second(content, progress)
        )

    def _second(self, content: Content, progress: Progress | None) -> SecondRows | None:
        """The second encoder's rows; a passage without a question stands for its own question here too."""
        if (encoder := self.second_encoder()) is None:
            return None
        parts = [windows(p.question, p.text) for p in content.passages]
        found = encoder.encode_passages([window for part in parts for window in part], progress)
        ends = np.cumsum([len(part) for part in parts])
        asked = encoder.encode_passages([p.question or p.text for p in content.passages], progress)
        known = [p.language is None or encoder.knows(p.language) for p in content.passages]
        return SecondRows.build(asked, np.split(found, ends[:-1]), known)


def read_corpus(folder: Path, detect: DetectLanguage) -> Corpus:
    """Every listed document of a corpus folder, chunked, in the registry's order."""
    registry = read_registry(folder)
    sources = read_documents(folder, registry)
    chunked = tuple(_chunked(folder, source, detect) for source in sources)
    return Corpus(registry, chunked, tuple(unlisted(folder, registry)))


def _chunked(folder: Path, source: Source, detect: DetectLanguage) -> Chunked:
    document, rows = source.document, source.rows
    chunked = chunk(document, detect) if rows is None else chunk_rows(document, rows, detect)
    if not chunked.passages:
        raise DocumentError(f"{folder / document.path}: holds page furniture only, nothing to search. Add its text.")
    return chunked


def _truncated(encoder: PassageEncoder, content: Content) -> tuple[str, ...]:
    """Ids of passages with more tokens than the model reads; the rest of such a passage is not searched."""
    return tuple(
        p.id for p in content.passages if encoder.count_tokens(embedded_text(p.question, p.text)) > encoder.max_tokens
    )
