"""Servers as processes of this machine: started, timed until their first answer, looked at, and ended."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile
from types import FrameType
from typing import IO

from app import terminal
from app.errors import FaqError
from scripts.benchmark.calls import Call
from scripts.benchmark.processes import tree
from scripts.benchmark.runs import NO_ANSWER

ROOT = Path(__file__).parents[2]
_HOST = "127.0.0.1"
_LONGEST_START = 180.0
_POLLED_EVERY = 0.02
_LONGEST_STOP = 10.0
_TAIL = 2000
_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


class BenchmarkError(FaqError):
    """A benchmark cannot be run; the message says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a server is started: `--port N` is appended to the command."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and how many seconds its first answer took from the start of its process."""

    pid: int
    port: int
    start_seconds: float

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{_HOST}:{self.port}"


@contextmanager
def running(plan: Plan, first: Call) -> Iterator[Server]:
    """The server, from its first answer to `first` on; ended by its process id, whatever happens.

    Raises BenchmarkError, with what it printed, if it ends by itself or does not answer.
    """
    port = _free_port()
    command = [*plan.command, "--port", str(port)]
    with TemporaryFile() as log:
        started = time.perf_counter()
        with _interrupts_kept() as kept:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, cwd=ROOT, env={**os.environ, **plan.environment}, stdout=log, stderr=log
            )
        try:
            if kept:
                raise KeyboardInterrupt
            while _status(port, first) != 200:
                _still_starting(plan, process, log, since=started)
                time.sleep(_POLLED_EVERY)
            yield Server(process.pid, port, time.perf_counter() - started)
        finally:
            _stop(process)


@contextmanager
def _interrupts_kept() -> Iterator[list[int]]:
    """Signals that would interrupt are only written down: a process that is half started could not be ended."""
    kept: list[int] = []
    before = {each: signal.signal(each, lambda number, _: kept.append(number)) for each in _INTERRUPTS}
    try:
        yield kept
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _status(port: int, call: Call) -> int:
    connection = HTTPConnection(_HOST, port, timeout=60)
    method = "GET" if call.body is None else "POST"
    try:
        connection.request(method, call.path, call.body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return NO_ANSWER
    finally:
        connection.close()


def _still_starting(plan: Plan, process: subprocess.Popen[bytes], log: IO[bytes], *, since: float) -> None:
    late = time.perf_counter() - since > _LONGEST_START
    if late or process.poll() is not None:
        log.seek(0)
        printed = log.read()[-_TAIL:].decode("utf-8", "replace")
        raise BenchmarkError(f"{plan.name} {'does not answer' if late else 'ended by itself'}. It printed:\n{printed}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    family = tree(process.pid)
    process.terminate()
    try:
        process.wait(_LONGEST_STOP)
    except subprocess.TimeoutExpired:
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def exit_code(work: Callable[[], int]) -> int:
    """What `work` gives; 1 where nothing could be measured, which is told, and 130 where it was interrupted."""
    try:
        with sigterm_as_interrupt():
            return work()
    except (FaqError, OSError) as exc:
        terminal.print_error(str(exc))
        return 1
    except KeyboardInterrupt:
        return 130


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """A SIGTERM ends this process as Ctrl-C does: servers are ended first."""

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
