"""The real model, built once into `index/models/` and reused by later runs."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from app.retrieval.weights import Weights
    from app.settings import Settings

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def weights() -> "Weights":
    """Round numbers for the hashing encoder: a passage that says every word of the query answers it.

    Its score is 1 or more without preferences, and that of one that says half of them about 0.6.
    """
    from app.retrieval import weights as by

    return by.Weights(
        fusion=by.FusionWeights(
            late_interaction=1.0,
            question_tokens=0.1,
            passage_row=0.1,
            question_row=0.1,
            lexical=0.1,
            second_window=0.2,
            second_question=0.1,
        ),
        preference=by.PreferenceWeights(own_language=0.01, named_merchant=0.2, crowding=0.02),
        with_second=by.ConfidenceWeights(fused=8, margin=0, second=0, bias=-6.4),
        alone=by.ConfidenceWeights(fused=8, margin=0, bias=-6.4),
        letters=by.ConfidenceWeights(fused=0, margin=10, foreign=-1, bias=-2),
        score=by.ScoreWeights(confidence=1, behind=5, bias=0),
        score_by_letters=by.ScoreWeights(confidence=1, behind=20, bias=0),
        verdict=by.VerdictBounds(answer=0.5, weak=0.2),
    )


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The bundled model's folder; building it takes about a minute."""
    from app.encoders.build import build_model

    files = sorted((REPOSITORY / "corpus").glob("*/*.txt"))
    texts = [block for file in files for block in file.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    return build_model("bundled", REPOSITORY / "index" / "models", sample_texts=texts)


@pytest.fixture(scope="session")
def real_settings(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> "Settings":
    """Settings for the bundled corpus, ingested with the real model into an index folder of its own."""
    from app.settings import Settings
    from app.wiring import ingestion

    index = tmp_path_factory.mktemp("real") / "index"
    index.mkdir()
    (index / "models").symlink_to(model_folder.parent)
    settings = Settings.from_environment({"FAQ_CORPUS_DIR": str(REPOSITORY / "corpus"), "FAQ_INDEX_DIR": str(index)})
    ingestion(settings).run(settings.corpus_dir)
    return settings


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Whatever a test sets up for logging goes with it: a server sets it up for a whole process."""
    root, ours = logging.getLogger(), logging.getLogger("app")
    handlers, levels = list(root.handlers), (root.level, ours.level)
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
