"""Whether the machine has memory and disk left for the service."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from app.checks.finding import Finding, ok, warning
from app.settings import Settings

MEMORY = Path("/proc/meminfo")
"""Where Linux tells it; elsewhere nothing is said of memory."""

_GB = 1_000_000_000
_SERVING_GB = 0.7
_INGESTING_GB = 2.0


def check(settings: Settings) -> Iterator[Finding]:
    """Memory for every process that serves; disk for a model and another generation beside the served one."""
    if MEMORY.exists():
        yield _memory(_available(MEMORY.read_text(encoding="ascii")), settings.processes)
    yield _disk(existing(settings.index_dir))


def _available(told: str) -> float:
    sizes = dict(line.split(":") for line in told.splitlines())
    return int(sizes["MemAvailable"].split()[0]) * 1024 / _GB


def _memory(available: float, processes: int) -> Finding:
    told, needed = f"{available:.1f} GB of memory available", _SERVING_GB * processes
    if available >= needed:
        return ok(told)
    return warning(f"{told}; serving takes about {needed:.1f} GB.", "End other programs, or lower FAQ_PROCESSES.")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / _GB
    told = f"{free:.1f} GB of disk free at {folder}"
    if free >= _INGESTING_GB:
        return ok(told)
    return warning(f"{told}; ingesting may take {_INGESTING_GB:.0f} GB.", "Make room, or set FAQ_INDEX_DIR.")


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
