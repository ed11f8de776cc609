"""The whole service, started on an index folder, and what it says of itself."""

import json
import sys
from http.client import HTTPConnection
from typing import Any

from app.settings import Settings
from scripts.benchmark.calls import Asked, search
from scripts.benchmark.servers import Plan, running

_QUERY = Asked("How long does delivery take?")


def readiness(settings: Settings) -> dict[str, Any]:  # Any: JSON as it comes
    """What `/readyz` tells once a search has been answered. Raises BenchmarkError where none is."""
    index = settings.index_dir.resolve()
    environment = {
        "FAQ_INDEX_DIR": str(index),
        "FAQ_DATA_DIR": str(index / "data"),
        "FAQ_MODEL": settings.model,
        "FAQ_SECOND_ENCODER": settings.second_encoder,
    }
    with running(Plan("service", [sys.executable, "-m", "app.cli", "serve"], environment), search(_QUERY)) as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            told: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
    return told
