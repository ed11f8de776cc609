"""What a process and its children use, from Linux's /proc."""

import os
from pathlib import Path

_PROC = Path("/proc")
_USER, _SYSTEM = 11, 12
"""Fields of /proc/PID/stat, counted from behind the command's closing bracket."""


def tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    children = [int(child) for task in _PROC.glob(f"{pid}/task/*/children") for child in task.read_text().split()]
    return [pid, *(each for child in children for each in tree(child))]


def cpu_seconds(pid: int) -> float:
    """Of the process and its descendants, in user and system mode."""
    ticks = 0
    for each in tree(pid):
        fields = (_PROC / str(each) / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[_USER]) + int(fields[_SYSTEM])
    return ticks / os.sysconf("SC_CLK_TCK")


def busy_seconds() -> float:
    """CPU seconds that all processes of the machine have used, those that have ended included."""
    user, nice, system = (_PROC / "stat").read_text().split(maxsplit=4)[1:4]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def resident_mebibytes(pid: int) -> float:
    """Of the process and its descendants: proportional set size, which shares a page among those that map it."""
    return sum(_pss_kibibytes(each) for each in tree(pid)) / 1024


def _pss_kibibytes(pid: int) -> int:
    lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
