"""The only place that turns settings into objects; a heavy library is loaded when its part is asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.encoders.ports import PassageEncoder, QueryEncoder, TokenEncoder
from app.errors import IndexIncompatible
from app.languages import QueryLanguage, detect_document_language
from app.settings import Settings

if TYPE_CHECKING:
    from app.encoders.hashing import HashingEncoder
    from app.encoders.onnx_encoder import OnnxQueryEncoder
    from app.ingest import Ingestion
    from app.manifest import Model
    from app.retrieval.ports import VectorIndexKind
    from app.search import Searcher

_HASHING = "hashing"


def vector_index() -> "VectorIndexKind":
    """The vector index that generations are built with and read by."""
    from app.retrieval.flat import FLAT  # noqa: PLC0415 - loads FAISS

    return FLAT


def ingestion(settings: Settings, report: Callable[[str], None] = lambda _: None) -> "Ingestion":
    """Everything an ingestion needs; `report` is told each step of building the model."""
    from app.ingest import Ingestion  # noqa: PLC0415 - only ingestion needs the chunker

    models = _Models(settings, report)
    return Ingestion(
        index=settings.index_dir,
        model=models.prepare,
        encoder=models.encoder,
        token_encoder=models.token_encoder,
        detect=detect_document_language,
        kind=vector_index(),
    )


def searcher(settings: Settings) -> "Searcher":
    """A searcher over the served generation. Raises IndexFolderError or ModelError, saying what to run."""
    from app.generations import load_current  # noqa: PLC0415 - the command line starts without it
    from app.search import Searcher  # noqa: PLC0415 - as above

    generation = load_current(settings.index_dir, vector_index())
    return Searcher(generation, _query_encoder(settings, generation.manifest.fingerprint), QueryLanguage())


def _query_encoder(settings: Settings, fingerprint: str) -> QueryEncoder:
    """The encoder of the model that the index names: there is no other that may search it."""
    if fingerprint.startswith(_HASHING) != (settings.model == _HASHING):
        raise IndexIncompatible(
            f"The index was built with model {fingerprint}, FAQ_MODEL is {settings.model!r}. "
            "Run `faq ingest` with the model that shall serve, or set FAQ_MODEL to the index's."
        )
    return _serving_encoder(settings, fingerprint)


def _serving_encoder(settings: Settings, fingerprint: str) -> "HashingEncoder | OnnxQueryEncoder":
    """What encodes queries, and the tokens of passages, with the model of this fingerprint."""
    if settings.model == _HASHING:
        from app.encoders.hashing import HashingEncoder  # noqa: PLC0415 - on choice

        return HashingEncoder()
    from app.encoders.onnx_encoder import OnnxQueryEncoder  # noqa: PLC0415 - loads ONNX Runtime

    return OnnxQueryEncoder.load(_models_folder(settings) / fingerprint, threads=settings.encoder_threads)


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
            return Model(_HASHING, self.encoder().fingerprint)
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
        return Model(card.name, card.fingerprint)

    def encoder(self) -> PassageEncoder:
        """The encoder of the prepared model, loaded now."""
        if self._folder is None:
            from app.encoders.hashing import HashingEncoder  # noqa: PLC0415 - on choice

            return HashingEncoder()
        from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder  # noqa: PLC0415 - torch

        return SentenceTransformersEncoder.load(self._folder)

    def token_encoder(self) -> TokenEncoder:
        """The encoder of the same model's tokens: the one that serves queries."""
        return _serving_encoder(self._settings, self._folder.name if self._folder else _HASHING)
