"""The real model, built once into `index/models/` and reused by later runs."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from app.settings import Settings

REPOSITORY = Path(__file__).parents[1]


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
