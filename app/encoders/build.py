"""Builds a model folder: source to sentence-transformers folder to checked ONNX graph, published by one rename."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from app.encoders.model_folder import (
    GRAPH,
    ORIGINAL,
    ModelCard,
    Quantisation,
    read_card,
    sha256,
    verify,
    write_card,
)
from app.encoders.source import ModelSource, find_source
from app.errors import ModelIntegrityError, ModelMissing

Report = Callable[[str], None]
"""Called with one line for each step of a build."""

_ABANDONED_SECONDS = 3600


def build_model(
    source: str,
    models_folder: Path,
    *,
    sample_texts: Sequence[str],
    query_prefix: str | None = None,
    passage_prefix: str | None = None,
    quantisation: Quantisation | None = None,
    report: Report = lambda _: None,
) -> Path:
    """The folder `<models_folder>/<fingerprint>/` of the model that `source` names (see `find_source`).

    An intact one is reused, in about a second and without torch. A new one is checked on `sample_texts` and refused
    with ParityError; an interrupted build leaves nothing that counts. Raises ModelError.
    """
    origin = find_source(source, query_prefix=query_prefix, passage_prefix=passage_prefix, quantisation=quantisation)
    folder = models_folder / origin.fingerprint
    if not _is_intact(folder):
        with _staging(folder) as staged:
            _build(origin, staged, sample_texts=sample_texts, report=report)
            _publish(staged, folder)
    return folder


def _is_intact(folder: Path) -> bool:
    try:
        card = read_card(folder)
        verify(folder, card, card.checksums)
    except (ModelMissing, ModelIntegrityError):
        return False
    return True


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder`, gone afterwards; also clears what killed builds have left."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(".building-*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    staged = Path(mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        (staged / "model").mkdir()  # with the usual permissions, unlike mkdtemp's own
        yield staged / "model"
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _publish(staged: Path, folder: Path) -> None:
    """A damaged folder in the way is moved into the staging area, to be removed with it."""
    if folder.exists():
        folder.rename(staged.parent / "replaced")
    staged.rename(folder)


def _build(origin: ModelSource, folder: Path, *, sample_texts: Sequence[str], report: Report) -> None:
    report(f"Loading {origin.name}")
    from app.encoders import export, parity  # noqa: PLC0415 - ten seconds of torch that a reused model does not need
    from app.encoders.background import background_sentences, measure_background, save_background  # noqa: PLC0415 - as above
    from app.encoders.onnx_graph import OnnxGraph  # noqa: PLC0415 - as above
    from app.encoders.sentence_transformers_encoder import load_model  # noqa: PLC0415 - as above

    origin.write(folder / ORIGINAL)
    model = load_model(folder / ORIGINAL, exportable=True)
    report(f"Exporting it to ONNX ({origin.quantisation})")
    export.export_graph(model, folder / GRAPH, origin.quantisation)
    export.export_tokenizer(model, folder, sample=[origin.query_prefix + text for text in background_sentences()])
    report("Comparing the export with its original")
    graph = OnnxGraph.load(folder, threads=0, max_tokens=export.max_tokens(model))
    figures = parity.measure(model, graph, sample_texts, prefix=origin.passage_prefix)
    parity.require(figures, origin.quantisation)
    query_mean = measure_background(graph, origin.query_prefix)
    save_background(folder, query_mean, measure_background(graph, origin.passage_prefix))
    card = ModelCard(
        name=origin.name,
        fingerprint=origin.fingerprint,
        dimension=export.dimension(model),
        max_tokens=export.max_tokens(model),
        query_prefix=origin.query_prefix,
        passage_prefix=origin.passage_prefix,
        pooling=export.pooling(model),
        quantisation=origin.quantisation,
        parity=figures,
        checksums={
            path.relative_to(folder).as_posix(): sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()
        },
    )
    write_card(folder, card)
    report(f"Built {origin.fingerprint}: mean cosine {figures.mean_cosine} over {figures.texts} texts")
