"""From where the service may be asked: through its own address, and not by others' websites."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from app.errors import Forbidden


class Callers:
    """Who may ask a service that is reached at `address`, with the websites (`*`: any) whose pages may.

    Without this a website could point its own name at an address in a visitor's network and read what is served there
    (DNS rebinding). A number, or `localhost`, is no name that a website could point anywhere.
    """

    def __init__(self, address: str, origins: Sequence[str]) -> None:
        parts = urlsplit(address)
        self._name, self._scheme = parts.hostname, parts.scheme
        self._origins = {*origins, f"{parts.scheme}://{parts.netloc}"}

    def require(self, headers: Headers) -> None:
        """Raises Forbidden for a request through another address, or from another website's page."""
        host = headers.get("host", "")
        if not self._is_own(host):
            raise Forbidden(f"{host[:100]!r} is not this service's address. FAQ_PUBLIC_URL says what is.")
        self.require_page(headers)

    def require_page(self, headers: Headers) -> None:
        """Raises Forbidden for a request from another website's page; whoever is no browser names none."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if origin is not None and not self._is_allowed(origin, host):
            raise Forbidden(f"Pages of {origin[:100]!r} may not ask. FAQ_ALLOWED_ORIGINS lists those that may.")

    def page(self, headers: Headers) -> str | None:
        """The website whose page asks; None for what is no browser.

        For a page of the service's own, browsers name none with GET but say that it is (W3C, Fetch Metadata).
        """
        if "origin" not in headers and headers.get("sec-fetch-site") == "same-origin":
            return f"{self._scheme}://{headers.get('host', '')}"
        return headers.get("origin")

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:  # brackets that hold no address
            return False
        return name is not None and (name in ("localhost", self._name) or _is_numeric(name))

    def _is_allowed(self, origin: str, host: str) -> bool:
        return "*" in self._origins or origin in self._origins or origin.partition("://")[2] == host


def _is_numeric(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
