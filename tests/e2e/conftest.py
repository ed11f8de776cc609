"""A small corpus of three merchants, ingested for real with the hashing encoder, and the service over it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.encoders.hashing import HashingEncoder
from app.generations import Generation, load_current
from app.ingest import Ingestion
from app.languages import Detection
from app.manifest import Model
from app.retrieval.flat import FLAT
from app.retrieval.weights import Weights
from app.search import Searcher, Understanding

REGISTRY = """
[[merchants]]
id = "alpine"
name = "Alpine Cases"
contact = "help@alpine.example"
url = "https://alpine.example"
[[merchants.documents]]
path = "alpine/faq.txt"
title = "Alpine <FAQ>"
url = "https://alpine.example/faq"
retrieved = 2026-05-01

[[merchants]]
id = "boutique"
name = "La Boutique"
[[merchants.documents]]
path = "boutique/guide d'achat.txt"

[[merchants]]
id = "unnamed"
label = "Unnamed shop"
[[merchants.documents]]
path = "unnamed/shipping.txt"
[[merchants.documents]]
path = "unnamed/returns.txt"
"""

LONG = "\n\n".join(
    f"Paragraph {n} says what happens to parcel number {n} on its long way to you." * 4 for n in range(9)
)

TEXTS = {
    "alpine/faq.txt": f"""How long does shipping take?
Shipping takes three to five business days within Europe.

Do you ship internationally?
Yes, we ship to more than forty countries.

Do you ship abroad?
Yes, we ship to more than forty countries.

What happens to my parcel?
{LONG}
""",
    "boutique/guide d'achat.txt": """Livraison

1. Quels sont les délais de livraison ?
La livraison prend trois à cinq jours ouvrés.

2. La livraison est-elle gratuite ?
La livraison est gratuite dès 50 € d'achat. 🎁

Retours

1. Comment retourner un article ?
Écrivez-nous dans les trente jours après réception.
""",
    "unnamed/shipping.txt": """How long does shipping take?
Shipping takes two weeks.

Is shipping free?
Yes, shipping is free.
""",
    "unnamed/returns.txt": """How do I return an item?
Send it back within thirty days.
""",
}


def detect(text: str) -> Detection:
    return Detection("fr" if "é" in text else "en", 1.0)


def query_language(query: str) -> str | None:
    return "fr" if "livraison" in query else "en"


@pytest.fixture(scope="session")
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def generation(tmp_path_factory: pytest.TempPathFactory, encoder: HashingEncoder) -> Generation:
    folder = tmp_path_factory.mktemp("http")
    corpus, index = folder / "corpus", folder / "index"
    write(corpus / "merchants.toml", REGISTRY)
    for path, text in TEXTS.items():
        write(corpus / path, text)
    model = Model("hashing", encoder.fingerprint)
    Ingestion(
        index=index,
        model=lambda _: model,
        encoder=lambda: encoder,
        second_encoder=lambda: None,
        detect=detect,
        kind=FLAT,
    ).run(corpus)
    return load_current(index, FLAT)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


@pytest.fixture(scope="session")
def understanding(encoder: HashingEncoder, weights: Weights) -> Understanding:
    return Understanding(encoder, None, query_language, weights)


@pytest.fixture(scope="session")
def searcher(generation: Generation, understanding: Understanding) -> Searcher:
    return Searcher(generation, understanding)


@pytest.fixture(scope="session")
def client(searcher: Searcher) -> Iterator[TestClient]:
    """A client of the service, ready."""
    with TestClient(create_app(Index(lambda: searcher)), raise_server_exceptions=False) as client:
        wait_until_ready(client)
        yield client


def wait_until_ready(client: TestClient) -> None:
    deadline = time.monotonic() + 10
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline, client.get("/readyz").text
        time.sleep(0.005)
