"""A step in a process of its own, so that its memory is its own: `python -m scripts.scaled.NAME ...` tells figures."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from rich.progress import track

from app.terminal import open_console
from scripts.benchmark.servers import ROOT, BenchmarkError

Figures = Mapping[str, float]
"""What was measured, by name."""

T = TypeVar("T")


def figures_of(step: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Figures:
    """Runs a step and gives back what it told. Raises BenchmarkError where it fails; it has then said why itself."""
    command = [sys.executable, "-m", f"scripts.scaled.{step}", *arguments]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise BenchmarkError(f"`{' '.join(command[1:])}` failed with status {done.returncode}.")
    told: Figures = json.loads(done.stdout)
    return told


def tell(figures: Figures) -> None:
    """In the process of its own: gives figures back."""
    json.dump(figures, sys.stdout)


def shown(items: Iterable[T], description: str, total: int) -> Iterator[T]:
    """The items, with a progress bar on standard error."""
    yield from track(items, description, total=total, console=open_console(stderr=True), transient=True)


def memory() -> Figures:
    """MiB of this process: resident, its own share of what it shares with others, and what no file stands behind."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    told = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return {"resident": told["Rss"], "proportional": told["Pss"], "anonymous": told["Anonymous"]}


def named(group: str, figures: Figures) -> Figures:
    """The figures of a group, under its name."""
    return {f"{group}, {name}": figure for name, figure in figures.items()}
