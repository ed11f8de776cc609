"""Whether the keys can be read, by the service only, and which of them still count."""

import stat
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from app.checks.finding import Finding, ok, warning
from app.key_file import MODE, KeyFile
from app.listening import require_keys
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """Keys by role, those that have expired, and who may read them. Raises DataFolderError or ServingError."""
    file, now = KeyFile(settings.data_dir), datetime.now(UTC)
    keys = file.read()
    require_keys(settings.host, file)
    if keys is None:
        yield ok("none: everybody on this machine may ask, and nobody else")
        return
    yield _counted([key.grant.role for key in keys.values()])
    if (mode := stat.S_IMODE(file.path.stat().st_mode)) & ~MODE:
        yield warning(f"{file.path} has mode {mode:o}: others may read it.", f"Run `chmod {MODE:o} {file.path}`.")
    for key in keys.values():
        if key.grant.is_over(now):
            yield warning(f"Key {key.id} ({key.grant.role}) has expired.", f"Run `faq keys revoke {key.id}`.")


def _counted(roles: list[str]) -> Finding:
    if not roles:
        return warning("No key is left: nobody is let in.", "Run `faq keys create --role agent`, or another role.")
    return ok(", ".join(f"{count} {role}" for role, count in sorted(Counter(roles).items())))
