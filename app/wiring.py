"""The only place that turns settings into objects; a heavy library is loaded when its part is asked for."""

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.encoders.ports import PassageEncoder, Progress, QueryEncoder
from app.errors import EvaluationError, IndexIncompatible
from app.languages import QueryLanguage, detect_document_language
from app.settings import Settings

if TYPE_CHECKING:
    from app.encoders.universal import UniversalSentenceEncoder
    from app.feedback import FeedbackFile
    from app.ingest import Ingestion
    from app.manifest import Model
    from app.retrieval.ports import IndexKinds
    from app.search import Searcher

_HASHING = "hashing"
_NONE = "none"


def vector_index() -> "IndexKinds":
    """The vector indexes that generations are built with, by their size, and read by."""
    from app.retrieval.kinds import BySize  # noqa: PLC0415 - loads FAISS

    return BySize()


def ingestion(settings: Settings, report: Callable[[str], None] = lambda _: None) -> "Ingestion":
    """Everything an ingestion needs; `report` is told each step of building the model."""
    from app.ingest import Ingestion  # noqa: PLC0415 - only ingestion needs the chunker

    models = _Models(settings, report)
    return Ingestion(
        index=settings.index_dir,
        model=models.prepare,
        encoder=models.encoder,
        second_encoder=lambda: _second_encoder(settings, threads=os.cpu_count() or 1),
        detect=detect_document_language,
        kind=vector_index(),
        token_pooling=settings.token_pooling,
    )


def searcher(settings: Settings) -> "Searcher":
    """A searcher over the served generation. Raises IndexFolderError or ModelError, saying what to run."""
    from app.generations import load_current  # noqa: PLC0415 - the command line starts without it
    from app.retrieval.late_interaction import use_one_thread  # noqa: PLC0415 - as above
    from app.retrieval.weights import read_weights  # noqa: PLC0415 - as above
    from app.search import Searcher, Understanding  # noqa: PLC0415 - as above

    with ThreadPoolExecutor() as beside:  # most of loading is native code that lets other threads run
        language, second = beside.submit(QueryLanguage), beside.submit(_second_encoder, settings)
        generation = load_current(settings.index_dir, vector_index())
        encoder = _query_encoder(settings, generation.manifest.fingerprint)
    use_one_thread()  # now that every library has been loaded
    understanding = Understanding(
        encoder=encoder,
        second=second.result(),
        language=language.result(),
        weights=read_weights(),
        cache_bytes=settings.bytes_of_a_cache,
    )
    return Searcher(generation, understanding)


def feedback(settings: Settings) -> "FeedbackFile":
    """Where what people say of passages is kept."""
    from app.feedback import FeedbackFile  # noqa: PLC0415 - the command line starts without it

    return FeedbackFile(settings.data_dir)


def ingest_beside(
    files: Mapping[str, str], settings: Settings, index: Path, *, report: Callable[[str], None], progress: Progress
) -> Settings:
    """Ingests another corpus, given as texts by path, into another index folder, and gives back the settings for it."""
    beside = _beside(settings, index)
    with TemporaryDirectory(prefix="faq-corpus-") as folder:
        for path, text in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", errors="replace", newline="")
        done = ingestion(beside, report).run(Path(folder), progress)
    report(f"{done.manifest.counts['passages']} passages, {done.embedded} of them embedded now")
    return beside


def _beside(settings: Settings, index: Path) -> Settings:
    """The settings with another index folder, which links to the models of the configured one: building takes 40 s."""
    if index.resolve() == settings.index_dir.resolve():
        raise EvaluationError(f"{index} is the index that is served. Name another folder.")
    models, built = index / "models", _models_folder(settings)
    index.mkdir(parents=True, exist_ok=True)
    if models.is_symlink() and not models.exists():
        models.unlink()
    if built.is_dir() and not models.exists():
        models.symlink_to(built.resolve(), target_is_directory=True)
    return dataclasses.replace(settings, index_dir=index)


def _query_encoder(settings: Settings, fingerprint: str) -> QueryEncoder:
    """The encoder of the model that the index names: there is no other that may search it."""
    if fingerprint.startswith(_HASHING) != (settings.model == _HASHING):
        raise IndexIncompatible(
            f"The index was built with model {fingerprint}, FAQ_MODEL is {settings.model!r}. "
            "Run `faq ingest` with the model that shall serve, or set FAQ_MODEL to the index's."
        )
    if settings.model == _HASHING:
        from app.encoders.hashing import HashingEncoder  # noqa: PLC0415 - on choice

        return HashingEncoder()
    from app.encoders.onnx_encoder import OnnxQueryEncoder  # noqa: PLC0415 - loads ONNX Runtime

    return OnnxQueryEncoder.load(_models_folder(settings) / fingerprint, threads=settings.encoder_threads)


def _second_encoder(settings: Settings, *, threads: int = 1) -> "UniversalSentenceEncoder | None":
    if settings.second_encoder == _NONE:
        return None
    from app.encoders.universal import UniversalSentenceEncoder  # noqa: PLC0415 - reads its weights

    return UniversalSentenceEncoder.load(threads=threads)


def _models_folder(settings: Settings) -> Path:
    return settings.index_dir / "models"


class _Models:
    """The model that ingestion embeds with: prepared first (quick when it was built before), loaded if needed."""

    def __init__(self, settings: Settings, report: Callable[[str], None]) -> None:
        self._settings, self._report = settings, report
        self._folder: Path | None = None

    def prepare(self, texts: Sequence[str]) -> "Model":
        """Builds the model unless it is there; a new one is checked on `texts`."""
        from app.manifest import Model  # noqa: PLC0415 - the command line starts without it

        if self._settings.model == _HASHING:
            return Model(_HASHING, self.encoder().fingerprint, self._second())
        from app.encoders.build import build_model  # noqa: PLC0415 - only ingestion needs it
        from app.encoders.model_folder import read_card  # noqa: PLC0415 - as above

        self._folder = build_model(
            self._settings.model,
            _models_folder(self._settings),
            sample_texts=texts,
            query_prefix=self._settings.query_prefix or None,
            passage_prefix=self._settings.passage_prefix or None,
            report=self._report,
        )
        card = read_card(self._folder)
        return Model(card.name, card.fingerprint, self._second())

    def _second(self) -> str | None:
        """The second encoder's fingerprint, without loading it."""
        if self._settings.second_encoder == _NONE:
            return None
        from app.encoders.universal import FINGERPRINT  # noqa: PLC0415 - loads the encoder's library

        return FINGERPRINT

    def encoder(self) -> PassageEncoder:
        """The encoder of the prepared model, loaded now."""
        if self._folder is None:
            from app.encoders.hashing import HashingEncoder  # noqa: PLC0415 - on choice

            return HashingEncoder()
        from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder  # noqa: PLC0415 - torch

        return SentenceTransformersEncoder.load(self._folder)
