"""The ingestion use case: a corpus folder to a published generation, or to a clear refusal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from app.changes import Changes, changes
from app.content import Content
from app.corpus.attribution import read_attribution
from app.corpus.chunked import Chunked
from app.corpus.documents import Source, read_documents, unlisted
from app.corpus.overrides import Overrides
from app.corpus.overrides_file import read_overrides
from app.corpus.passages import MAX_WORDS
from app.corpus.registry import Registry
from app.curation import Curated, curate
from app.domain import Passage
from app.embedding import Embedding
from app.encoders.ports import PassageEncoder, Progress, SecondEncoder
from app.errors import DocumentError, IndexFolderError, IndexMissing
from app.findings import Finding, read_findings, write_findings
from app.generations import Generation, folder_of, load_newest
from app.index_folder import writing
from app.index_rows import PassageRow, load_vectors, write_rows
from app.inspection import inspected
from app.languages import DetectLanguage
from app.manifest import Manifest, Model
from app.passage_texts import embedded_text
from app.publication import publish
from app.retrieval.dense import QUESTION_WEIGHT
from app.retrieval.ports import IndexKinds, VectorIndexKind
from app.reuse import Embedded, PassageRows, embedded_before, write_keys

SETTINGS: Mapping[str, object] = {
    "chunker": 1,
    "max_words": MAX_WORDS,
    "lexical": 1,
    "rows": 1,
    "question_weight": QUESTION_WEIGHT,
    "findings": 1,
}
"""What else decides a generation's content; the digest covers it. `chunker`, `lexical` and `findings` are raised when
their rules change, `rows` when what a passage's rows are made of does: its text and windows, pooling, rounding."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus folder, read and chunked, with what deserves a warning."""

    registry: Registry
    curated: Curated
    unlisted: tuple[str, ...]

    @property
    def chunked(self) -> tuple[Chunked, ...]:
        """Every document, those that curators wrote among them; their passages as they were before any was hidden."""
        return self.curated.chunked

    @property
    def content(self) -> Content:
        """What a generation keeps of it."""
        curated = self.curated
        merchants, passages = self.registry.merchants, curated.passages
        return Content(merchants, curated.documents, passages, curated.phrasings, curated.in_force)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingestion did; the rows of passages that were not embedded are those of before.

    `compared_with` is the generation that the changes are told against, empty where there was none to read;
    `truncated` names the passages that were embedded and are over the model's limit. Without `changes` nothing has
    changed, and nothing was published.
    """

    corpus: Corpus
    manifest: Manifest
    compared_with: str
    changes: Changes | None = None
    truncated: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def published(self) -> bool:
        """Whether there is a new generation."""
        return self.changes is not None

    @property
    def embedded(self) -> int:
        """How many passages were embedded now."""
        return self.changes.embedded if self.changes else 0


@dataclass(frozen=True, slots=True)
class _Before:
    """The newest generation that can be read, if any, and why those that should be served in its place cannot."""

    generation: Generation | None = None
    refused: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Empty without one."""
        return self.generation.manifest.generation if self.generation else ""

    @property
    def warnings(self) -> Iterator[str]:
        """What whoever publishes should know of what the new generation was compared with."""
        for reason in self.refused:
            told = (
                f"was compared with {self.name} instead"
                if self.name
                else ("was compared with nothing: look whether merchants or passages are missing from it")
            )
            yield f"{reason} The new generation {told}."


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What an ingestion needs. The encoder is made only when there is something to embed."""

    index: Path
    model: Callable[[Sequence[str]], Model]
    """Prepares the model, given the texts to check it on, and names it."""
    encoder: Callable[[], PassageEncoder]
    second_encoder: Callable[[], SecondEncoder | None]
    detect: DetectLanguage
    kind: IndexKinds
    token_pooling: int = 1
    approve: Callable[[Generation, Generation | None], Sequence[str]] = lambda _new, _served: ()
    """Raises what it has against a new generation, before that is published in the place of the served one, and gives
    back what deserves a warning."""

    @property
    def settings(self) -> Mapping[str, object]:
        """What beside corpus and model decides a generation's content."""
        return {**SETTINGS, "token_pooling": self.token_pooling}

    def run(self, folder: Path, progress: Progress | None = None) -> Ingested:
        """Publishes `folder` as a generation, unless the served one holds exactly that.

        Raises a CorpusError, ModelError or IndexFolderError; the served generation is then untouched.
        """
        corpus = read_corpus(folder, self.detect)
        content = corpus.content
        with writing(self.index):
            model = self.model([embedded_text(p.question, p.text) for p in content.passages])
            before, warnings = self._before(), list[str]()
            served = before.generation
            if (
                served
                and not before.refused
                and served.manifest.digest == content.digest(model.identity, self.settings)
            ):
                warnings.extend(corpus.curated.warnings)
                findings = self._findings(content, served.manifest)
                return Ingested(corpus, served.manifest, before.name, warnings=tuple(warnings), findings=findings)
            embedding = cache(self._embedding)
            rows = PassageRows(self._rows_of(served, model) if served else None, embedding)
            manifest = publish(
                self.index,
                content,
                partial(self._write, content, rows.batches(content.rows, progress)),
                model=model,
                settings=self.settings,
                approve=lambda new: warnings.extend(self.approve(new, served)),
            )
        made = _own(content, rows.made)
        truncated = _truncated(embedding().passages, made) if made else ()
        changed = changes(served.content if served else None, content, made)
        findings = self._findings(content, manifest)
        told = (*corpus.curated.warnings, *before.warnings, *warnings)
        return Ingested(corpus, manifest, before.name, changed, truncated, told, findings)

    def _findings(self, content: Content, manifest: Manifest) -> tuple[Finding, ...]:
        passages = {passage.id: passage for passage in content.passages}
        return tuple(read_findings(folder_of(self.index, manifest.generation), passages))

    def _before(self) -> _Before:
        try:
            found = load_newest(self.index, self.kind)
        except IndexMissing:
            return _Before()
        except IndexFolderError as exc:
            return _Before(refused=(str(exc),))
        return _Before(found.generation, found.refused)

    def _rows_of(self, served: Generation, model: Model) -> Embedded | None:
        folder = folder_of(self.index, served.manifest.generation)
        return embedded_before(folder, served, model=model, settings=self.settings)

    def _embedding(self) -> Embedding:
        return Embedding(self.encoder(), self.second_encoder(), self.token_pooling)

    def _write(self, content: Content, batches: Iterable[Sequence[PassageRow]], folder: Path) -> VectorIndexKind:
        searched = content.rows
        write_keys(folder, searched)
        kind = write_rows(folder, batches, ((p.question, p.text) for p in searched), kinds=self.kind)
        write_findings(folder, inspected(content, *load_vectors(folder)))
        return kind


def read_corpus(folder: Path, detect: DetectLanguage, overrides: Overrides | None = None) -> Corpus:
    """Every listed document of a corpus folder, chunked, in the registry's order, as curators have it.

    These are the folder's own `overrides`, unless others are given.
    """
    registry = read_attribution(folder)
    sources = read_documents(folder, registry)
    chunked = tuple(_chunked(folder, source, detect) for source in sources)
    curated = curate(overrides or read_overrides(folder), registry.merchants, chunked, detect=detect)
    return Corpus(registry, curated, tuple(unlisted(folder, registry)))


def _chunked(folder: Path, source: Source, detect: DetectLanguage) -> Chunked:
    chunked = source.chunked(detect)
    if not chunked.passages:
        path = folder / source.document.path
        raise DocumentError(f"{path}: holds page furniture only, nothing to search. Add its text.")
    return chunked


def _own(content: Content, made: Sequence[Passage]) -> list[Passage]:
    """Those that are passages: rows of other words are no passages that anybody would miss."""
    ids = {passage.id for passage in content.passages} if made else ()
    return [passage for passage in made if passage.id in ids]


def _truncated(encoder: PassageEncoder, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Ids of passages with more tokens than the model reads; the rest of such a passage is not searched."""
    return tuple(p.id for p in passages if encoder.count_tokens(embedded_text(p.question, p.text)) > encoder.max_tokens)
