"""What a data folder that cannot be written to does to a running service: searches go on, the rest says why not."""

import contextlib
import errno
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.reliability.disk_cases import Index, Row, is_clear, mount, unmount
from scripts.reliability.small_index import QUERY, Ended, Place

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_SECONDS_TO_START = 60


def full_data_folder(index: Index, _: int) -> Iterator[Row]:
    """A tmpfs that fills up while the service runs, feedback and the log of queries being kept in it."""
    data = index.work / "data"
    data.mkdir()
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", str(data))
    with _serving(index.place, data) as address:
        _feedback(address, _asked(address)["hits"][0]["id"])
        _fill(data)
        yield from _tried("full data folder", address, place=index.place, data=data)
    unmount(data)


def read_only_data_folder(index: Index, _: int) -> Iterator[Row]:
    """A data folder that is mounted read-only from the start."""
    data = index.work / "kept"
    data.mkdir()
    mount("--bind", str(data), str(data))
    mount("-o", "remount,bind,ro", str(data))
    with _serving(index.place, data) as address:
        yield from _tried("read-only data folder", address, place=index.place, data=data)
    unmount(data)


def _tried(what: str, address: str, *, place: Place, data: Path) -> Iterator[Row]:
    passage = _asked(address)["hits"][0]["id"]
    searched, kept, created = Row(f"search, {what}"), Row(f"feedback, {what}"), Row(f"faq keys create, {what}")
    for number in range(20):
        told = _asked(address, f"{QUERY} {number}")
        searched.note(Ended(0, ""), "" if told["hits"] else "nothing was found", f"search {number}")
    for number in range(5):
        wrong = _feedback(address, passage)
        kept.note(Ended(1, ""), "" if wrong.startswith("503 ") else wrong, f"feedback {number}")
    _fill(data)  # a database that was given up has left some room
    ended = _faq("keys", "create", "--role", "search", environment=_environment(place, data))
    refused = ended.code == 1 and is_clear(ended.printed) and "Traceback" not in ended.printed
    created.note(ended, "" if refused else f"{ended.code}: {ended.printed}", "keys create")
    yield from (searched, kept, created)


@contextmanager
def _serving(place: Place, data: Path) -> Iterator[str]:
    """The address of a service over the index, ready; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = _environment(place, data) | {"FAQ_PORT": port, "FAQ_QUERY_LOG": "yes"}
    with (data.parent / "service.log").open("w") as log:
        service = subprocess.Popen([sys.executable, "-m", "app.cli", "serve"], env=environment, stdout=log, stderr=log)
    try:
        _until_ready(service, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        service.terminate()
        service.wait()


def _until_ready(service: subprocess.Popen[bytes], address: str) -> None:
    began = time.monotonic()
    while service.poll() is None and time.monotonic() - began < _SECONDS_TO_START:
        with contextlib.suppress(OSError), _OPENER.open(f"{address}/readyz", timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError("The service did not start.")


def _environment(place: Place, data: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("FAQ_")}
    return own | place.environment | {"FAQ_DATA_DIR": str(data)}


def _faq(*arguments: str, environment: Mapping[str, str]) -> Ended:
    command = [sys.executable, "-m", "app.cli", *arguments]
    ended = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return Ended(ended.returncode, ended.stdout + ended.stderr)


def _asked(address: str, query: str = QUERY) -> Any:  # Any: JSON
    return json.loads(_posted(f"{address}/v1/search", {"q": query}))


def _feedback(address: str, passage: str) -> str:
    """What became of it: empty where it was kept, else status and reason."""
    try:
        _posted(f"{address}/v1/feedback", {"query": QUERY, "passage_id": passage, "helpful": True})
    except urllib.error.HTTPError as refusal:
        return f"{refusal.code} {json.load(refusal)['detail']}"
    return ""


def _posted(address: str, told: Mapping[str, object]) -> bytes:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(told).encode(), headers)  # noqa: S310 - our own service
    with _OPENER.open(request, timeout=20) as reply:
        content: bytes = reply.read()
    return content


def _fill(folder: Path) -> None:
    """Leaves no page free."""
    try:
        with (folder / "filler").open("ab", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError as exc:
        if exc.errno not in {errno.ENOSPC, errno.EROFS}:
            raise
