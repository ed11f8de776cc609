"""The only place that turns settings into objects; a heavy library is loaded when its part is asked for."""

import dataclasses
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.chosen_model import HASHING, ChosenModel
from app.encoders.ports import PassageEncoder, Progress, QueryEncoder
from app.errors import EvaluationError, IndexFolderError, ModelError
from app.languages import QueryLanguage, detect_document_language
from app.settings import Settings

if TYPE_CHECKING:
    from app.encoders.universal import UniversalSentenceEncoder
    from app.generations import Generation
    from app.guard import Guard
    from app.ingest import Ingestion
    from app.key_file import KeyFile
    from app.labelled import LabelledQuery
    from app.manifest import Manifest, Model
    from app.retrieval.ports import IndexKinds
    from app.search import Searcher, Understanding

_UNHURRIED = 60.0
"""Seconds for the encoders where nobody waits for a page: a search that is to be judged is to be a whole one."""

_log = logging.getLogger(__name__)
_NONE = "none"


def vector_index() -> "IndexKinds":
    """The vector indexes that generations are built with, by their size, and read by."""
    from app.retrieval.kinds import BySize  # noqa: PLC0415 - loads FAISS

    return BySize()


def chosen_model(settings: Settings) -> ChosenModel:
    """The model that generations are to be searched with."""
    return ChosenModel(settings.model, _second_fingerprint(settings), _models_folder(settings))


def ingestion(
    settings: Settings, report: Callable[[str], None] = lambda _: None, *, force: bool = False
) -> "Ingestion":
    """Everything an ingestion needs; `report` is told each step of building the model.

    With `force` it publishes what loses something. Raises EvaluationError for an unusable file of labelled queries.
    """
    from app.ingest import Ingestion  # noqa: PLC0415 - only ingestion needs the chunker
    from app.labelled import read_labelled  # noqa: PLC0415 - as above

    queries = read_labelled(settings.quality_queries) if settings.quality_queries.name and not force else ()
    models = _Models(settings, report)
    return Ingestion(
        index=settings.index_dir,
        model=models.prepare,
        encoder=models.encoder,
        second_encoder=lambda: _second_encoder(settings, threads=os.cpu_count() or 1),
        detect=detect_document_language,
        kind=vector_index(),
        token_pooling=settings.token_pooling,
        approve=guard(settings, queries, forced=force).approve,
    )


def guard(settings: Settings, queries: "Sequence[LabelledQuery]" = (), *, forced: bool = False) -> "Guard":
    """What a generation must prove before it is served, and find; `forced` lets it lose what the served one has."""
    from app.guard import Guard  # noqa: PLC0415 - only ingestion needs it

    searchers = Searchers(settings)
    return Guard(lambda generation: searchers.over(generation).search, queries, forced=forced)


def searcher(settings: Settings) -> "Searcher":
    """A searcher over the served generation. Raises IndexFolderError or ModelError, saying what to run."""
    return Searchers(settings).current()


class Searchers:
    """Makes searchers over one generation after another; what understands queries is loaded once for each model."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._understanding: Understanding | None = None

    def current(self) -> "Searcher":
        """A searcher over the served generation. Raises IndexFolderError or ModelError, saying what to run."""
        from app.generations import load_current  # noqa: PLC0415 - the command line starts without it

        return self._over(lambda: load_current(self._settings.index_dir, vector_index()))

    def newest(self) -> "Searcher":
        """A searcher over the served generation or, where that cannot be, the newest one that can, with the reasons.

        Where no generation's model can be loaded, and none was before, letters alone rank until one can.

        Raises IndexFolderError or ModelError, in words that tell no path outside of the index folder.
        """
        return self._over(lambda: _newest(self._settings), serving=True)

    def wanted(self) -> str:
        """Another text whenever another generation is to be served, or `CURRENT` was touched. Raises OSError too."""
        from app.generations import current_name  # noqa: PLC0415 - the command line starts without it

        index = self._settings.index_dir
        return f"{current_name(index)} {(index / 'CURRENT').stat().st_mtime_ns}"

    def over(self, generation: "Generation") -> "Searcher":
        """A searcher over this generation. Raises IndexFolderError or ModelError."""
        return self._over(lambda: generation)

    def _over(self, load: "Callable[[], Generation]", *, serving: bool = False) -> "Searcher":
        from app.search import Searcher  # noqa: PLC0415 - the command line starts without it

        if self._understanding is None:
            generation, self._understanding = self._loaded(load, serving=serving)
            return Searcher(generation, self._understanding)
        generation, known = load(), self._understanding
        if generation.manifest.fingerprint != known.encoder.fingerprint:
            encoder = _query_encoder(self._settings, generation.manifest)
            self._understanding = dataclasses.replace(known, encoder=encoder)
        return Searcher(generation, self._understanding)

    def _loaded(self, load: "Callable[[], Generation]", *, serving: bool) -> "tuple[Generation, Understanding]":
        from app.retrieval.late_interaction import use_one_thread  # noqa: PLC0415 - as above
        from app.retrieval.weights import read_weights  # noqa: PLC0415 - as above
        from app.search import Understanding  # noqa: PLC0415 - as above

        with ThreadPoolExecutor() as beside:  # most of loading is native code that lets other threads run
            language, second = beside.submit(query_language), beside.submit(_second_encoder, self._settings)
            generation = load()
            encoder = (_available_encoder if serving else _query_encoder)(self._settings, generation.manifest)
        use_one_thread()  # now that every library has been loaded
        understanding = Understanding(
            encoder=encoder,
            second=second.result(),
            language=language.result(),
            weights=read_weights(),
            cache_bytes=self._settings.bytes_of_a_cache,
            encoder_seconds=self._settings.encoder_ms / 1000 if serving else _UNHURRIED,
        )
        return generation, understanding


@cache
def query_language() -> QueryLanguage:
    """Tells the language of queries; loaded once in a process, as it takes 0.3 s."""
    return QueryLanguage()


def _newest(settings: Settings) -> "Generation":
    from app.generations import load_newest  # noqa: PLC0415 - the command line starts without it

    index, kinds, model = settings.index_dir, vector_index(), chosen_model(settings)
    try:
        served = load_newest(index, kinds, model.require_there)
    except IndexFolderError:
        served = load_newest(index, kinds, model.require_same)
    return dataclasses.replace(served.generation, refused=served.refused)


def key_file(settings: Settings) -> "KeyFile":
    """Where keys are kept."""
    from app.key_file import KeyFile  # noqa: PLC0415 - loads what signs

    return KeyFile(settings.data_dir)


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
        done = ingestion(beside, report, force=True).run(Path(folder), progress)
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


def trial(settings: Settings, index: Path) -> Settings:
    """The settings with another index folder, where the served generation is as well: what it has is not made again.

    Raises IndexFolderError without one.
    """
    from app.upkeep import lend  # noqa: PLC0415 - the command line starts without it

    lend(settings.index_dir, index)
    return _beside(settings, index)


def _available_encoder(settings: Settings, manifest: "Manifest") -> QueryEncoder:
    """As `_query_encoder`; where the model cannot be loaded, one that fails until it can."""
    try:
        return _query_encoder(settings, manifest)
    except ModelError as exc:
        from app.encoders.awaited import AwaitedEncoder  # noqa: PLC0415 - on need

        _log.error("Searches are answered by letters alone: %s", exc)
        fingerprint, dimension = manifest.fingerprint, manifest.dimension
        return AwaitedEncoder(lambda: _query_encoder(settings, manifest), fingerprint=fingerprint, dimension=dimension)


def _query_encoder(settings: Settings, manifest: "Manifest") -> QueryEncoder:
    """The encoder of the model that the index names: there is no other that may search it. Raises ModelError."""
    chosen_model(settings).require_same(manifest)
    if settings.model == HASHING:
        from app.encoders.hashing import HashingEncoder  # noqa: PLC0415 - on choice

        return HashingEncoder()
    from app.encoders.onnx_encoder import OnnxQueryEncoder  # noqa: PLC0415 - loads ONNX Runtime

    return OnnxQueryEncoder.load(_models_folder(settings) / manifest.fingerprint, threads=settings.encoder_threads)


def _second_encoder(settings: Settings, *, threads: int = 1) -> "UniversalSentenceEncoder | None":
    if settings.second_encoder == _NONE:
        return None
    from app.encoders.universal import UniversalSentenceEncoder  # noqa: PLC0415 - reads its weights

    return UniversalSentenceEncoder.load(threads=threads)


def _second_fingerprint(settings: Settings) -> str | None:
    """Without loading it."""
    if settings.second_encoder == _NONE:
        return None
    from app.encoders.universal import FINGERPRINT  # noqa: PLC0415 - loads the encoder's library

    return FINGERPRINT


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

        if self._settings.model == HASHING:
            return Model(HASHING, self.encoder().fingerprint, _second_fingerprint(self._settings))
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
        return Model(card.name, card.fingerprint, _second_fingerprint(self._settings))

    def encoder(self) -> PassageEncoder:
        """The encoder of the prepared model, loaded now."""
        if self._folder is None:
            from app.encoders.hashing import HashingEncoder  # noqa: PLC0415 - on choice

            return HashingEncoder()
        from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder  # noqa: PLC0415 - torch

        return SentenceTransformersEncoder.load(self._folder)
