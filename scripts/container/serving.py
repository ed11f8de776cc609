"""The built image, started as the README says: a key, healthy, one search answered, nobody without a key, SIGTERM."""

import dataclasses
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.container.instructions import DockerfileError
from scripts.container.replay import Replay
from scripts.container.sandbox import Bind, Container

QUERY, MERCHANT = "livraison internationale gratuite chez Picocici", "picocici"

CREATE_KEY = ("faq", "keys", "create", "--role", "agent")
"""As in the README: it prints the key once."""

_KEY = re.compile(r"faq_[\w-]{20,}")
_SECONDS_TO_START, _SECONDS_TO_STOP = 60, 5
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def serve(image: Replay, volumes: Path) -> None:
    """Prints what is measured. Raises DockerfileError where the image does not do what the README promises."""
    container = _as_run(image, volumes)
    if container.run(["python", "-c", "import torch"], quiet=True).returncode == 0:
        raise DockerfileError("torch is importable in the image that serves.")
    told = container.run(CREATE_KEY)
    key = _KEY.search(told.stdout)
    if key is None:
        raise DockerfileError(f"{' '.join(CREATE_KEY)} printed no key:\n{told.stdout}")
    with _started(container, image.stage.last("CMD").words, volumes / "log") as service:
        print(f"healthy after {_healthy(service, container, image.stage.last('HEALTHCHECK').words):.1f} s")
        address = f"http://127.0.0.1:{container.environment['FAQ_PORT']}"
        _refused(f"{address}/v1/search")
        print(_found(f"{address}/v1/search", key[0]))
        _assisted(f"{address}/mcp", key[0])
        print(f"ended {_ended(service):.1f} s after SIGTERM, exit code 0")


def _as_run(image: Replay, volumes: Path) -> Container:
    """With a read-only root and a volume for each that the image declares, owned as there, on a free port."""
    binds = []
    for inside in image.volumes:
        volume, own = volumes / inside.lstrip("/"), image.inside(inside).stat()
        volume.mkdir(parents=True, mode=own.st_mode & 0o777)
        os.chown(volume, own.st_uid, own.st_gid)
        binds.append(Bind(volume, inside, writable=True))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    container = image.container()
    environment = {**container.environment, "FAQ_PORT": port, "HOME": "/"}
    return dataclasses.replace(container, environment=environment, binds=binds, read_only=True)


@contextmanager
def _started(container: Container, command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """The running service; what it printed is told after a failure."""
    with log.open("w") as output:
        service = container.start(command, output=output.fileno())
    try:
        yield service
    except DockerfileError as exc:
        raise DockerfileError(f"{exc}\nIts log:\n{log.read_text(encoding='utf-8')}") from exc
    finally:
        service.kill()  # its whole tree ends with it
        service.wait()


def _healthy(service: subprocess.Popen[str], container: Container, command: Sequence[str]) -> float:
    """Seconds until the HEALTHCHECK's command succeeded, in the same container."""
    began = time.monotonic()
    while container.run(command, quiet=True).returncode:
        if service.poll() is not None:
            raise DockerfileError(f"The service ended with exit code {service.returncode}.")
        if time.monotonic() - began > _SECONDS_TO_START:
            raise DockerfileError(f"It was not healthy after {_SECONDS_TO_START} s.")
        time.sleep(0.2)
    return time.monotonic() - began


def _sent(address: str, told: Mapping[str, object], key: str = "") -> bytes:
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(address, json.dumps(told).encode(), headers)  # noqa: S310 - our own address
    with _OPENER.open(request, timeout=10) as reply:
        content: bytes = reply.read()
    return content


def _found(address: str, key: str) -> str:
    hit = json.loads(_sent(address, {"q": QUERY, "limit": 3}, key))["hits"][0]
    if hit["merchant"]["id"] != MERCHANT:
        raise DockerfileError(f"Expected a passage of {MERCHANT}, got {hit['id']}.")
    return f"{QUERY!r}: {hit['source']['document']} lines {hit['source']['lines']}: {hit['question']}"


def _refused(address: str) -> None:
    try:
        _sent(address, {"q": QUERY})
    except urllib.error.HTTPError as refusal:
        if refusal.code == 401:
            return
    raise DockerfileError("A search without a key was not refused with 401.")


def _assisted(address: str, key: str) -> None:
    """Assistants are answered as soon as what they need has been loaded, which goes on after searches are."""
    for _ in range(_SECONDS_TO_START):
        try:
            _sent(address, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, key)
        except urllib.error.HTTPError as refusal:
            if refusal.code != 503:
                raise DockerfileError(f"/mcp answered {refusal.code}: {refusal.read().decode()}") from refusal
            time.sleep(1)
        else:
            return
    raise DockerfileError(f"/mcp was not ready after {_SECONDS_TO_START} s.")


def _ended(service: subprocess.Popen[str]) -> float:
    """Seconds from SIGTERM, sent to process 1 of the container as docker does, until it has ended with 0."""
    began = time.monotonic()
    os.kill(_first_process(service), signal.SIGTERM)
    try:
        code = service.wait(timeout=_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired as exc:
        raise DockerfileError(f"It had not ended {_SECONDS_TO_STOP} s after SIGTERM.") from exc
    if code:
        raise DockerfileError(f"SIGTERM ended it with exit code {code}.")
    return time.monotonic() - began


def _first_process(service: subprocess.Popen[str]) -> int:
    """Process 1 of the container, by its number outside: `unshare`'s only child."""
    return int(Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text(encoding="ascii"))
