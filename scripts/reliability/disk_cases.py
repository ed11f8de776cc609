"""What a failing disk must not do to an index: each kind of fault, at every place where it can happen."""

import errno
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.reliability.failing_disk import FailingDisk
from scripts.reliability.small_index import Ended, Place, copied

_PAGE = 4096


@dataclass(slots=True)
class Row:
    """A line of the table: how often a fault was tried, and what came of it."""

    case: str
    tried: int = 0
    went_on: int = 0
    refused: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """As Markdown."""
        return f"| {self.case} | {self.tried} | {self.refused} | {self.went_on} | {len(self.broken)} |"

    def note(self, ended: Ended, wrong: str, where: str) -> None:
        """Counts one try: done all the same, refused with a reason, or `wrong`."""
        self.tried += 1
        self.went_on += ended.code == 0
        self.refused += ended.code == 1
        if wrong:
            self.broken.append(f"{where}: {wrong}")


@dataclass(frozen=True, slots=True)
class Index:
    """A pristine index of version `before`, the digests of both versions, and a folder to work in."""

    place: Place
    work: Path
    before: str
    after: str

    def fresh(self) -> Place:
        """A copy to do something to."""
        return copied(self.place, self.work / "case")

    def wrong_after(self, place: Place, ended: Ended) -> str:
        """What is wrong after an ingestion of `after` that may have been refused, empty if nothing is."""
        expected = self.after if ended.code == 0 else self.before
        if ended.code not in {0, 1}:
            return f"it broke: {ended.printed}"
        if ended.code and not is_clear(ended.printed):
            return f"it says only: {ended.printed}"
        if (served := place.served()) != expected:
            return f"exit code {ended.code}, but served is {served}"
        return ", ".join(f"{name} is left behind" for name in place.left_behind())

    def wrong_after_disk_died(self, place: Place, ended: Ended) -> str:
        """As above, where even clearing up was refused: the next ingestion has to do it."""
        if ended.code not in {0, 1} or (ended.code and not is_clear(ended.printed)):
            return f"it broke: {ended.printed}"
        if (served := place.served()) not in {self.before, self.after}:
            return f"served is {served}"
        again = place.ingest("after")
        return self.wrong_after(place, again) if again.code == 0 else f"refused for good: {again.printed}"


def is_clear(printed: str) -> bool:
    """Whether an error names a file and, in a sentence of its own, what to do."""
    told = " ".join(printed.split())  # as it is without line breaks
    return bool(re.search(r"/\S+|\bCURRENT\b", told)) and len(re.findall(r"\.(?= [A-Z]|$)", told)) > 1


def failing_calls(index: Index, step: int) -> Iterator[Row]:
    """EIO from each call that an ingestion makes: once, and then from a call on for good."""
    calls = _calls(index.fresh(), lambda place, disk: place.ingest("after", disk))
    once, dead = Row("ingest, one call fails with EIO"), Row("ingest, every call fails with EIO from one on")
    for at in range(1, len(calls) + 1, step):
        place = index.fresh()
        ended = place.ingest("after", FailingDisk(place.index, at, errno.EIO))
        once.note(ended, index.wrong_after(place, ended), calls[at - 1])
    yield once
    for at in range(1, len(calls) + 1, step):
        place = index.fresh()
        ended = place.ingest("after", FailingDisk(place.index, at, errno.EIO, for_good=True))
        dead.note(ended, index.wrong_after_disk_died(place, ended), calls[at - 1])
    yield dead


def failing_loads(index: Index, step: int) -> Iterator[Row]:
    """EIO from each call that loading and searching make, where an older generation is there to fall back to.

    One call that fails while it is loaded costs nobody an answer; while it is searched, or where the disk is dead, what
    is said has to be clear.
    """
    place = index.fresh()
    place.ingest("after")
    loading = len(_calls(place, lambda place, disk: place.load(disk)))
    calls = _calls(place, lambda place, disk: place.search(disk))
    answers = {place.search().printed, index.place.search().printed}
    for case, for_good in (
        ("load and search, one call fails", False),
        ("load and search, every call from one on", True),
    ):
        row = Row(f"{case} with EIO")
        for at in range(1, len(calls) + 1, step):
            ended = place.search(FailingDisk(place.index, at, errno.EIO, for_good=for_good))
            refusable = ended.code == 1 and is_clear(ended.printed) and (for_good or at > loading)
            row.note(ended, "" if refusable or ended.printed in answers else ended.printed, calls[at - 1])
        yield row


def _calls(place: Place, do: Callable[[Place, FailingDisk], Ended]) -> Sequence[str]:
    return do(place, FailingDisk(place.index)).calls


def large_files_refused(index: Index, step: int) -> Iterator[Row]:
    """No file may grow beyond so many bytes, from none to enough."""
    row = Row("ingest, no file may be larger than n bytes (RLIMIT_FSIZE)")
    largest = 1
    while not row.went_on:
        place = index.fresh()
        ended = place.ingest("after", largest=largest)
        row.note(ended, index.wrong_after(place, ended), f"{largest} bytes")
        largest += 128 * step
    yield row


def full_disk(index: Index, step: int) -> Iterator[Row]:
    """A small tmpfs with so many free pages, from none to enough. Needs the right to mount."""
    row = Row("ingest, a tmpfs with n pages free")
    disk = index.work / "small"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk))
    free = 0
    while not row.went_on:
        mount("-o", "remount,size=64m", str(disk))
        place = copied(index.place, disk / "index")
        told = os.statvfs(disk)
        mount("-o", f"remount,size={(told.f_blocks - told.f_bfree + free) * _PAGE}", str(disk))
        ended = place.ingest("after")
        row.note(ended, index.wrong_after(place, ended), f"{free} pages free")
        free += step
    unmount(disk)
    yield row


def read_only(index: Index, _: int) -> Iterator[Row]:
    """An index that is mounted read-only: refused by ingestions, served. Needs the right to mount."""
    row = Row("ingest into a read-only index")
    served = Row("load and search a read-only index")
    place = index.fresh()
    mount("--bind", str(place.index), str(place.index))
    mount("-o", "remount,bind,ro", str(place.index))
    ended = place.ingest("after")
    row.note(ended, index.wrong_after(place, ended), "read-only")
    loaded = place.search()
    served.note(loaded, "" if loaded.code == 0 else loaded.printed, "read-only")
    unmount(place.index)
    yield row
    yield served


def mount(*arguments: str) -> None:
    """As the command, in this process's own list of mounts."""
    subprocess.run(["mount", *arguments], check=True)  # noqa: S603, S607 - the system's own


def unmount(folder: Path) -> None:
    """Takes a mount away."""
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 - as above
