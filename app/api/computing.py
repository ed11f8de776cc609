"""Replies that the workers compute, and that are kept for whoever asks the same again."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from fastapi import Request
from fastapi.responses import Response

from app.api.disconnect import while_connected
from app.api.headers import server_timing
from app.api.json_reply import JsonReply
from app.api.result_cache import Asked, KeptReply
from app.api.service import Service
from app.domain import SearchRequest
from app.stopwatch import Stopwatch


class Timed(Protocol):
    """A result that says how long it took, and its stages, in milliseconds."""

    @property
    def processing_ms(self) -> float:
        """All of it."""
        ...

    @property
    def stages(self) -> Mapping[str, float]:
        """By name."""
        ...

    @property
    def degraded(self) -> bool:
        """Whether an encoder failed, so that it is not to be kept."""
        ...


Result = TypeVar("Result", bound=Timed)


async def computed(
    request: Request,
    service: Service,
    asked: Asked,
    *,
    work: Callable[[SearchRequest], Result],
    reply: Callable[[Result], KeptReply],
) -> Response:
    """The reply to what is asked: kept, or now made of what `work` gives for it. Raises Overloaded."""
    watch, key = Stopwatch(), asked.key
    request.state.query = asked.request.q
    scope = request.state.caller.scope
    if kept := service.results.get(key):
        watch.lap("cache")
        query_id = service.query_log.add(asked.request, scope, kept.outcome)
        return JsonReply(kept.again(query_id, watch.total), headers={"Server-Timing": server_timing(watch.stages)})
    result = await while_connected(request, service.workers.run(work, asked.request))
    service.metrics.computed(asked.use, result.processing_ms, result.stages)
    made = reply(result)
    query_id = service.query_log.add(asked.request, scope, made.outcome)
    if result.degraded:
        service.metrics.degraded()
    else:
        service.results.put(key, made)
    return JsonReply(made.told(query_id), headers={"Server-Timing": server_timing(result.stages)})
