"""Searchers over one generation after another: what understands queries is loaded once for each model."""

from dataclasses import replace
from pathlib import Path

import pytest

from app import wiring
from app.encoders.hashing import HashingEncoder
from app.settings import Settings


class Another(HashingEncoder):
    """The encoder of a model that the index was not built with."""

    fingerprint = "hashing-another"


@pytest.fixture
def searchers(corpus: Path, index: Path) -> wiring.Searchers:
    given = {"FAQ_INDEX_DIR": str(index), "FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}
    settings = Settings.from_environment(given)
    wiring.ingestion(settings).run(corpus)
    return wiring.Searchers(settings)


def test_the_same_model_is_loaded_once(searchers: wiring.Searchers) -> None:
    searchers.current()
    known = searchers._understanding
    searchers.newest()
    assert searchers._understanding is known


def test_a_generation_of_another_model_brings_its_encoder(searchers: wiring.Searchers) -> None:
    right = searchers.current().generation.manifest.fingerprint
    assert searchers._understanding is not None
    searchers._understanding = replace(searchers._understanding, encoder=Another())
    searchers.newest()
    assert searchers._understanding.encoder.fingerprint == right
