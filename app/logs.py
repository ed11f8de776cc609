"""Log lines on standard error, as JSON or as text to read, written by a thread that nobody waits for."""

import contextlib
import logging
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import QueueHandler
from typing import Any

import orjson

MOST_WAITING = 2000
"""Lines, and as many that are being written; one of a request takes about 400 bytes."""

_LONGEST = 16_384
"""Characters of a line's message or traceback that are written: a message may quote what it was given."""

_GATHERING = 0.05
"""Seconds that lines are gathered for: waking a thread for each would cost several times what logging does."""

_PATIENCE = 0.3
"""Seconds that a `flush` waits."""

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the request that is being answered; every line that is logged meanwhile has it."""


def config(form: str) -> dict[str, Any]:  # Any: as `logging.config.dictConfig` takes it
    """How a process logs, for uvicorn to set up in each process that it starts.

    `form` is "json", "text", or "auto": text where standard error is a terminal, else JSON. Our own lines and the
    server's are written from INFO on, those of libraries and Python's warnings from WARNING on.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"stderr": {"()": f"{__name__}.{to_standard_error.__name__}", "form": form}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"app": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
    }


def to_standard_error(form: str) -> "Lines":
    """What writes lines in such a form; warnings, which Python would write itself and wait, become lines too."""
    as_text = form == "text" or (form == "auto" and sys.stderr is not None and sys.stderr.isatty())
    lines = Lines(_write)
    lines.setFormatter(TextFormat() if as_text else JsonFormat())
    logging.captureWarnings(True)
    return lines


def flush() -> None:
    """Waits until what was logged is written, but not for long; to be called before a signal may end the process."""
    for lines in _started():
        lines.flush()


def dropped() -> int:
    """Lines that this process could not write, or could not write as fast as they came."""
    return sum(lines.dropped for lines in _started())


def _started() -> list["Lines"]:
    return [handler for handler in logging.getLogger().handlers if isinstance(handler, Lines)]


class Lines(QueueHandler):
    """Formats a record at once, and leaves it to a thread to `write` lines; without room, drops and counts it.

    The standard library's QueueListener waits for its thread when it is stopped, however long: a full pipe that nobody
    reads any more would keep the process from ending. This thread is never waited for.
    """

    def __init__(self, write: Callable[[bytes], object], *, most: int = MOST_WAITING) -> None:
        self._lines = queue.Queue[bytes | threading.Event](most)
        super().__init__(self._lines)
        self._write, self._refused, self._unwritten = write, 0, 0
        threading.Thread(target=self._write_all, name="log", daemon=True).start()

    @property
    def dropped(self) -> int:
        """Lines that found no room, or that could not be written or formatted."""
        return self._refused + self._unwritten

    def prepare(self, record: logging.LogRecord) -> bytes:
        """The line, with its end: what a record's arguments are may have changed when its turn comes."""
        return f"{self.format(record)}\n".encode()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """Counts it; the standard library would write to standard error here, and might have to wait."""
        self._refused += 1

    def flush(self) -> None:
        """Waits until what was logged is written, but not for long."""
        written = threading.Event()
        with contextlib.suppress(queue.Full):
            self._lines.put(written, timeout=_PATIENCE)
            written.wait(_PATIENCE)

    def _write_all(self) -> None:
        while True:
            first = self._lines.get()
            time.sleep(_GATHERING)
            self._write_these([first, *(self._lines.get_nowait() for _ in range(self._lines.qsize()))])

    def _write_these(self, taken: Sequence[bytes | threading.Event]) -> None:
        lines = [line for line in taken if isinstance(line, bytes)]
        try:
            self._write(b"".join(lines))
        except OSError:
            self._unwritten += len(lines)
        for written in taken:
            if isinstance(written, threading.Event):
                written.set()


def _write(lines: bytes) -> None:
    """Beside `sys.stderr`, whose lock a write that waits would still hold when the process ends. Raises OSError."""
    if sys.stderr is None:  # closed before we started: the number may be that of a file that was opened since
        raise OSError("There is no standard error.")
    while lines:
        lines = lines[os.write(2, lines) :]


class JsonFormat(logging.Formatter):
    """One JSON object a line; a traceback is one text in it, without the words of errors."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {"time": _time(record), "level": record.levelname.lower(), "logger": record.name, **_told(record)}
        if lines := _traceback(record):
            told["traceback"] = "\n".join(lines)
        return orjson.dumps(told, default=str).decode()


class TextFormat(logging.Formatter):
    """One line for people; those of a traceback follow it, indented, so that none can pass for a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines."""
        message, *fields = _told(record).items()
        pairs = [f"{name}={_quoted(value)}" for name, value in fields if value is not None]
        line = "  ".join([_time(record), f"{record.levelname.lower():7}", str(message[1]), " ".join(pairs)]).rstrip()
        return "\n    ".join([line, *_traceback(record)])


def _quoted(value: object) -> str:
    """As text: in quotation marks, as JSON has them, where it could pass for several."""
    text = str(value)
    return orjson.dumps(text).decode() if set(text) & {" ", "=", '"'} else text


def visible(text: str) -> str:
    """The text with everything that prints nothing, or moves what follows it, escaped: line ends, controls, bidi."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _time(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _told(record: logging.LogRecord) -> dict[str, object]:
    """The message, the `fields` that were given with `extra`, and the request's id."""
    fields: Mapping[str, object] = getattr(record, "fields", {})
    asked = request_id.get()
    shown = {name: visible(value) if isinstance(value, str) else value for name, value in fields.items()}
    message = record.getMessage()[:_LONGEST]
    if record.name == "asyncio":  # after its first line it quotes what a failed task says
        message = message.partition("\n")[0]
    return {"message": visible(message), **shown, **({"request_id": asked} if asked else {})}


def _traceback(record: logging.LogRecord) -> list[str]:
    """Its lines, the last ones if it is very long: they tell what happened."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return []
    return [visible(line) for line in "".join(_places(error))[-_LONGEST:].rstrip().split("\n")]


def _places(error: BaseException) -> Iterator[str]:
    """Where it was raised and of which type it is, after the same of those that led to it.

    What they say is left out, as it may quote what somebody asked: who logs one that cannot says so in the message.
    """
    earlier = error.__cause__ if error.__suppress_context__ else error.__context__
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for each in (*parts, *([earlier] if earlier is not None else [])):
        yield from _places(each)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}\n"
