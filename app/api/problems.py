"""Every error that leaves the service, as a problem detail (RFC 9457).

Beside the RequestErrors and AccessErrors of `app.errors`:

ApiError                      an error that only HTTP knows
+-- NotJson                   the body is not a JSON text in UTF-8
+-- RequestTimeout            a body that does not arrive
+-- BodyTooLarge              more bytes than an endpoint reads
+-- RateLimited               more requests than an address or a key may make
+-- NotReady                  no search has run yet
+-- Overloaded                more searches than may wait
+-- FeedbackUnavailable       feedback cannot be kept
+-- KeysUnavailable           keys cannot be read or written
"""

import http
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from app import logs
from app.api.headers import HEADERS
from app.api.json_reply import JsonReply
from app.errors import (
    FaqError,
    Forbidden,
    IndexFolderError,
    InternalError,
    InvalidCredential,
    InvalidQuery,
    InvalidValue,
    NotFound,
    Unauthenticated,
    UnknownField,
    UnknownMerchant,
)

MEDIA_TYPE = "application/problem+json"
_CLIENT_GONE = 499  # nginx's number; nobody reads it but the access log
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]  # Any: each takes its own kind of error
_log = logging.getLogger(__name__)


class ApiError(FaqError):
    """An error that only HTTP knows."""


class NotJson(ApiError):
    """The body is not a JSON text in UTF-8."""

    code = "not_json"


class BodyTooLarge(ApiError):
    """The body has more bytes than an endpoint reads."""

    code = "body_too_large"


class RequestTimeout(ApiError):
    """The body did not arrive in time."""

    code = "request_timeout"


class RateLimited(ApiError):
    """An address or a key asks more often than it may; `app.api.limiting` adds when it may again."""

    code = "rate_limited"


class NotReady(ApiError):
    """No search has run yet: the index is loading, or could not be loaded."""

    code = "not_ready"


class Overloaded(ApiError):
    """Every worker is busy and every waiting place is taken, or the wait took too long."""

    code = "overloaded"


class FeedbackUnavailable(ApiError):
    """Feedback cannot be kept, here or now; searching goes on."""

    code = "feedback_unavailable"


class GapsUnavailable(ApiError):
    """The query log cannot be read, or its queries not be embedded, now."""

    code = "gaps_unavailable"


class KeysUnavailable(ApiError):
    """Keys cannot be read or written now; those that were known still count."""

    code = "keys_unavailable"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of error always says; `code` is stable."""

    status: int
    code: str
    title: str
    headers: Mapping[str, str] = field(default_factory=dict)


# Titles are the statuses' names in RFC 9110, as the type "about:blank" asks; Python 3.11 has older ones for two.
_UNPROCESSABLE = "Unprocessable Content"
KINDS: Mapping[type[Exception], Kind] = {
    NotJson: Kind(400, NotJson.code, "Bad Request"),
    Unauthenticated: Kind(401, Unauthenticated.code, "Unauthorized", {"WWW-Authenticate": "Bearer"}),
    InvalidCredential: Kind(
        401, Unauthenticated.code, "Unauthorized", {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    ),
    Forbidden: Kind(403, Forbidden.code, "Forbidden"),
    UnknownMerchant: Kind(404, UnknownMerchant.code, "Not Found"),
    NotFound: Kind(404, NotFound.code, "Not Found"),
    RequestTimeout: Kind(408, RequestTimeout.code, "Request Timeout", {"Connection": "close"}),
    BodyTooLarge: Kind(413, BodyTooLarge.code, "Content Too Large"),
    InvalidQuery: Kind(422, InvalidQuery.code, _UNPROCESSABLE),
    InvalidValue: Kind(422, InvalidValue.code, _UNPROCESSABLE),
    UnknownField: Kind(422, UnknownField.code, _UNPROCESSABLE),
    RateLimited: Kind(429, RateLimited.code, "Too Many Requests", {"Retry-After": "1"}),
    NotReady: Kind(503, NotReady.code, "Service Unavailable", {"Retry-After": "2"}),
    Overloaded: Kind(503, Overloaded.code, "Service Unavailable", {"Retry-After": "1"}),
    FeedbackUnavailable: Kind(503, FeedbackUnavailable.code, "Service Unavailable", {"Retry-After": "60"}),
    GapsUnavailable: Kind(503, GapsUnavailable.code, "Service Unavailable", {"Retry-After": "60"}),
    KeysUnavailable: Kind(503, KeysUnavailable.code, "Service Unavailable", {"Retry-After": "60"}),
}
INTERNAL = Kind(500, InternalError.code, "Internal Server Error")


def problem(kind: Kind, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a response; `detail` says what to do and may hold any characters."""
    return ProblemReply(kind, detail, {**HEADERS, **kind.headers, **(headers or {})})


class ProblemReply(JsonReply):
    """A problem as it is sent; it leaves its code in the request's state, for those who count and write down."""

    media_type = MEDIA_TYPE

    def __init__(self, kind: Kind, detail: str, headers: Mapping[str, str]) -> None:
        super().__init__(problem_body(kind, detail, logs.request_id.get()), kind.status, headers=headers)
        self._code = kind.code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it."""
        scope.setdefault("state", {})["code"] = self._code
        await super().__call__(scope, receive, send)


def problem_body(kind: Kind, detail: str, request_id: str | None) -> dict[str, str | int]:
    """The problem as it is sent; what is no request yet, but a connection, has no id."""
    return {
        "type": "about:blank",
        "title": kind.title,
        "status": kind.status,
        "detail": detail.encode("utf-8", "backslashreplace").decode(),  # lone surrogates are not encodable
        "code": kind.code,
        **({"request_id": request_id} if request_id else {}),
    }


def handlers() -> Mapping[int | type[Exception], Handler]:
    """A handler for every error that is expected, the framework's own included."""
    return {
        **dict.fromkeys(KINDS, _on_known),
        IndexFolderError: _on_unreadable,
        HTTPException: _on_http,
        RequestValidationError: _on_validation,
        ClientDisconnect: _on_disconnect,
    }


async def _on_known(_: Request, exc: Exception) -> Response:
    return problem(next(KINDS[kind] for kind in type(exc).__mro__ if kind in KINDS), str(exc))


async def _on_unreadable(request: Request, exc: IndexFolderError) -> Response:
    """The disk failed under the served generation; the log names the file, and whatever is whole is looked for."""
    _log.error("The served index cannot be read: %s", exc)
    request.app.state.service.engines.distrust()
    return problem(KINDS[NotReady], "The index cannot be read at the moment. Try again in a few seconds.")


async def _on_http(request: Request, exc: HTTPException) -> Response:
    if exc.status_code == http.HTTPStatus.METHOD_NOT_ALLOWED:
        return _method_not_allowed(request)
    if exc.status_code == http.HTTPStatus.NOT_FOUND:
        return problem(KINDS[NotFound], "Nothing is served at this path. GET /docs shows what is.")
    kind = Kind(exc.status_code, "http_error", http.HTTPStatus(exc.status_code).phrase)
    return problem(kind, exc.detail, exc.headers)


def _method_not_allowed(request: Request) -> Response:
    """The framework's own `Allow` names the methods of one route only; a path may have several."""
    allowed = ", ".join(method for method in _METHODS if _serves(request, method))
    kind = Kind(405, "method_not_allowed", "Method Not Allowed", {"Allow": allowed})
    return problem(kind, f"{request.method} is not allowed at this path. Use {allowed}.")


def _serves(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": "GET" if method == "HEAD" else method}  # app.api.head
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


async def _on_validation(_: Request, exc: RequestValidationError) -> Response:
    """Today's handlers leave the framework nothing to validate; one that does must not leak its own body."""
    first = exc.errors()[0]
    return problem(KINDS[InvalidValue], f"{'.'.join(map(str, first['loc']))}: {first['msg']}.")


async def _on_disconnect(_: Request, __: ClientDisconnect) -> Response:
    return Response(status_code=_CLIENT_GONE)


async def unexpected(_: Request, exc: Exception) -> Response:
    """A fault of the service: the log tells its type and where it arose, with the request's id, the caller nothing."""
    _log.error("A request failed", exc_info=exc)
    return problem(INTERNAL, str(InternalError()))
