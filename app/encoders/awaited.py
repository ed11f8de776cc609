"""The encoder of a model that could not be loaded: it fails until the model's files are there again."""

import threading
from collections.abc import Callable

from app.encoders.ports import EncodedQuery, QueryEncoder
from app.errors import ModelIntegrityError


class AwaitedEncoder:
    """A `QueryEncoder` that tries to load its model with every query, one try at a time. Thread-safe."""

    def __init__(self, load: Callable[[], QueryEncoder], *, fingerprint: str, dimension: int) -> None:
        self.fingerprint, self.dimension = fingerprint, dimension
        self._load = load
        self._lock = threading.Lock()
        self._loaded: QueryEncoder | None = None

    def encode_query(self, query: str) -> EncodedQuery:
        """As the model's own. Raises ModelError while it cannot be loaded, and for another model."""
        with self._lock:
            loaded = self._loaded = self._loaded or self._checked()
        return loaded.encode_query(query)

    def _checked(self) -> QueryEncoder:
        loaded = self._load()
        if loaded.fingerprint != self.fingerprint:
            raise ModelIntegrityError(f"Model {loaded.fingerprint} stands where {self.fingerprint} is expected.")
        return loaded
