"""A corpus of two merchants for the command line, run in process with the hashing encoder."""

from pathlib import Path

import pytest

from app.cli import main
from app.retrieval.weights import Weights

REGISTRY = """[[merchants]]
id = "alpine"
name = "Alpine"
contact = "help@alpine.example"
[[merchants.documents]]
path = "alpine/faq.txt"
[[merchants]]
id = "other"
label = "Other shop"
[[merchants.documents]]
path = "other.txt"
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: Weights, logging_as_before: None) -> Path:
    """The corpus folder; it, an empty index folder and a data folder are named in the environment."""
    corpus = tmp_path / "corpus"
    (corpus / "alpine").mkdir(parents=True)
    (corpus / "merchants.toml").write_text(REGISTRY)
    (corpus / "alpine/faq.txt").write_text(
        "0 items 0.00 € cart\nHow long does delivery take?\nThree days.\nThree days.\nIs it free?\nYes.\n"
    )
    (corpus / "other.txt").write_text("Shipping\n\nWe ship\x1b[31m within two weeks.\n")
    monkeypatch.setenv("FAQ_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("FAQ_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("FAQ_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FAQ_MODEL", "hashing")
    monkeypatch.setenv("FAQ_SECOND_ENCODER", "none")
    monkeypatch.setattr("app.retrieval.weights.read_weights", lambda: weights)  # the shipped ones are fitted to a model
    return corpus


@pytest.fixture
def ingested(shop: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["ingest"]) == 0
    capsys.readouterr()
    return shop
