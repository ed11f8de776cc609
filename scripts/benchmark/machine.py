"""What the figures were taken on."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CORES = len(os.sched_getaffinity(0))
_PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "onnxruntime", "fastapi", "uvicorn", "pycurl")


def describe() -> str:
    """One line: processor, cores, memory, kernel, Python, packages, day."""
    memory = _field("/proc/meminfo", "MemTotal")
    gibibytes = int(memory.split()[0]) / 2**20 if memory else 0
    return (
        f"{_field('/proc/cpuinfo', 'model name') or platform.machine()}, {CORES} cores, {gibibytes:.0f} GiB, "
        f"{platform.system()} {platform.release()}, {platform.python_implementation()} {platform.python_version()}, "
        f"{', '.join(filter(None, map(_version, _PACKAGES)))}, {datetime.now(UTC):%Y-%m-%d}"
    )


def _field(file: str, name: str) -> str:
    lines = (line.partition(":") for line in Path(file).read_text(encoding="utf-8").splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
