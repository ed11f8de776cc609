"""Whether the service can listen, or listens already; nobody but this machine is asked."""

import errno
import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

from app.checks.finding import Finding, ok, problem, warning
from app.errors import IndexFolderError
from app.generations import current_folder
from app.settings import Settings

_SECONDS = 1.0
_LONGEST_REPLY = 10_000
_LOOPBACK_OF = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}  # noqa: S104 - compared


def check(settings: Settings) -> Iterator[Finding]:
    """Listens for a moment; where somebody else does, asks whether it is this service."""
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            yield _taken(settings)
        else:
            yield problem(f"Cannot listen on {host}, port {port}: {exc.strerror}.", "Correct FAQ_HOST or FAQ_PORT.")
        return
    yield ok(f"port {port} of {host} is free" if port else "FAQ_PORT=0: the service takes a free one")


def _taken(settings: Settings) -> Finding:
    host, port = _LOOPBACK_OF.get(settings.host, settings.host), settings.port
    where = f"port {port} of {settings.host}"
    if not host.startswith(("127.", "::1")):
        return warning(f"{where} is taken; only a loopback address is asked by whom.")
    if _asked(host, port, "/healthz") != {"status": "alive"}:
        return problem(f"{where} is taken by another program.", "End that, or set FAQ_PORT to another port.")
    return _running(where, _asked(host, port, "/readyz"), settings)


def _running(where: str, ready: dict[str, object], settings: Settings) -> Finding:
    """The service itself has the port: whether it is ready, with the generation that is published."""
    if ready.get("status") != "ready":
        detail = ready.get("detail", "it does not say why")
        return warning(f"The service runs at {where}, and is not ready: {detail}")
    served, published = ready.get("generation"), _published(settings)
    wrong = [f"{name}: {told}" for name, told in _dict(ready.get("checks")).items() if told is not None]
    if wrong:
        return warning(f"The service runs at {where}, serves {served}, and says: {'; '.join(wrong)}")
    if served == published:
        return ok(f"the service runs at {where}, ready, with the published generation")
    told = f"The service at {where} has loaded {served}; published is {published}."
    return warning(told, "It should take it within a second. Run `faq reload`, and look at its log.")


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _published(settings: Settings) -> str | None:
    try:
        return current_folder(settings.index_dir).name
    except IndexFolderError:
        return None


def _asked(host: str, port: int, path: str) -> dict[str, object]:
    """The JSON object at a path; an empty one from whoever does not speak so."""
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        told = json.loads(connection.getresponse().read(_LONGEST_REPLY))
    except (OSError, HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return _dict(told)
