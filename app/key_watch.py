"""The keys as they are now, for a running service: what was revoked a moment ago no longer counts."""

import logging
import threading
import time
from collections.abc import Mapping

from app.key_file import KeyFile
from app.keys import Key

_EVERY, _AFTER_TROUBLE = 0.1, 1.0
"""Seconds between two looks at the file, which take microseconds; and after one that failed, which may have read it."""

_PATIENCE = 5.0
"""Seconds after which a look that has not ended is told: the disk hangs."""

_log = logging.getLogger(__name__)


class KeyWatch:
    """The keys of a file. Whoever asks for them never waits for its disk: others look at it, and exchange them.

    What is written through the same `KeyFile` counts at once. Raises DataFolderError where it cannot be read at first.
    Later on the keys stay as they were until it can be, and the log says so: whoever damages a file shall neither shut
    everybody out nor let anybody in.
    """

    def __init__(self, file: KeyFile) -> None:
        self._file, self._looking = file, threading.Lock()
        self._began: float | None = None
        self._told: str | None = None
        self._is_gone = False
        self._seen = file.identity()  # before reading: what changes in between is read again
        self._keys = file.read()
        file.tell(self.look)

    def keys(self) -> Mapping[str, Key] | None:
        """Every key by its id; None where there never were any. With a file that is gone nobody is admitted."""
        return self._keys

    @property
    def problem(self) -> str | None:
        """Why these may not be the keys of now, for everybody to read; None where they are."""
        began = self._began
        if began is not None and time.monotonic() - began > _PATIENCE:
            return "The disk that holds the keys does not answer: they are as they were."
        return self._told and "The keys cannot be read; the service's log says why."

    def look(self) -> None:
        """Reads the file again if it has changed, or could not be read the last time. Never raises."""
        with self._looking:
            self._began = time.monotonic()
            try:
                told = self._looked()
            except Exception as exc:  # noqa: BLE001 - whatever it is, without another look revoked keys would count
                told = f"The keys stay as they were: {str(exc) or repr(exc)}"
            if told and told != self._told:
                _log.error(told)
            self._told, self._began = told, None

    def _looked(self) -> str | None:
        """What is wrong with the file, if it could be looked at."""
        identity = self._file.identity()
        if identity != self._seen:
            found = self._file.read()
            self._is_gone = found is None and self._keys is not None
            self._keys = {} if self._is_gone else found
            self._seen = identity  # only now: what could not be read has not been seen
        gone = f"{self._file.path} is gone: nobody is admitted until it is back, or the service starts anew."
        return gone if self._is_gone else None


def followed(file: KeyFile) -> KeyWatch:
    """The keys of a file that others write to: a thread looks at it until the process ends."""
    watch = KeyWatch(file)
    threading.Thread(target=_follow, args=(watch,), name="keys", daemon=True).start()
    return watch


def _follow(watch: KeyWatch) -> None:
    while True:
        time.sleep(_AFTER_TROUBLE if watch.problem else _EVERY)
        watch.look()
