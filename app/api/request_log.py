"""One log line a request, which names neither who asked nor, unless it is told to, what."""

import logging

from app.api.watching import Ended
from app.redaction import redacted

_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_log = logging.getLogger(__name__)


class RequestLog:
    """Writes a line when a request has ended. A probe gets one only where its status is not what it was before.

    With `queries`, it says what was searched for.
    """

    def __init__(self, *, queries: bool) -> None:
        self._queries = queries
        self._last = dict.fromkeys(_PROBES, 200)

    def write(self, ended: Ended) -> None:
        """Logs it; a fault as an error, another failure of ours as a warning."""
        if ended.endpoint in _PROBES and not self._is_news(ended):
            return
        fields = {
            "method": ended.method,
            "route": ended.endpoint,
            "status": ended.status,
            "milliseconds": round(ended.milliseconds, 2),
            "key_id": ended.key_id,
            "generation": ended.generation,
        }
        if ended.code is not None:
            fields["code"] = ended.code
        if self._queries and ended.query is not None:
            fields["query"] = redacted(ended.query)
        _log.log(_level(ended.status), "Answered", extra={"fields": fields})

    def _is_news(self, ended: Ended) -> bool:
        before, self._last[ended.endpoint] = self._last[ended.endpoint], ended.status
        return ended.status != before


def _level(status: int) -> int:
    if status < 500:
        return logging.INFO
    return logging.ERROR if status == 500 else logging.WARNING
