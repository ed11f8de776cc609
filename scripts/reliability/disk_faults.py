"""`make disk-faults`: full, failing and read-only disks, at every place where they can hit, and what came of it."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scripts.reliability.data_cases import full_data_folder, read_only_data_folder
from scripts.reliability.disk_cases import (
    Index,
    Row,
    failing_calls,
    failing_loads,
    full_disk,
    large_files_refused,
    read_only,
)
from scripts.reliability.small_index import Place, warm, write_corpora

Case = Callable[[Index, int], Iterator[Row]]

ANYWHERE: Sequence[Case] = (failing_calls, failing_loads, large_files_refused)
WITH_MOUNTS: Sequence[Case] = (full_disk, read_only, full_data_folder, read_only_data_folder)

APART = ("unshare", "--mount", "--propagation", "private")
"""Whatever is mounted is seen by this process alone, and gone with it."""

_MEMORY = Path("/dev/shm")  # noqa: S108 - where a file system is that fsync costs nothing on


def main() -> int:
    """Exit code 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="try every n-th place only (default: every one)")
    parser.add_argument("--mounts", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.mounts and may_mount():
        again = [sys.executable, __file__, "--mounts", *sys.argv[1:]]
        return subprocess.run([*APART, *again], check=False).returncode  # noqa: S603 - this very script
    if not options.mounts:
        print("Without the right to mount (root), the full tmpfs and the read-only mount are left out.")
    cases = (*ANYWHERE, *WITH_MOUNTS) if options.mounts else ANYWHERE
    with tempfile.TemporaryDirectory(prefix="faq-disk-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        rows = list(rows_of(cases, Path(folder), options.step))
    return int(any(row.broken for row in rows))


def may_mount() -> bool:
    """Whether a file system can be mounted where nobody else sees it."""
    return subprocess.run([*APART, "true"], check=False, capture_output=True).returncode == 0  # noqa: S603 - as above


def rows_of(cases: Sequence[Case], folder: Path, step: int) -> Iterator[Row]:
    """The table's rows, printed as they come."""
    index = prepared(folder)
    print("| fault | tried | refused, saying why | went on | broken |\n|---|---:|---:|---:|---:|")
    for case in cases:
        for row in case(index, step):
            print(row.line, *(f"  {told}" for told in row.broken), sep="\n", flush=True)
            yield row


def prepared(folder: Path) -> Index:
    """An index of the small corpus, and what both of its versions are known by."""
    corpora = folder / "corpora"
    write_corpora(corpora)
    warm(Place(folder / "warm", corpora))
    before, after = Place(folder / "before", corpora), Place(folder / "after", corpora)
    for place in (before, after):
        place.ingest(place.index.name)
    return Index(before, folder, before.served(), after.served())


if __name__ == "__main__":
    sys.exit(main())
