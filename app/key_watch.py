"""The keys as they are now, for a running service: what was revoked a moment ago no longer counts."""

import logging
from collections.abc import Mapping

from app.errors import DataFolderError
from app.key_file import KeyFile
from app.keys import Key

_log = logging.getLogger(__name__)


class KeyWatch:
    """Looks at the file whenever it is asked, which takes microseconds, and reads it when it has changed.

    Raises DataFolderError where it cannot be read at first. Later on the keys stay as they were then, and the log says
    so: whoever damages a file shall neither shut everybody out nor let anybody in.
    """

    def __init__(self, file: KeyFile) -> None:
        self.file = file
        self._seen = file.identity()  # before reading: what changes in between is read again
        self._keys = file.read()

    def keys(self) -> Mapping[str, Key] | None:
        """Every key by its id; None where there never were any. With a file that is gone nobody is admitted."""
        identity = self.file.identity()
        if identity != self._seen:
            self._seen = identity
            self._read_again()
        return self._keys

    def _read_again(self) -> None:
        try:
            found = self.file.read()
        except DataFolderError as exc:
            _log.error("The keys stay as they were: %s", exc)
            return
        if found is None and self._keys is not None:
            _log.error("%s is gone: nobody is admitted until it is back, or the service starts anew.", self.file.path)
            found = {}
        self._keys = found
