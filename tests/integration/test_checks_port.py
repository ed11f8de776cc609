"""Whether the port is free, or who has it."""

import errno
import json
import socket
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.checks import port
from app.checks.finding import Finding
from app.settings import Settings

GENERATION = "20261122T074835604Z-bc7be558"
ALIVE = {"status": "alive"}


class _Service:
    """Something that answers HTTP with these JSON bodies by path, and anything else with 404."""

    def __init__(self) -> None:
        self.replies: Mapping[str, object] = {}
        replies = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = replies.replies.get(self.path)
                self.send_response(404 if body is None else 200)
                self.end_headers()
                self.wfile.write(b"<html>" if body is None else json.dumps(body).encode())

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, args=(0.01,)).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service() -> Iterator[_Service]:
    running = _Service()
    yield running
    running.close()


def _settings(index: Path, number: int, host: str = "127.0.0.1") -> Settings:
    return Settings.from_environment({"FAQ_INDEX_DIR": str(index), "FAQ_PORT": str(number), "FAQ_HOST": host})


def _found(settings: Settings) -> Finding:
    (found,) = port.check(settings)
    return found


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "CURRENT").write_text(f"{GENERATION}\n")
    (tmp_path / "generations" / GENERATION).mkdir(parents=True)
    return tmp_path


def _beside(service: _Service, index: Path, **replies: object) -> Finding:
    """What is found with the port of a service that gives these replies."""
    service.replies = {f"/{name}": body for name, body in replies.items()}
    return _found(_settings(index, service.server.server_port))


def test_a_free_port_is_ok(index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    assert _found(_settings(index, free)) == Finding("ok", f"port {free} of 127.0.0.1 is free")


def test_port_0_takes_a_free_one(index: Path) -> None:
    assert _found(_settings(index, 0)).told == "FAQ_PORT=0: the service takes a free one"


def test_another_program_is_a_problem(service: _Service, index: Path) -> None:
    found = _beside(service, index)
    assert found.status == "problem"
    assert found.told.endswith(" of 127.0.0.1 is taken by another program.")
    assert found.remedy == "End that, or set FAQ_PORT to another port."


@pytest.mark.parametrize("body", [["alive"], {"status": "fine"}])
def test_who_answers_otherwise_is_another_program(service: _Service, index: Path, body: object) -> None:
    assert _beside(service, index, healthz=body).status == "problem"


def test_who_does_not_answer_is_another_program(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert _found(_settings(index, silent.getsockname()[1])).status == "problem"


def test_the_service_with_the_published_generation_is_ok(service: _Service, index: Path) -> None:
    found = _beside(service, index, healthz=ALIVE, readyz={"status": "ready", "generation": GENERATION})
    assert found.status == "ok"
    assert found.told.endswith("ready, with the published generation")


def test_the_service_with_an_older_generation_wants_to_be_told(service: _Service, index: Path) -> None:
    found = _beside(service, index, healthz=ALIVE, readyz={"status": "ready", "generation": "older"})
    assert (found.status, found.remedy[:38]) == ("warning", "It should take it within a second. Run")
    assert f"has loaded older; published is {GENERATION}." in found.told


def test_what_the_service_says_is_wrong_is_a_warning(service: _Service, index: Path) -> None:
    checks = {"index": "passages.jsonl does not match its checksum.", "encoders": None}
    ready = {"status": "ready", "generation": GENERATION, "checks": checks}
    found = _beside(service, index, healthz=ALIVE, readyz=ready)
    assert found.status == "warning"
    assert found.told.endswith("and says: index: passages.jsonl does not match its checksum.")


def test_the_service_without_a_published_generation_is_a_warning(service: _Service, tmp_path: Path) -> None:
    found = _beside(service, tmp_path, healthz=ALIVE, readyz={"status": "ready", "generation": GENERATION})
    assert found.told.endswith("published is None.")


def test_a_service_that_is_not_ready_is_a_warning_with_its_reason(service: _Service, index: Path) -> None:
    found = _beside(service, index, healthz=ALIVE, readyz={"detail": "The index is being loaded."})
    assert found.status == "warning"
    assert found.told.endswith("is not ready: The index is being loaded.")


def test_a_service_on_every_address_is_asked_on_loopback(service: _Service, index: Path) -> None:
    service.replies = {"/healthz": ALIVE, "/readyz": {"status": "ready", "generation": GENERATION}}
    assert _found(_settings(index, service.server.server_port, "0.0.0.0")).status == "ok"  # noqa: S104 - asked, not served


def test_an_address_that_is_not_this_machines_is_a_problem(index: Path) -> None:
    found = _found(_settings(index, 8000, "192.0.2.1"))  # RFC 5737: nobody's
    assert found.status == "problem"
    assert found.told.startswith("Cannot listen on 192.0.2.1, port 8000:")


def test_nobody_is_asked_over_the_network(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object, **__: object) -> None:
        raise OSError(errno.EADDRINUSE, "taken")

    monkeypatch.setattr("socket.create_server", taken)
    found = _found(_settings(index, 8000, "192.0.2.1"))
    assert found.told == "port 8000 of 192.0.2.1 is taken; only a loopback address is asked by whom."
