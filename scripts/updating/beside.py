"""A corpus and an index of one's own, with the models of the configured index: building them takes a minute."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from app.settings import Settings


def linked_index(settings: Settings, folder: Path) -> Settings:
    """Settings for corpus, index and data in an empty folder."""
    index = folder / "index"
    index.mkdir()
    models = settings.index_dir / "models"
    if models.is_dir():
        (index / "models").symlink_to(models.resolve(), target_is_directory=True)
    return dataclasses.replace(settings, corpus_dir=folder / "corpus", index_dir=index, data_dir=index / "data")


def environment_of(settings: Settings) -> Mapping[str, str]:
    """The same for another process, beside the settings that are in the environment."""
    return {
        "FAQ_CORPUS_DIR": str(settings.corpus_dir),
        "FAQ_INDEX_DIR": str(settings.index_dir),
        "FAQ_DATA_DIR": str(settings.data_dir),
    }
