"""The real model, built once into `index/models/` and reused by later runs."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The bundled model's folder; building it takes about a minute."""
    from app.encoders.build import build_model

    files = sorted((REPOSITORY / "corpus").glob("*/*.txt"))
    texts = [block for file in files for block in file.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    return build_model("bundled", REPOSITORY / "index" / "models", sample_texts=texts)
