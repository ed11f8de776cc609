"""A corpus of two merchants, and an ingestion of it with the hashing encoder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.encoders.hashing import HashingEncoder
from app.ingest import Ingestion
from app.languages import Detection
from app.manifest import Model
from app.retrieval.flat import FLAT

REGISTRY = """
[[merchants]]
id = "alpine"
name = "Alpine"
[[merchants.documents]]
path = "alpine/faq.txt"
title = "Alpine FAQ"

[[merchants]]
id = "boutique"
label = "Unnamed boutique"
[[merchants.documents]]
path = "boutique/faq.txt"
"""

ALPINE = """Help
Delivery

How long does delivery take?
Delivery takes three days.

Do you deliver on Sundays?
No, we do not deliver on Sundays.

Returns

May I return a gift?
Yes, within a year of buying it.

May I return a birthday gift?
Yes, within a year of buying it.
"""

BOUTIQUE = """How long does delivery take?
Delivery takes two weeks.

May I return a gift?
Yes, within a year of buying it.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for path, text in {
        "merchants.toml": REGISTRY,
        "alpine/faq.txt": ALPINE,
        "boutique/faq.txt": BOUTIQUE,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def detect(text: str) -> Detection:
    return Detection("en", 0.99)


Ingest = Callable[..., Ingestion]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def ingestion(index: Path) -> Ingestion:
    encoder = HashingEncoder()
    return Ingestion(
        index=index,
        model=lambda _: Model("hashing", encoder.fingerprint),
        encoder=lambda: encoder,
        second_encoder=lambda: None,
        detect=detect,
        kind=FLAT,
    )
