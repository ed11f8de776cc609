"""Who is let in: every request for what the index holds passes here first, and gets a view of what it may see."""

from fastapi import Request

from app.access import Access, Caller
from app.api.callers import Callers
from app.api.limiting import Limiter
from app.api.service import Service
from app.errors import InvalidCredential
from app.roles import Use
from app.view import View


class Admission:
    """Limits come before keys, so that guessing keys is limited too."""

    def __init__(self, access: Access, limiter: Limiter, callers: Callers) -> None:
        self._access, self._limiter, self._callers = access, limiter, callers

    @property
    def is_open(self) -> bool:
        """Whether everybody is let in, since there are no keys."""
        return self._access.is_open

    @property
    def problem(self) -> str | None:
        """What is wrong with the keys, for everybody to read."""
        return self._access.problem

    def admit(self, request: Request, use: Use) -> Caller:
        """Who asks, noted in the request's state as well.

        Raises RateLimited, Unauthenticated, or Forbidden for somebody who may not use the service so.
        """
        self._limiter.require_address(request)
        caller = self._access.caller(request.headers.get("authorization"))
        request.state.caller = caller
        caller.require(use, self._callers.page(request.headers))
        self._limiter.require_key(request, caller)
        return caller


def admitted(request: Request, use: Use) -> Caller:
    """Who asks; a key or token that counts for nothing is counted. Raises as `Admission.admit`."""
    try:
        return admission_of(request).admit(request, use)
    except InvalidCredential:
        service_of(request).metrics.authentication_failed()
        raise


def admission_of(request: Request) -> Admission:
    """Who lets in whoever asks."""
    admission: Admission = request.app.state.admission
    return admission


def service_of(request: Request) -> Service:
    """The service that a request is made to: what it holds is seen through views only."""
    service: Service = request.app.state.service
    return service


def view_of(request: Request, use: Use) -> View:
    """What is served now, as the one who asks may see it. Raises as `Admission.admit`, or NotReady."""
    view = service_of(request).view(admitted(request, use).scope)
    request.state.generation = view.generation
    return view
